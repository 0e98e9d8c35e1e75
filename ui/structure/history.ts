/** What was, what is, and what was taken back. */
export type History<T> = {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
};

/** More steps than anybody takes back. */
const MOST = 200;

export const historyOf = <T>(now: T): History<T> => ({ past: [], now, future: [] });

/** Goes on to `next`; the same again is no step. */
export const changed = <T>(history: History<T>, next: T): History<T> =>
  next === history.now
    ? history
    : { past: [...history.past, history.now].slice(-MOST), now: next, future: [] };

export const undone = <T>({ past, now, future }: History<T>): History<T> => {
  const [before] = past.slice(-1);
  return before === undefined
    ? { past, now, future }
    : { past: past.slice(0, -1), now: before, future: [now, ...future] };
};

export const redone = <T>({ past, now, future }: History<T>): History<T> => {
  const [next, ...rest] = future;
  return next === undefined
    ? { past, now, future }
    : { past: [...past, now], now: next, future: rest };
};
