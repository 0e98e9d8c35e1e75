import type { Flow } from '../../flows/flow.ts';
import type { Envelope } from '../../kernel/envelope.ts';
import { idOf, recorded, roomOf } from '../../kernel/envelope.ts';
import { MINUTE, SECOND } from '../../kernel/time.ts';
import type { Committed, Handle } from '../../log/handle.ts';
import type { Log } from '../../log/port.ts';
import { cursorAt } from './cursor.ts';

const PAGE = 200;
/** Events that the flow did not want, after which its cursor is written all the same. */
export const SAVE_EVERY = 1_000;
/** First pause after a failure; each further one doubles it. */
const RETRY_MS = SECOND;
const MOST_RETRY_MS = MINUTE;

export type FollowerDeps = {
  readonly handle: Pick<Handle, 'executeAll'>;
  readonly log: Pick<Log, 'after' | 'write'>;
  /** Told what failed, each time; and what a room refused, which ends the matter. */
  readonly failed: (error: unknown) => void;
  /** Runs something after so many ms; tests bring their own time. Answers how to call it off. */
  readonly later?: (ms: number, run: () => void) => () => void;
};

const laterMs = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/**
 * One flow on its way through the log, one event after the other. Where a command fails, it waits
 * there and tries again: nothing is passed over, and other flows go on.
 * @param cursor the last event dealt with.
 * @param upcast of the room that it follows.
 */
export const createFollower = ({
  flow,
  cursor,
  upcast,
  handle,
  log,
  failed,
  later = laterMs,
}: FollowerDeps & {
  readonly flow: Flow;
  readonly cursor: number;
  readonly upcast: (envelope: Envelope) => Envelope;
}) => {
  /** The last event dealt with, and the last one of which the file knows that. */
  let [done, saved] = [cursor, cursor];
  let isWorking = false;
  let hasMore = false;
  let working = Promise.resolve();
  let pauseMs = RETRY_MS;
  let callOff: (() => void) | null = null;
  let isStopped = false;

  const isWanted = ({ stream, type }: Envelope): boolean =>
    flow.on.includes(type) && roomOf(stream) === flow.room;

  const save = async (seq: number): Promise<void> => {
    await log.write([cursorAt(flow.name, seq)]);
    saved = seq;
  };

  /** The cursor moves in the transaction of the commands: both hold, or neither does. */
  const give = async (seq: number, envelope: Envelope): Promise<void> => {
    const orders = flow.orders(recorded<never>(envelope), idOf(envelope.stream));
    if (orders.length === 0) return;
    const cause = `${flow.name}:${envelope.id}`;
    const rows = [cursorAt(flow.name, seq)];
    const answer = await handle.executeAll({ orders, cause, by: 'system', device: null, rows });
    if (!answer.ok) failed(new Error(`${cause} was refused: ${answer.refusal.refused}`));
    // Neither a refusal nor the answer of an earlier time writes rows.
    if (!answer.ok || answer.repeated) await save(seq);
    saved = seq;
  };

  const follow = async (): Promise<void> => {
    let page = await log.after(done, PAGE);
    while (page.length > 0) {
      for (const { seq, envelope } of page) {
        if (isStopped) return;
        const event = upcast(envelope);
        if (isWanted(event)) await give(seq, event);
        done = seq;
      }
      page = await log.after(done, PAGE);
    }
    if (done - saved >= SAVE_EVERY) await save(done);
  };

  const tryLater = (error: unknown): void => {
    failed(error);
    callOff = later(pauseMs, () => {
      callOff = null;
      wake();
    });
    pauseMs = Math.min(MOST_RETRY_MS, pauseMs * 2);
  };

  /** What comes while it works sets `hasMore`, up to the very turn in which it stops working. */
  const work = async (): Promise<void> => {
    isWorking = true;
    try {
      while (hasMore && !isStopped) {
        hasMore = false;
        await follow();
        pauseMs = RETRY_MS;
      }
    } catch (error) {
      if (isStopped) failed(error);
      else tryLater(error);
    } finally {
      isWorking = false;
    }
  };

  const wake = (): void => {
    hasMore = true;
    if (!isWorking && callOff === null && !isStopped) working = work();
  };

  return {
    /** Goes through everything behind its cursor; settles at the end of the log, or at a failure. */
    catchUp: (): Promise<void> => {
      wake();
      return working;
    },
    /** A commit in which it wants nothing moves it along in memory, and costs nothing else. */
    committed: (events: readonly Committed[]): void => {
      const isNext = !isWorking && events[0]?.seq === done + 1;
      const isNothing = isNext && !events.some(({ envelope }) => isWanted(envelope));
      if (isNothing) done += events.length;
      if (!isNothing || done - saved >= SAVE_EVERY) wake();
    },
    stop: async (): Promise<void> => {
      isStopped = true;
      callOff?.();
      await working;
      // Only saves the next start some reading, so a sick disk shall not hold up the end.
      if (done > saved) await save(done).catch(failed);
    },
  };
};
