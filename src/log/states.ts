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
  const loading = new Map<string, Promise<void>>();

  const shelf = (room: OpenRoom): Map<string, Held> => {
    const known = byRoom.get(room);
    if (known !== undefined) return known;
    const fresh = new Map<string, Held>();
    byRoom.set(room, fresh);
    return fresh;
  };

  const evictable = ({ pending, pins, lookers, turns }: Held) =>
    pending + pins + lookers.length + turns.length === 0;

  /** Makes room for one more. */
  const evict = (room: OpenRoom) => {
    const held = shelf(room);
    const most = keep[room.name] ?? KEPT;
    for (const [stream, one] of held) {
      if (held.size < most) return;
      if (evictable(one)) held.delete(stream);
    }
  };

  const load = async (stream: string): Promise<void> => {
    const room = roomFor(stream);
    const snapshot = await log.snapshot(stream, room.stateVersion);
    const start =
      snapshot === null
        ? { state: room.initial(), version: 0 }
        : { state: JSON.parse(snapshot.state), version: snapshot.version };
    const rows = await log.stream(stream, start.version);
    const folded = foldStored(room, stream, start, rows);
    evict(room);
    shelf(room).set(stream, {
      ...{ stream, id: idOf(stream), room, saved: start.version },
      ...folded,
      ...{ pending: 0, pins: 0, spoiled: false, lookers: [], turns: [] },
    });
  };

  /** One load for all who ask for the same stream meanwhile. */
  const loadOnce = (stream: string): Promise<void> => {
    const going = loading.get(stream);
    if (going !== undefined) return going;
    const fresh = load(stream).finally(() => loading.delete(stream));
    loading.set(stream, fresh);
    return fresh;
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

  /** A healthy state that no reader waits for, pinned. */
  const hold = async (stream: string): Promise<Held> => {
    const kept = shelf(roomFor(stream));
    for (;;) {
      const held = kept.get(stream);
      if (held === undefined) await loadOnce(stream);
      else if (held.spoiled || held.lookers.length > 0) await turn(held);
      else {
        // Last in the map's order is most recently used.
        kept.delete(stream);
        kept.set(stream, held);
        held.pins += 1;
        return held;
      }
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

  /** All of them at once, pinned; an earlier one may have spoiled while a later one was loading. */
  const ready = async (streams: readonly string[]): Promise<readonly Held[]> => {
    for (;;) {
      const all = await holdAll(streams);
      if (all.every((held) => !held.spoiled && held.lookers.length === 0)) return all;
      unpin(all);
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
    if (held.pending === 0) settle(held);
  };

  /** Runs `looked` at a moment when nothing uncommitted is folded in. */
  const look = async <T>(
    stream: string,
    looked: (state: unknown, version: number) => T,
  ): Promise<T> => {
    const kept = shelf(roomFor(stream));
    let held = kept.get(stream);
    while (held === undefined) {
      await loadOnce(stream);
      held = kept.get(stream);
    }
    return held.pending === 0 ? looked(held.state, held.version) : await lookLater(held, looked);
  };

  const lookLater = <T>(held: Held, looked: (state: unknown, version: number) => T): Promise<T> =>
    new Promise((resolve, reject) => {
      held.lookers.push(() => {
        try {
          const gone = held.spoiled;
          resolve(gone ? look(held.stream, looked) : looked(held.state, held.version));
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

  return { ready, unpin, spoil, dropPending, committed, look, due };
};
