import * as v from 'valibot';
import { sum } from '../kernel/money.ts';
import { amount, basisPoints, count, LARGEST, text } from '../kernel/parse.ts';
import { prizeFormulaSchema } from './payout-formula.ts';

/** Charts that come with Felt; their rows are in charts.ts. */
export const CHART_IDS = ['barge2025', 'homeGames', 'winnerTakesAll'] as const;
export type ChartId = (typeof CHART_IDS)[number];

const place = count(20_000, 1);

/** Prizes of the places `from` to `to`, each of them; several rows on one place add up. */
export const payoutRowSchema = v.pipe(
  v.variant('kind', [
    v.strictObject({ from: place, to: place, kind: v.literal('percent'), basisPoints }),
    v.strictObject({ from: place, to: place, kind: v.literal('fixed'), amount }),
    /** Worked out place by place from the pool and the field, in payout-formula.ts. */
    v.strictObject({
      from: place,
      to: place,
      kind: v.literal('formula'),
      formula: prizeFormulaSchema,
    }),
    v.strictObject({ from: place, to: place, kind: v.literal('other'), text: text(120, 1) }),
  ]),
  v.check((row) => row.from <= row.to, 'must have from ≤ to'),
);
export type PayoutRow = v.InferOutput<typeof payoutRowSchema>;

/** How many places the row pays. */
export const placesOf = (row: PayoutRow): number => row.to - row.from + 1;

/** Fixed prizes of all the rows, minor units. */
export const fixedOf = (rows: readonly PayoutRow[]): number =>
  sum(rows.map((row) => (row.kind === 'fixed' ? row.amount * placesOf(row) : 0)));

/** Percentages of all the rows, basis points; 10000 where they give the whole. */
export const basisPointsOf = (rows: readonly PayoutRow[]): number =>
  sum(rows.map((row) => (row.kind === 'percent' ? row.basisPoints * placesOf(row) : 0)));

const placesBy = (kind: PayoutRow['kind'], rows: readonly PayoutRow[]): number =>
  sum(rows.map((row) => (row.kind === kind ? placesOf(row) : 0)));

/** A list of rows; the bounds keep sums exact and the list quick to work out. */
export const payoutRowsSchema = v.pipe(
  v.array(payoutRowSchema),
  v.maxLength(500),
  v.check((rows) => fixedOf(rows) <= LARGEST, 'must not give away more than any pool holds'),
  v.check(
    (rows) => placesBy('other', rows) <= 20_000,
    'must not name more than 20,000 other prizes',
  ),
  // Each takes up to MOST_STEPS of the formula language, and prizes are derived on every change.
  v.check((rows) => placesBy('formula', rows) <= 1_000, 'must not give more than 1,000 by formula'),
);

export const generatorSchema = v.strictObject({
  kind: v.literal('generator'),
  /** Share of the entries that are paid, rounded up. */
  paidBasisPoints: count(10_000, 1),
  /** Second prize in relation to the first. */
  topRatioBasisPoints: count(10_000, 1),
  /** Places that share one prize, from the top; the last size repeats. */
  tiers: v.pipe(v.array(count(10_000, 1)), v.minLength(1), v.maxLength(100)),
  /** Smallest prize in relation to the pool's average per entry: 15000 is one and a half times. */
  minCashTimesBasisPoints: v.optional(count(1_000_000), 15_000),
});
export type Generator = v.InferOutput<typeof generatorSchema>;

/** What a rounding leaves: all to the first, or one unit at a time from the first down. */
export const REMAINDER_RULES = ['first', 'fromTop'] as const;
/** Where a list of only fixed prizes leaves money over: to the first, or in proportion to the prizes. */
export const LEFTOVER_RULES = ['first', 'proportional'] as const;

export const payoutPlanSchema = v.strictObject({
  source: v.variant('kind', [
    v.strictObject({ kind: v.literal('chart'), chart: v.picklist(CHART_IDS) }),
    v.strictObject({ kind: v.literal('rows'), rows: payoutRowsSchema }),
    generatorSchema,
  ]),
  /** Prizes are multiples of this many minor units; only the first takes what is below it. */
  unit: count(undefined, 1),
  remainder: v.picklist(REMAINDER_RULES),
  /** Smallest prize worth paying, minor units; null: none. */
  minCash: v.nullable(amount),
  leftover: v.picklist(LEFTOVER_RULES),
});
export type PayoutPlan = v.InferOutput<typeof payoutPlanSchema>;

/** The BARGE chart in whole units of most currencies, odd money to the winner. */
export const DEFAULT_PLAN: PayoutPlan = {
  source: { kind: 'chart', chart: 'barge2025' },
  unit: 100,
  remainder: 'first',
  minCash: null,
  leftover: 'first',
};
