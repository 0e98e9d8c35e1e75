import { share, splitEvenly, sum } from '../kernel/money.ts';
import { bandFor, CHARTS, rowsOf } from './charts.ts';
import { generate } from './generator.ts';
import { amountsOf, paidPlaces, perPlace, type Shares } from './payout-amounts.ts';
import { type Field, type FormulaFailure, formulaPrizes } from './payout-formula.ts';
import { basisPointsOf, fixedOf, type PayoutPlan, type PayoutRow } from './payout-plan.ts';

export * from './payout-plan.ts';

/** Neighbouring places with the same prize; `each` in minor units, 0 where there is only `other`. */
export type Prize = {
  readonly from: number;
  readonly to: number;
  readonly each: number;
  readonly other?: string;
};

export const PAYOUT_WARNINGS = [
  /** Percentages do not give 100 %, so they were taken as weights: `basisPoints` is what is missing. */
  'PERCENT_GAP',
  /** Fixed prizes ask for `fixed`, the pool holds `pool`: all were scaled down. */
  'FIXED_OVER_POOL',
  /** `planned` places are more than there are `entries`. */
  'PLACES_ABOVE_ENTRIES',
  /** `paid` of the `planned` places, because the next would be below the minimum cash or nothing. */
  'FEWER_PLACES',
  /** Even first place (`first`) is below the minimum cash (`minCash`). */
  'MIN_CASH_ABOVE_FIRST',
  /** `place` gets more than the place above it. */
  'INCREASING',
  /** No row gives money, so the first place gets the pool. */
  'NO_MONEY_ROWS',
  /** A formula gave no number for `places`, the first of them `place`: `error` at `line`, `column`. */
  'FORMULA_FAILED',
] as const;
export type PayoutWarning = {
  readonly code: (typeof PAYOUT_WARNINGS)[number];
  readonly params: Readonly<Record<string, number | string>>;
};

export type Payouts = {
  readonly places: readonly Prize[];
  /** How many places get money. */
  readonly paid: number;
  readonly warnings: readonly PayoutWarning[];
};

/**
 * The rows that a plan gives a field of this size: what is frozen when the payouts are locked. A
 * formula stays one: like a percentage it follows the money of late add-ons.
 */
export const rowsFor = (plan: PayoutPlan, entries: number): PayoutRow[] => {
  if (plan.source.kind === 'rows') return plan.source.rows;
  if (plan.source.kind === 'generator') return generate(plan.source, entries);
  const chart = CHARTS[plan.source.chart];
  if (chart.beyond && entries >= chart.beyond.from)
    return generate(chart.beyond.generator, entries);
  return rowsOf(bandFor(chart, entries));
};

/**
 * What a list of rows has not given yet, for the manual editor; negative where it gives too much.
 * `basisPoints` of what the fixed prizes leave, and `amount` in minor units. Formulas count as taking
 * all that the other rows leave: they follow the pool, and what they leave goes out by the plan.
 */
export const leftToGive = (
  rows: readonly PayoutRow[],
  pool: number,
): { basisPoints: number; amount: number } => {
  const rest = pool - fixedOf(rows);
  const given = basisPointsOf(rows);
  const amount = rest - share(Math.max(0, rest), given);
  const byFormula = rows.some((row) => row.kind === 'formula');
  return { basisPoints: 10_000 - given, amount: byFormula ? Math.min(0, amount) : amount };
};

type Priced = {
  readonly rows: readonly PayoutRow[];
  readonly failures: readonly FormulaFailure[];
};

/** Formulas become fixed prizes, which then come off the pool as such. */
const priced = (rows: readonly PayoutRow[], field: Field): Priced => {
  const failures: FormulaFailure[] = [];
  const fixed = rows.flatMap((row): PayoutRow[] => {
    if (row.kind !== 'formula') return [row];
    const worth = formulaPrizes(row, field);
    failures.push(...worth.failures);
    return worth.amounts.map((amount, i) => {
      const place = row.from + i;
      return { from: place, to: place, kind: 'fixed', amount };
    });
  });
  return { rows: fixed, failures };
};

const withMoney = (row: PayoutRow): boolean =>
  (row.kind === 'percent' && row.basisPoints > 0) || (row.kind === 'fixed' && row.amount > 0);

/** Up to the last place that gives money; empty where none does. */
const sharesOf = (rows: readonly PayoutRow[], entries: number): Shares => {
  const money = rows.filter((row) => withMoney(row) && row.from <= entries);
  const places = Math.min(entries, Math.max(0, ...money.map((row) => row.to)));
  return {
    weights: perPlace(money, places, (row) => (row.kind === 'percent' ? row.basisPoints : 0)),
    fixed: perPlace(money, places, (row) => (row.kind === 'fixed' ? row.amount : 0)),
  };
};

