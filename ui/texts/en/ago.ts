export const ago = {
  now: 'now',
  minutes: (n: number) => `${n} min`,
  hours: (n: number) => `${n} h`,
} as const;
