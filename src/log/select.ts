import type { Cell, Table } from '../kernel/room.ts';
import type { Select } from './port.ts';
import { cellFor, columnNamed, columnsOf, list, quoted } from './tables.ts';

/** Where the two SQLs differ. */
export type Dialect = {
  /** Begins a numbered parameter: `?1`, `$1`. */
  readonly sign: '?' | '$';
  /** Position of one text in another. */
  readonly position: 'instr' | 'strpos';
  /** Columns that lead every key: none on a leaf, the venue on the core. */
  readonly scope: readonly { readonly column: string; readonly value: Cell }[];
};

export type Sql = { readonly text: string; readonly values: readonly Cell[] };

type Order = { readonly column: string; readonly down: boolean };

/** Numbers the parameters as the text comes to need them. */
const parameters = (dialect: Dialect) => {
  const values: Cell[] = [];
  const bind = (value: Cell) => `${dialect.sign}${values.push(value)}`;
  return { values, bind };
};

type Bind = (value: Cell) => string;

const equal = (table: Table, column: string, value: Cell, bind: Bind): string =>
  value === null
    ? `${columnNamed(table, column)} is null`
    : `${columnNamed(table, column)} = ${bind(cellFor(table, column, value))}`;

/** Conditions on equal columns, the venue first. */
const conditions = (
  table: Table,
  where: { readonly [column: string]: Cell },
  dialect: Dialect,
  bind: Bind,
): string[] => [
  ...dialect.scope.map(({ column, value }) => `${quoted(column)} = ${bind(value)}`),
  ...Object.entries(where).map(([column, value]) => equal(table, column, value, bind)),
];

/** The asked order, then the key, so that no two rows are equal. */
export const totalOrder = (table: Table, question: Select): readonly Order[] => {
  const asked = (question.order ?? []).map(({ column, down = false }) => ({ column, down }));
  const named = new Set(asked.map(({ column }) => column));
  const rest = table.key.filter((column) => !named.has(column));
  const down = asked.at(-1)?.down ?? false;
  return [...asked, ...rest.map((column) => ({ column, down }))];
};

/** Rows strictly behind `value` in one column; null comes before everything else. */
const beyond = (table: Table, { column, down }: Order, value: Cell, bind: Bind): string | null => {
  const name = columnNamed(table, column);
  if (value === null) return down ? null : `${name} is not null`;
  const place = bind(cellFor(table, column, value));
  if (!down) return `${name} > ${place}`;
  return table.key.includes(column)
    ? `${name} < ${place}`
    : `(${name} < ${place} or ${name} is null)`;
};

/** Behind the last row of the page before: a = x and b beyond y, or a beyond x. */
const behind = (
  table: Table,
  order: readonly Order[],
  last: readonly Cell[],
  bind: Bind,
): string => {
  const [first, ...rest] = order;
  if (first === undefined) return 'false';
  const value = last[0] ?? null;
  const further = beyond(table, first, value, bind);
  if (rest.length === 0) return further ?? 'false';
  const same = `${equal(table, first.column, value, bind)} and ${behind(table, rest, last.slice(1), bind)}`;
  return further === null ? `(${same})` : `(${further} or (${same}))`;
};

/** A bound that an index can start from, which the disjunction of `behind` hides. */
const bound = (table: Table, order: readonly Order[], last: readonly Cell[], bind: Bind) => {
  const [first] = order;
  const value = last[0] ?? null;
  if (first === undefined || value === null) return [];
  if (first.down && !table.key.includes(first.column)) return [];
  const place = bind(cellFor(table, first.column, value));
  return [`${quoted(first.column)} ${first.down ? '<=' : '>='} ${place}`];
};

const ordering = (table: Table, { column, down }: Order): string => {
  const direction = `${columnNamed(table, column)} ${down ? 'desc' : 'asc'}`;
  if (table.key.includes(column)) return direction;
  return `${direction} nulls ${down ? 'last' : 'first'}`;
};

const matched = (table: Table, question: Select, dialect: Dialect, bind: Bind): string[] => {
  const { column, words } = question.contains ?? { column: '', words: [] };
  return words.map(
    (word) => `${dialect.position}(${columnNamed(table, column)}, ${bind(word)}) > 0`,
  );
};

const whereText = (all: readonly string[]): string =>
  all.length === 0 ? '' : ` where ${all.join(' and ')}`;

/** One page of a table, by keyset: the cost of a page does not grow with the pages before it. */
export const selectSql = (table: Table, question: Select, dialect: Dialect): Sql => {
  const { values, bind } = parameters(dialect);
  const order = totalOrder(table, question);
  const last = question.after;
  const all = [
    ...conditions(table, question.where ?? {}, dialect, bind),
    ...matched(table, question, dialect, bind),
    ...(last === undefined ? [] : bound(table, order, last, bind)),
    ...(last === undefined ? [] : [behind(table, order, last, bind)]),
  ];
  const sorted = order.map((one) => ordering(table, one)).join(', ');
  const text = `select ${list(columnsOf(table))} from ${quoted(table.name)}${whereText(all)} order by ${sorted} limit ${bind(question.limit)}`;
  return { text, values };
};

/** `count(*)`, or the sum of a column, over the rows with equal columns. */
export const totalSql = (
  table: Table,
  column: string | null,
  where: { readonly [column: string]: Cell },
  dialect: Dialect,
): Sql => {
  const { values, bind } = parameters(dialect);
  const total = column === null ? 'count(*)' : `coalesce(sum(${columnNamed(table, column)}), 0)`;
  const all = conditions(table, where, dialect, bind);
  return { text: `select ${total} as total from ${quoted(table.name)}${whereText(all)}`, values };
};