const othersOf = (rows: readonly PayoutRow[], entries: number): string[][] => {
  const lastPlace = Math.max(0, ...rows.map((row) => (row.kind === 'other' ? row.to : 0)));
  const places = Math.min(entries, lastPlace);
  const texts = Array.from({ length: places }, (): string[] => []);
  for (const row of rows) {
    if (row.kind !== 'other') continue;
    for (let p = row.from; p <= Math.min(row.to, places); p++) texts[p - 1]?.push(row.text);
  }
  return texts;
};

/** One prize per run of equal places; places without any prize are left out. */
const grouped = (amounts: readonly number[], others: readonly string[][]): Prize[] => {
  const prizes: { from: number; to: number; each: number; other?: string }[] = [];
  for (let i = 0; i < Math.max(amounts.length, others.length); i++) {
    const each = amounts[i] ?? 0;
    const other = others[i]?.join(', ') || undefined;
    const last = prizes.at(-1);
    if (each === 0 && other === undefined) continue;
    if (last?.to === i && last.each === each && last.other === other) last.to = i + 1;
    else prizes.push({ from: i + 1, to: i + 1, each, ...(other === undefined ? {} : { other }) });
  }
  return prizes;
};

const warn = (
  code: PayoutWarning['code'],
  params: Readonly<Record<string, number | string>> = {},
): PayoutWarning => ({ code, params });

type Result = {
  readonly plan: PayoutPlan;
  readonly entries: number;
  readonly pool: number;
  readonly rows: readonly PayoutRow[];
  readonly shares: Shares;
  readonly amounts: readonly number[];
};

const rowWarnings = ({ rows, entries, pool, shares, amounts }: Result): PayoutWarning[] => {
  const given = basisPointsOf(rows);
  const planned = Math.max(0, ...rows.filter(withMoney).map((row) => row.to));
  const fixed = sum(shares.fixed.slice(0, amounts.length));
  return [
    ...(given > 0 && given !== 10_000
      ? [warn('PERCENT_GAP', { basisPoints: 10_000 - given })]
      : []),
    ...(planned > entries ? [warn('PLACES_ABOVE_ENTRIES', { planned, entries })] : []),
    ...(fixed > pool ? [warn('FIXED_OVER_POOL', { fixed, pool })] : []),
    ...(shares.fixed.length === 0 ? [warn('NO_MONEY_ROWS')] : []),
  ];
};

const amountWarnings = ({ plan, shares, amounts }: Result): PayoutWarning[] => {
  const [planned, paid, first] = [shares.fixed.length, amounts.length, amounts[0] ?? 0];
  const above = amounts.findIndex((amount, i) => amount > (amounts[i - 1] ?? amount));
  return [
    ...(paid < planned ? [warn('FEWER_PLACES', { planned, paid })] : []),
    ...(plan.minCash !== null && first < plan.minCash
      ? [warn('MIN_CASH_ABOVE_FIRST', { first, minCash: plan.minCash })]
      : []),
    ...(above > 0 ? [warn('INCREASING', { place: above + 1 })] : []),
  ];
};

/**
 * Prizes of a field, minor units (POL-3, POL-4). Fixed prizes and those by formula come off the pool
 * first, scaled down where they ask for more than it holds; percentages divide what they leave,
 * floored to the unit, the remainder by the plan's rule. With at least one entry the sum is the pool,
 * always; it does not increase from place to place unless hand-made rows say so. Without entries or
 * money there are no money prizes.
 */
export const payouts = (question: {
  readonly plan: PayoutPlan;
  readonly entries: number;
  readonly pool: number;
  /** For formulas only. */
  readonly rebuys?: number;
  readonly addOns?: number;
}): Payouts => {
  const { plan, entries, pool, rebuys = 0, addOns = 0 } = question;
  if (pool <= 0 || entries <= 0) return { places: [], paid: 0, warnings: [] };
  const field = { pool, entries, rebuys, addOns, unit: plan.unit };
  const { rows, failures } = priced(rowsFor(plan, entries), field);
  const shares = sharesOf(rows, entries);
  const planned = shares.weights.length;
  const amounts =
    planned === 0 ? [pool] : amountsOf(plan, pool, shares, paidPlaces(plan, pool, shares));
  const result = { plan, entries, pool, rows, shares, amounts };
  return {
    places: grouped(amounts, othersOf(rows, entries)),
    paid: amounts.filter((amount) => amount > 0).length,
    warnings: [
      ...failures.map((failure) => warn('FORMULA_FAILED', failure)),
      ...rowWarnings(result),
      ...amountWarnings(result),
    ],
  };
};

/**
 * Tied players share the sum of the places they cover (POL-5), in minor units: equal parts in whole
 * units, odd units one each to the earlier in `order`, what is below a unit to the first of it.
 * `order` lists the players' indexes by the house's rule; without it they stand in order already.
 */
export const shareTies = (question: {
  readonly amounts: readonly number[];
  readonly ways: number;
  readonly unit: number;
  readonly order?: readonly number[];
}): number[] => {
  const { amounts, ways, unit } = question;
  const parts = splitEvenly(sum(amounts), ways, unit);
  const order = question.order ?? parts.map((_, i) => i);
  return parts.map((part, player) => parts[order.indexOf(player)] ?? part);
};
