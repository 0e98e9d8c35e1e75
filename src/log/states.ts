import { idOf } from '../kernel/envelope.ts';
import type { Log } from './port.ts';
import type { OpenRoom, RoomFor } from './rooms.ts';
import { foldStored } from './rooms.ts';

/** A stream's state in memory, with everything folded in that is committed or about to be. */
export type Held = {
  readonly stream: string;
  readonly id: string;
  readonly room: OpenRoom;
  state: unknown;
  version: number;
  /** Version of its newest snapshot. */
  saved: number;
  /** Events folded in that are not committed yet. */
  pending: number;
  /** Commands between loading and deciding: it must not be evicted under them. */
  pins: number;
  /** It folded in something that will never be committed: to be loaded anew. */
  spoiled: boolean;
  /** Readers that wait until nothing is pending, and commands that let them go first. */
  lookers: (() => void)[];
  turns: (() => void)[];
};

export type States = ReturnType<typeof createStates>;

/** States kept for each room where nobody said otherwise. */
const KEPT = 200;
const EVICTED_AT_ONCE = 8;

/**
 * The cache of folded states. Least recently used go first; one with pending events or readers
 * never goes, because nothing else knows it.
 */
export const createStates = ({
  log,
  roomFor,
  keep,
}: {
  readonly log: Log;
  readonly roomFor: RoomFor;
  readonly keep: { readonly [room: string]: number };
}) => {
  const byRoom = new Map<OpenRoom, Map<string, Held>>();
  const loading = new Map<string, { asked: number; readonly held: Promise<Held> }>();

  const shelf = (room: OpenRoom): Map<string, Held> => {
    const known = byRoom.get(room);
    if (known !== undefined) return known;
    const fresh = new Map<string, Held>();
    byRoom.set(room, fresh);
    return fresh;
  };

  const evictable = ({ pending, pins, lookers, turns }: Held) =>
    pending + pins + lookers.length + turns.length === 0;

  /** A few at a time, so that no command pays for many; one that is in use counts as just used. */
  const evict = (room: OpenRoom) => {
    const kept = shelf(room);
    const most = keep[room.name] ?? KEPT;
    if (kept.size <= most) return;
    for (const [stream, held] of [...kept.entries().take(EVICTED_AT_ONCE)]) {
      kept.delete(stream);
      if (!evictable(held)) kept.set(stream, held);
      else if (kept.size <= most) return;
    }
  };

  const load = async (stream: string): Promise<Held> => {
    const room = roomFor(stream);
    const snapshot = await log.snapshot(stream, room.stateVersion);
    const start =
      snapshot === null
        ? { state: room.initial(), version: 0 }
        : { state: JSON.parse(snapshot.state), version: snapshot.version };
    const rows = await log.stream(stream, start.version);
    const held: Held = {
      ...{ stream, id: idOf(stream), room, saved: start.version },
      ...foldStored(room, stream, start, rows),
      // For all who asked, who come to it one after the other.
      pins: loading.get(stream)?.asked ?? 0,
      ...{ pending: 0, spoiled: false, lookers: [], turns: [] },
    };
    shelf(room).set(stream, held);
    evict(room);
    return held;
  };

  /** One load for all who ask for the same stream meanwhile; each gets it pinned. */
  const loadPinned = (stream: string): Promise<Held> => {
    const going = loading.get(stream);
    if (going !== undefined) {
      going.asked += 1;
      return going.held;
    }
    const held = load(stream).finally(() => loading.delete(stream));
    loading.set(stream, { asked: 1, held });
    return held;
  };

  /** In memory, and last in the map's order, which is that of use. */
  const recalled = (stream: string): Held | undefined => {
    const kept = shelf(roomFor(stream));
    const held = kept.get(stream);
    if (held === undefined) return undefined;
    kept.delete(stream);
    kept.set(stream, held);
    return held;
  };

  const pinned = async (stream: string): Promise<Held> => {
    const held = recalled(stream);
    if (held === undefined) return loadPinned(stream);
    held.pins += 1;
    return held;
  };

  const forget = (held: Held) => {
    const kept = shelf(held.room);
    if (kept.get(held.stream) === held) kept.delete(held.stream);
  };

  /** Readers first, then the commands that waited for them: so that neither starves. */
  const settle = (held: Held) => {
    if (held.spoiled) forget(held);
    const waiting = [...held.lookers.splice(0), ...held.turns.splice(0)];
    for (const go of waiting) go();
  };

  const turn = (held: Held) => new Promise<void>((resolve) => held.turns.push(resolve));

  const healthy = ({ spoiled, lookers }: Held) => !spoiled && lookers.length === 0;

  /** A healthy state that no reader waits for, pinned. */
  const hold = async (stream: string): Promise<Held> => {
    for (;;) {
      const held = await pinned(stream);
      if (healthy(held)) return held;
      held.pins -= 1;
      // With nothing pending it has been forgotten already.
      if (held.pending > 0) await turn(held);
    }
  };

  const unpin = (all: readonly Held[]) => {
    for (const held of all) held.pins -= 1;
  };

  const holdAll = async (streams: readonly string[]): Promise<readonly Held[]> => {
    const all: Held[] = [];
    try {
      for (const stream of streams) all.push(await hold(stream));
      return all;
    } catch (error) {
      unpin(all);
      throw error;
    }
  };

  /** States that are all in memory and healthy, which nearly all are: nothing has to be awaited. */
  const heldNow = (streams: readonly string[]): readonly Held[] | null => {
    const all: Held[] = [];
    for (const stream of streams) {
      const held = recalled(stream);
      if (held === undefined || !healthy(held)) return null;
      all.push(held);
    }
    return all;
  };

  /**
   * Runs `use` on the states of some streams, all of them healthy at that very moment: every await
   * before it is one in which another command may have spoiled one.
   */
  const withStates = async <T>(
    streams: readonly string[],
    use: (all: readonly Held[]) => Promise<T>,
  ): Promise<T> => {
    const now = heldNow(streams);
    if (now !== null) return use(now);
    for (;;) {
      const all = await holdAll(streams);
      try {
        // Not awaited: what it leaves pending holds the states from here on.
        if (all.every(healthy)) return use(all);
      } finally {
        unpin(all);
      }
    }
  };

  /** Marks a state that must be loaded anew, as soon as its earlier pending events are settled. */
  const spoil = (held: Held) => {
    held.spoiled = true;
    if (held.pending === 0) settle(held);
  };

  /** Drops every state that holds uncommitted events: their commit failed. */
  const dropPending = () => {
    for (const kept of byRoom.values()) {
      for (const held of [...kept.values()].filter(({ pending }) => pending > 0)) {
        held.pending = 0;
        spoil(held);
      }
    }
  };

  const committed = (held: Held, count: number) => {
    held.pending -= count;
    if (held.pending > 0) return;
    settle(held);
    evict(held.room);
  };

  /** Runs `looked` at a moment when nothing uncommitted is folded in. */
  const look = async <T>(
    stream: string,
    looked: (state: unknown, version: number) => T,
  ): Promise<T> => {
    const held = await pinned(stream);
    held.pins -= 1;
    if (held.pending > 0) return lookLater(held, looked);
    return held.spoiled ? look(stream, looked) : looked(held.state, held.version);
  };

  const lookLater = <T>(held: Held, looked: (state: unknown, version: number) => T): Promise<T> =>
    new Promise((resolve, reject) => {
      held.lookers.push(() => {
        try {
          const { spoiled, stream, state, version } = held;
          resolve(spoiled ? look(stream, looked) : looked(state, version));
        } catch (error) {
          reject(error);
        }
      });
    });

  /** States that have moved on by at least `every` events since their last snapshot. */
  const due = (every: number): readonly Held[] =>
    [...byRoom.values()].flatMap((kept) =>
      [...kept.values()].filter(
        ({ pending, spoiled, version, saved }) =>
          pending === 0 && !spoiled && version - saved >= every,
      ),
    );

  return { withStates, spoil, dropPending, committed, look, due };
};
