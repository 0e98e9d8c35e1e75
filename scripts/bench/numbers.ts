const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

/**
 * The value below or at which `percent` per cent of all lie (nearest rank, so always one of them).
 * NaN where there are none.
 */
export const percentile = (values: readonly number[], percent: number): number => {
  const rank = Math.max(1, Math.ceil((percent / 100) * values.length));
  return sorted(values)[rank - 1] ?? Number.NaN;
};

/** The element in the middle by what `of` says: of an even number, the lower of the two. */
export const middleBy = <T>(list: readonly T[], of: (element: T) => number): T => {
  const middle = [...list].sort((a, b) => of(a) - of(b))[Math.floor((list.length - 1) / 2)];
  if (middle === undefined) throw new Error('there is no middle of nothing');
  return middle;
};
