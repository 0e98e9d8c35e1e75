import type { Now } from '../../../kernel/time.ts';
import { MINUTE, SECOND } from '../../../kernel/time.ts';
import { clockAt } from '../../../poker/clock.ts';
import type { State } from '../state.ts';

/** A command that time itself gives, and how long until then. */
export type Due = {
  readonly inMs: number;
  readonly command:
    | { readonly type: 'levelDue' | 'startDue' | 'registrationDue' }
    | { readonly type: 'warningDue'; readonly seconds: number };
  /** Makes a command that is given again after a crash do nothing the second time. */
  readonly cause: string;
};

const scheduled = (state: State, now: Now): readonly Due[] => {
  const { startsAt } = state.config;
  const inMs = startsAt === null ? -1 : startsAt - now.wallMs;
  if (state.status !== 'setup' || startsAt === null || inMs < -10 * MINUTE) return [];
  return [{ inMs, command: { type: 'startDue' }, cause: `start:${startsAt}` }];
};

const closing = (state: State, now: Now): readonly Due[] => {
  const { until } = state.config.registration;
  if (until === null || !state.registration.open || state.status === 'ended') return [];
  return [
    { inMs: until - now.wallMs, command: { type: 'registrationDue' }, cause: `entries:${until}` },
  ];
};

const ticking = (state: State, now: Now): readonly Due[] => {
  const { anchor, anchorEvent, interrupted } = state.clock;
  if (state.status !== 'running' || !anchor.running || interrupted !== null) return [];
  const { level, remainingMs } = clockAt(anchor, now);
  const warnings = state.config.warningSeconds.flatMap((seconds): Due[] => {
    const inMs = remainingMs - seconds * SECOND;
    if (inMs <= 0 || state.clock.warned[`${level}:${seconds}`]) return [];
    return [
      {
        inMs,
        command: { type: 'warningDue', seconds },
        cause: `warning:${anchorEvent}:${seconds}`,
      },
    ];
  });
  if (level >= state.levels.length - 1) return warnings;
  const end: Due = {
    inMs: remainingMs,
    command: { type: 'levelDue' },
    cause: `level:${anchorEvent}`,
  };
  return [...warnings, end];
};

/** What time will ask of the tournament next, soonest first; the leaf's timers follow it. */
export const dueNext = (state: State, now: Now): readonly Due[] =>
  [...scheduled(state, now), ...closing(state, now), ...ticking(state, now)].sort(
    (a, b) => a.inMs - b.inMs,
  );
