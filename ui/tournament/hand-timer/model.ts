import { SECOND } from '../../../src/kernel/time.ts';

/** What the house gives: 25 seconds, then a count-down of 5 (TDA R29), and chips for more. */
export type Rules = {
  readonly baseS: number;
  readonly countS: number;
  readonly bankS: number;
  readonly banks: number;
};

export const TDA: Rules = { baseS: 25, countS: 5, bankS: 30, banks: 2 };

/** One player's clock; times in ms of whatever clock the page counts by. */
export type Timer = {
  readonly id: number;
  readonly label: string;
  readonly rules: Rules;
  /** Left at `sinceMs`, or now where it stands. */
  readonly leftMs: number;
  readonly sinceMs: number | null;
  readonly banks: number;
};

export type Phase = 'ready' | 'base' | 'count' | 'out';

const wholeMs = ({ baseS, countS }: Rules): number => (baseS + countS) * SECOND;

export const newTimer = (id: number, rules: Rules): Timer => ({
  ...{ id, label: '', rules, sinceMs: null, banks: rules.banks },
  leftMs: wholeMs(rules),
});

export const leftAt = ({ leftMs, sinceMs }: Timer, nowMs: number): number =>
  Math.max(0, sinceMs === null ? leftMs : leftMs - (nowMs - sinceMs));

export const phaseAt = (timer: Timer, nowMs: number): Phase => {
  const left = leftAt(timer, nowMs);
  if (left === 0) return 'out';
  if (timer.sinceMs === null && left === wholeMs(timer.rules)) return 'ready';
  return left > timer.rules.countS * SECOND ? 'base' : 'count';
};

/** The digits: seconds to act, then those of the count-down. Counts up to full seconds, so 0 is the end. */
export const secondsAt = (timer: Timer, nowMs: number): number => {
  const left = leftAt(timer, nowMs);
  const countMs = timer.rules.countS * SECOND;
  return Math.ceil((left > countMs ? left - countMs : left) / SECOND);
};

/** Starts, stops, or goes on; one that ran out begins anew. */
export const toggled = (timer: Timer, nowMs: number): Timer => {
  const left = leftAt(timer, nowMs);
  if (left === 0) return { ...timer, leftMs: wholeMs(timer.rules), sinceMs: nowMs };
  return timer.sinceMs === null
    ? { ...timer, sinceMs: nowMs }
    : { ...timer, leftMs: left, sinceMs: null };
};

/** The next hand: full time again, standing; chips that were played stay played. */
export const afresh = (timer: Timer): Timer => ({
  ...timer,
  leftMs: wholeMs(timer.rules),
  sinceMs: null,
});

/** A time bank chip is played: so many seconds more, also for one whose time just ran out. */
export const banked = (timer: Timer, nowMs: number): Timer =>
  timer.banks === 0
    ? timer
    : {
        ...timer,
        banks: timer.banks - 1,
        leftMs: leftAt(timer, nowMs) + timer.rules.bankS * SECOND,
        sinceMs: nowMs,
      };

export type Sound = 'count' | 'out';

/** What is to be heard for the time that passed between two looks at a running timer. */
export const heardBetween = (timer: Timer, beforeMs: number, nowMs: number): Sound | null => {
  if (timer.sinceMs === null) return null;
  const [before, now] = [leftAt(timer, beforeMs), leftAt(timer, nowMs)];
  if (now === 0) return before > 0 ? 'out' : null;
  const countMs = timer.rules.countS * SECOND;
  const step = (left: number) => Math.ceil(Math.min(left, countMs + 1) / SECOND);
  return step(now) < step(before) ? 'count' : null;
};

/** Seconds as typed; null where they are none that anybody would give. */
export const parseSeconds = (typed: string, least = 1): number | null => {
  const n = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : -1;
  return n >= least && n <= 600 ? n : null;
};
