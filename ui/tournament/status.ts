import type { State } from '../../src/rooms/tournament/state.ts';
import type { text } from '../text.ts';

export type Status = keyof typeof text.status;

export const statusOf = (state: State): Status => {
  if (state.status === 'ended') return 'ended';
  if (state.status !== 'running') return 'setup';
  if (state.clock.interrupted !== null) return 'undecided';
  if (!state.clock.anchor.running) return 'paused';
  return state.levels[state.clock.anchor.level]?.kind === 'break' ? 'break' : 'running';
};

/** Red in the last ten seconds, amber under the first warning. */
export const urgency = (
  remainingMs: number,
  running: boolean,
  warnSeconds: readonly number[],
): string => {
  if (!running) return '';
  if (remainingMs <= 10_000) return 'text-danger';
  return remainingMs <= Math.max(0, ...warnSeconds) * 1_000 ? 'text-warning' : '';
};
