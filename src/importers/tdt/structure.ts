import type { Decimal } from './decimal.ts';
import {
  asSection,
  decimal,
  entries,
  flag,
  list,
  oneOf,
  type Section,
  section,
  sections,
  text,
  typeOf,
  warn,
  whole,
  wholeOf,
} from './fields.ts';

const GAME_TYPES = ['limit', 'potLimit', 'noLimit'] as const;

/** Blinds and antes in chips. TDD knows no big-blind ante: venues type it as `ante`. */
export type RecordedLevel =
  | {
      readonly kind: 'round';
      readonly minutes: Decimal;
      readonly smallBlind: number;
      readonly bigBlind: number;
      readonly ante: number;
      readonly gameType: (typeof GAME_TYPES)[number];
      readonly gameName: string;
      /** Bets of limit games: eight of them, in 3.0 two. */
      readonly limits: readonly number[];
      readonly notes: string;
    }
  | {
      readonly kind: 'break';
      readonly minutes: Decimal;
      readonly colorUp: boolean;
      readonly notes: string;
    };

/** `T.Levels`: rounds and breaks in their order. */
export const readLevels = (from: Section): RecordedLevel[] =>
  list(from, 'Levels').flatMap((item, i) =>
    asSection(from, `Levels.${i}`, item).map((level) =>
      typeOf(item) === 'GameBreak' ? readBreak(level) : readRound(level),
    ),
  );

const readBreak = (from: Section): RecordedLevel => ({
  kind: 'break',
  minutes: decimal(from, 'Minutes'),
  colorUp: flag(from, 'ChipUp'),
  notes: text(from, 'Notes'),
});

const readRound = (from: Section): RecordedLevel => ({
  kind: 'round',
  minutes: decimal(from, 'Minutes'),
  smallBlind: whole(from, 'SmallBlind'),
  bigBlind: whole(from, 'BigBlind'),
  ante: whole(from, 'Ante'),
  gameType: oneOf(from, 'GameType', GAME_TYPES),
  gameName: text(from, 'GameName'),
  limits: from.fields.has('Limits')
    ? readLimits(from)
    : [whole(from, 'Limit1'), whole(from, 'Limit2')],
  notes: text(from, 'Notes'),
});

const readLimits = (from: Section): number[] =>
  list(from, 'Limits').map((item, i) => {
    const limit = wholeOf(item);
    if (limit === null) warn(from, 'ODD_VALUE', `Limits.${i}`);
    return limit ?? 0;
  });

export type RecordedChip = {
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly value: number;
  readonly used: boolean;
  readonly perPlayer: number;
};

export type RecordedChips = {
  readonly chips: readonly RecordedChip[];
  readonly sets: readonly {
    readonly name: string;
    readonly counts: readonly { readonly chipId: string; readonly count: number }[];
  }[];
};

/** `T.Chips`: denominations and the sets that the venue owns. */
export const readChips = (from: Section): RecordedChips => ({
  chips: sections(from, 'Chips').map((chip) => ({
    id: text(chip, 'ChipID'),
    label: text(chip, 'Label'),
    color: text(chip, 'Color'),
    value: whole(chip, 'Value'),
    used: flag(chip, 'Use', true),
    perPlayer: whole(chip, 'PerPlayer'),
  })),
  sets: sections(from, 'ChipSets').map((set) => ({
    name: text(set, 'Name'),
    counts: entries(set, 'ChipCounts').map(([chipId, value]) => ({
      chipId,
      count: wholeOf(value) ?? 0,
    })),
  })),
});

export type RecordedEvent = {
  readonly description: string;
  /** 0 clock tick, 1 paused, 2 unpaused, 5 level starts, 6 level ends, 15 bust, 18 hand timer. */
  readonly trigger: number;
  readonly condition: string;
  readonly omitted: boolean;
  /** 0 plays a sound, 1 shows a message, 2 pauses the clock; others are not known. */
  readonly actions: readonly {
    readonly type: number;
    readonly sound: string;
    readonly message: string;
    readonly seconds: number;
  }[];
};

export type RecordedEvents = {
  readonly sounds: readonly { readonly name: string; readonly path: string }[];
  readonly events: readonly RecordedEvent[];
};

/** `T.Events`: what the clock announces. */
export const readEvents = (from: Section): RecordedEvents => ({
  sounds: sections(from, 'Sounds').map((sound) => ({
    name: text(sound, 'Name'),
    path: text(sound, 'Path'),
  })),
  events: sections(from, 'Events').map((event) => ({
    description: text(event, 'Description'),
    trigger: whole(event, 'Trigger'),
    condition: text(section(event, 'Conditions'), 'Text'),
    omitted: flag(event, 'Omit'),
    actions: sections(event, 'Actions').map(readAction),
  })),
});

const readAction = (from: Section): RecordedEvent['actions'][number] => {
  const data = section(from, 'Data');
  return {
    type: whole(from, 'Type'),
    sound: text(data, 'Sound'),
    message: text(data, 'Message'),
    seconds: whole(data, 'Duration'),
  };
};

/** Texts for the screens: welcome, announcements, rules, farewell; empty ones are left out. */
export type RecordedRule = {
  readonly name: string;
  readonly value: string;
  readonly isFile: boolean;
  readonly isHtml: boolean;
};

export const readRules = (from: Section): RecordedRule[] =>
  entries(section(from, 'Tokens'), 'Tokens')
    .flatMap(([name, value]) => asSection(from, `Tokens.Tokens.${name}`, value))
    .map((rule) => ({
      name: text(rule, 'Name'),
      value: text(rule, 'Value'),
      isFile: flag(rule, 'IsFile'),
      isHtml: flag(rule, 'IsHTML'),
    }))
    .filter((rule) => rule.value !== '');
