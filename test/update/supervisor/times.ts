const LOOK_EVERY_MS = 10;

export type Happening = { readonly atMs: number; readonly what: string };

/** The times of units, each `factor` times as long as in earnest, and what happened when. */
export const createTimes = (factor: number) => {
  const startedAtMs = performance.now();
  /** Of waits that ended with their time: what they would have lasted longer in earnest. */
  let sparedMs = 0;
  /** The time that a state may last, in earnest and until when it does. */
  let limit: { readonly untilMs: number; readonly trueMs: number } | null = null;
  const log: Happening[] = [];
  const trueNow = (): number => performance.now() - startedAtMs + sparedMs;

  return {
    log,
    /** Since the beginning, as long as it would have lasted in earnest, ms. */
    trueNow,
    happened: (what: string): void => {
      log.push({ atMs: trueNow(), what });
    },
    within: (ms: number): void => {
      limit = { untilMs: performance.now() + ms * factor, trueMs: ms };
    },
    /** In earnest, too: what a service asks for it needs, however short the other times are. */
    extend: (ms: number): void => {
      const untilMs = performance.now() + ms;
      if (limit !== null && untilMs > limit.untilMs) limit = { untilMs, trueMs: ms };
    },
    /** A pause that nothing ends early. */
    pause: async (ms: number): Promise<void> => {
      await Bun.sleep(ms * factor);
      sparedMs += ms * (1 - factor);
    },
    /** Until it ends, or does what is waited for, or its time is over. */
    until: async (
      child: Bun.Subprocess,
      isDone: () => boolean,
    ): Promise<'done' | 'ended' | 'late'> => {
      for (;;) {
        if (isDone()) return 'done';
        if (child.exitCode !== null || child.signalCode !== null) return 'ended';
        if (limit !== null && performance.now() >= limit.untilMs) {
          sparedMs += limit.trueMs * (1 - factor);
          return 'late';
        }
        await Bun.sleep(LOOK_EVERY_MS);
      }
    },
  };
};

export type Times = ReturnType<typeof createTimes>;
