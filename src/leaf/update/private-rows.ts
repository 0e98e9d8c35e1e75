import type { Cell, RowWrite, Table } from '../../kernel/room.ts';
import type { LibsqlLog } from '../../log/libsql.ts';
import type { Row } from '../../log/port.ts';
import { identity } from '../../log/tables.ts';
import { TABLES } from '../rooms.ts';
import type { Damaged } from './damaged.ts';

const PAGE = 500;

type Values = Readonly<Record<string, Cell>>;

const keyOf = (table: Table, row: Values): RowWrite['key'] =>
  Object.fromEntries(table.key.map((column) => [column, row[column] ?? '']));

const nameOf = (table: Table, row: Values): string =>
  identity(table.key.map((column) => row[column] ?? null));

const writeOf = (table: Table, row: Values): RowWrite => ({
  table: table.name,
  key: keyOf(table, row),
  row: Object.fromEntries(Object.entries(row).filter(([column]) => !table.key.includes(column))),
});

const allRows = async (log: LibsqlLog, table: Table): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  let page: readonly Row[];
  do {
    const last = rows.at(-1);
    const after = last && table.key.map((column) => last[column] ?? null);
    const start = after === undefined ? {} : { after };
    page = await log.select({ table: table.name, limit: PAGE, ...start });
    rows.push(...page);
  } while (page.length === PAGE);
  return rows;
};

const written = async (log: LibsqlLog, writes: readonly RowWrite[]): Promise<void> => {
  for (let i = 0; i < writes.length; i += PAGE) await log.write(writes.slice(i, i + PAGE));
};

/** What went since the snapshot must not come back: somebody who was erased, a session that ended. */
const takeTable = async (log: LibsqlLog, damaged: Damaged, table: Table): Promise<void> => {
  const { rows, whole } = damaged.rows(table);
  const stays = new Set(rows.map((row) => nameOf(table, row)));
  const old = whole ? await allRows(log, table) : [];
  const gone = old.filter((row) => !stays.has(nameOf(table, row)));
  await written(
    log,
    gone.map((row): RowWrite => ({ table: table.name, key: keyOf(table, row), row: null })),
  );
  // One by one where the table is damaged: a row that makes no sense must not keep out the others.
  if (whole)
    return written(
      log,
      rows.map((row) => writeOf(table, row)),
    );
  for (const row of rows) await log.write([writeOf(table, row)]).catch(() => undefined);
};

/** By which a repeated request is known: it gets the answer that it got before. */
const takeCommands = async (log: LibsqlLog, damaged: Damaged): Promise<void> => {
  const { seq } = await log.head();
  for (const { firstSeq, lastSeq, ...record } of damaged.commands()) {
    if (lastSeq > seq || (await log.command(record.operator, record.key)) !== null) continue;
    // Counted from the event behind the head, as in every batch.
    const events = { first: firstSeq - (seq + 1), count: lastSeq - firstSeq + 1 };
    await log.append({ events: [], rows: [], commands: [{ ...record, ...events }] });
  }
};

/** What lies beside the log and follows from nothing in it. */
export const takePrivateRows = async (log: LibsqlLog, damaged: Damaged): Promise<void> => {
  for (const table of TABLES) {
    if (table.kind === 'private') await takeTable(log, damaged, table);
  }
  await takeCommands(log, damaged);
};
