import type { Fact } from '../kernel/decider.ts';
import { isRefusal, refuse } from '../kernel/decider.ts';
import type { Envelope } from '../kernel/envelope.ts';
import { recorded } from '../kernel/envelope.ts';
import type { RowWrite } from '../kernel/room.ts';
import type { Committed, Job } from './commit.ts';
import { createCommits } from './commit.ts';
import type { CommandRecord, Log, Written } from './port.ts';
import type { Accepted, Answer, Asked, Key, Order, Refused, Request } from './request.ts';
import { MISMATCH, onceKey } from './request.ts';
import type { AnyRoom } from './rooms.ts';
import { roomFinder } from './rooms.ts';
import type { Held } from './states.ts';
import { createStates } from './states.ts';
import { identity, lastChanges } from './tables.ts';

export type { Committed } from './commit.ts';
export type { Accepted, Answer, Order, Refused, Request } from './request.ts';

/** What a command has added so far, before it joins a commit. */
type Draft = {
  readonly at: number;
  readonly events: Written[];
  readonly rows: RowWrite[];
  readonly touched: Map<Held, number>;
};

/**
 * The way of every command: load, decide, evolve, project, commit, answer, publish.
 * @param log the venue's log; the caller closes it after `close`.
 * @param clock wall clock in ms, a label on the events.
 * @param newId a fresh event id (UUIDv7).
 * @param snapshotEvery events after which `idle` saves a stream's state again.
 * @param keep streams whose state stays in memory, by room; 200 unless told.
 * @param listenerFailed told what a listener of `onCommitted` threw.
 */
