import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { Level } from '../../../poker/blinds.ts';
import { checkStructure } from '../../../poker/blinds.ts';
import type { ChipSpec } from '../../../poker/chips.ts';
import { anchored, clockAt, levelMs } from '../../../poker/clock.ts';
import type { CommandOf, Config, RefusalCode } from '../commands.ts';
import type { TournamentEvent } from '../events.ts';
import type { State } from '../state.ts';
import { isLive } from '../state.ts';
import { closing, registrationAt } from './clock.ts';

type Answer = readonly TournamentEvent[] | Refusal<RefusalCode>;

/** Unplayable structures are refused, each finding with its level; warnings are for screens. */
const structureRefusal = (
  levels: readonly Level[],
  chips: readonly ChipSpec[],
): Refusal<RefusalCode> | null => {
  const errors = checkStructure(levels, chips).filter((f) => f.severity === 'error');
  return errors.length === 0 ? null : refuse('STRUCTURE_INVALID', { findings: errors });
};

export const create = (state: State, { config, levels }: CommandOf<'create'>): Answer => {
  if (state.status !== 'none') return refuse('ALREADY_EXISTS');
  return (
    structureRefusal(levels, config.chips) ?? [
      { type: 'tournament.created', data: { config, levels } },
    ]
  );
};

const partOf = <K extends keyof Config>(config: Config, keys: readonly K[]): Partial<Config> =>
  Object.fromEntries(keys.map((key) => [key, config[key]]));

/** What no longer may change once somebody has paid. */
const fixedBy = (state: State, changes: Partial<Config>): string | undefined => {
  if (Object.keys(state.facts).length === 0) return undefined;
  return (['currency', 'mode'] as const).find(
    (key) => changes[key] !== undefined && changes[key] !== state.config[key],
  );
};

/** A new last level for entries holds at once, whatever level is being played. */
const registrationAfter = (state: State, changes: Partial<Config>): readonly TournamentEvent[] => {
  if (state.status !== 'running' || changes.registration === undefined) return [];
  const config = { ...state.config, ...changes };
  return registrationAt({ ...state, config }, state.clock.anchor.level);
};

export const configure = (state: State, command: CommandOf<'configure'>): Answer => {
  const { type: _, now, levels, reason, ...given } = command;
  if (state.status === 'ended') return refuse('ENDED');
  const changes: Partial<Config> = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const fixed = fixedBy(state, changes);
  if (fixed !== undefined) return refuse('NOT_ALLOWED', { field: fixed });
  if (changes.payouts !== undefined && state.planBeforeLock !== null)
    return refuse('NOT_ALLOWED', { field: 'payouts', locked: true });
  const keys = Object.keys(changes) as (keyof Config)[];
  const configured: readonly TournamentEvent[] =
    keys.length === 0
      ? []
      : [
          {
            type: 'tournament.configured',
            data: { changes, before: partOf(state.config, keys), reason: reason ?? '' },
          },
          ...registrationAfter(state, changes),
        ];
  if (levels === undefined) return configured;
  const fromLevel = state.status === 'setup' ? 0 : state.clock.anchor.level + 1;
  const past = state.levels.slice(0, fromLevel);
  if (JSON.stringify(levels.slice(0, fromLevel)) !== JSON.stringify(past))
    return refuse('PAST_LEVEL', { fromLevel });
  const rest = levels.slice(fromLevel);
  const changed = changeStructure(state, { type: 'changeStructure', fromLevel, levels: rest, now });
  return 'refused' in changed ? changed : [...configured, ...changed];
};

/** Everything from `fromLevel` on, which has to lie ahead: the past is not rewritten (BLD-5). */
export const changeStructure = (
  state: State,
  { fromLevel, levels }: CommandOf<'changeStructure'>,
): Answer => {
  if (state.status === 'ended') return refuse('ENDED');
  const first = state.status === 'setup' ? 0 : state.clock.anchor.level + 1;
  if (fromLevel < first) return refuse('PAST_LEVEL', { fromLevel: first });
  if (fromLevel > state.levels.length) return refuse('NO_SUCH_LEVEL', { level: fromLevel });
  const before = state.levels.slice(fromLevel);
  if (JSON.stringify(before) === JSON.stringify(levels)) return [];
  const whole = [...state.levels.slice(0, fromLevel), ...levels];
  if (whole.length > 200) return refuse('STRUCTURE_INVALID', { levels: whole.length, most: 200 });
  return (
    structureRefusal(whole, state.config.chips) ?? [
      { type: 'structure.changed', data: { fromLevel, levels, before } },
    ]
  );
};

/** The level being played, with a reason: its blinds, or its length with the time left following. */
export const correctLevel = (state: State, command: CommandOf<'correctLevel'>): Answer => {
  if (state.status !== 'running') return refuse(state.status === 'ended' ? 'ENDED' : 'NOT_STARTED');
  const { level, reason, now } = command;
  const { anchor } = state.clock;
  if (command.index !== undefined && command.index !== anchor.level)
    return refuse('PAST_LEVEL', { fromLevel: anchor.level });
  const before = state.levels[anchor.level];
  if (before === undefined) return refuse('NO_SUCH_LEVEL');
  const whole = state.levels.with(anchor.level, level);
  const refusal = structureRefusal(whole, state.config.chips);
  if (refusal !== null) return refusal;
  const longer = levelMs(whole, anchor.level) - levelMs(state.levels, anchor.level);
  const { remainingMs } = clockAt(anchor, now);
  const position = { level: anchor.level, remainingMs: Math.max(0, remainingMs + longer) };
  const data = { index: anchor.level, level, before, reason };
  return [
    {
      type: 'level.corrected',
      data: { ...data, anchor: anchored(position, now, anchor.running) },
    },
  ];
};

/** Takes back a tournament that nobody entered yet; what happened in one stays in the book. */
export const discard = (state: State): Answer => {
  if (state.status !== 'setup') return refuse('ALREADY_STARTED');
  if (Object.keys(state.facts).length > 0) return refuse('ALREADY_USED');
  return [{ type: 'tournament.discarded', data: { name: state.config.name } }];
};

/** Over when one is left, or when those left have made a deal. */
export const end = (state: State, { now }: CommandOf<'end'>): Answer => {
  if (state.status === 'ended') return refuse('ENDED');
  if (state.status !== 'running') return refuse('NOT_STARTED');
  const { totals, deal, config } = state;
  const left = config.mode === 'counters' ? state.counters.remaining : totals.live;
  if (left > 1 && deal === null)
    return refuse('STILL_PLAYING', {
      entryIds: Object.values(state.entries)
        .flatMap((e) => (isLive(e) ? [e.id] : []))
        .slice(0, 20),
      left,
    });
  const anchor = anchored(clockAt(state.clock.anchor, now), now, false);
  // Whoever is to be paid is owed a final place: the end also closes the entries.
  const closed = state.registration.open ? [closing(state, 'floor')] : [];
  return [...closed, { type: 'tournament.ended', data: { anchor } }];
};
