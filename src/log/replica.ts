import type { Fact, Recorded } from '../kernel/decider.ts';
import type { Envelope } from '../kernel/envelope.ts';
import { idOf, recorded, roomOf } from '../kernel/envelope.ts';
import type { RowWrite } from '../kernel/room.ts';
import { GENESIS } from './chain.ts';
import type { Head, Log, Stored, Written } from './port.ts';
import { LogConflict } from './port.ts';
import type { AnyRoom, Folded, OpenRoom } from './rooms.ts';
import { foldStored, knows, roomFinder } from './rooms.ts';
import { lastChanges } from './tables.ts';
import type { Waiting } from './waiting.ts';
import { createCount, waiting, waitingIn } from './waiting.ts';

/** Streams whose state is kept from one batch to the next: a venue's own, and those of a night. */
const KEPT = 30;

/** Where a copy of a log stands: its head, and the wall clock in its last event (0: none), ms. */
export type CopyHead = Head & { readonly at: number };

type Count = ReturnType<typeof createCount>;
type Work = {
  readonly events: Written[];
  readonly rows: RowWrite[];
  readonly states: States;
  readonly count: Count;
};
/** Null: this build cannot follow the stream. */
type States = Map<string, Folded | null>;

/**
 * A copy of a log that another machine writes: takes its events as the bytes that they are, folds
 * them, and appends them with the rows that follow, in one transaction. Events that this build does
 * not know stay in the log without rows; a later build writes those (`refreshProjections`), because
 * its rooms have another shape. How many those are stands in `waiting`, where the log has that table.
 * @param unknown told of each stream that this build cannot follow, with the reason.
 */
export const createReplica = ({
  log,
  rooms,
  unknown = () => undefined,
}: {
  readonly log: Log;
  readonly rooms: readonly AnyRoom[];
  readonly unknown?: (stream: string, reason: unknown) => void;
}) => {
  const roomFor = roomFinder(rooms);
  const names = new Set(rooms.map(({ name }) => name));
  const kept: States = new Map();
  const counts = log.tables.includes(waiting);
  /** Null: not read yet, or another process may have counted since. */
  let waits: readonly Waiting[] | null = null;

  /**
   * The stream's events before this one, where its state is not at hand; null: it is. Whatever this
   * throws is not of the stream's making: nothing is decided about it then.
   */
  const storedBefore = async ({ stream, version }: Envelope, states: States) => {
    if (states.get(stream) === null) return null;
    const known = states.get(stream) ?? kept.get(stream);
    if (known?.version === version - 1) return null;
    const rows = await log.stream(stream);
    // Another process may have appended since; its events are not this batch's to fold.
    return rows.filter(({ envelope }) => envelope.version < version);
  };

  /** The state just before the event: from this batch, from the one before, or from the log. */
  const stateBefore = (
    room: OpenRoom,
    stream: string,
    stored: readonly Stored[] | null,
    states: States,
  ): Folded | null => {
    if (stored !== null) {
      return foldStored(room, stream, { state: room.initial(), version: 0 }, stored);
    }
    const here = states.get(stream);
    return here === undefined ? (kept.get(stream) ?? null) : here;
  };

  /** A row that no table takes must not keep the event out of the log. */
  const rowsOf = (room: OpenRoom, event: Recorded<Fact>, { state }: Folded, stream: string) => {
    const own = room.project(event, state, idOf(stream));
    lastChanges(log.tables, own);
    return own;
  };

  /** Answers whether this build followed the event. */
  const step = (room: OpenRoom, envelope: Envelope, before: Folded, work: Work): boolean => {
    const { stream, version } = envelope;
    const today = room.upcast(envelope);
    if (!knows(room, today)) {
      work.states.set(stream, { ...before, version });
      return false;
    }
    const event: Recorded<Fact> = recorded(today);
    const after = { state: room.evolve(before.state, event), version };
    work.states.set(stream, after);
    for (const row of rowsOf(room, event, after, stream)) work.rows.push(row);
    return true;
  };

  const follow = async (envelope: Envelope, work: Work): Promise<boolean> => {
    const { stream } = envelope;
    if (!names.has(roomOf(stream))) return false;
    const room = roomFor(stream);
    const stored = await storedBefore(envelope, work.states);
    try {
      const before = stateBefore(room, stream, stored, work.states);
      // Evolved in place: what was kept is not what it was, whatever becomes of this batch.
      kept.delete(stream);
      if (before !== null) return step(room, envelope, before, work);
    } catch (reason) {
      unknown(stream, reason);
    }
    // Where only its rows failed, the state has moved on, and what follows is followed.
    const movedOn = work.states.get(stream)?.version === envelope.version;
    if (!movedOn) work.states.set(stream, null);
    return false;
  };

  const work = async (after: number, bodies: readonly string[]): Promise<Work> => {
    if (counts) waits ??= await waitingIn(log);
    const count = createCount(waits ?? []);
    const all: Work = { events: [], rows: [], states: new Map(), count };
    for (const [i, body] of bodies.entries()) {
      const envelope: Envelope = JSON.parse(body);
      // `evolve` may keep and change the event's data; the log takes the body.
      all.events.push({ envelope, body });
      const { stream, type } = envelope;
      if (!(await follow(envelope, all))) count.add({ stream, type }, after + 1 + i);
    }
    if (counts) for (const row of count.rows()) all.rows.push(row);
    return all;
  };

  const keep = (states: States) => {
    for (const [stream, folded] of states) if (folded !== null) kept.set(stream, folded);
    for (const stream of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) {
      kept.delete(stream);
    }
  };

  const hashAt = async (seq: number): Promise<string | null> => {
    if (seq === 0) return GENESIS;
    const [stored] = await log.after(seq - 1, 1);
    return stored?.hash ?? null;
  };

  const head = async (): Promise<CopyHead> => {
    const { seq, hash } = await log.head();
    const [last] = seq === 0 ? [] : await log.after(seq - 1, 1);
    return { seq, hash, at: last?.envelope.at ?? 0 };
  };

  const append = async (expected: Head, bodies: readonly string[]): Promise<CopyHead | null> => {
    const { seq, hash } = expected;
    const { events, rows, states, count } = await work(seq, bodies);
    try {
      const appended = await log.append({ events, rows, commands: [], expected: { seq, hash } });
      keep(states);
      if (counts) waits = count.all();
      return { ...appended.head, at: events.at(-1)?.envelope.at ?? 0 };
    } catch (error) {
      waits = null;
      if (!(error instanceof LogConflict)) throw error;
      const now = await log.head();
      if (now.seq === seq && now.hash === hash) throw error;
      return null;
    }
  };

  let last: Promise<unknown> = Promise.resolve();

  return {
    head,
    /** The chain's hash at a seq; null beyond the head. */
    hashAt,
    /**
     * Appends the bodies behind exactly that head; null where another one was faster. One at a time:
     * two that fold at once would both change the states that are kept.
     * @throws LogConflict where the events themselves do not fit; SyntaxError for what is no JSON.
     */
    apply: (expected: Head, bodies: readonly string[]): Promise<CopyHead | null> => {
      const own = last.then(() => append(expected, bodies));
      last = own.catch(() => undefined);
      return own;
    },
  };
};

export type LogReplica = ReturnType<typeof createReplica>;
