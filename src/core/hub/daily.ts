import { DAY, HOUR, MINUTE } from '../../kernel/time.ts';
import type { Delivery, Intake } from '../../sync/port.ts';
import { partsOf } from '../../sync/protocol.ts';

/** What of one venue is taken within a day. */
export type Daily = { readonly bytes: number; readonly events: number };

/** A large house writes some 20,000 events a day, 10 MB of them; a joining one brings its years. */
export const DAILY: Daily = { bytes: 1024 ** 3, events: 2_000_000 };

/** The share of so many MB; the usual one where nothing was said. */
export const dailyOf = (mb: number | undefined): Daily =>
  mb === undefined
    ? DAILY
    : { bytes: mb * 1024 ** 2, events: Math.ceil((DAILY.events / 1024) * mb) };

const NEWLINE = 10;

/** A batch has its events as lines behind a header; a document is one line. */
const eventsIn = (payload: Uint8Array): number => {
  let [lines, at] = [0, payload.indexOf(NEWLINE)];
  while (at >= 0) {
    lines += 1;
    at = payload.indexOf(NEWLINE, at + 1);
  }
  return Math.max(1, lines);
};

/**
 * Of a share that was used up, what has to be there again before anything more is taken: a leaf then
 * sends for a while and waits for a while, in place of one message every few seconds.
 */
const PART = HOUR / DAY;

type Left = Daily & {
  readonly at: number;
  readonly toldAt: number | null;
  /** It was used up, and has not grown enough since. */
  readonly isUsedUp: boolean;
};

/**
 * Keeps one venue from filling the core's disk, which is all venues' own: what is beyond its share of
 * a day is let go, and told. Nothing is lost by that: a leaf sends its log and its documents until the
 * core has them, and its share grows again all the time. Counted in this process, so two of them take
 * twice as much.
 * @param over told of it, at most once a minute per venue.
 */
export const createDaily = ({
  now,
  over,
  share = DAILY,
}: {
  readonly now: () => number;
  readonly over: (venueId: string) => void;
  readonly share?: Daily;
}) => {
  const venues = new Map<string, Left>();

  const leftOf = (venueId: string): Left => {
    const at = now();
    const known = venues.get(venueId);
    if (known === undefined) return { ...share, at, toldAt: null, isUsedUp: false };
    // A clock that was set back gives nothing, and takes nothing.
    const part = Math.max(0, at - known.at) / DAY;
    const bytes = Math.min(share.bytes, known.bytes + share.bytes * part);
    const events = Math.min(share.events, known.events + share.events * part);
    const isEnough = bytes >= share.bytes * PART && events >= share.events * PART;
    return { at, toldAt: known.toldAt, bytes, events, isUsedUp: known.isUsedUp && !isEnough };
  };

  /** Counts it, and says whether it is within the share. */
  const takes = (venueId: string, payload: Uint8Array): boolean => {
    const left = leftOf(venueId);
    if (!left.isUsedUp && left.bytes > 0 && left.events > 0) {
      const [bytes, events] = [left.bytes - payload.byteLength, left.events - eventsIn(payload)];
      venues.set(venueId, { ...left, bytes, events });
      return true;
    }
    const isDue = left.toldAt === null || Math.abs(left.at - left.toldAt) >= MINUTE;
    venues.set(venueId, { ...left, toldAt: isDue ? left.at : left.toldAt, isUsedUp: true });
    if (isDue) over(venueId);
    return false;
  };

  const within = (delivery: Delivery): boolean => {
    const { subject, payload } = delivery;
    const isTaken = takes(partsOf(subject)?.venueId ?? '', payload);
    // Given back, it would be in the hub's list of what is under way, on which all venues are.
    if (!isTaken) delivery.ack();
    return isTaken;
  };

  return {
    /** For how long nothing more of a venue is taken, ms; null: it is taken. */
    pauseMs: (venueId: string): number | null => {
      const { isUsedUp, bytes, events } = leftOf(venueId);
      if (!isUsedUp) return null;
      const lacking = PART - Math.min(bytes / share.bytes, events / share.events);
      return Math.max(1, Math.ceil(lacking * DAY));
    },
    /** The intake without what is beyond its venue's share. */
    of: (intake: Intake): Intake => ({
      start: (handle) =>
        intake.start((messages) => {
          const taken = messages.filter(within);
          return taken.length === 0 ? Promise.resolve() : handle(taken);
        }),
      stop: intake.stop,
    }),
  };
};
