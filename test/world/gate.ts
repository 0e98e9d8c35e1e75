import type { Life } from './time.ts';

export type Call = {
  readonly life: Life;
  /** Does it and answers. */
  readonly run: () => void;
  /** Does it, but the process that asked is gone. */
  readonly runUnheard: () => void;
  /** It fails, and nothing was done. */
  readonly fail: (error: Error) => void;
};

/** Calls to disks and databases that have begun and not ended: the driver ends them. */
export const createGate = () => {
  const calls: Call[] = [];
  return {
    calls: (): readonly Call[] => calls,
    take: (n: number): Call | undefined => calls.splice(n, 1)[0],
    /** What a process that ended had begun, in order. */
    takeOf: (life: Life): readonly Call[] => {
      const own = calls.filter((call) => call.life === life);
      for (const call of own) calls.splice(calls.indexOf(call), 1);
      return own;
    },
    pass: <T>(life: Life, work: () => Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        // What was still to run in a process that ended begins nothing any more.
        if (!life.alive) return;
        calls.push({
          life,
          run: () => {
            work().then(
              (done) => life.alive && resolve(done),
              (error) => life.alive && reject(error),
            );
          },
          runUnheard: () => {
            work().catch(() => undefined);
          },
          fail: reject,
        });
      }),
  };
};

export type Gate = ReturnType<typeof createGate>;
