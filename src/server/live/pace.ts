/** Telling a burst takes at most this part of the leaf's time (one in …). */
const SHARE = 4;

/** Something that is told again and again: at once, or as soon as a burst allows. */
export type Pace = {
  /** The last change is always told. */
  readonly soon: () => void;
  /** Whether it was told just now, or waits to be. */
  readonly isBusy: () => boolean;
  readonly stop: () => void;
};

/**
 * @param work tells it, and answers how many ms that took.
 * @param gapMs between two times at least.
 */
export const createPace = ({
  work,
  gapMs,
  failed,
}: {
  readonly work: () => Promise<number>;
  readonly gapMs: number;
  readonly failed: (error: unknown) => void;
}): Pace => {
  /** `performance.now()` before which it is not told again. */
  let readyAt = 0;
  let waiting: ReturnType<typeof setTimeout> | null = null;

  const run = (): void => {
    // Reserved until it is known what telling took.
    readyAt = performance.now() + gapMs;
    work().then((tookMs) => {
      readyAt = performance.now() + Math.max(gapMs, SHARE * tookMs);
    }, failed);
  };

  return {
    soon: () => {
      if (waiting !== null) return;
      const wait = readyAt - performance.now();
      if (wait <= 0) run();
      else
        waiting = setTimeout(() => {
          waiting = null;
          run();
        }, wait);
    },
    isBusy: () => waiting !== null || readyAt > performance.now(),
    stop: () => {
      if (waiting !== null) clearTimeout(waiting);
      waiting = null;
    },
  };
};
