import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { Now } from '../../../kernel/time.ts';
import { MINUTE, SECOND } from '../../../kernel/time.ts';
import { roundNumber } from '../../../poker/blinds.ts';
import type { Anchor, Position } from '../../../poker/clock.ts';
import { anchored, clockAt, earlier, elapsedMs, levelMs, walk } from '../../../poker/clock.ts';
import { rowsFor } from '../../../poker/payouts.ts';
import type { CommandOf, RefusalCode } from '../commands.ts';
import type { TournamentEvent } from '../events.ts';
import type { State } from '../state.ts';
import { entriesPlaced } from '../views/standings.ts';

type Answer = readonly TournamentEvent[] | Refusal<RefusalCode>;

/** A scheduled start missed by more than this waits for the floor. */
const START_GRACE_MS = 10 * MINUTE;
/** A warning later than this is not given any more: nobody wants "one minute" at 0:40. */
const WARNING_GRACE_MS = 2 * SECOND;

/** The clock may be touched: the night runs, and no stop waits for the floor's choice. */
export const clockRefusal = (state: State): Refusal<RefusalCode> | null => {
  if (state.status === 'ended') return refuse('ENDED');
  if (state.status !== 'running') return refuse('NOT_STARTED');
  return state.clock.interrupted === null ? null : refuse('CLOCK_UNDECIDED');
};

/** Index of the level with which entries close; null where no level closes them. */
export const closingLevel = (state: State): number | null => {
  const { lastLevel, throughBreak } = state.config.registration;
  if (lastLevel === null) return null;
  const later = (i: number) => roundNumber(state.levels, i) > lastLevel;
  const after = (i: number) =>
    roundNumber(state.levels, i) >= lastLevel && (i === 0 ? lastLevel === 0 : true);
  const index = state.levels.findIndex((level, i) =>
    throughBreak
      ? level.kind === 'round' && later(i)
      : i > 0 && after(i - 1) && (later(i) || level.kind === 'break'),
  );
  return index === -1 ? null : index;
};

/** Closing freezes the payout table: as many places and shares as there are entries now. */
export const closing = (state: State, why: 'level' | 'time' | 'floor'): TournamentEvent => ({
  type: 'registration.closed',
  data: {
    why,
    plan: {
      ...state.plan,
      source: { kind: 'rows', rows: rowsFor(state.plan, entriesPlaced(state)) },
    },
  },
});

/** Entries close when their last level is over, and open again when the clock goes back. */
export const registrationAt = (state: State, level: number): readonly TournamentEvent[] => {
  const limit = closingLevel(state);
  if (limit === null) return [];
  if (level >= limit && state.registration.open) return [closing(state, 'level')];
  if (level < limit && state.registration.why === 'level')
    return [{ type: 'registration.reopened', data: { why: 'level' } }];
  return [];
};

const levelStarted = (
  state: State,
  anchor: Anchor,
  by: 'clock' | 'floor',
  before: Position,
): readonly TournamentEvent[] => [
  { type: 'level.started', data: { anchor, by, before } },
  ...registrationAt(state, anchor.level),
];

const toLevel = (state: State, level: number, now: Now, remainingMs?: number): Answer => {
  const refusal = clockRefusal(state);
  if (refusal !== null) return refusal;
  if (state.levels[level] === undefined) return refuse('NO_SUCH_LEVEL', { level });
  const length = levelMs(state.levels, level);
  const position = { level, remainingMs: Math.min(remainingMs ?? length, length) };
  const { anchor } = state.clock;
  return levelStarted(
    state,
    anchored(position, now, anchor.running),
    'floor',
    clockAt(anchor, now),
  );
};

export const start = (state: State, { paused, now }: CommandOf<'start'>): Answer => {
  if (state.status === 'ended') return refuse('ENDED');
  if (state.status !== 'setup') return refuse('ALREADY_STARTED');
  const position = { level: 0, remainingMs: levelMs(state.levels, 0) };
  return [
    { type: 'tournament.started', data: { anchor: anchored(position, now, !paused) } },
    ...registrationAt(state, 0),
  ];
};

export const startDue = (state: State, command: CommandOf<'startDue'>): Answer => {
  const { startsAt, startPaused } = state.config;
  const late = startsAt === null ? -1 : command.now.wallMs - startsAt;
  if (late < 0) return refuse('TOO_EARLY');
  if (late > START_GRACE_MS) return refuse('TOO_LATE');
  return start(state, { type: 'start', paused: startPaused, now: command.now });
};

export const pause = (state: State, { now }: CommandOf<'pause'>): Answer => {
  const refusal = clockRefusal(state);
  if (refusal !== null) return refusal;
  if (!state.clock.anchor.running) return refuse('ALREADY_PAUSED');
  const position = clockAt(state.clock.anchor, now);
  return [{ type: 'clock.paused', data: { anchor: anchored(position, now, false) } }];
};

export const resume = (state: State, { now }: CommandOf<'resume'>): Answer => {
  const refusal = clockRefusal(state);
  if (refusal !== null) return refusal;
  if (state.clock.anchor.running) return refuse('ALREADY_RUNNING');
  const position = clockAt(state.clock.anchor, now);
  return [{ type: 'clock.resumed', data: { anchor: anchored(position, now, true) } }];
};

export const advance = (state: State, { now }: CommandOf<'advance'>): Answer =>
  toLevel(state, state.clock.anchor.level + 1, now);

export const rewind = (state: State, { now }: CommandOf<'rewind'>): Answer =>
  toLevel(state, state.clock.anchor.level - 1, now);

