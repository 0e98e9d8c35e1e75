/** A stream of unsigned 32-bit numbers. */
export type Random = () => number;

/**
 * A reproducible generator from a text seed (FNV-1a into sfc32): integer arithmetic only, so Bun and
 * every browser draw the same. Draws are recorded with their seed; the seed itself comes from the
 * leaf's cryptographic source.
 */
export const seeded = (seed: string): Random => {
  let h = 0x811c9dc5;
  const word = (salt: number): number => {
    for (let i = 0; i < seed.length; i++) h = Math.imul(h ^ seed.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ salt, 0x01000193);
    h ^= h >>> 15;
    return h >>> 0;
  };
  let [a, b, c, d] = [word(1), word(2), word(3), 1];
  const next = () => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
};

/** A whole number in [0, n), every one as likely: numbers from the uneven tail are drawn again. */
export const below = (random: Random, n: number): number => {
  const limit = 4_294_967_296 - (4_294_967_296 % n);
  for (;;) {
    const drawn = random();
    if (drawn < limit) return drawn % n;
  }
};

/** Fisher–Yates on a copy. */
export const shuffled = <T>(random: Random, list: readonly T[]): T[] => {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = below(random, i + 1);
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
};
