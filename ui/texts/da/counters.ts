import type { counters as english } from '../en/counters.ts';
import type { Words } from '../words.ts';

export const counters: Words<typeof english> = {
  entries: 'Entries',
  remaining: 'Spillere tilbage',
  rebuys: 'Rebuys',
  addOns: 'Add-ons',
  less: (what) => `En færre: ${what}`,
  more: (what) => `En mere: ${what}`,
};
