import type { Fact, Recorded } from '../kernel/decider.ts';
import type { Envelope } from '../kernel/envelope.ts';
import { idOf, recorded, roomOf } from '../kernel/envelope.ts';
import type { RowWrite } from '../kernel/room.ts';
import { GENESIS } from './chain.ts';
import type { Head, Log, Written } from './port.ts';
import { LogConflict } from './port.ts';
import type { AnyRoom, Folded, OpenRoom } from './rooms.ts';
import { foldStored, roomFinder } from './rooms.ts';
import { lastChanges } from './tables.ts';

/** Streams whose state is kept from one batch to the next. */
const KEPT = 100;

/** Where a copy of a log stands: its head, and the wall clock in its last event (0: none), ms. */
export type CopyHead = Head & { readonly at: number };

type Work = { readonly events: Written[]; readonly rows: RowWrite[]; readonly states: States };
/** Null: this build cannot follow the stream. */
type States = Map<string, Folded | null>;

/**
 * A copy of a log that another machine writes: takes its events as the bytes that they are, folds
 * them, and appends them with the rows that follow, in one transaction. Events that this build does
 * not know stay in the log without rows; a later build writes those (`refreshProjections`), because
 * its rooms have another shape.
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

  const load = async (room: OpenRoom, stream: string, upTo: number): Promise<Folded> => {
    const rows = await log.stream(stream);
    // Another process may have appended since; its events are not this batch's to fold.
    const before = rows.filter(({ envelope }) => envelope.version <= upTo);
    return foldStored(room, stream, { state: room.initial(), version: 0 }, before);
  };

  /** The state just before the event: from this batch, from the one before, or from the log. */
  const stateBefore = async (room: OpenRoom, { stream, version }: Envelope, states: States) => {
    const known = states.get(stream) ?? kept.get(stream);
    if (states.get(stream) === null) return null;
    return known?.version === version - 1 ? known : load(room, stream, version - 1);
  };

  const step = (room: OpenRoom, envelope: Envelope, before: Folded, rows: RowWrite[]): Folded => {
    const event: Recorded<Fact> = recorded(room.upcast(envelope));
    const state = room.evolve(before.state, event);
    const own = room.project(event, state, idOf(envelope.stream));
    // A row that no table takes must not keep the event out of the log.
    lastChanges(log.tables, own);
    for (const row of own) rows.push(row);
    return { state, version: envelope.version };
  };

  const follow = async (envelope: Envelope, { rows, states }: Work) => {
    const { stream } = envelope;
    if (!names.has(roomOf(stream))) return;
    const room = roomFor(stream);
    try {
      const before = await stateBefore(room, envelope, states);
      // Evolved in place: what was kept is not what it was, whatever becomes of this batch.
      kept.delete(stream);
      states.set(stream, before === null ? null : step(room, envelope, before, rows));
    } catch (reason) {
      states.set(stream, null);
      unknown(stream, reason);
    }
  };

  const work = async (bodies: readonly string[]): Promise<Work> => {
    const all: Work = { events: [], rows: [], states: new Map() };
    for (const body of bodies) {
      const envelope: Envelope = JSON.parse(body);
      // `evolve` may keep and change the event's data; the log takes the body.
      all.events.push({ envelope, body });
      await follow(envelope, all);
    }
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

  return {
    head,
    /** The chain's hash at a seq; null beyond the head. */
    hashAt,
    /**
     * Appends the bodies behind exactly that head; null where another process was faster.
     * @throws LogConflict where the events themselves do not fit; SyntaxError for what is no JSON.
     */
    apply: async (expected: Head, bodies: readonly string[]): Promise<CopyHead | null> => {
      const { events, rows, states } = await work(bodies);
      const { seq, hash } = expected;
      try {
        const appended = await log.append({ events, rows, commands: [], expected: { seq, hash } });
        keep(states);
        return { ...appended.head, at: events.at(-1)?.envelope.at ?? 0 };
      } catch (error) {
        if (!(error instanceof LogConflict)) throw error;
        const now = await log.head();
        if (now.seq === seq && now.hash === hash) throw error;
        return null;
      }
    },
  };
};

export type LogReplica = ReturnType<typeof createReplica>;
