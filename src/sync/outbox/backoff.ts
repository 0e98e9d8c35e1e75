import { SECOND } from '../../kernel/time.ts';
import type { Chance } from '../port.ts';

const FIRST_MS = 200;
const MOST_MS = 30 * SECOND;

/** 0.2 s, doubled with each attempt, at most 30 s; of that a half to the whole by chance. */
export const backoffMs = (attempt: number, chance: Chance): number => {
  const whole = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 20));
  return Math.round(whole * (0.5 + chance() / 2));
};
