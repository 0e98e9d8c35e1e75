import type { Fact, Recorded } from '../kernel/decider.ts';
import type { Envelope } from '../kernel/envelope.ts';
import { idOf, recorded, roomOf } from '../kernel/envelope.ts';
import type { Cell, RowWrite, Table } from '../kernel/room.ts';
import { LogDamaged } from './chain.ts';
import type { Log, Row, Stored } from './port.ts';
import type { AnyRoom, Folded, OpenRoom } from './rooms.ts';
import { foldStored, knows, roomFinder } from './rooms.ts';
import { columnsOf, identity, keyCells, lastChanges } from './tables.ts';

/** Events, rows and writes that are handled at a time. */
export const PAGE = 1_000;

/** A projection row that is not as the log says; null where it should not be, or is not there. */
export type Difference = {
  readonly table: string;
  readonly key: RowWrite['key'];
  readonly expected: Row | null;
  readonly found: Row | null;
};

const projectionsOf = (rooms: readonly AnyRoom[]): readonly Table[] =>
  rooms.flatMap(({ tables }) => tables.filter(({ kind }) => kind === 'projection'));

/** Told again and again while something long goes on. */
export type Progress = () => void;

export const untold: Progress = () => undefined;

/**
 * A whole log. Everything else has its turn between two full pages, so that a long log stops nobody's
 * clock; behind the last one nothing comes between, so that its reader then knows the log as it is.
 */
export async function* pages(log: Log, progress: Progress): AsyncGenerator<readonly Stored[]> {
  let page = await log.after(0, PAGE);
  while (page.length > 0) {
    yield page;
    progress();
    if (page.length === PAGE) await new Promise((resolve) => setImmediate(resolve));
    page = await log.after(page.at(-1)?.seq ?? 0, PAGE);
  }
}

async function* liveRows(log: Log, table: Table, progress: Progress): AsyncGenerator<Row> {
  let page = await log.select({ table: table.name, limit: PAGE });
  while (page.length > 0) {
    yield* page;
    progress();
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

/** An event that its room cannot follow, though the chain holds: somebody made both. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly seq: number;
  constructor(seq: number, cause: unknown) {
    super(`event ${seq} cannot be read: ${String(cause)}`, { cause });
    this.seq = seq;
  }
}

/** Told of each event that this build does not follow; `reason` where it tried to. */
export type Unfollowed = (stored: Stored, reason?: unknown) => void;

/**
 * Folds some rooms' part of a log once more and keeps the rows that its projections would hold.
 * @param unfollowed for the copy of another machine's log, which may be ahead of this build: told of
 * what a replica would not follow either. Without it such an event throws.
 */
export const createRebuild = (rooms: readonly AnyRoom[], unfollowed?: Unfollowed) => {
  const roomFor = roomFinder(rooms);
  const names = new Set(rooms.map(({ name }) => name));
  const tables = projectionsOf(rooms);
  const rows: Rows = new Map(tables.map((table) => [table, new Map<string, Row>()]));
  /** Null: from its last event on the stream cannot be followed. */
  const states = new Map<string, Folded | null>();

  const apply = (writes: readonly RowWrite[]) => {
    for (const [table, changes] of lastChanges(tables, writes)) {
      for (const { key, cells } of changes) {
        if (cells === null) rows.get(table)?.delete(identity(key));
        else rows.get(table)?.set(identity(key), rowOf(table, cells));
      }
    }
  };

  const project = (room: OpenRoom, envelope: Envelope, { state }: Folded) => {
    const today = room.upcast(envelope);
    if (!knows(room, today)) return false;
    const event: Recorded<Fact> = recorded(today);
    apply(room.project(event, state, idOf(envelope.stream)));
    return true;
  };

  /** Answers whether this build followed the event. */
  const step = (room: OpenRoom, stored: Stored): boolean => {
    const { stream } = stored.envelope;
    const before = states.get(stream) ?? { state: room.initial(), version: 0 };
    states.set(stream, null);
    const after = foldStored(room, stream, before, [stored]);
    states.set(stream, after);
    return project(room, stored.envelope, after);
  };

  const follow = (room: OpenRoom, stored: Stored): void => {
    const isBlind = states.get(stored.envelope.stream) === null;
    try {
      if (isBlind || !step(room, stored)) unfollowed?.(stored);
    } catch (reason) {
      // No copy ever took what is no event of its stream, whatever build wrote it.
      if (unfollowed === undefined || reason instanceof LogDamaged) throw reason;
      unfollowed(stored, reason);
    }
  };

  const addOne = (stored: Stored): void => {
    try {
      const { stream } = stored.envelope;
      if (names.has(roomOf(stream))) follow(roomFor(stream), stored);
    } catch (reason) {
      throw new Unreadable(stored.seq, reason);
    }
  };

  const add = (page: readonly Stored[]) => {
    for (const stored of page) addOne(stored);
  };

  return { tables, rows, add };
};

/** Compares rebuilt rows with the live ones, both ways. */
export const differences = async (
  log: Log,
  rebuilt: Rows,
  progress: Progress = untold,
): Promise<readonly Difference[]> => {
  const found: Difference[] = [];
  for (const [table, rows] of rebuilt) {
    const missing = new Map(rows);
    for await (const live of liveRows(log, table, progress)) {
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

const writeAll = async (log: Log, writes: readonly RowWrite[], progress: Progress) => {
  for (let from = 0; from < writes.length; from += PAGE) {
    await log.write(writes.slice(from, from + PAGE));
    progress();
  }
};

/**
 * Writes these rooms' projections anew from the log: only rows that differ are touched.
 * Before the doors open, because it writes beside the handle. Answers how many rows it changed.
 */
export const rebuild = async (
  log: Log,
  rooms: readonly AnyRoom[],
  unfollowed?: Unfollowed,
  progress: Progress = untold,
): Promise<number> => {
  const building = createRebuild(rooms, unfollowed);
  for await (const page of pages(log, progress)) building.add(page);
  const wrong = await differences(log, building.rows, progress);
  const writes = wrong.map(({ table, key, expected }) => ({ table, key, row: expected }));
  await writeAll(log, writes, progress);
  return writes.length;
};
