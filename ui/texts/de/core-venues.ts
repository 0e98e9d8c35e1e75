import type { coreVenues as english } from '../en/core-venues.ts';
import type { Words } from '../words.ts';

export const coreVenues = {
  venues: {
    title: 'Häuser',
    search: 'Haus, Ort oder Turnier suchen',
    none: 'Noch keine Häuser',
    noneLead: 'Ein Haus erscheint hier, sobald es jemand aus der Verwaltung angelegt hat.',
    firstLead: 'Lege das erste an: Du bekommst einen Code, mit dem sein Leaf hereinkommt.',
    nothing: 'Nichts passt',
    nothingLead: 'Kein Haus passt zu dem, was eingegeben und gewählt ist.',
    all: 'Alle',
    playing: 'Spielt',
    attention: 'Achtung',
    quiet: 'Ruhig',
    statVenues: 'Häuser',
    statPlaying: 'Laufende Turniere',
    statPlayers: 'Spieler dabei',
    statWaiting: 'Ereignisse unterwegs',
    level: (n: number) => `Level ${n}`,
    left: (remaining: string, entries: string) => `${remaining} von ${entries}`,
    more: (n: number) => `+${n} weitere`,
    noGame: 'Gerade kein Turnier',
    list: 'Häuser mit dem, was dort läuft',
  },
  state: {
    inStep: 'Aktuell',
    catchingUp: 'Holt auf',
    silent: 'Still',
    noLeaf: 'Noch kein Leaf',
    revoked: 'Gesperrt',
    attention: 'Hier hinsehen',
  },
  trouble: {
    unheard: 'Das Leaf ist beigetreten, wurde aber nie gehört: Ist der Port des Hubs für es offen?',
    silent: (age: string) => `Seit ${age} nichts gehört`,
    lag: (events: string, age: string) => `${events} Ereignisse seit ${age} im Rückstand`,
    backlog: (events: string) => `${events} Ereignisse warten`,
    clock: 'Das Leaf ist sich der Uhrzeit nicht sicher',
    clockOff: (age: string) => `Die Uhr des Leafs geht um ${age} falsch`,
    disk: (free: string) => `Nur ${free} frei auf seinem Speicher`,
    gap: (seq: string) => `Ab ${seq} fehlen Ereignisse`,
    fork: (seq: string) => `Ab Ereignis ${seq} gibt es zwei verschiedene Verläufe`,
    stale: 'Ein ersetztes Leaf sendet noch',
    damaged: (seq: string) => `Ereignis ${seq} kam beschädigt an`,
    witness: (seq: string) => `Der unterschriebene Prüfpunkt bei Ereignis ${seq} fehlt hier`,
    twin: 'Zwei Leaves mit einem Schlüssel: ein Datenordner wurde kopiert',
    behind: 'Das Leaf wurde zurückgesetzt; stell es von hier wieder her',
    rows: 'Dieser Kern kann seine Zeilen nicht schreiben; was kommt, wartet auf dem Leaf',
    wentBack: (build: string) => `Ein Update auf Build ${build} ist von selbst zurückgefallen`,
    quota:
      'Es sendet mehr als einen Tagesanteil; der Rest wartet auf dem Leaf, nichts geht verloren',
    tooNew: 'Das Leaf ist neuer, als dieser Core versteht',
    upgrade: (events: string) =>
      events === '1'
        ? 'Core aktualisieren: 1 Ereignis wartet'
        : `Core aktualisieren: ${events} Ereignisse warten`,
    other: (kind: string) => `Alarm: ${kind}`,
    times: (n: number) => (n === 1 ? 'einmal' : `${n}-mal`),
    seen: 'Bemerkt',
    put: 'Erledigt',
  },
} as const satisfies Words<typeof english>;
