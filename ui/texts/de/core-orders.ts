import type { coreOrders as english } from '../en/core-orders.ts';
import type { Words } from '../words.ts';

export const coreOrders = {
  lead: 'Was außerhalb des Hauses geändert wurde. Sein Leaf übernimmt es oder sagt, warum nicht.',
  list: 'Ans Leaf gesendet',
  none: 'Nichts wurde gesendet',
  noneLead:
    'Profile, Einstellungen, Bilder und Anmeldungen, die von außerhalb des Hauses kommen, stehen hier mit dem, was sein Leaf daraus machte.',
  more: 'Ältere zeigen',
  somebody: '(unbekannt oder gelöscht)',
  someTournament: 'ein Turnier',
  title: {
    registration: (who: string, tournament: string) => `${who} möchte ${tournament} spielen`,
    profile: (who: string) => `Profil von ${who}`,
    erase: 'Eine Person löschen',
    settings: 'Einstellungen des Hauses',
    media: 'Ein Bild',
  },
  status: {
    sent: 'Unterwegs',
    waiting: 'Wartet',
    applied: 'Übernommen',
    accepted: 'Dabei',
    conflicted: 'Widerspruch',
    settled: 'Entschieden',
    refused: 'Abgelehnt',
    unknown: 'Unverstanden',
  },
  underWay: 'Das Leaf hat noch nicht geantwortet.',
  away: 'Das Leaf ist nicht zu hören: es bekommt dies, sobald es zurück ist.',
  floorDecides: 'Das Turnier läuft: dort entscheidet jemand, ob die Person dabei ist.',
  clash: (fields: string, ours: boolean) =>
    `Dort auch geändert: ${fields}. ${ours ? 'Das Eigene des Hauses gilt' : 'Das Gesendete gilt'}, bis dort jemand entscheidet.`,
  ours: 'Das Haus behielt das Eigene.',
  theirs: 'Das Haus übernahm das Gesendete.',
  tooOld: (version: string) =>
    version === ''
      ? 'Das Leaf ist zu alt dafür: nach seiner Aktualisierung wird es noch einmal gesendet.'
      : `Das Leaf (${version}) ist zu alt dafür: nach seiner Aktualisierung wird es noch einmal gesendet.`,
  ignored: (fields: string) => `Dort noch unbekannt: ${fields}`,
} as const satisfies Words<typeof english>;
