import { createHash } from 'node:crypto';
import type { Fact, Recorded } from '../kernel/decider.ts';
import { idOf, recorded, roomOf } from '../kernel/envelope.ts';
import type { Cell, RowWrite, Table } from '../kernel/room.ts';
import { EMPTY, firstBad } from './chain.ts';
import type { Head, Log, Row, Stored } from './port.ts';
import type { AnyRoom, Folded, OpenRoom } from './rooms.ts';
import { foldStored, roomFinder } from './rooms.ts';
import { columnsOf, identity, keyCells, lastChanges, projections } from './tables.ts';

/** Events, rows and writes that are handled at a time. */
const PAGE = 1_000;

/** A projection row that is not as the log says; null where it should not be, or is not there. */
export type Difference = {
  readonly table: string;
  readonly key: RowWrite['key'];
  readonly expected: Row | null;
  readonly found: Row | null;
};

const projectionsOf = (rooms: readonly AnyRoom[]): readonly Table[] =>
  rooms.flatMap(({ tables }) => tables.filter(({ kind }) => kind === 'projection'));

async function* pages(log: Log): AsyncGenerator<readonly Stored[]> {
  let page = await log.after(0, PAGE);
  while (page.length > 0) {
    yield page;
    page = await log.after(page.at(-1)?.seq ?? 0, PAGE);
  }
}

async function* liveRows(log: Log, table: Table): AsyncGenerator<Row> {
  let page = await log.select({ table: table.name, limit: PAGE });
  while (page.length > 0) {
    yield* page;
    const last = page.at(-1);
    const after = table.key.map((column) => last?.[column] ?? null);
    page = await log.select({ table: table.name, limit: PAGE, after });
  }
}

type Rows = Map<Table, Map<string, Row>>;

const rowOf = (table: Table, cells: readonly Cell[]): Row =>
  Object.fromEntries(columnsOf(table).map((column, i) => [column, cells[i] ?? null]));

const keyOf = (table: Table, row: Row): RowWrite['key'] =>
  Object.fromEntries(table.key.map((column) => [column, row[column] ?? '']));

const identityOf = (table: Table, row: Row): string =>
  identity(keyCells(table, { table: table.name, key: keyOf(table, row), row }));

/** Folds some rooms' part of a log once more and keeps the rows that its projections would hold. */
const createRebuild = (rooms: readonly AnyRoom[]) => {
  const roomFor = roomFinder(rooms);
  const names = new Set(rooms.map(({ name }) => name));
  const tables = projectionsOf(rooms);
  const rows: Rows = new Map(tables.map((table) => [table, new Map<string, Row>()]));
  const states = new Map<string, Folded>();

  const apply = (writes: readonly RowWrite[]) => {
    for (const [table, changes] of lastChanges(tables, writes)) {
      for (const { key, cells } of changes) {
        if (cells === null) rows.get(table)?.delete(identity(key));
        else rows.get(table)?.set(identity(key), rowOf(table, cells));
      }
    }
  };

  const step = (room: OpenRoom, stored: Stored) => {
    const { stream } = stored.envelope;
    const before = states.get(stream) ?? { state: room.initial(), version: 0 };
    const after = foldStored(room, stream, before, [stored]);
    states.set(stream, after);
    const event: Recorded<Fact> = recorded(room.upcast(stored.envelope));
    apply(room.project(event, after.state, idOf(stream)));
  };

  const add = (page: readonly Stored[]) => {
    for (const stored of page) {
      const { stream } = stored.envelope;
      if (names.has(roomOf(stream))) step(roomFor(stream), stored);
    }
  };

  return { tables, rows, add };
};

/** Compares rebuilt rows with the live ones, both ways. */
const differences = async (log: Log, rebuilt: Rows): Promise<readonly Difference[]> => {
  const found: Difference[] = [];
  for (const [table, rows] of rebuilt) {
    const missing = new Map(rows);
    for await (const live of liveRows(log, table)) {
      const key = identityOf(table, live);
      const expected = missing.get(key) ?? null;
      missing.delete(key);
      const same = columnsOf(table).every((column) => expected?.[column] === live[column]);
      if (!same) found.push({ table: table.name, key: keyOf(table, live), expected, found: live });
    }
    for (const expected of missing.values()) {
      found.push({ table: table.name, key: keyOf(table, expected), expected, found: null });
    }
  }
  return found;
};

const writeAll = async (log: Log, writes: readonly RowWrite[]) => {
  for (let from = 0; from < writes.length; from += PAGE) {
    await log.write(writes.slice(from, from + PAGE));
  }
};

/**
 * Writes these rooms' projections anew from the log: only rows that differ are touched.
 * Before the doors open, because it writes beside the handle. Answers how many rows it changed.
 */
export const rebuild = async (log: Log, rooms: readonly AnyRoom[]): Promise<number> => {
  const building = createRebuild(rooms);
  for await (const page of pages(log)) building.add(page);
  const wrong = await differences(log, building.rows);
  const writes = wrong.map(({ table, key, expected }) => ({ table, key, row: expected }));
  await writeAll(log, writes);
  return writes.length;
};

/** Changes with a room's projection tables and with the state that they are projected from. */
const shapeOf = (room: AnyRoom): string =>
  createHash('sha256')
    .update(JSON.stringify([projectionsOf([room]), room.stateVersion]))
    .digest('hex');

/**
 * At start: rebuilds the projections of every room that was changed since they were written.
 * Answers the names of those rooms.
 */
export const refreshProjections = async (
  log: Log,
  rooms: readonly AnyRoom[],
): Promise<readonly string[]> => {
  const rows = await log.select({ table: projections.name, limit: PAGE });
  const known = new Map(rows.map(({ room, shape }) => [room, shape]));
  const changed = rooms.filter((room) => known.get(room.name) !== shapeOf(room));
  if (changed.length === 0) return [];
  await rebuild(log, changed);
  // Only now: a crash before this line makes the next start rebuild again.
  await log.write(
    changed.map((room) => ({
      table: projections.name,
      key: { room: room.name },
      row: { shape: shapeOf(room) },
    })),
  );
  return changed.map(({ name }) => name);
};

export type Verified = {
  readonly events: number;
  /** The first event that does not follow from the one before it; null where the chain holds. */
  readonly firstBadSeq: number | null;
  /** Empty where the live projections are what the log says; not looked at behind a bad chain. */
  readonly differences: readonly Difference[];
};

/** Walks the whole log: its hash chain, and its projections rebuilt beside the live ones. */
export const verifyLog = async (log: Log, rooms: readonly AnyRoom[]): Promise<Verified> => {
  const building = createRebuild(rooms);
  let last: Head = EMPTY;
  for await (const page of pages(log)) {
    const firstBadSeq = firstBad(last, page);
    if (firstBadSeq !== null) return { events: last.seq, firstBadSeq, differences: [] };
    building.add(page);
    last = page.at(-1) ?? last;
  }
  const head = await log.head();
  // Events that vanished from the end leave a chain that holds, and a head that says otherwise.
  const firstBadSeq = head.seq === last.seq && head.hash === last.hash ? null : last.seq + 1;
  return { events: last.seq, firstBadSeq, differences: await differences(log, building.rows) };
};
