import { createTurns } from './turns.ts';

/** For how long what was made for one is good for others who ask the same. */
const FRESH_MS = 500;
/** Different ones that are kept for that long; a page of 5,000 players weighs some 100 KB. */
const KEPT = 32;

/** Lets the floor's commands and the clock in between two pages. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * What is costly to make and asked for by a whole room at once: made one at a time, so that nothing
 * else waits for more than one of them, and once for all who ask the same within half a second.
 */
export const createMoments = <T>(nowMs: () => number) => {
  const kept = new Map<string, { readonly atMs: number; readonly made: Promise<T> }>();
  const inTurn = createTurns();

  const keep = (key: string, made: Promise<T>) => {
    kept.delete(key);
    const [oldest] = kept.size >= KEPT ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, { atMs: nowMs(), made });
    // Who waits for it hears of it; the next one tries anew.
    made.catch(() => kept.delete(key));
  };

  return {
    of: (key: string, make: () => Promise<T>): Promise<T> => {
      const known = kept.get(key);
      if (known !== undefined && nowMs() - known.atMs < FRESH_MS) return known.made;
      const made = inTurn(() => breathe().then(make));
      keep(key, made);
      return made;
    },
    forget: (): void => kept.clear(),
  };
};
