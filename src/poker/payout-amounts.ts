import { floorTo, mulDiv, sum } from '../kernel/money.ts';
import type { PayoutPlan, PayoutRow } from './payout-plan.ts';

/** Value per place (index 0 is the first), from rows over ranges, in one pass. */
export const perPlace = (
  rows: readonly PayoutRow[],
  places: number,
  worth: (row: PayoutRow) => number,
): number[] => {
  const steps = Array<number>(places + 1).fill(0);
  for (const row of rows.filter((r) => r.from <= places)) {
    const end = Math.min(row.to, places);
    steps[row.from - 1] = (steps[row.from - 1] ?? 0) + worth(row);
    steps[end] = (steps[end] ?? 0) - worth(row);
  }
  let value = 0;
  return steps.slice(0, places).map((step) => {
    value += step;
    return value;
  });
};

type Rounding = Pick<PayoutPlan, 'unit' | 'remainder'>;

/** Splits by weights, floored to the unit; the remainder by the rule, among places with a weight. */
const byWeight = (total: number, weights: readonly number[], rounding: Rounding): number[] => {
  const all = sum(weights);
  const parts = weights.map((w) => floorTo(mulDiv(total, w, all), rounding.unit));
  let left = total - sum(parts);
  const weighted = weights.flatMap((w, i) => (w > 0 ? [i] : []));
  const give = (i: number, amount: number) => {
    parts[i] = (parts[i] ?? 0) + amount;
    left -= amount;
  };
  if (rounding.remainder === 'fromTop') {
    for (const i of weighted) if (left >= rounding.unit) give(i, rounding.unit);
  }
  give(weighted[0] ?? 0, left);
  return parts;
};

/** Per place, index 0 the first: percentages as weights, and fixed prizes in minor units. */
export type Shares = { readonly weights: readonly number[]; readonly fixed: readonly number[] };

/** What each of the first `places` gets; the sum is the pool. */
export const amountsOf = (
  plan: PayoutPlan,
  pool: number,
  shares: Shares,
  places: number,
): number[] => {
  const weights = shares.weights.slice(0, places);
  const fixed = shares.fixed.slice(0, places);
  const promised = sum(fixed);
  if (promised > pool) return byWeight(pool, fixed, plan);
  const rest = pool - promised;
  const plus = (extra: readonly number[]) => fixed.map((amount, i) => amount + (extra[i] ?? 0));
  if (sum(weights) > 0) return plus(byWeight(rest, weights, plan));
  if (promised > 0 && plan.leftover === 'proportional') return plus(byWeight(rest, fixed, plan));
  const first = Math.max(
    0,
    fixed.findIndex((amount) => amount > 0),
  );
  return plus(fixed.map((_, i) => (i === first ? rest : 0)));
};

/** Before the remainder: what the last of the paid places would get. */
const lastAmount = (
  pool: number,
  unit: number,
  last: { weight: number; fixed: number; weights: number; promised: number },
): number => {
  if (last.promised > pool) return floorTo(mulDiv(pool, last.fixed, last.promised), unit);
  if (last.weights === 0) return last.fixed;
  return last.fixed + floorTo(mulDiv(pool - last.promised, last.weight, last.weights), unit);
};

/** As many places as give each at least the minimum cash (and something), but at least one. */
export const paidPlaces = (plan: PayoutPlan, pool: number, { weights, fixed }: Shares): number => {
  const least = Math.max(1, plan.minCash ?? 1);
  let [allWeights, promised] = [sum(weights), sum(fixed)];
  for (let n = weights.length; n > 1; n--) {
    const [weight, prize] = [weights[n - 1] ?? 0, fixed[n - 1] ?? 0];
    const last = { weight, fixed: prize, weights: allWeights, promised };
    if (weight + prize > 0 && lastAmount(pool, plan.unit, last) >= least) return n;
    allWeights -= weight;
    promised -= prize;
  }
  return 1;
};
