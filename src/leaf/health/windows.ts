/** The largest of what was told within the last `ms`, 0 where nothing was. */
export const createPeak = (ms: number) => {
  let told: readonly { readonly atMs: number; readonly value: number }[] = [];
  return (atMs: number, value: number): number => {
    told = [...told, { atMs, value }].filter((one) => one.value > 0 && one.atMs > atMs - ms);
    return Math.max(0, ...told.map((one) => one.value));
  };
};

/**
 * Steps of the wall clock against the one that never jumps, ms. Below a second it is being put right,
 * or this process was slow between its two questions.
 */
export const createSteps = () => {
  let before: number | null = null;
  return ({ wallMs, bootMs }: { readonly wallMs: number; readonly bootMs: number }): number => {
    const ahead = wallMs - bootMs;
    const step = before === null ? 0 : Math.abs(ahead - before);
    before = ahead;
    return step < 1_000 ? 0 : step;
  };
};
