/**
 * One piece of work at a time, in the order in which it was asked for.
 * @param failed told what a piece threw; the next one goes on.
 */
export const createTurns = (failed: (error: unknown) => void) => {
  let last: Promise<void> = Promise.resolve();
  const turn = (work: () => Promise<void>): void => {
    last = last.then(work).catch(failed);
  };
  return { turn, done: () => last };
};
