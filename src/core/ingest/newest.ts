/**
 * One at a time for each key, and of what comes meanwhile only the newest: whoever says the same thing
 * a thousand times a second makes no more work than who says it again when it is done.
 * @param work must not throw.
 */
export const createNewest = <T>(work: (key: string, one: T) => Promise<void>) => {
  /** What waits behind the one at work; null: nothing does. */
  const waiting = new Map<string, { readonly one: T } | null>();

  const run = async (key: string, first: T): Promise<void> => {
    let next: { readonly one: T } | null = { one: first };
    while (next !== null) {
      waiting.set(key, null);
      await work(key, next.one);
      next = waiting.get(key) ?? null;
    }
    waiting.delete(key);
  };

  return (key: string, one: T): void => {
    if (waiting.has(key)) waiting.set(key, { one });
    else void run(key, one);
  };
};
