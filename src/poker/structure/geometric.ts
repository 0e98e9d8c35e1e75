const SCALE = 1_000_000_000n;
/** No step that anything here asks for is steeper. */
const STEEPEST = 1_000_000n * SCALE;

/** `from · ratioⁿ` for n = 0 … steps, scaled. */
const powers = (from: bigint, ratio: bigint, steps: number): bigint[] => {
  const values = [from * SCALE];
  for (let i = 0; i < steps; i++) values.push(((values[i] ?? 0n) * ratio) / SCALE);
  return values;
};

/** The largest ratio, scaled, that does not lead past `to`. */
const ratioTo = (from: bigint, to: bigint, steps: number): bigint => {
  let [low, high] = [0n, STEEPEST];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if ((powers(from, middle, steps).at(-1) ?? 0n) <= to * SCALE) low = middle;
    else high = middle;
  }
  return low;
};

/**
 * Whole numbers from `from` to `to` in equal ratios, rising or falling, both ends among them: each
 * the nearest one to the exact value. Whole-number arithmetic, the same on every machine.
 */
export const geometric = (from: number, to: number, steps: number): number[] => {
  if (steps < 1) return [from];
  const [first, last] = [BigInt(from), BigInt(to)];
  const exact = powers(first, ratioTo(first, last, steps), steps);
  return exact.map((value, i) => (i === steps ? to : Number((value + SCALE / 2n) / SCALE)));
};

/** Is `a` the nearer to `wanted`, as a ratio? `100` lies between `50` and `200`. */
export const isNearer = (wanted: number, a: number, b: number): boolean => {
  const [w, low, high] = [BigInt(wanted), BigInt(Math.min(a, b)), BigInt(Math.max(a, b))];
  const lowIsNearer = w * w <= low * high;
  return lowIsNearer === a <= b;
};
