import { createHash } from 'node:crypto';
import { DAY, SECOND } from '../../kernel/time.ts';
import { waitMs } from '../../server/auth/ladder.ts';
import { ApiError } from '../../server/errors.ts';
import type { Platform } from '../db/open.ts';

/**
 * Tries before the first wait. Somebody who guesses from one place climbs the first two; the account
 * as a whole waits only where many places guess at once, so that no stranger locks its owner out.
 */
const FREE = { here: 5, address: 20, account: 50 } as const;

/** What strangers make up shares so many ladders: it locks like the rest, and cannot fill the disk. */
const SLOTS = 4_096;
/** Failures of so long ago count no more. */
const FORGOTTEN_MS = DAY;

type Rung = { readonly subject: string; readonly free: number };
type Count = { readonly subject: string; readonly failures: number; readonly at: number };

const slot = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt32BE() % SLOTS;

const rungsOf = (email: string, address: string | null): readonly Rung[] =>
  [
    { subject: `here:${slot(`${email} ${address}`)}`, free: FREE.here },
    { subject: `address:${slot(String(address))}`, free: FREE.address },
    { subject: `account:${slot(email)}`, free: FREE.account },
    // Two tries that lock the same rows must lock them in one order.
  ].sort((a, b) => (a.subject < b.subject ? -1 : 1));

const lockedOut = (ms: number): ApiError => {
  const retryAfterS = Math.ceil(ms / SECOND);
  const words = `Too many wrong passwords: try again in ${retryAfterS} seconds.`;
  return new ApiError('LOCKED_OUT', words, { needsAdmin: false, retryAfterS }, retryAfterS);
};

/** Wrong passwords in a row, kept for all core processes. */
export const createLadder = (platform: Platform, now: () => number) => ({
  /**
   * Counts a try as failed, durably, before its password is looked at.
   * @throws ApiError LOCKED_OUT (429) where none is taken now.
   */
  attempt: (email: string, address: string | null): Promise<void> =>
    platform.begin(async (tx) => {
      const [rungs, at] = [rungsOf(email, address), now()];
      for (const { subject } of rungs) {
        await tx`insert into sign_in_failures (subject, failures, at) values (${subject}, 0, ${at})
          on conflict (subject) do nothing`;
      }
      const subjects = rungs.map(({ subject }) => subject);
      const counts = await tx<Count[]>`select subject, failures, at from sign_in_failures
        where subject in ${tx(subjects)} order by subject for update`;
      const left = rungs.map(({ subject, free }) => {
        const count = counts.find((one) => one.subject === subject);
        if (count === undefined || at - count.at > FORGOTTEN_MS) return 0;
        return waitMs(count.failures, free) - (at - count.at);
      });
      const longest = Math.max(...left);
      if (longest > 0) throw lockedOut(longest);
      await tx`update sign_in_failures set at = ${at},
          failures = case when ${at} - at > ${FORGOTTEN_MS} then 1 else failures + 1 end
        where subject in ${tx(subjects)}`;
    }),
  /** The password was right: whoever asks from there starts anew, the address takes back this try. */
  succeeded: async (email: string, address: string | null): Promise<void> => {
    const [account, own] = [`account:${slot(email)}`, `here:${slot(`${email} ${address}`)}`];
    await platform`delete from sign_in_failures where subject in (${account}, ${own})`;
    await platform`update sign_in_failures set failures = greatest(0, failures - 1)
      where subject = ${`address:${slot(String(address))}`}`;
  },
});
