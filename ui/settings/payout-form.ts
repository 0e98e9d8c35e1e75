import { DEFAULT_GENERATOR } from '../../src/poker/charts.ts';
import type { PayoutPlan } from '../../src/poker/payout-plan.ts';
import { CHART_IDS } from '../../src/poker/payout-plan.ts';
import { moneyField, parseMoney } from '../amounts.ts';
import { useSignal } from '../html.ts';
import { parsePercent, percentsOf, percentText, rowsOf } from './model.ts';

export const SOURCES = ['rows', 'generator', 'chart'] as const;

/** A payout table as it is being written: every field of every kind of source, as typed. */
export const usePayoutForm = (plan: PayoutPlan, currency: string) => {
  const { source } = plan;
  const generator = source.kind === 'generator' ? source : DEFAULT_GENERATOR;
  const percents = source.kind === 'rows' ? percentsOf(source.rows) : null;
  return {
    /** Rows that percentages cannot say are kept as they are. */
    foreign: source.kind === 'rows' && percents === null ? source : null,
    kind: useSignal<string>(source.kind),
    percents: useSignal<readonly string[]>(percents ?? ['50', '30', '20']),
    chart: useSignal<string>(source.kind === 'chart' ? source.chart : 'barge2025'),
    paid: useSignal(percentText(generator.paidBasisPoints)),
    topRatio: useSignal(percentText(generator.topRatioBasisPoints)),
    minCash: useSignal(String(generator.minCashTimesBasisPoints / 10_000)),
    tiers: useSignal(generator.tiers.join(' ')),
    unit: useSignal(moneyField(plan.unit, currency)),
  };
};
export type PayoutForm = ReturnType<typeof usePayoutForm>;

const tiersOf = (typed: string): number[] | null => {
  const parts = typed.split(/[\s,;]+/).filter((part) => part !== '');
  const good = parts.length > 0 && parts.length <= 100;
  return good && parts.every((part) => /^[1-9]\d{0,3}$/.test(part)) ? parts.map(Number) : null;
};

/** 1.5 times is 15000 basis points. */
const timesOf = (typed: string): number | null => {
  const plain = typed.trim().replace(',', '.');
  if (!/^\d{1,2}(\.\d{1,2})?$/.test(plain)) return null;
  return Math.round(Number(plain) * 10_000);
};

const generatorOf = (form: PayoutForm): PayoutPlan['source'] | null => {
  const [paid, topRatio] = [parsePercent(form.paid.value), parsePercent(form.topRatio.value)];
  const [minCash, tiers] = [timesOf(form.minCash.value), tiersOf(form.tiers.value)];
  if (!paid || !topRatio || minCash === null || tiers === null) return null;
  return {
    kind: 'generator',
    paidBasisPoints: paid,
    topRatioBasisPoints: topRatio,
    tiers,
    minCashTimesBasisPoints: minCash,
  };
};

const sourceOf = (form: PayoutForm): PayoutPlan['source'] | null => {
  if (form.kind.value === 'generator') return generatorOf(form);
  const chart = CHART_IDS.find((id) => id === form.chart.value);
  if (form.kind.value === 'chart') return chart === undefined ? null : { kind: 'chart', chart };
  if (form.foreign !== null) return form.foreign;
  const rows = rowsOf(form.percents.value);
  return rows === null ? null : { kind: 'rows', rows };
};

/** The plan that the form stands for; null while something in it is no number. */
export const planOf = (
  form: PayoutForm,
  before: PayoutPlan,
  currency: string,
): PayoutPlan | null => {
  const source = sourceOf(form);
  const unit = parseMoney(form.unit.value, currency);
  return source === null || !unit ? null : { ...before, source, unit };
};
