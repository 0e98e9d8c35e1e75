import { DAY } from '../../kernel/time.ts';

/** A backup that was read back, or came whole. */
export type KeptBackup = {
  readonly name: string;
  /** Wall clock, ms. */
  readonly madeAt: number;
  /** How far its log goes: of two, the one with more is the newer, whatever the clocks said. */
  readonly events: number;
  readonly bytes: number;
};

const WEEK = 7 * DAY;
/** How far back, and what stands for one: the newest of each day, week and month. */
const RULES = [
  { withinMs: 7 * DAY, periodMs: DAY },
  { withinMs: 4 * WEEK, periodMs: WEEK },
  { withinMs: 365 * DAY, periodMs: 30 * DAY },
] as const;

/** No clock is right to the hour. */
const AHEAD_MS = DAY;

const newestFirst = (a: KeptBackup, b: KeptBackup): number =>
  b.events - a.events || b.madeAt - a.madeAt || (a.name < b.name ? 1 : -1);

const wantedByRule = (
  list: readonly KeptBackup[],
  now: number,
  { withinMs, periodMs }: (typeof RULES)[number],
): readonly KeptBackup[] => {
  const seen = new Set<number>();
  return list.filter(({ madeAt }) => {
    // Counted from the epoch, so that a period's own one stays the same from day to day.
    const period = Math.floor(madeAt / periodMs);
    if (now - madeAt >= withinMs || seen.has(period)) return false;
    seen.add(period);
    return true;
  });
};

/** The newest ones that fit, the first in any case. */
const fitting = (list: readonly KeptBackup[], mostBytes: number): readonly KeptBackup[] => {
  let bytes = 0;
  const over = list.findIndex((one) => {
    bytes += one.bytes;
    return bytes > mostBytes;
  });
  return over < 0 ? list : list.slice(0, Math.max(1, over));
};

/**
 * Which backups stay: the newest of each of the last 7 days, 4 weeks and 12 months, as far as they
 * fit; the newest of all always does. What was made later than now says that a clock was wrong, which
 * is no reason to lose it. Pure.
 * @param now wall clock, ms; null where nobody knows it: then as many as fit.
 */
export const keep = (
  list: readonly KeptBackup[],
  now: number | null,
  mostBytes: number,
): readonly KeptBackup[] => {
  const sorted = list.toSorted(newestFirst);
  if (now === null) return fitting(sorted, mostBytes);
  const wanted = new Set(RULES.flatMap((rule) => wantedByRule(sorted, now, rule)));
  const [newest] = sorted;
  return fitting(
    sorted.filter((one) => one === newest || one.madeAt > now + AHEAD_MS || wanted.has(one)),
    mostBytes,
  );
};

/** The newest of them; null where there is none. */
export const newestOf = <K extends KeptBackup>(list: readonly K[]): K | null =>
  list.toSorted(newestFirst)[0] ?? null;
