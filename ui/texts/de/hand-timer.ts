import type { handTimer as english } from '../en/hand-timer.ts';
import type { Words } from '../words.ts';

export const handTimer: Words<typeof english> = {
  title: 'Hand-Timer',
  open: 'Hand-Timer',
  lead: 'Läuft nur auf diesem Gerät, auch ohne den Felt-Server.',
  add: 'Noch ein Timer',
  start: 'Starten',
  pause: 'Anhalten',
  again: 'Noch einmal',
  remove: (label) => `${label} entfernen`,
  label: (n) => `Uhr ${n}`,
  name: (n) => `Tisch oder Spieler von Uhr ${n}`,
  namePlaceholder: 'Tisch, Spieler',
  bank: (seconds, left) => `+${seconds} s · noch ${left}`,
  noBank: 'Keine Time Bank mehr',
  out: 'Zeit ist um: Die Hand ist tot',
  last: 'Herunterzählen',
  settings: 'Sekunden und Time Bank',
  base: 'Sekunden zum Handeln',
  count: 'Danach herunterzählen',
  bankSeconds: 'Ein Time-Bank-Chip gibt',
  banks: 'Chips je Spieler',
  sound: 'Ton',
  keys: 'Leertaste startet und hält an, N fügt einen hinzu, B setzt einen Time-Bank-Chip ein.',
  seconds: '1 bis 600 Sekunden eingeben.',
};
