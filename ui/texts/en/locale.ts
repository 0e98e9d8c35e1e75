/** 1st, 2nd, 3rd, 85th. */
const ordinal = (n: number): string => {
  const rest = n % 100;
  if (rest >= 11 && rest <= 13) return `${n}th`;
  return `${n}${['th', 'st', 'nd', 'rd'][n % 10] ?? 'th'}`;
};

/** How this language writes numbers, money and times: a BCP 47 tag for Intl, and places. */
export const locale = { tag: 'en', ordinal } as const;
