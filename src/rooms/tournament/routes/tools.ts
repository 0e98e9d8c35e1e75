import { Hono } from 'hono';
import * as v from 'valibot';
import { amount, count } from '../../../kernel/parse.ts';
import { DEFAULT_GENERATOR } from '../../../poker/charts.ts';
import type { PayoutPlan } from '../../../poker/payouts.ts';
import {
  CHART_IDS,
  DEFAULT_PLAN,
  payoutRowsSchema,
  payouts,
  rowsFor,
} from '../../../poker/payouts.ts';
import { generateStructure } from '../../../poker/structure/generate.ts';
import { structureWishSchema } from '../../../poker/structure/wish.ts';
import type { Env } from '../../../server/shell.ts';
import { describes, takes } from '../../../server/shell.ts';

const payoutsQuestion = v.strictObject({
  entries: count(100_000, 1),
  /** Minor units, as `unit` and `minCash`. */
  pool: amount,
  unit: count(undefined, 1),
  /** A chart by name, or rows; without it the default chart. */
  table: v.optional(v.union([v.picklist(CHART_IDS), payoutRowsSchema])),
  /** So many places, as far as each gets something. */
  paid: v.optional(count(20_000, 1)),
  minCash: v.optional(amount),
});
type Question = v.InferOutput<typeof payoutsQuestion>;

/** A ladder that pays so many of the field. */
const ladder = (entries: number, paid: number): PayoutPlan['source'] => ({
  ...DEFAULT_GENERATOR,
  paidBasisPoints: Math.max(1, Math.min(10_000, Math.floor((paid * 10_000) / entries))),
  minCashTimesBasisPoints: 0,
});

const sourceOf = ({ entries, table, paid }: Question): PayoutPlan['source'] => {
  if (table === undefined) return paid === undefined ? DEFAULT_PLAN.source : ladder(entries, paid);
  return typeof table === 'string'
    ? { kind: 'chart', chart: table }
    : { kind: 'rows', rows: table };
};

/** The first `paid` places of a table. */
const cut = (plan: PayoutPlan, entries: number, paid: number): PayoutPlan => {
  const rows = rowsFor(plan, entries)
    .filter(({ from }) => from <= paid)
    .map((row) => ({ ...row, to: Math.min(row.to, paid) }));
  return { ...plan, source: { kind: 'rows', rows } };
};

const answerOf = (question: Question) => {
  const { entries, pool, unit, minCash = null, paid } = question;
  const plan: PayoutPlan = { ...DEFAULT_PLAN, source: sourceOf(question), unit, minCash };
  const exact = paid === undefined ? plan : cut(plan, entries, paid);
  const { places, warnings } = payouts({ plan: exact, entries, pool });
  return { places, warnings };
};

/** Calculators, which know nothing of any tournament. */
export const toolRoutes = () =>
  new Hono<Env>()
    .post(
      '/tools/payouts',
      describes({
        summary: 'Prizes for a field: the sum is the pool',
        tags: ['Calculators'],
        answers: { 200: '`{ places: [{ from, to, each }], warnings }`, minor units' },
      }),
      takes(payoutsQuestion),
      (c) => c.json(answerOf(c.req.valid('json'))),
    )
    .post(
      '/tools/structure',
      describes({
        summary: 'A playable structure for a night of so many players and minutes',
        tags: ['Calculators'],
        answers: { 200: '`{ levels, totals, curve, warnings }`' },
      }),
      takes(structureWishSchema),
      (c) => c.json(generateStructure(c.req.valid('json'))),
    );
