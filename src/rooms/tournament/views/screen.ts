import { mulDiv } from '../../../kernel/money.ts';
import type { Now } from '../../../kernel/time.ts';
import type { Level } from '../../../poker/blinds.ts';
import {
  levelTitle,
  nextBreak,
  nextRound,
  roundCount,
  roundNumber,
} from '../../../poker/blinds.ts';
import type { Position } from '../../../poker/clock.ts';
import { clockAt, levelMs, msUntil } from '../../../poker/clock.ts';
import type { Prize } from '../../../poker/payouts.ts';
import { closingLevel } from '../decide/clock.ts';
import type { State } from '../state.ts';
import { chipsInPlay } from '../state.ts';
import { paidPlaces } from './paid-places.ts';
import type { Names } from './players.ts';
import { entriesPlaced, prizeTable, standings } from './standings.ts';

/** What a level says on a screen; blinds are chips. */
export type LevelView = {
  readonly kind: 'round' | 'break';
  readonly sb: number;
  readonly bb: number;
  readonly ante: number;
  readonly anteType: 'none' | 'classic' | 'bigBlind';
  readonly bringIn: number;
  readonly limits: readonly number[];
  /** "No-Limit Hold'em", or what the break says. */
  readonly game: string;
  readonly minutes: number;
  readonly colorUp: readonly number[];
  readonly color: string | null;
};

const NO_BLINDS = { sb: 0, bb: 0, ante: 0, anteType: 'none', bringIn: 0, limits: [] } as const;

export const levelView = (level: Level): LevelView =>
  level.kind === 'break'
    ? {
        kind: 'break',
        ...NO_BLINDS,
        game: level.notes ?? '',
        minutes: level.minutes,
        colorUp: level.colorUp ?? [],
        color: null,
      }
    : {
        kind: 'round',
        sb: level.smallBlind,
        bb: level.bigBlind,
        ante: level.ante,
        anteType: level.anteType,
        bringIn: level.bringIn ?? 0,
        limits: level.limits ?? [],
        game: levelTitle(level),
        minutes: level.minutes,
        colorUp: [],
        color: level.color ?? null,
      };

export type ScreenView = {
  readonly title: string;
  readonly currency: string;
  readonly status: 'setup' | 'running' | 'ended';
  readonly clock: {
    readonly remainingMs: number;
    readonly paused: boolean;
    /** Round number, breaks not counted; of a break the round before it. */
    readonly level: number;
    readonly levels: number;
    readonly index: number;
    readonly lengthMs: number;
    /** Played so far, breaks included and pauses not: the levels before, and what of this one is gone. */
    readonly elapsedMs: number;
    readonly breakInMs: number | null;
    /** Wall clock of a start that is scheduled and still to come. */
    readonly startsAt: number | null;
    readonly warningSeconds: readonly number[];
    /** A long stop waits for the floor's choice. */
    readonly undecided: boolean;
  };
  readonly blinds: LevelView | null;
  readonly next: LevelView | null;
  readonly stats: {
    readonly entries: number;
    readonly remaining: number;
    readonly rebuys: number;
    readonly addOns: number;
    readonly avgStack: number;
    /** Average stack in big blinds, times ten (68.2 is 682); null in a break before any blinds. */
    readonly avgBigBlinds10: number | null;
    readonly chipsInPlay: number;
    readonly prizePool: number;
    readonly placesPaid: number;
    readonly firstPrize: number;
    readonly nextPrize: number;
    /** Entries are open: places and prizes are "so far". */
    readonly provisional: boolean;
  };
  readonly registration: { readonly open: boolean; readonly closesInMs: number | null };
  /** Whose night it was, several where first place was shared; left out before it is over. */
  readonly winners?: readonly string[];
  readonly chips: readonly {
    readonly value: number;
    readonly color: string;
    readonly label: string;
  }[];
  /** Values that leave play at the break being shown or coming next. */
  readonly chipUp: readonly number[];
};

const counts = (state: State) =>
  state.config.mode === 'counters'
    ? { ...state.counters, chips: countedChips(state) }
    : {
        entries: state.totals.entries,
        remaining: state.totals.live,
        rebuys: state.totals.rebuys,
        addOns: state.totals.addOns,
        chips: chipsInPlay(state),
      };

const countedChips = ({ config, counters, totals }: State): number => {
  const stack = (list: typeof config.buyIns) => list[0]?.chips ?? 0;
  const adjusted = Object.values(totals.chips).reduce((a, b) => a + b, 0);
  const bought =
    counters.entries * stack(config.buyIns) +
    counters.rebuys * stack(config.rebuys.profiles) +
    counters.addOns * stack(config.addOns.profiles);
  return bought + adjusted;
};

/** The blinds that count for averages: this round's, or the next one's in a break. */
const bigBlindNow = (state: State): number => {
  const at = state.levels[state.clock.anchor.level];
  const round =
    at?.kind === 'break' ? state.levels[nextRound(state.levels, state.clock.anchor.level)] : at;
  return round?.kind === 'round' ? round.bigBlind : 0;
};

const prizeAt = (places: readonly Prize[], place: number): number =>
  places.find((p) => p.from <= place && place <= p.to)?.each ?? 0;

