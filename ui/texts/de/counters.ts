import type { counters as english } from '../en/counters.ts';
import type { Words } from '../words.ts';

export const counters: Words<typeof english> = {
  entries: 'Entries',
  remaining: 'Noch dabei',
  rebuys: 'Rebuys',
  addOns: 'Add-ons',
  less: (what) => `Eins weniger: ${what}`,
  more: (what) => `Eins mehr: ${what}`,
};
