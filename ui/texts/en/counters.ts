export const counters = {
  entries: 'Entries',
  remaining: 'Players left',
  rebuys: 'Rebuys',
  addOns: 'Add-ons',
  less: (what: string) => `One less: ${what}`,
  more: (what: string) => `One more: ${what}`,
} as const;
