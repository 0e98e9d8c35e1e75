import type { RowWrite } from '../../kernel/room.ts';
import type { Now } from '../../kernel/time.ts';
import { MINUTE, SECOND } from '../../kernel/time.ts';
import type { Log, Row } from '../../log/port.ts';
import { signInFailures } from './tables.ts';

/** Wrong PINs in a row after which only an admin opens the way again. */
export const STOP_AT = 10;

/** How long to wait after so many failures: nothing for `free`, then 30 s, 1, 2, 4, 8, 15 min. */
export const waitMs = (failures: number, free: number): number => {
  if (failures < free) return 0;
  return Math.min(30 * SECOND * 2 ** Math.min(failures - free, 10), 15 * MINUTE);
};

/** Who or what fails; each has a ladder of its own, so that nobody locks out the room. */
export type Subject = {
  readonly subject: string;
  readonly operatorId: string | null;
  /** Tries before the first wait. */
  readonly free: number;
  /** Whether `STOP_AT` holds here; devices only ever wait. */
  readonly stops: boolean;
};

export type Locked = {
  /** null: until an admin unlocks. */
  readonly retryAfterMs: number | null;
};

type Count = { readonly failures: number; readonly atBootMs: number; readonly bootId: string };

const NONE: Count = { failures: 0, atBootMs: 0, bootId: '' };

const countOf = (row: Row | undefined): Count =>
  row === undefined
    ? NONE
    : {
        failures: Number(row['failures']),
        atBootMs: Number(row['atBootMs']),
        bootId: String(row['bootId']),
      };

/** Time since the last failure; after a reboot, since then, because the wall clock may lie. */
const sinceMs = ({ atBootMs, bootId }: Count, now: Now): number =>
  bootId === now.bootId ? now.bootMs - atBootMs : now.bootMs;

const lockedBy = ({ free, stops }: Subject, count: Count, now: Now): Locked | null => {
  if (stops && count.failures >= STOP_AT) return { retryAfterMs: null };
  const left = waitMs(count.failures, free) - sinceMs(count, now);
  return left > 0 ? { retryAfterMs: left } : null;
};

/** The longer of two locks; one that waits for an admin is the longest. */
const worse = (a: Locked | null, b: Locked | null): Locked | null => {
  if (a === null || b === null) return a ?? b;
  if (a.retryAfterMs === null || b.retryAfterMs === null) return { retryAfterMs: null };
  return a.retryAfterMs > b.retryAfterMs ? a : b;
};

/**
 * Counts of failed sign-ins. A try counts as failed, durably, before its PIN is looked at: pulling
 * the plug gives no free guesses, and neither does asking many times at once.
 */
export const createLadder = (log: Pick<Log, 'select' | 'write'>, now: () => Now) => {
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other, because a count is read before it is written. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const read = async ({ subject }: Subject): Promise<Count> => {
    const [row] = await log.select({ table: signInFailures.name, where: { subject }, limit: 1 });
    return countOf(row);
  };

  const rowFor = (
    { subject, operatorId }: Subject,
    failures: number,
    { bootMs, bootId }: Now,
  ): RowWrite => ({
    table: signInFailures.name,
    key: { subject },
    row: failures === 0 ? null : { operatorId, failures, atBootMs: bootMs, bootId },
  });

  return {
    /** Counts a try against all of these, or says why none is taken now. */
    attempt: (subjects: readonly Subject[]): Promise<Locked | null> =>
      inTurn(async () => {
        const at = now();
        const counted = await Promise.all(
          subjects.map(async (subject) => ({ subject, count: await read(subject) })),
        );
        const locked = counted
          .map(({ subject, count }) => lockedBy(subject, count, at))
          .reduce(worse, null);
        if (locked !== null) return locked;
        await log.write(
          counted.map(({ subject, count }) => rowFor(subject, count.failures + 1, at)),
        );
        return null;
      }),
    /** The PIN was right: these start anew. */
    succeeded: (subjects: readonly Subject[]): Promise<void> =>
      inTurn(() => log.write(subjects.map((subject) => rowFor(subject, 0, now())))),
    /** Rows that open the way for an operator again, on every device. */
    unlockRows: async (operatorId: string): Promise<readonly RowWrite[]> => {
      const rows = await log.select({
        table: signInFailures.name,
        where: { operatorId },
        limit: 1_000,
      });
      return rows.map((row) => ({
        table: signInFailures.name,
        key: { subject: String(row['subject']) },
        row: null,
      }));
    },
  };
};
