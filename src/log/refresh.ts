import { createHash } from 'node:crypto';
import { roomOf } from '../kernel/envelope.ts';
import type { Log } from './port.ts';
import type { Progress, Unfollowed } from './rebuild.ts';
import { PAGE, pages, rebuild, untold } from './rebuild.ts';
import type { AnyRoom } from './rooms.ts';
import { identity, projections } from './tables.ts';
import { createCount, waiting, waitingIn } from './waiting.ts';

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
