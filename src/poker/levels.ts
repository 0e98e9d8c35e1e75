import * as v from 'valibot';
import { chips, count, text } from '../kernel/parse.ts';
import { colorSchema } from './chips.ts';

export const GAME_TYPES = ['noLimit', 'potLimit', 'fixedLimit'] as const;
export type GameType = (typeof GAME_TYPES)[number];

export const ANTE_TYPES = ['none', 'classic', 'bigBlind'] as const;
export type AnteType = (typeof ANTE_TYPES)[number];

const minutes = count(600, 1);
const notes = v.exactOptional(text(500));

export const roundSchema = v.strictObject({
  kind: v.literal('round'),
  /** The game as the clock shows it: Hold'em, Razz, or whatever the house calls it. */
  game: text(40, 1),
  gameType: v.picklist(GAME_TYPES),
  /** 0 in games without blinds (stud). */
  smallBlind: chips,
  bigBlind: chips,
  /** Per player if classic, paid once by the big blind if `bigBlind`. */
  ante: chips,
  anteType: v.picklist(ANTE_TYPES),
  bringIn: v.exactOptional(chips),
  /** Bet sizes of a limit game, smallest first. */
  limits: v.exactOptional(v.pipe(v.array(count(undefined, 1)), v.maxLength(8))),
  minutes,
  notes,
  color: v.exactOptional(colorSchema),
});
export type Round = v.InferOutput<typeof roundSchema>;

export const breakSchema = v.strictObject({
  kind: v.literal('break'),
  minutes,
  /** Values of the chips that leave play in this break. */
  colorUp: v.exactOptional(v.pipe(v.array(count(undefined, 1)), v.maxLength(10))),
  notes,
});
export type Break = v.InferOutput<typeof breakSchema>;

export const levelSchema = v.variant('kind', [roundSchema, breakSchema]);
export type Level = v.InferOutput<typeof levelSchema>;

/** Levels of a structure, breaks included: a hundred rounds with a break after each. */
export const MOST_LEVELS = 200;

export const levelsSchema = v.pipe(v.array(levelSchema), v.minLength(1), v.maxLength(MOST_LEVELS));
