import type { list as english } from '../en/list.ts';
import type { Words } from '../words.ts';

export const list: Words<typeof english> = {
  settings: 'Einstellungen',
  title: 'Turniere',
  create: 'Neues Turnier',
  import: 'Spieler importieren',
  templates: 'Vorlagen',
  empty: 'Noch kein Turnier',
  emptyLead: 'Vorlage wählen, und in einer Minute ist alles bereit.',
  players: (left, entries) => `${left} von ${entries} Spielern`,
  entries: (entries) => (entries === '1' ? '1 Entry' : `${entries} Entries`),
  today: 'Jetzt und demnächst',
  past: 'Gespielt',
  starts: (when) => `Beginn ${when}`,
  played: (when, entries) => `${when} · ${entries} Entries`,
  again: 'Noch mal',
  againOn: (name, when) => `${name} noch mal, ${when}`,
  againDone: (name, when) => `${name} ist geplant: ${when}`,
  againOpen: (name) => `${name} ist bereit`,
  discarded: (name) => `${name} ist verworfen`,
  discard: 'Dieses Turnier verwerfen',
};
