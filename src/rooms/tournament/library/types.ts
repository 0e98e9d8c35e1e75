import type { LibraryEvent } from './events.ts';

/** Every type of event there is, as the log has it. */
export const TYPES: { readonly [type in LibraryEvent['type']]: true } = {
  'library.saved': true,
  'library.removed': true,
};