/** First prize and that of whoever goes out next; where they made a deal, the most and no next one. */
const prizesAhead = (
  state: State,
  places: readonly Prize[],
  remaining: number,
): readonly [first: number, next: number] => {
  if (state.deal !== null) return [prizeAt(paidPlaces(state), 1), 0];
  const next = Math.min(remaining, entriesPlaced(state));
  return [prizeAt(places, 1), remaining === 0 ? 0 : prizeAt(places, next)];
};

const statsView = (state: State): ScreenView['stats'] => {
  const { entries, remaining, rebuys, addOns, chips } = counts(state);
  const { pool, places, paid } = prizeTable(state);
  const [first, next] = prizesAhead(state, places, remaining);
  const avgStack = remaining === 0 ? 0 : Math.floor(chips / remaining);
  const bigBlind = bigBlindNow(state);
  return {
    entries,
    remaining,
    rebuys,
    addOns,
    avgStack,
    avgBigBlinds10: bigBlind === 0 ? null : mulDiv(avgStack, 10, bigBlind),
    chipsInPlay: chips,
    prizePool: pool.pool,
    placesPaid: paid,
    firstPrize: first,
    nextPrize: next,
    provisional: state.registration.open,
  };
};

const registrationView = (state: State, now: Now): ScreenView['registration'] => {
  const { open } = state.registration;
  const { until } = state.config.registration;
  const index = closingLevel(state);
  const position = clockAt(state.clock.anchor, now);
  const byLevel =
    index === null || index <= position.level ? null : msUntil(state.levels, position, index);
  const byTime = until === null ? null : Math.max(0, until - now.wallMs);
  const both = [byLevel, byTime].filter((ms) => ms !== null);
  return { open, closesInMs: open && both.length > 0 ? Math.min(...both) : null };
};

const colorUpAhead = (state: State): readonly number[] => {
  const { level } = state.clock.anchor;
  const here = state.levels[level];
  const coming = here?.kind === 'break' ? here : state.levels[nextBreak(state.levels, level)];
  return coming?.kind === 'break' ? (coming.colorUp ?? []) : [];
};

const playedMs = (state: State, { level, remainingMs }: Position): number => {
  let ms = levelMs(state.levels, level) - remainingMs;
  for (let i = 0; i < level; i++) ms += levelMs(state.levels, i);
  return ms;
};

const clockView = (state: State, now: Now): ScreenView['clock'] => {
  const { anchor, interrupted } = state.clock;
  const position = clockAt(anchor, now);
  const pause = nextBreak(state.levels, position.level);
  const { startsAt } = state.config;
  return {
    remainingMs: position.remainingMs,
    paused: !anchor.running,
    level: roundNumber(state.levels, position.level),
    levels: roundCount(state.levels),
    index: position.level,
    lengthMs: levelMs(state.levels, position.level),
    elapsedMs: playedMs(state, position),
    breakInMs: pause === -1 ? null : msUntil(state.levels, position, pause),
    startsAt: state.status === 'setup' ? startsAt : null,
    warningSeconds: state.config.warningSeconds,
    undecided: interrupted !== null,
  };
};

/** Player ids of who came first, once the tournament is over. */
export const winnersOf = (state: State): readonly string[] =>
  state.status === 'ended'
    ? standings(state).list.flatMap(({ rank, playerId }) => (rank === 1 ? [playerId] : []))
    : [];

/**
 * Everything that a screen in the room shows of a tournament; nothing private.
 * @param names of the winners, as whoever looks may know them; who is not in it is not named.
 */
export const screenView = (state: State, now: Now, names: Names = {}): ScreenView => {
  const index = state.clock.anchor.level;
  const [here, after] = [state.levels[index], state.levels[index + 1]];
  return {
    title: state.config.name,
    currency: state.config.currency,
    status: state.status === 'none' ? 'setup' : state.status,
    clock: clockView(state, now),
    blinds: here === undefined ? null : levelView(here),
    next: after === undefined ? null : levelView(after),
    stats: statsView(state),
    registration: registrationView(state, now),
    ...(state.status === 'ended'
      ? { winners: winnersOf(state).flatMap((playerId) => names[playerId] ?? []) }
      : {}),
    chips: state.config.chips.map(({ value, color, label }) => ({
      value,
      color,
      label: label ?? '',
    })),
    chipUp: colorUpAhead(state),
  };
};

export type ScheduleLine = LevelView & {
  readonly index: number;
  /** Round number; of a break the round before it. */
  readonly level: number;
  /** ms from now until it starts; negative for what lies behind, null while the clock was not started. */
  readonly startsInMs: number;
};

/** Every level with the time until it starts, were the clock to run on from now. */
export const schedule = (state: State, now: Now): readonly ScheduleLine[] => {
  const position = clockAt(state.clock.anchor, now);
  let startsInMs = -playedMs(state, position);
  return state.levels.map((level, index) => {
    const line = {
      ...levelView(level),
      index,
      level: roundNumber(state.levels, index),
      startsInMs,
    };
    startsInMs += levelMs(state.levels, index);
    return line;
  });
};
