/** Settings of the venue: name, look, operators, chip sets, payout tables, about. */
export const venue = {
  title: 'Settings',
} as const;
