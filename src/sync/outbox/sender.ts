import { encodeBatch, fitting, messageId } from '../batch.ts';
import type { Bus, Chance, Head, Line, Source, Timers } from '../port.ts';
import { PROTOCOL, SUBJECTS } from '../protocol.ts';
import { backoffMs } from './backoff.ts';

/** Batches that are on their way at a time. */
const WINDOW = 8;
/** Events read at a time: more than fit into one message. */
const LINES = 512;
/**
 * So many may be on their way before one goes that is not full. The hub syncs each message to disk by
 * itself; where it is slow to answer, events gather here to larger messages instead of in a queue there.
 */
const UNFILLED = 2;

export type Trouble = 'full' | 'refused' | 'down' | null;

const troubleOf = (error: unknown): Trouble => {
  const name = error instanceof Error ? error.name : '';
  return name === 'BusFull' ? 'full' : name === 'BusRefused' ? 'refused' : 'down';
};

const lower = (a: Head | null, b: Head): Head => (a === null || b.seq < a.seq ? b : a);
const higher = (a: Head, b: Head): Head => (b.seq > a.seq ? b : a);

/**
 * Hands the log to the hub, several batches at a time. Where one fails, everything from there on is
 * sent again once the others are settled (go-back-n): the core takes what comes twice for what it is.
 * All of it runs in the caller's turns, one at a time.
 * @param turn queues work behind what is being done.
 */
export const createSender = ({
  source,
  bus,
  timers,
  chance,
  venueId,
  epoch,
  version,
  turn,
  start,
}: {
  readonly source: Pick<Source, 'after'>;
  readonly bus: Pick<Bus, 'store' | 'isUp'>;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly venueId: string;
  readonly epoch: number;
  readonly version: string;
  readonly turn: (work: () => Promise<void>) => void;
  readonly start: Head;
}) => {
  /** Up to here all was handed over. */
  let cursor: Head = start;
  let inFlight = 0;
  /** The core has all up to here. */
  let applied = start;
  /** From here all is to be sent again, once nothing is in flight. */
  let again: Head | null = null;
  let waiting: (() => void) | null = null;
  let attempt = 0;
  let trouble: Trouble = null;
  /** Resends that were asked for: each makes message ids that the hub has not seen. */
  let round = 0;
  /** Batches that the hub may take before the core moves on. */
  let allowance = Number.POSITIVE_INFINITY;
  let stopped = false;

  const settled = (error: unknown, before: Head, last: Head) => {
    inFlight -= 1;
    if (error === null) [trouble, attempt] = [null, 0];
    // The core may have it all the same, from another time.
    else if (last.seq > applied.seq) {
      trouble = troubleOf(error);
      [again, allowance] = [lower(again, before), allowance + 1];
    }
  };

  const send = (before: Head, lines: readonly Line[], first: Line, last: Line) => {
    const header = { protocol: PROTOCOL, venueId, epoch, firstSeq: first.seq, count: lines.length };
    const payload = encodeBatch({
      ...header,
      ...{ prevHash: before.hash, hash: last.hash, version, bodies: lines.map(({ body }) => body) },
    });
    const msgId = messageId(header, first.envelope.id, last.envelope.id, round);
    inFlight += 1;
    allowance -= 1;
    const done = (error: unknown) =>
      turn(async () => {
        settled(error, before, last);
        await pump();
      });
    bus.store(SUBJECTS.log(venueId), payload, msgId).then(() => done(null), done);
  };

  /** Goes back to where the first failed batch began, after a while. */
  const goBack = (to: Head) => {
    [cursor, again] = [higher(lower(cursor, to), applied), null];
    if (trouble === null || waiting !== null || stopped) return;
    const ms = backoffMs(attempt, chance);
    attempt += 1;
    waiting = timers.after(ms, () => {
      waiting = null;
      turn(pump);
    });
  };

  const free = () => !stopped && waiting === null && again === null;
  const mayRead = () => bus.isUp() && free() && inFlight < WINDOW && allowance > 0;

  const pump = async (): Promise<void> => {
    if (again !== null && inFlight === 0) goBack(again);
    while (mayRead()) {
      const there = await source.after(cursor.seq, LINES);
      const lines = fitting(there);
      const [first, last] = [lines[0], lines.at(-1)];
      if (first === undefined || last === undefined) return;
      const isFull = lines.length < there.length || there.length === LINES;
      if (!isFull && inFlight >= UNFILLED) return;
      const before = cursor;
      cursor = { seq: last.seq, hash: last.hash };
      send(before, lines, first, last);
    }
  };

  return {
    /** Sends what there is, as far as the window allows. */
    pump,
    /** The link is back: no reason to wait any longer. */
    hurry: () => {
      waiting?.();
      [waiting, attempt] = [null, 0];
    },
    /** The core has everything up to there; less than before, where its database was set back. */
    movedOn: (to: Head) => {
      applied = to;
      if (to.seq >= cursor.seq) [cursor, trouble, attempt] = [to, null, 0];
      allowance = Number.POSITIVE_INFINITY;
    },
    /** Sends again from there, under new ids, a window of it until the core moves on. */
    rewind: (to: Head) => {
      round += 1;
      allowance = WINDOW;
      again = lower(again, to);
    },
    /** The last seq that was handed over, though maybe not stored yet. */
    handedOver: (): number => cursor.seq,
    trouble: (): Trouble => trouble,
    stop: () => {
      waiting?.();
      waiting = null;
      stopped = true;
    },
  };
};