export const jump = (state: State, command: CommandOf<'jump'>): Answer =>
  toLevel(state, command.level, command.now, command.remainingMs);

export const adjustClock = (state: State, { byMs, now }: CommandOf<'adjustClock'>): Answer => {
  const refusal = clockRefusal(state);
  if (refusal !== null) return refusal;
  const { level, remainingMs } = clockAt(state.clock.anchor, now);
  const position = { level, remainingMs: Math.max(0, remainingMs + byMs) };
  const anchor = anchored(position, now, state.clock.anchor.running);
  return [{ type: 'clock.adjusted', data: { anchor, byMs } }];
};

/** The next level at the very moment the last one ended, however late the timer came. */
export const levelDue = (state: State, { now }: CommandOf<'levelDue'>): Answer => {
  const refusal = clockRefusal(state);
  if (refusal !== null) return refusal;
  const { anchor } = state.clock;
  const before = clockAt(anchor, now);
  if (!anchor.running || before.remainingMs > 0) return refuse('TOO_EARLY');
  const level = anchor.level + 1;
  if (state.levels[level] === undefined) return refuse('NO_SUCH_LEVEL', { level });
  const moment = earlier(now, elapsedMs(anchor, now) - anchor.remainingMs);
  const position = { level, remainingMs: levelMs(state.levels, level) };
  return levelStarted(state, anchored(position, moment, true), 'clock', before);
};

export const warningDue = (state: State, { seconds, now }: CommandOf<'warningDue'>): Answer => {
  const refusal = clockRefusal(state);
  if (refusal !== null) return refusal;
  const { level, remainingMs } = clockAt(state.clock.anchor, now);
  const late = seconds * SECOND - remainingMs;
  if (late < 0) return refuse('TOO_EARLY');
  if (late > WARNING_GRACE_MS || state.clock.warned[`${level}:${seconds}`]) return [];
  return [{ type: 'clock.warned', data: { level, seconds } }];
};

export const registrationDue = (state: State, { now }: CommandOf<'registrationDue'>): Answer => {
  const { until } = state.config.registration;
  if (!state.registration.open || until === null || now.wallMs < until) return [];
  return [closing(state, 'time')];
};

export const setRegistration = (
  state: State,
  { open, now }: CommandOf<'setRegistration'>,
): Answer => {
  const { until } = state.config.registration;
  // Time would close it again in the same second: a later time comes first.
  if (open && until !== null && now.wallMs >= until) return refuse('TOO_LATE', { until });
  if (open === state.registration.open) return [];
  return open
    ? [{ type: 'registration.reopened', data: { why: 'floor' } }]
    : [closing(state, 'floor')];
};

/**
 * After a stop of the leaf (CLK-7). A short one goes on as if nothing had happened. After a longer
 * one, or one of unknown length, the clock counts on to the end of its level and no further until
 * the floor has chosen between that and the moment of the stop.
 */
export const recoverClock = (state: State, command: CommandOf<'recoverClock'>): Answer => {
  const { now, lastSeen, outageMs } = command;
  const { anchor, interrupted } = state.clock;
  if (state.status !== 'running' || !anchor.running) return [];
  const stopped = clockAt(anchor, lastSeen);
  const sameBoot = anchor.bootId === now.bootId;
  if (outageMs !== null && outageMs <= state.config.resumeWithinMs && interrupted === null) {
    if (sameBoot) return [];
    const resumed = anchored(stopped, earlier(now, outageMs), true);
    return [{ type: 'clock.reanchored', data: { anchor: resumed, outageMs } }];
  }
  const first = interrupted?.stopped ?? stopped;
  const counted = sameBoot ? anchor : anchored(stopped, earlier(now, outageMs ?? 0), true);
  return [{ type: 'clock.interrupted', data: { stopped: first, anchor: counted, outageMs } }];
};

/**
 * On another leaf than the one that is gone. Its boot clock is unknown here, so where the clock stood
 * is told by the wall clock of its own anchor; how long it stood still counts as long (CLK-7).
 */
export const restore = (
  state: State,
  { series, stoppedAtMs, now }: CommandOf<'restore'>,
): Answer => {
  if (state.series.at(-1)?.name === series) return [];
  const restored = { type: 'tournament.restored', data: { series } } as const;
  const { anchor, interrupted } = state.clock;
  if (state.status !== 'running' || !anchor.running) return [restored];
  const ranMs = Math.max(0, stoppedAtMs - anchor.wallMs);
  const seen = { ...now, bootId: anchor.bootId, bootMs: anchor.bootMs + ranMs };
  const stopped = interrupted?.stopped ?? clockAt(anchor, seen);
  const counted = anchored(stopped, now, true);
  return [
    restored,
    { type: 'clock.interrupted', data: { stopped, anchor: counted, outageMs: null } },
  ];
};

/** Both times the floor chooses between after a long stop. */
export const choices = (
  state: State,
  now: Now,
): { readonly stopped: Position; readonly counted: Position } | null => {
  const { anchor, interrupted } = state.clock;
  if (interrupted === null) return null;
  const from = { level: anchor.level, remainingMs: anchor.remainingMs };
  return {
    stopped: interrupted.stopped,
    counted: walk(state.levels, from, elapsedMs(anchor, now)),
  };
};

export const settleClock = (state: State, { choice, now }: CommandOf<'settleClock'>): Answer => {
  const both = choices(state, now);
  if (both === null) return refuse('CLOCK_NOT_INTERRUPTED');
  const anchor = anchored(both[choice], now, true);
  return [
    { type: 'clock.settled', data: { choice, anchor } },
    ...registrationAt(state, anchor.level),
  ];
};
