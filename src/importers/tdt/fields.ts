import { type Decimal, decimalOf, isExact } from './decimal.ts';
import type { TdtFields, TdtValue } from './value.ts';

/** What was not as expected though the file could be read; screens and tests go by the codes. */
export type WarningCode =
  /** A section that every save has is not there; it counts as empty. */
  | 'MISSING_SECTION'
  /** A value is of another kind or out of bounds; the default stands in for it. */
  | 'ODD_VALUE'
  /** An amount has more digits than minor units hold. */
  | 'INEXACT_MONEY'
  /** The same id twice; the last one counts. */
  | 'DUPLICATE_ID'
  /** An id names a player who is not in the file; it is left out. */
  | 'UNKNOWN_PLAYER'
  /** More warnings than anyone reads were dropped. */
  | 'TOO_MANY_WARNINGS';

/** `path` leads to the place as the file names it: `T.Players.<id>.Buyins.0.Amount`. */
export type Warning = { readonly code: WarningCode; readonly path: string };

const MOST_WARNINGS = 1_000;

/** The fields of one `new Name({…})` or `{…}`, with the list that everything odd in it goes to. */
export type Section = {
  readonly path: string;
  readonly fields: TdtFields;
  readonly warnings: Warning[];
};

export const warn = (from: Section, code: WarningCode, key: string): void => {
  const { warnings } = from;
  if (warnings.length < MOST_WARNINGS) warnings.push({ code, path: `${from.path}.${key}` });
  else if (warnings.length === MOST_WARNINGS)
    warnings.push({ code: 'TOO_MANY_WARNINGS', path: '' });
};

/** The fields of an object or of a constructor's one object; `null` for anything else. */
export const fieldsOf = (value: TdtValue): TdtFields | null => {
  if (typeof value !== 'object' || value === null) return null;
  if (value.kind === 'object') return value.fields;
  if (value.kind !== 'new' || value.args.length !== 1) return null;
  const [only] = value.args;
  return typeof only === 'object' && only?.kind === 'object' ? only.fields : null;
};

const inside = (from: Section, key: string, fields: TdtFields): Section => ({
  path: `${from.path}.${key}`,
  fields,
  warnings: from.warnings,
});

/** A section that every save has; an empty one, with a warning, where this one has not. */
export const section = (from: Section, key: string): Section => {
  const fields = fieldsOf(from.fields.get(key));
  if (fields === null) warn(from, from.fields.has(key) ? 'ODD_VALUE' : 'MISSING_SECTION', key);
  return inside(from, key, fields ?? new Map());
};

/** A section that may be absent. */
export const optionalSection = (from: Section, key: string): Section | null => {
  const value = from.fields.get(key);
  const fields = fieldsOf(value);
  if (fields === null && value != null) warn(from, 'ODD_VALUE', key);
  return fields === null ? null : inside(from, key, fields);
};

/** The value as `read` makes it out, or the default: in silence where absent, else with a warning. */
const valueOr = <T>(
  from: Section,
  key: string,
  fallback: T,
  read: (value: TdtValue) => T | null,
): T => {
  const value = from.fields.get(key);
  if (value == null) return fallback;
  const found = read(value);
  if (found === null) warn(from, 'ODD_VALUE', key);
  return found ?? fallback;
};

export const textOf = (value: TdtValue): string | null => {
  if (typeof value === 'string') return value;
  // Ids of chips are numbers up to 3.4.3 and strings since.
  return typeof value === 'object' && value?.kind === 'number' ? value.source : null;
};

const numberOf = (value: TdtValue): Decimal | null => {
  const source = textOf(value);
  return source === null ? null : decimalOf(source);
};

export const wholeOf = (value: TdtValue): number | null => {
  const decimal = numberOf(value);
  return decimal !== null && Number.isSafeInteger(Number(decimal)) && isExact(decimal, 0)
    ? Number(decimal)
    : null;
};

/** Largest amount in the file's units: its minor units stay far below 2^53. */
const LARGEST_AMOUNT = 10_000_000_000;

const amountOf = (value: TdtValue): Decimal | null => {
  const decimal = numberOf(value);
  return decimal !== null && Math.abs(Number(decimal)) <= LARGEST_AMOUNT ? decimal : null;
};

export const text = (from: Section, key: string): string => valueOr(from, key, '', textOf);
export const whole = (from: Section, key: string): number => valueOr(from, key, 0, wholeOf);
export const decimal = (from: Section, key: string): Decimal => valueOr(from, key, '0', amountOf);

export const flag = (from: Section, key: string, fallback = false): boolean =>
  valueOr(from, key, fallback, (value) => (typeof value === 'boolean' ? value : null));

/** ms since the epoch, UTC; `null` where the file has none. */
export const moment = (from: Section, key: string): number | null =>
  valueOr<number | null>(from, key, null, wholeOf);

/** An amount in the file's units, as decimal text. */
export const money = (from: Section, key: string): Decimal => {
  const amount = decimal(from, key);
  if (!isExact(amount)) warn(from, 'INEXACT_MONEY', key);
  return amount;
};

/** `PerPlayerRake([a, b])`: one amount for each rake that the venue named. */
export const rakes = (from: Section, key: string): Decimal[] =>
  valueOr<Decimal[]>(from, key, [], (value) => {
    const [only] = typeof value === 'object' && value?.kind === 'new' ? value.args : [];
    const items = typeof only === 'object' && only?.kind === 'list' ? only.items : null;
    const amounts = items?.map(amountOf) ?? null;
    return amounts?.every((amount) => amount !== null) ? amounts : null;
  });

/** One of the words that the file keeps as numbers from 0; the first one where it is absent or odd. */
export const oneOf = <T>(from: Section, key: string, words: readonly [T, ...T[]]): T =>
  valueOr(from, key, words[0], (value) => words[wholeOf(value) ?? -1] ?? null);

export const list = (from: Section, key: string): readonly TdtValue[] =>
  valueOr<readonly TdtValue[]>(from, key, [], (value) =>
    typeof value === 'object' && value?.kind === 'list' ? value.items : null,
  );

/** The sections of a list; items that are none are left out, with a warning. */
export const sections = (from: Section, key: string): Section[] =>
  list(from, key).flatMap((item, i) => asSection(from, `${key}.${i}`, item));

export const asSection = (from: Section, key: string, value: TdtValue): Section[] => {
  const fields = fieldsOf(value);
  if (fields === null) warn(from, 'ODD_VALUE', key);
  return fields === null ? [] : [inside(from, key, fields)];
};

/** The constructor's name of each item of a list, in the same order: a round or a break. */
export const typeOf = (value: TdtValue): string =>
  typeof value === 'object' && value?.kind === 'new' ? value.type : '';

/** Keys and values of a Map in the file's order; of equal keys the last value, with a warning. */
export const entries = (from: Section, key: string): readonly (readonly [string, TdtValue])[] => {
  const pairs = valueOr<readonly (readonly [TdtValue, TdtValue])[]>(from, key, [], (value) =>
    typeof value === 'object' && value?.kind === 'map' ? value.entries : null,
  );
  const found = new Map<string, TdtValue>();
  for (const [k, value] of pairs) {
    const name = textOf(k);
    if (name === null) warn(from, 'ODD_VALUE', key);
    else if (found.has(name)) warn(from, 'DUPLICATE_ID', `${key}.${name}`);
    if (name !== null) found.set(name, value);
  }
  return [...found];
};
