import * as v from 'valibot';
import { floorTo } from '../kernel/money.ts';
import {
  compile,
  evaluate,
  type Formula,
  type FormulaError,
  type FormulaErrorCode,
} from './formula.ts';

/** What a prize may depend on, amounts in minor units; `entries` as places count them. */
export type Field = {
  readonly pool: number;
  readonly entries: number;
  readonly rebuys: number;
  readonly addOns: number;
  readonly unit: number;
};

/** Everything by its name in a prize formula; several names for what has several. */
const variablesAt = (field: Field, place: number) => {
  const { pool, entries, rebuys, addOns, unit } = field;
  const fieldSize = { entries, n: entries, buyins: entries };
  return { pool, ...fieldSize, rebuys, addOns, place, rank: place, r: place, unit };
};

const NAMES = Object.keys(variablesAt({ pool: 0, entries: 0, rebuys: 0, addOns: 0, unit: 1 }, 1));

const problemOf = (text: string): string => {
  const read = compile(text, NAMES);
  if (read.ok) return '';
  const { code, line, column } = read.error;
  return `must be a formula: ${code} at line ${line}, column ${column}`;
};

/** The prize of one place in minor units, as a formula over `variablesAt`. */
export const prizeFormulaSchema = v.pipe(
  v.string(),
  v.maxLength(2_000),
  v.check(
    (text) => problemOf(text) === '',
    ({ input }) => problemOf(input),
  ),
);

/** `places` gave no number, the first of them `place`, so they count as 0; line and column from 1. */
export type FormulaFailure = {
  readonly place: number;
  readonly places: number;
  readonly error: FormulaErrorCode;
  readonly line: number;
  readonly column: number;
};

/** Products such as 100 * 0.29 come out a hair below the whole: those are the whole, not one less. */
const HAIR = 1e-6;

const rounded = (value: number, { pool, unit }: Field): number => {
  const capped = Math.min(Math.max(0, value), pool);
  const near = Math.round(capped);
  return floorTo(Math.abs(capped - near) < HAIR ? near : Math.floor(capped), unit);
};

type Answer = { readonly amount: number } | Omit<FormulaFailure, 'place' | 'places'>;

const failed = ({ code: error, line, column }: FormulaError): Answer => ({ error, line, column });

const prizeAt = (formula: Formula, field: Field, place: number): Answer => {
  const answer = evaluate(formula, variablesAt(field, place));
  if (!answer.ok) return failed(answer.error);
  const { value } = answer;
  if (typeof value !== 'number') return { error: 'EXPECTED_NUMBER', line: 1, column: 1 };
  return { amount: rounded(value, field) };
};

/**
 * The prizes of the places `from` to `to`, as far as there are entries; minor units, rounded down to
 * the unit, at least 0 and at most the pool each. What cannot be worked out is 0 and is told, once
 * for each kind of error.
 */
export const formulaPrizes = (
  row: { readonly from: number; readonly to: number; readonly formula: string },
  field: Field,
): { readonly amounts: readonly number[]; readonly failures: readonly FormulaFailure[] } => {
  const read = compile(row.formula, NAMES);
  const length = Math.max(0, Math.min(row.to, field.entries) - row.from + 1);
  const failures = new Map<FormulaErrorCode, FormulaFailure>();
  const amounts = Array.from({ length }, (_, i) => {
    const answer = read.ok ? prizeAt(read.formula, field, row.from + i) : failed(read.error);
    if ('amount' in answer) return answer.amount;
    const known = failures.get(answer.error) ?? { ...answer, place: row.from + i, places: 0 };
    failures.set(answer.error, { ...known, places: known.places + 1 });
    return 0;
  });
  return { amounts, failures: [...failures.values()] };
};
