import type { general as english } from '../en/general.ts';
import type { Words } from '../words.ts';

/** Short words that every page says. */
export const general: Words<typeof english> = {
  app: 'Felt',
  loading: 'Lädt …',
  soFar: 'bisher',
  close: 'Schließen',
  cancel: 'Abbrechen',
  back: 'Zurück',
  save: 'Speichern',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  none: 'Keine',
  search: 'Suchen',
  optional: 'optional',
  remove: 'Entfernen',
  add: 'Hinzufügen',
  show: 'Zeigen',
  chipsWord: 'Chips',
  duration: (hours, minutes) =>
    hours === 0 ? `${minutes} min` : minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`,
};
