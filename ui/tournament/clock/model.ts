import { MINUTE, SECOND } from '../../../src/kernel/time.ts';

/** `12` and `12:30` (and `12.30`) as ms; null where it is no time of a level, at most ten hours. */
export const parseTime = (typed: string): number | null => {
  const found = /^(\d{1,3})(?:[:.,](\d{2}))?$/.exec(typed.trim());
  if (found === null) return null;
  const [minutes, seconds] = [Number(found[1]), Number(found[2] ?? 0)];
  const ms = minutes * MINUTE + seconds * SECOND;
  return seconds < 60 && ms > 0 && minutes <= 600 ? ms : null;
};
