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
/** Bytes on their way at a time, and about as many read at a time; what is larger goes alone. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Events read at a time where they are large. */
const LARGE_LINES = 8;
/** What a message may hold where nobody has said more. */
const FIRST_LIMIT = 1024 * 1024;

/** `tooLarge`: there is an event that the hub has no room for in a message, and nothing goes past it. */
export type Trouble = 'full' | 'refused' | 'down' | 'tooLarge' | null;

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
  const inFlight = new Map<Head, number>();
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
  let isResting = false;
  let limit = FIRST_LIMIT;
  let lines = LINES;

  const settled = (error: unknown, before: Head, last: Head) => {
    inFlight.delete(before);
    if (error === null) [trouble, attempt] = [null, 0];
    // The core may have it all the same, from another time.
    else if (last.seq > applied.seq) {
      trouble = troubleOf(error);
      [again, allowance] = [lower(again, before), allowance + 1];
    }
  };

  /** A message of these lines, and the words that say which one it is. */
  const messageOf = (before: Head, all: readonly Line[], first: Line, last: Line) => {
    const header = { protocol: PROTOCOL, venueId, epoch, firstSeq: first.seq, count: all.length };
    const payload = encodeBatch({
      ...header,
      ...{ prevHash: before.hash, hash: last.hash, version, bodies: all.map(({ body }) => body) },
    });
    return { payload, msgId: messageId(header, first.envelope.id, last.envelope.id, round) };
  };

  const send = (before: Head, last: Head, { payload, msgId }: ReturnType<typeof messageOf>) => {
    inFlight.set(before, payload.byteLength);
    allowance -= 1;
    const done = (error: unknown) =>
      turn(async () => {
        settled(error, before, last);
        await pump();
      });
    bus.store(SUBJECTS.log(venueId), payload, msgId).then(() => done(null), done);
  };

  const bytesInFlight = () => [...inFlight.values()].reduce((sum, bytes) => sum + bytes, 0);

  const isRoomFor = ({ byteLength }: Uint8Array): boolean =>
    inFlight.size === 0 || bytesInFlight() + byteLength <= MOST_BYTES;

  /** The next events, few where they are large: hundreds of those would not fit into memory. */
  const read = async () => {
    const there = await source.after(cursor.seq, lines);
    const isWhole = there.length < lines;
    const bytes = there.reduce((sum, { body }) => sum + body.length, 0);
    lines = bytes > MOST_BYTES ? LARGE_LINES : LINES;
    return { there, isWhole };
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
  const mayRead = () =>
    bus.isUp() && free() && !isResting && inFlight.size < WINDOW && allowance > 0;

  const pump = async (): Promise<void> => {
    if (again !== null && inFlight.size === 0) goBack(again);
    while (mayRead()) {
      const { there, isWhole } = await read();
      const all = fitting(there);
      const [first, last] = [all[0], all.at(-1)];
      if (first === undefined || last === undefined) return;
      if (isWhole && all.length === there.length && inFlight.size >= UNFILLED) return;
      const message = messageOf(cursor, all, first, last);
      if (message.payload.byteLength > limit) {
        trouble = 'tooLarge';
        return;
      }
      if (!isRoomFor(message.payload)) return;
      const before = cursor;
      cursor = { seq: last.seq, hash: last.hash };
      send(before, cursor, message);
    }
  };

  /** No reason to wait any longer. */
  const hurry = () => {
    waiting?.();
    [waiting, attempt] = [null, 0];
  };

  return {
    /** Sends what there is, as far as the window allows. */
    pump,
    /** The link is back, or the core is. */
    hurry,
    /** What a message may hold by the word of who has to take it, bytes. */
    mayHold: (bytes: number) => {
      limit = bytes;
      if (trouble === 'tooLarge') trouble = null;
    },
    /** Nothing new is sent while it rests; what is on its way goes on. */
    rest: (resting: boolean) => {
      isResting = resting;
    },
    /** The core has everything up to there; less than before, where its database was set back. */
    movedOn: (to: Head) => {
      // What the core has taken is gone from the hub: where that was full, it has room.
      if (to.seq > applied.seq) hurry();
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
    /** Up to here the hub said that it has it, or the core that it needs no more. */
    handedOver: (): number => Math.min(cursor.seq, ...[...inFlight.keys()].map(({ seq }) => seq)),
    trouble: (): Trouble => trouble,
    stop: () => {
      waiting?.();
      waiting = null;
      stopped = true;
    },
  };
};
