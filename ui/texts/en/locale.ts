/** 1st, 2nd, 3rd, 85th. */
const ordinal = (n: number): string => {
  const rest = n % 100;
  if (rest >= 11 && rest <= 13) return `${n}th`;
  return `${n}${['th', 'st', 'nd', 'rd'][n % 10] ?? 'th'}`;
};

/**
 * How this language writes: BCP 47 tags for Intl, of numbers and money, and of times, which a room reads
 * in 24 hours and with the day first; and places.
 */
export const locale = { tag: 'en', times: 'en-GB', ordinal } as const;
