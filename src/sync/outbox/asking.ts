import { SECOND } from '../../kernel/time.ts';
import type { Timers } from '../port.ts';

/** So soon the core is asked, twice, and then half as often. */
const ASK_MS = 2.5 * SECOND;
const askMs = (asked: number): number => (asked < 2 ? ASK_MS : 2 * ASK_MS);

/**
 * Asks the core where something hangs: the hub has what the core does not speak of, or does not answer.
 * Without that it would wait for the next report of the leaf.
 * @param hangs whether anything does, now. @param moved what changes when the core moves on.
 * @param ask called while it hangs and the core has not moved on.
 */
export const createAsking = ({
  timers,
  hangs,
  moved,
  ask,
}: {
  readonly timers: Timers;
  readonly hangs: () => boolean;
  readonly moved: () => unknown;
  readonly ask: () => void;
}) => {
  let since: number | null = null;
  let asked = 0;
  let cancel: (() => void) | null = null;
  let stopped = false;

  /** To be called whenever anything may have begun to hang, or ended. */
  const watch = (): void => {
    if (!hangs()) [since, asked] = [null, 0];
    // A clock that was set back does not say how long ago it began.
    else since = Math.min(since ?? timers.now(), timers.now());
    if (since === null || cancel !== null || stopped) return;
    const before = moved();
    cancel = timers.after(askMs(asked), () => {
      cancel = null;
      const isStill = hangs() && moved() === before;
      asked = isStill ? asked + 1 : 0;
      if (isStill) ask();
      else watch();
    });
  };

  return {
    watch,
    /** Since when it hangs, wall clock; now where it does not. */
    since: (): number => since ?? timers.now(),
    /** The core has moved on: what hangs now began to hang now. */
    anew: (): void => {
      since = null;
    },
    stop: (): void => {
      stopped = true;
      cancel?.();
    },
  };
};
