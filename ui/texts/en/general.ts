/** Short words that every page says. */
export const general = {
  app: 'Felt',
  loading: 'Loading…',
  soFar: 'so far',
  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  save: 'Save',
  undo: 'Undo',
  redo: 'Redo',
  none: 'None',
  search: 'Search',
  optional: 'optional',
  remove: 'Remove',
  add: 'Add',
  show: 'Show',
  chipsWord: 'chips',
  duration: (hours: number, minutes: number) =>
    hours === 0 ? `${minutes} min` : minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`,
} as const;
