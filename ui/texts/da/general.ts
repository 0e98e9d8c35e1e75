import type { general as english } from '../en/general.ts';
import type { Words } from '../words.ts';

export const general: Words<typeof english> = {
  app: 'Felt',
  loading: 'Henter…',
  soFar: 'foreløbig',
  close: 'Luk',
  cancel: 'Afbryd',
  back: 'Tilbage',
  save: 'Gem',
  undo: 'Fortryd',
  redo: 'Gentag',
  none: 'Ingen',
  search: 'Søg',
  optional: 'valgfrit',
  remove: 'Fjern',
  add: 'Tilføj',
  show: 'Vis',
  chipsWord: 'chips',
  duration: (hours, minutes) =>
    hours === 0 ? `${minutes} min.` : minutes === 0 ? `${hours} t.` : `${hours} t. ${minutes} min.`,
};