export const createHandle = ({
  log,
  rooms,
  clock,
  newId,
  snapshotEvery = 200,
  keep = {},
  listenerFailed = console.error,
}: {
  readonly log: Log;
  readonly rooms: readonly AnyRoom[];
  readonly clock: () => number;
  readonly newId: () => string;
  readonly snapshotEvery?: number;
  readonly keep?: { readonly [room: string]: number };
  readonly listenerFailed?: (error: unknown) => void;
}) => {
  const roomFor = roomFinder(rooms);
  const states = createStates({ log, roomFor, keep });
  const listeners = new Set<(events: readonly Committed[]) => void>();
  const going = new Map<string, { bodyHash: string; outcome: Promise<Accepted | Refused> }>();

  const published = (events: readonly Committed[]) => {
    for (const listener of listeners) {
      try {
        listener(events);
      } catch (error) {
        listenerFailed(error);
      }
    }
  };

  const commits = createCommits({ log, published, dropped: states.dropPending });

  const envelopeOf = (fact: Fact, held: Held, { by, device, cause }: Request, at: number) =>
    ({
      id: newId(),
      stream: held.stream,
      version: held.version + 1,
      type: fact.type,
      schema: 1,
      at,
      by,
      device,
      cause: cause ?? null,
      data: fact.data,
    }) satisfies Envelope;

  /**
   * Serialised first: `evolve` may keep parts of an event in the state and change them later. It gets
   * the event as a restart would read it.
   */
  const fold = (fact: Fact, held: Held, request: Request, draft: Draft) => {
    const envelope = envelopeOf(fact, held, request, draft.at);
    const body = JSON.stringify(envelope);
    const event = recorded<Fact>(JSON.parse(body));
    draft.touched.set(held, (draft.touched.get(held) ?? 0) + 1);
    held.state = held.room.evolve(held.state, event);
    held.version += 1;
    for (const row of held.room.project(event, held.state, held.id)) draft.rows.push(row);
    draft.events.push({ envelope, body });
  };

  const decide = ({ command, ifVersion }: Order, held: Held, request: Request, draft: Draft) => {
    if (ifVersion !== undefined && ifVersion !== held.version) {
      return refuse('VERSION_MISMATCH', { version: held.version });
    }
    const outcome = held.room.decide(held.state, command);
    if (isRefusal(outcome)) return outcome;
    for (const fact of outcome) fold(fact, held, request, draft);
    return null;
  };

  /** Decides all of them, one on top of the other; null where none was refused. */
  const decideAll = (asked: Asked, held: ReadonlyMap<string, Held>, draft: Draft) => {
    for (const [index, order] of asked.orders.entries()) {
      const target = held.get(order.stream);
      const refusal = target === undefined ? null : decide(order, target, asked, draft);
      if (refusal !== null) return { ok: false, refusal, index } satisfies Refused;
    }
    return null;
  };

  /** An answer that rests on what others have not committed yet waits for it, and falls with it. */
  const seen = <T>(answer: T, held: readonly Held[]): Promise<T> =>
    held.every(({ pending }) => pending === 0)
      ? Promise.resolve(answer)
      : commit({ events: [], rows: [], record: null }, new Map()).then(() => answer);

  const commit = (job: Omit<Job, 'done' | 'failed'>, touched: ReadonlyMap<Held, number>) =>
    new Promise<Accepted>((resolve, failed) => {
      for (const [held, count] of touched) held.pending += count;
      const done = (events: readonly Committed[]) => {
        for (const [held, count] of touched) states.committed(held, count);
        resolve({ ok: true, events, repeated: false });
      };
      commits.add({ ...job, done, failed });
    });

  /** From deciding to joining a commit without an await: nobody decides in between. */
  const settle = (
    asked: Asked,
    all: readonly Held[],
    key: Key | null,
  ): Promise<Accepted | Refused> => {
    const byStream = new Map(all.map((held) => [held.stream, held]));
    const draft: Draft = { at: clock(), events: [], rows: [], touched: new Map() };
    const undo = () => {
      for (const held of draft.touched.keys()) states.spoil(held);
    };
    try {
      const refused = decideAll(asked, byStream, draft);
      if (refused !== null) {
        undo();
        return seen(refused, all);
      }
      const own = asked.rows ?? [];
      for (const row of own) draft.rows.push(row);
      // A row that no table takes must not bring down the commit of everybody else.
      if (own.length > 0) lastChanges(log.tables, own);
    } catch (error) {
      undo();
      throw error;
    }
    const { events, rows, touched, at } = draft;
    if (events.length + rows.length === 0) {
      return seen<Accepted>({ ok: true, events: [], repeated: false }, all);
    }
    return commit({ events, rows, record: key === null ? null : { ...key, at } }, touched);
  };

  /** The answer that the first time gave, from the log. */
  const repeat = async ({ firstSeq, lastSeq }: CommandRecord): Promise<Accepted> => {
    const rows = await log.after(firstSeq - 1, lastSeq - firstSeq + 1);
    const events = rows.map(({ seq, body, envelope }) => ({
      ...{ seq, body },
      envelope: roomFor(envelope.stream).upcast(envelope),
    }));
    return { ok: true, events, repeated: true };
  };

  const run = async (asked: Asked, key: Key | null): Promise<Accepted | Refused> => {
    const before = key === null ? null : await log.command(key.operator, key.key);
    if (before !== null) return before.bodyHash === key?.bodyHash ? repeat(before) : MISMATCH;
    const streams = [...new Set(asked.orders.map(({ stream }) => stream))];
    return states.withStates(streams, (all) => settle(asked, all, key));
  };

  /** A key is taken before anything is awaited, so that two of the same never both decide. */
  const once = (asked: Asked): Promise<Accepted | Refused> => {
    const key = onceKey(asked);
    if (key === null) return run(asked, null);
    const name = identity([key.operator, key.key]);
    const first = going.get(name);
    if (first === undefined) {
      const outcome = run(asked, key).finally(() => going.delete(name));
      going.set(name, { bodyHash: key.bodyHash, outcome });
      return outcome;
    }
    if (first.bodyHash !== key.bodyHash) return Promise.resolve(MISMATCH);
    return first.outcome.then((answer) => (answer.ok ? { ...answer, repeated: true } : answer));
  };

  const save = async (held: Held) => {
    const { stream, version, room, state } = held;
    const { stateVersion } = room;
    held.saved = version;
    await log.saveSnapshot({ stream, version, stateVersion, state: JSON.stringify(state) });
  };

  /** Saves the states that have moved on by `snapshotEvery` events; for idle moments. Answers how many. */
  const idle = async (): Promise<number> => {
    const due = states.due(snapshotEvery);
    for (const held of due) if (held.pending === 0 && !held.spoiled) await save(held);
    return due.length;
  };

  return {
    /**
     * Decides at once on the newest state and answers after the commit.
     * @throws LogUnwell where the commit failed: nothing of it holds.
     */
    execute: async ({
      stream,
      command,
      ifVersion,
      ...request
    }: Request & Order): Promise<Answer> => {
      const order = { stream, command, ...(ifVersion === undefined ? {} : { ifVersion }) };
      const answer = await once({ ...request, orders: [order] });
      if (!answer.ok) return answer;
      const last = answer.events.at(-1)?.envelope.version;
      const version = last ?? (await states.look(stream, (_, now) => now));
      return { ...answer, stream, version };
    },
    /** Several commands, in order, that become durable together or not at all. */
    executeAll: ({
      orders,
      ...request
    }: Request & { readonly orders: readonly Order[] }): Promise<Accepted | Refused> =>
      once({ ...request, orders }),
    /**
     * A stream's committed state. It is the living one: look at it before the next await, change
     * nothing in it, copy what must last.
     */
    read: (stream: string): Promise<{ readonly state: unknown; readonly version: number }> =>
      states.look(stream, (state, version) => ({ state, version })),
    /** As `read`, but `look` runs at the very moment at which nothing uncommitted is in the state. */
    look: states.look,
    /** Listens to every commit, in order; answers how to stop. */
    onCommitted: (listener: (events: readonly Committed[]) => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    idle,
    /** Waits for what is under way and saves the states that are due. */
    close: async (): Promise<void> => {
      await commits.quiet();
      await idle();
    },
  };
};

export type Handle = ReturnType<typeof createHandle>;
