import type { ago as english } from '../en/ago.ts';
import type { Words } from '../words.ts';

export const ago: Words<typeof english> = {
  now: 'nu',
  minutes: (n) => `${n} min.`,
  hours: (n) => `${n} t.`,
};
