import { idOf, roomOf } from '../../kernel/envelope.ts';
import type { Log } from '../../log/port.ts';
import type { AnyRoom, Folded } from '../../log/rooms.ts';
import { foldStored, roomFinder } from '../../log/rooms.ts';
import type { Anchor } from '../../poker/clock.ts';
import { tournamentState } from '../../rooms/tournament/room.ts';
import { ApiError } from '../../server/errors.ts';
import { createTurns } from '../../server/turns.ts';

/** Streams of one venue whose folded state is kept. */
const KEPT = 30;

/** The core's clock for all tournaments: the leaf's wall clock, as far as it is known. */
export const CORE_BOOT = 'core';

/** A running clock stands on the time since the leaf's boot, which nobody else has: here on the wall's. */
const onTheWall = (anchor: Anchor): Anchor => ({
  ...anchor,
  bootId: CORE_BOOT,
  bootMs: anchor.wallMs,
});

/** The state as views take it: its clock told in the core's terms, all else shared. */
const shown = (stream: string, state: unknown): unknown => {
  if (roomOf(stream) !== 'tournament') return state;
  const own = tournamentState(state);
  return { ...own, clock: { ...own.clock, anchor: onTheWall(own.clock.anchor) } };
};

type Held = Folded & { readonly shown: unknown };

/**
 * States of a log that others write: each look reads what came since the last one, and folds it on.
 * @throws ApiError NOT_FOUND for a stream of no room.
 */
export const createLooks = (log: Log, rooms: readonly AnyRoom[]) => {
  const roomFor = roomFinder(rooms);
  const names = new Set(rooms.map(({ name }) => name));
  const kept = new Map<string, Held>();
  const turns = new Map<string, ReturnType<typeof createTurns>>();

  const upToDate = async (stream: string): Promise<Held> => {
    const room = roomFor(stream);
    const before = kept.get(stream);
    const rows = await log.stream(stream, before?.version ?? 0);
    if (before !== undefined && rows.length === 0) return before;
    // Evolved in place: should folding fail, what was kept is not what it was.
    kept.delete(stream);
    const start = before ?? { state: room.initial(), version: 0 };
    const folded = foldStored(room, stream, start, rows);
    return { ...folded, shown: shown(stream, folded.state) };
  };

  const keep = (stream: string, held: Held) => {
    kept.delete(stream);
    kept.set(stream, held);
    const [oldest] = kept.size > KEPT ? kept.keys() : [];
    if (oldest === undefined) return;
    kept.delete(oldest);
    turns.delete(oldest);
  };

  return async <T>(stream: string, looked: (state: unknown, version: number) => T): Promise<T> => {
    if (!names.has(roomOf(stream)) || idOf(stream) === '') {
      throw new ApiError('NOT_FOUND', 'There is nothing under this address.');
    }
    const inTurn = turns.get(stream) ?? createTurns();
    turns.set(stream, inTurn);
    return inTurn(async () => {
      const held = await upToDate(stream);
      keep(stream, held);
      return looked(held.shown, held.version);
    });
  };
};

export type Looks = ReturnType<typeof createLooks>;
