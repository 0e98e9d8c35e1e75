/** The desk queue: one player after the other, by keyboard alone. */
export const desk = {
  title: 'Desk',
} as const;
