import { mulDiv, splitBy, sum } from '../kernel/money.ts';

/**
 * Who gets the odd units of a split bounty: `first`, one each in the order in which the floor named
 * the hitmen; `largestRemainder`, whose exact share was cut most, ties in that same order.
 */
export const BOUNTY_RULES = ['first', 'largestRemainder'] as const;
export type BountyRule = (typeof BOUNTY_RULES)[number];

/** `weight`: share of the hit, 1 where not given. */
export type Hitman = { readonly entryId: string; readonly weight?: number };
export type BountyPart = { readonly entryId: string; readonly amount: number };

const inOrder = (amount: number, weights: readonly number[]): number[] => {
  const all = sum(weights);
  const parts = weights.map((weight) => mulDiv(amount, weight, all));
  const left = amount - sum(parts);
  return parts.map((part, i) => (i < left ? part + 1 : part));
};

/**
 * Splits one bounty among the hitmen of one bust (BNT-1), in minor units and in the order named; the
 * sum is exact. Without hitmen nobody is paid and the caller decides where the bounty goes.
 */
export const splitBounty = (
  amount: number,
  hitmen: readonly Hitman[],
  rule: BountyRule,
): BountyPart[] => {
  if (hitmen.length === 0) return [];
  const weights = hitmen.map((hitman) => hitman.weight ?? 1);
  const parts = rule === 'first' ? inOrder(amount, weights) : splitBy(amount, weights);
  return hitmen.map(({ entryId }, i) => ({ entryId, amount: parts[i] ?? 0 }));
};
