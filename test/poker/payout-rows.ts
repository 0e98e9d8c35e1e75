import {
  DEFAULT_PLAN,
  type PayoutPlan,
  type PayoutRow,
  type Payouts,
  payouts,
} from '../../src/poker/payouts.ts';

export const plan = (more: Partial<PayoutPlan> = {}): PayoutPlan => ({
  ...DEFAULT_PLAN,
  unit: 1,
  ...more,
});
export const rows = (...list: PayoutRow[]): PayoutPlan['source'] => ({ kind: 'rows', rows: list });
export const percent = (from: number, to: number, basisPoints: number): PayoutRow => ({
  from,
  to,
  kind: 'percent',
  basisPoints,
});
export const fixed = (from: number, to: number, amount: number): PayoutRow => ({
  from,
  to,
  kind: 'fixed',
  amount,
});
export const other = (from: number, to: number, text: string): PayoutRow => ({
  from,
  to,
  kind: 'other',
  text,
});
export const byFormula = (from: number, to: number, formula: string): PayoutRow => ({
  from,
  to,
  kind: 'formula',
  formula,
});
export const each = ({ places }: Payouts): number[] =>
  places.flatMap((p) => Array<number>(p.to - p.from + 1).fill(p.each));
export const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
export const codes = (result: Payouts) => result.warnings.map((w) => w.code);
export const pay = (p: PayoutPlan, entries: number, pool: number) =>
  payouts({ plan: p, entries, pool });
