import { createHash } from 'node:crypto';
import type { Fact, Recorded } from '../kernel/decider.ts';
import type { Envelope } from '../kernel/envelope.ts';
import { idOf, recorded, roomOf } from '../kernel/envelope.ts';
import type { Cell, RowWrite, Table } from '../kernel/room.ts';
import { EMPTY, firstBad, LogDamaged } from './chain.ts';
import type { Head, Log, Row, Stored } from './port.ts';
import type { AnyRoom, Folded, OpenRoom } from './rooms.ts';
import { foldStored, knows, roomFinder } from './rooms.ts';
import { columnsOf, identity, keyCells, lastChanges, projections } from './tables.ts';
import { createCount, waiting, waitingIn } from './waiting.ts';

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

/** Told again and again while something long goes on. */
export type Progress = () => void;

const untold: Progress = () => undefined;

/**
 * A whole log. Everything else has its turn between two full pages, so that a long log stops nobody's
 * clock; behind the last one nothing comes between, so that its reader then knows the log as it is.
 */
async function* pages(log: Log, progress: Progress): AsyncGenerator<readonly Stored[]> {
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
class Unreadable extends Error {
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
const createRebuild = (rooms: readonly AnyRoom[], unfollowed?: Unfollowed) => {
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
const differences = async (
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

/** Changes with a room's tables, the state that its rows are projected from, and its types. */
const shapeOf = (room: AnyRoom): string =>
  createHash('sha256')
    .update(JSON.stringify([room.tables, room.stateVersion, typesOf(room)]))
    .digest('hex');

const typesOf = ({ types }: AnyRoom): readonly string[] => Object.keys(types ?? {}).sort();

/** The shape of each room: what a log's projections were written from, or would be by this build. */
export const shapesOf = (rooms: readonly AnyRoom[]): ReadonlyMap<string, string> =>
  new Map(rooms.map((room) => [room.name, shapeOf(room)]));

const writtenShapes = async (log: Log): Promise<ReadonlyMap<string, string>> => {
  const rows = await log.select({ table: projections.name, limit: PAGE });
  return new Map(rows.map(({ room, shape }) => [String(room), String(shape)]));
};

/** What waits in the log once these rooms were built anew: what is known of the others stands. */
const recount = async (
  log: Log,
  fresh: ReadonlySet<string>,
  add: (count: Unfollowed) => Promise<unknown>,
) => {
  const before = await waitingIn(log);
  const count = createCount(before.filter(({ room }) => !fresh.has(room)));
  await add(({ seq, envelope }) => count.add(envelope, seq));
  const there = new Set(count.all().map(({ room, type }) => identity([room, type])));
  const gone = before.filter(({ room, type }) => !there.has(identity([room, type])));
  await log.write([
    ...gone.map(({ room, type }) => ({ table: waiting.name, key: { room, type }, row: null })),
    ...count.rows(),
  ]);
};

/** Rebuilds, and counts what no room of this build follows. */
const rebuildCounting = async (
  log: Log,
  rooms: readonly AnyRoom[],
  changed: readonly AnyRoom[],
): Promise<void> => {
  const standing = new Set(rooms.filter((room) => !changed.includes(room)).map(({ name }) => name));
  const known = new Set(rooms.map(({ name }) => name));
  const rest = (await waitingIn(log)).map(({ room }) => room);
  const fresh = new Set([...rest, ...known].filter((name) => !standing.has(name)));
  await recount(log, fresh, async (unfollowed) => {
    await rebuild(log, changed, unfollowed);
    for await (const page of pages(log, untold)) {
      for (const stored of page) if (!known.has(roomOf(stored.envelope.stream))) unfollowed(stored);
    }
  });
};

/**
 * At start: rebuilds the projections of every room that was changed since they were written, and
 * forgets those of rooms that this build does not have. Answers the names of the rebuilt rooms.
 * @param progress a long log takes a while.
 */
export const refreshProjections = async (
  log: Log,
  rooms: readonly AnyRoom[],
  progress: Progress = untold,
): Promise<readonly string[]> => {
  const [known, own] = [await writtenShapes(log), shapesOf(rooms)];
  const changed = rooms.filter(({ name }) => known.get(name) !== own.get(name));
  const gone = [...known.keys()].filter((name) => !own.has(name));
  if (changed.length + gone.length === 0) return [];
  if (log.tables.includes(waiting)) await rebuildCounting(log, rooms, changed);
  else await rebuild(log, changed, undefined, progress);
  // Only now: a crash before this line makes the next start rebuild again.
  await log.write([
    ...changed.map(({ name }) => ({
      ...{ table: projections.name, key: { room: name } },
      row: { shape: own.get(name) ?? null },
    })),
    ...gone.map((room) => ({ table: projections.name, key: { room }, row: null })),
  ]);
  return changed.map(({ name }) => name);
};

export type Verified = {
  readonly events: number;
  /** The first event that does not follow from the one before it; null where the chain holds. */
  readonly firstBadSeq: number | null;
  /** The first event that cannot be followed though the chain holds. */
  readonly unreadableSeq?: number;
  /** Empty where the live projections are what the log says; not looked at behind any of these. */
  readonly differences: readonly Difference[];
};

const unreadableIn = (
  { add }: ReturnType<typeof createRebuild>,
  page: readonly Stored[],
): number | null => {
  try {
    add(page);
    return null;
  } catch (error) {
    if (error instanceof Unreadable) return error.seq;
    throw error;
  }
};

/**
 * Walks the whole log: its hash chain, and its projections rebuilt beside the live ones. Where the log
 * keeps count of what waits for an upgrade, what this build cannot follow is no error.
 */
export const verifyLog = async (log: Log, rooms: readonly AnyRoom[]): Promise<Verified> => {
  const isCopy = log.tables.includes(waiting);
  const building = createRebuild(rooms, isCopy ? () => undefined : undefined);
  let last: Head = EMPTY;
  let unreadableSeq: number | null = null;
  for await (const page of pages(log, untold)) {
    const firstBadSeq = firstBad(last, page);
    if (firstBadSeq !== null) return { events: last.seq, firstBadSeq, differences: [] };
    unreadableSeq ??= unreadableIn(building, page);
    last = page.at(-1) ?? last;
  }
  const head = await log.head();
  // Events that vanished from the end leave a chain that holds, and a head that says otherwise.
  const firstBadSeq = head.seq === last.seq && head.hash === last.hash ? null : last.seq + 1;
  const looked = { events: last.seq, firstBadSeq };
  if (unreadableSeq !== null) return { ...looked, unreadableSeq, differences: [] };
  return { ...looked, differences: await differences(log, building.rows) };
};
