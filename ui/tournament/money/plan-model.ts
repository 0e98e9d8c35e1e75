import type { PayoutPlan, PayoutRow, Payouts, Prize } from '../../../src/poker/payouts.ts';
import { payouts, rowsFor } from '../../../src/poker/payouts.ts';
import type { State } from '../../../src/rooms/tournament/state.ts';
import { entriesPlaced, poolOf } from '../../../src/rooms/tournament/views/standings.ts';
import { moneyField, number, parseCount, parseMoney } from '../../amounts.ts';

export type RowKind = PayoutRow['kind'];

/** A row of the prize editor as it is typed. */
export type Draft = {
  readonly from: string;
  readonly to: string;
  readonly kind: RowKind;
  readonly value: string;
};

/** 1250 → `12.5 %`; basis points are hundredths of a per cent. */
export const percentText = (basisPoints: number): string => `${number(basisPoints / 100)} %`;

/** `12.5` and `12,5` → 1250; null where it is no percentage with two digits. */
export const parsePercent = (typed: string): number | null => {
  const plain = typed.replace(/[\s%]/g, '').replace(',', '.');
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(plain)) return null;
  const [whole = '0', rest = ''] = plain.split('.');
  return Number(whole) * 100 + Number(rest.padEnd(2, '0'));
};

const percentField = (basisPoints: number): string => String(basisPoints / 100);

const draftOf = (row: PayoutRow, currency: string): Draft => ({
  from: String(row.from),
  to: String(row.to),
  kind: row.kind,
  value:
    row.kind === 'fixed'
      ? moneyField(row.amount, currency)
      : row.kind === 'percent'
        ? percentField(row.basisPoints)
        : row.kind === 'formula'
          ? row.formula
          : row.text,
});

export const draftsOf = (rows: readonly PayoutRow[], currency: string): readonly Draft[] =>
  rows.map((row) => draftOf(row, currency));

const prizeOf = ({ kind, value }: Draft, currency: string) => {
  if (kind === 'formula') return value.trim() === '' ? null : { kind, formula: value.trim() };
  if (kind === 'other') return value.trim() === '' ? null : { kind, text: value.trim() };
  if (kind === 'fixed') {
    const amount = parseMoney(value, currency);
    return amount === null ? null : { kind, amount };
  }
  const basisPoints = parsePercent(value);
  return basisPoints === null ? null : { kind, basisPoints };
};

/** The row that was typed; null where something is missing or wrong. */
export const rowOf = (draft: Draft, currency: string): PayoutRow | null => {
  const [from, to] = [parseCount(draft.from), parseCount(draft.to)];
  const value = prizeOf(draft, currency);
  if (from === null || to === null || value === null || from < 1 || to < from) return null;
  return { from, to, ...value };
};

/** All rows, or the number of the first that is not complete. */
export const rowsOf = (
  drafts: readonly Draft[],
  currency: string,
): { readonly rows: readonly PayoutRow[] } | { readonly wrong: number } => {
  const rows: PayoutRow[] = [];
  for (const [i, draft] of drafts.entries()) {
    const row = rowOf(draft, currency);
    if (row === null) return { wrong: i + 1 };
    rows.push(row);
  }
  return { rows };
};

/** The prizes as they are, one row per run of places: what editing by hand begins with. */
export const draftsOfPrizes = (
  places: readonly Prize[],
  { currency, percentOf }: { readonly currency: string; readonly percentOf?: number },
): readonly Draft[] =>
  places.flatMap(({ from, to, each, other }): Draft[] => {
    const [a, b] = [String(from), String(to)];
    const share =
      percentOf === undefined ? 0 : Math.round((each * 10_000) / Math.max(1, percentOf));
    const prize: Draft =
      percentOf === undefined
        ? { from: a, to: b, kind: 'fixed', value: moneyField(each, currency) }
        : { from: a, to: b, kind: 'percent', value: percentField(share) };
    return [
      ...(each > 0 ? [prize] : []),
      ...(other === undefined ? [] : [{ from: a, to: b, kind: 'other' as const, value: other }]),
    ];
  });

/** What is in the pool for places: what was granted by hand is off it. */
export const poolForPlaces = (state: State): number =>
  Math.max(0, poolOf(state).pool - state.totals.granted);

/** What a plan would give now, before anybody is told. */
export const previewOf = (state: State, plan: PayoutPlan): Payouts => {
  const { rebuys, addOns } = state.config.mode === 'counters' ? state.counters : state.totals;
  const question = { plan, entries: entriesPlaced(state), pool: poolForPlaces(state) };
  return payouts({ ...question, rebuys, addOns });
};

export const rowsNow = (state: State): readonly PayoutRow[] =>
  rowsFor(state.plan, entriesPlaced(state));

const eachAt = (places: readonly Prize[], place: number): number =>
  places.find(({ from, to }) => from <= place && place <= to)?.each ?? 0;

/** How the prize of a place differs from another table's. */
export const changeAt = (now: readonly Prize[], before: readonly Prize[], place: number): number =>
  eachAt(now, place) - eachAt(before, place);

/** The plan that stood when the payouts were locked, and why it was changed since; null if it was not. */
export const changedSinceLock = (
  state: State,
): { readonly before: PayoutPlan; readonly reasons: readonly string[] } | null => {
  if (state.planBeforeLock === null) return null;
  const changes = Object.values(state.facts).flatMap((fact) =>
    fact.type === 'payouts.changed' &&
    state.undone[fact.id] === undefined &&
    fact.data.reason !== ''
      ? [fact.data]
      : [],
  );
  const [first] = changes;
  return first === undefined
    ? null
    : { before: first.before, reasons: changes.map(({ reason }) => reason) };
};
