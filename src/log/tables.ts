import type { Cell, RowWrite, Table } from '../kernel/room.ts';
import { LogConflict } from './port.ts';

/**
 * Which shape of which room the projection tables were written from. It belongs to every log, beside
 * the rooms' own tables; kept in the log's file, so that it can never be older or newer than the rows.
 */
export const projections: Table = {
  name: 'projections',
  columns: { room: 'text', shape: 'text' },
  key: ['room'],
  kind: 'private',
};

export const withProjections = (tables: readonly Table[]): readonly Table[] => [
  ...tables,
  projections,
];

export const columnsOf = (table: Table): readonly string[] => Object.keys(table.columns);

export const tableNamed = (tables: readonly Table[], name: string): Table => {
  const table = tables.find((one) => one.name === name);
  if (table === undefined) throw new LogConflict(`there is no table ${name}`);
  return table;
};

/** Names found to be good: as many as Felt's own source has. */
const names = new Map<string, string>();

/** Names come from Felt's own source; this keeps a slip there from becoming SQL. */
export const quoted = (name: string): string => {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (!/^[A-Za-z][A-Za-z0-9_]{0,62}$/u.test(name)) throw new LogConflict(`not a name: ${name}`);
  names.set(name, `"${name}"`);
  return `"${name}"`;
};

export const list = (names: readonly string[]): string => names.map(quoted).join(', ');

const knownColumn = (table: Table, column: string): void => {
  if (!(column in table.columns)) throw new LogConflict(`there is no ${table.name}.${column}`);
};

/** SQLite would take a column that does not exist for a text. */
export const columnNamed = (table: Table, column: string): string => {
  knownColumn(table, column);
  return quoted(column);
};

/** NUL ends a text in libSQL and is refused by PostgreSQL; half a surrogate pair has no UTF-8. */
const kept = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

/**
 * A cell as every adapter stores it, so that all three hold the same.
 * @throws LogConflict for what the column cannot hold (libSQL would crash on a boolean).
 */
export const cellFor = (table: Table, column: string, cell: Cell | undefined): Cell => {
  const type = table.columns[column];
  if (type === 'text' && typeof cell === 'string') return kept(cell);
  if (type === 'integer' && Number.isSafeInteger(cell)) return Number(cell);
  if (type !== undefined && (cell === null || cell === undefined)) return null;
  throw new LogConflict(`${table.name}.${column} cannot hold ${String(cell)}`);
};

/** The key's cells in the key's order. */
export const keyCells = (table: Table, write: RowWrite): readonly Cell[] =>
  table.key.map((column) => {
    const cell = cellFor(table, column, write.key[column]);
    if (cell === null) throw new LogConflict(`${table.name}.${column} is part of the key`);
    return cell;
  });

/** All cells of a row in the columns' order; a column that is not named becomes null. */
export const rowCells = (table: Table, write: RowWrite): readonly Cell[] => {
  const { key, row } = write;
  for (const column in row) knownColumn(table, column);
  for (const column in key) knownColumn(table, column);
  return columnsOf(table).map((column) => cellFor(table, column, key[column] ?? row?.[column]));
};

/** What shall become of one row: its key's cells, and all its cells or null where it goes. */
export type Change = { readonly key: readonly Cell[]; readonly cells: readonly Cell[] | null };

export const identity = (key: readonly Cell[]): string => key.join('\0');

/** The writes by table, of each row only the last one. */
export const lastChanges = (
  tables: readonly Table[],
  writes: readonly RowWrite[],
): ReadonlyMap<Table, readonly Change[]> => {
  const byTable = new Map<Table, Map<string, Keyed>>();
  for (const write of writes) {
    const table = tableNamed(tables, write.table);
    const key = keyCells(table, write);
    const last = byTable.get(table) ?? new Map<string, Keyed>();
    byTable.set(table, last.set(identity(key), { key, write }));
  }
  return new Map([...byTable].map(([table, last]) => [table, changesOf(table, last.values())]));
};

type Keyed = { readonly key: readonly Cell[]; readonly write: RowWrite };

const changesOf = (table: Table, last: Iterable<Keyed>): readonly Change[] =>
  Array.from(last, ({ key, write }) => ({
    key,
    cells: write.row === null ? null : rowCells(table, write),
  }));

/** ` do update set …`, or nothing to do where the key is the whole row. */
export const onConflict = (table: Table): string => {
  const rest = columnsOf(table).filter((column) => !table.key.includes(column));
  if (rest.length === 0) return 'do nothing';
  return `do update set ${rest.map((c) => `${quoted(c)} = excluded.${quoted(c)}`).join(', ')}`;
};

/** How the stored shape of a table comes to its described one. */
export type TableChange =
  | { readonly kind: 'keep' }
  /** Made anew; an older projection is dropped, because it follows from the log. */
  | { readonly kind: 'create'; readonly drop: boolean }
  | { readonly kind: 'extend'; readonly added: readonly string[] };

/**
 * Private tables hold what nothing else knows, so they only ever gain columns and indexes by
 * themselves. A column that is not described stays: it may be of a later build, after a way back.
 * @throws Error where one changes its meaning: that needs a numbered migration.
 */
export const tableChange = (before: Table | null, table: Table): TableChange => {
  if (before === null) return { kind: 'create', drop: false };
  if (JSON.stringify(before) === JSON.stringify(table)) return { kind: 'keep' };
  if (table.kind === 'projection' && before.kind === 'projection') {
    return { kind: 'create', drop: true };
  }
  const changed = columnsOf(before).some(
    (c) => c in table.columns && before.columns[c] !== table.columns[c],
  );
  if (changed || before.kind !== table.kind || before.key.join() !== table.key.join()) {
    throw new Error(`the private table ${table.name} changed in a way that needs a migration`);
  }
  const added = columnsOf(table).filter((column) => !(column in before.columns));
  return { kind: 'extend', added };
};

/** What a table is afterwards: as it is described, with the columns that stayed. */
export const describedAs = (before: Table | null, table: Table): Table => {
  const stays = before !== null && table.kind === 'private';
  const isMore = stays && columnsOf(before).some((column) => !(column in table.columns));
  return isMore ? { ...table, columns: { ...before.columns, ...table.columns } } : table;
};
