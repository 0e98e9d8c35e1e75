import type { Timers } from '../../src/sync/port.ts';

/** A process: what belongs to it stops with it. */
export type Life = { readonly name: string; alive: boolean };

type Timer = { readonly at: number; readonly order: number; readonly run: () => void };

/** Time that moves when the driver says so. */
export const createTime = (start: number) => {
  let now = start;
  let order = 0;
  const timers = new Set<Timer>();

  const due = (): Timer | undefined =>
    [...timers].sort((a, b) => a.at - b.at || a.order - b.order)[0];

  return {
    now: () => now,
    timersOf: (life: Life): Timers => ({
      now: () => now,
      after: (ms, run) => {
        order += 1;
        const timer = { at: now + ms, order, run: () => life.alive && run() };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    }),
    nextAt: (): number | null => due()?.at ?? null,
    /** Moves on by that much, or to the next timer, which then runs. */
    pass: (ms: number) => {
      const timer = due();
      if (timer === undefined || timer.at > now + ms) {
        now += ms;
        return;
      }
      now = Math.max(now, timer.at);
      timers.delete(timer);
      timer.run();
    },
  };
};

export type Time = ReturnType<typeof createTime>;
