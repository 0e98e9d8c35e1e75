import type { ChipSpec } from '../chips.ts';
import type { Break, Level, Round } from '../levels.ts';

/** Felt's own templates, in the order in which they are offered; the pages know them by these names. */
export const TEMPLATE_IDS = [
  'turbo',
  'standard',
  'deepStack',
  'wsop',
  'horse',
  'eightGame',
] as const;
export type TemplateId = (typeof TEMPLATE_IDS)[number];

/** What a break for a meal says; the pages say it in their reader's language. */
export const DINNER = 'Dinner break';

export type Template = {
  readonly id: TemplateId;
  /** In English, as integrators read it; the pages have their own words. */
  readonly name: string;
  /** One or two sentences for the director who chooses. */
  readonly description: string;
  /** How long it takes 30 to 60 entries, breaks included. */
  readonly hours: { readonly from: number; readonly to: number };
  readonly startingStack: number;
  readonly chips: readonly ChipSpec[];
  readonly levels: readonly Level[];
};

const COLORS: Readonly<Record<number, string>> = {
  25: '#1f7a3a',
  100: '#1c1c1e',
  500: '#6b2fa0',
  1000: '#e0b100',
  5000: '#c8501e',
  25000: '#2a6fb0',
};

/** The usual tournament colours; each chip with its count per stack. */
export const chipSet = (...perStack: readonly (readonly [number, number])[]): ChipSpec[] =>
  perStack.map(([value, count]) => ({
    value,
    color: COLORS[value] ?? '#777777',
    perStack: count,
  }));

export const pause = (minutes: number, colorUp: readonly number[] = [], notes?: string): Break => ({
  kind: 'break',
  minutes,
  ...(colorUp.length > 0 ? { colorUp: [...colorUp] } : {}),
  ...(notes === undefined ? {} : { notes }),
});

/** No-Limit Hold'em without ante. */
export const holdem =
  (minutes: number) =>
  (smallBlind: number, bigBlind: number): Round => ({
    kind: 'round',
    game: "Hold'em",
    gameType: 'noLimit',
    smallBlind,
    bigBlind,
    ante: 0,
    anteType: 'none',
    minutes,
  });

/** The same with a big-blind ante of one big blind (TDA RP-11: never reduced). */
export const withAnte =
  (minutes: number) =>
  (smallBlind: number, bigBlind: number): Round => ({
    ...holdem(minutes)(smallBlind, bigBlind),
    ante: bigBlind,
    anteType: 'bigBlind',
  });
