import type { Timers } from '../../../src/sync/port.ts';

/** The machine's own, as a leaf has them. */
export const timers: Timers = {
  now: Date.now,
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
