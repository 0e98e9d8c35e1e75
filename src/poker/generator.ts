import { mulDiv } from '../kernel/money.ts';
import type { Generator, PayoutRow } from './payout-plan.ts';

/** Shares and ratios are whole numbers on this scale: no `Math.pow`, the same on every machine. */
const SCALE = 1_000_000_000;
/**
 * Steepest step between neighbouring tiers below the second: around the median of 74 nine-handed
 * WSOP final tables (.709 to .781 from third to ninth). Larger fields need flatter steps.
 */
const STEEPEST = 720_000_000;

type Tier = { readonly from: number; readonly size: number; readonly weight: number };

const tierSizes = (tiers: readonly number[], places: number): number[] => {
  const sizes: number[] = [];
  for (let left = places; left > 0; left -= sizes.at(-1) ?? left) {
    sizes.push(Math.min(left, tiers[sizes.length] ?? tiers.at(-1) ?? 1));
  }
  return sizes;
};

/** First prize 1, second by the top ratio, then a constant step. */
const ladder = (sizes: readonly number[], topRatio: number, step: number): Tier[] => {
  let [from, weight] = [1, SCALE];
  return sizes.map((size, i) => {
    if (i === 1) weight = mulDiv(weight, topRatio, 10_000);
    if (i > 1) weight = mulDiv(weight, step, SCALE);
    const tier = { from, size, weight };
    from += size;
    return tier;
  });
};

const total = (tiers: readonly Tier[]): number =>
  tiers.reduce((all, tier) => all + tier.size * tier.weight, 0);

/** Share of one place of the last tier, basis points, rounded down. */
const lastShare = (tiers: readonly Tier[]): number =>
  mulDiv(tiers.at(-1)?.weight ?? 0, 10_000, total(tiers));

/** The steepest ladder whose last tier still reaches `least`; null where even a flat one does not. */
const steepest = (sizes: readonly number[], topRatio: number, least: number): Tier[] | null => {
  const reaches = (step: number) => lastShare(ladder(sizes, topRatio, step)) >= least;
  if (!reaches(SCALE)) return null;
  let [low, high] = [STEEPEST, SCALE];
  while (high - low > 1_000) {
    const middle = low + ((high - low) >> 1);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return ladder(sizes, topRatio, high);
};

/**
 * Basis points for each tier, from the bottom up: what rounding down leaves goes to all the tiers
 * above in proportion, and in the end to the first place, so that the rows give exactly 10000.
 */
const toRows = (tiers: readonly Tier[]): PayoutRow[] => {
  let [left, weights] = [10_000, total(tiers)];
  const rows = [...tiers].reverse().map(({ from, size, weight }): PayoutRow => {
    const basisPoints = mulDiv(left, weight, weights);
    left -= basisPoints * size;
    weights -= weight * size;
    return { from, to: from + size - 1, kind: 'percent', basisPoints };
  });
  rows.reverse();
  return left > 0 ? withFirst(rows, left) : rows;
};

/** Adds basis points to the first place alone. */
const withFirst = (rows: readonly PayoutRow[], extra: number): PayoutRow[] => {
  const [first, ...rest] = rows;
  if (first?.kind !== 'percent') return [...rest];
  const one: PayoutRow = { ...first, to: 1, basisPoints: first.basisPoints + extra };
  return first.to === 1 ? [one, ...rest] : [one, { ...first, from: 2 }, ...rest];
};

/**
 * A payout ladder for a field (POL-3), in rows that give exactly 10000 basis points: the asked share
 * of the field is paid, rounded up; second stands to first as asked; each tier below steps down by one
 * ratio, flat enough that the last tier reaches the minimum cash (a multiple of the pool's average per
 * entry). Where even equal prizes would not reach it, fewer places are paid.
 */
export const generate = (generator: Generator, entries: number): PayoutRow[] => {
  const field = Math.max(1, entries);
  const wanted = mulDiv(field, generator.paidBasisPoints, 10_000);
  const exact = wanted * 10_000 === field * generator.paidBasisPoints;
  // A share below one basis point cannot be written down, so such places are not paid either.
  const least = Math.max(1, Math.ceil(generator.minCashTimesBasisPoints / field));
  let sizes = tierSizes(generator.tiers, Math.max(1, exact ? wanted : wanted + 1));
  for (; sizes.length > 1; sizes = sizes.slice(0, -1)) {
    const tiers = steepest(sizes, generator.topRatioBasisPoints, least);
    if (tiers) return toRows(tiers);
  }
  return toRows(ladder(sizes, generator.topRatioBasisPoints, SCALE));
};
