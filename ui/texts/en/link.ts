export const link = {
  lost: 'No connection to the Felt server. The clock counts on here; actions wait until it is back.',
  back: 'Connected again',
} as const;
