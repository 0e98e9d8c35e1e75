/** A point on the rim of the table, as shares of the picture's half width and half height. */
export type Spot = { readonly x: number; readonly y: number };

/** On an upright screen there is room along the two long sides only: down the right, up the left. */
export const sideSpotOf = (i: number, n: number): Spot => {
  const right = Math.ceil(n / 2);
  const isRight = i < right;
  const [at, of] = isRight ? [i, right] : [n - 1 - i, n - right];
  return { x: isRight ? 1 : -1, y: of === 1 ? 0 : (2 * at) / (of - 1) - 1 };
};

/**
 * Where seat `i` of `n` sits: seat 1 to the right of the middle of the top, where the dealer is, and
 * on clockwise; evenly by angle, drawn out to a rounder rectangle so that cards beside each other do
 * not meet.
 */
export const spotOf = (i: number, n: number): Spot => {
  const angle = (2 * Math.PI * (i + 0.5)) / n - Math.PI / 2;
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  // A superellipse: between the ellipse and its box.
  const round = (Math.abs(x) ** 3 + Math.abs(y) ** 3) ** (-1 / 3);
  return { x: x * round, y: y * round };
};
