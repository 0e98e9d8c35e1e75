import type { Cell, Table } from '../kernel/room.ts';
import type { Row, Select } from './port.ts';
import { totalOrder } from './select.ts';
import { cellFor } from './tables.ts';

/** Order of the databases: null first, whole numbers by size, text by its UTF-8 bytes. */
const compare = (a: Cell, b: Cell): number => {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
};

export const matches = (
  table: Table,
  where: { readonly [column: string]: Cell },
  row: Row,
): boolean =>
  Object.entries(where).every(([column, cell]) => row[column] === cellFor(table, column, cell));

const contains = ({ contains: asked }: Select, row: Row): boolean =>
  asked === undefined ||
  asked.words.every((word) => String(row[asked.column] ?? '').includes(word));

/** One page of rows, as the SQL of `selectSql` would give it. */
export const page = (table: Table, question: Select, rows: readonly Row[]): readonly Row[] => {
  const order = totalOrder(table, question);
  const places = (row: Row): readonly Cell[] => order.map(({ column }) => row[column] ?? null);
  const byOrder = (a: readonly Cell[], b: readonly Cell[]): number => {
    for (const [i, { down }] of order.entries()) {
      const difference = compare(a[i] ?? null, b[i] ?? null);
      if (difference !== 0) return down ? -difference : difference;
    }
    return 0;
  };
  const { after, where = {}, limit } = question;
  return rows
    .filter((row) => matches(table, where, row) && contains(question, row))
    .filter((row) => after === undefined || byOrder(places(row), after) > 0)
    .sort((a, b) => byOrder(places(a), places(b)))
    .slice(0, limit);
};
