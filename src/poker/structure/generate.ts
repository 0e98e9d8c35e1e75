import { mulDiv } from '../../kernel/money.ts';
import { LARGEST } from '../../kernel/parse.ts';
import type { Level, Round } from '../levels.ts';
import { nearest, payableBlinds, roundsBetween } from './blind-steps.ts';
import { buildLevels } from './build.ts';
import { geometric } from './geometric.ts';
import type { Cut } from './plan.ts';
import { cutOf, END_RATIO, fieldOver, minutesOf } from './plan.ts';
import type { StructureWish } from './wish.ts';

/** What a director should know before taking it. */
export const STRUCTURE_WARNINGS = [
  'STACK_NOT_PAYABLE',
  'SHALLOW',
  'STEPS_STEEP',
  'STEPS_SMALL',
  'LENGTH_MISSED',
] as const;
export type StructureWarning = (typeof STRUCTURE_WARNINGS)[number];

export type CurvePoint = {
  /** The round, from 1. */
  readonly level: number;
  readonly bigBlind: number;
  readonly playersLeft: number;
  /** The average stack in tenths of a big blind. */
  readonly averageBigBlinds10: number;
  /** An untouched starting stack, likewise. */
  readonly startingBigBlinds10: number;
};

export type Generated = {
  readonly levels: readonly Level[];
  readonly totals: {
    readonly rounds: number;
    /** The round in which the end is expected; the later ones are there in case it is not. */
    readonly expectedRounds: number;
    /** To the expected end, breaks included. */
    readonly expectedMinutes: number;
    readonly minutes: number;
    readonly levelMinutes: number;
    readonly chipsInPlay: number;
  };
  readonly curve: readonly CurvePoint[];
  readonly warnings: readonly StructureWarning[];
};

/** Big blinds in the stack that a night of this length begins with. */
const depthFor = (minutes: number): number =>
  minutes <= 90 ? 50 : minutes <= 150 ? 75 : minutes <= 270 ? 100 : minutes <= 420 ? 150 : 200;

type Ends = {
  /** Chips in play. */
  readonly all: number;
  /** Small blinds that the house's chips can pay, up to `most`. */
  readonly blinds: readonly number[];
  readonly most: number;
  /** The usual first small blind, and the one at which it ends. */
  readonly usual: number;
  readonly last: number;
};

/** The small blinds between which the night moves. */
const endsOf = (wish: StructureWish): Ends => {
  const smallest = Math.min(...wish.chips);
  const all = (wish.players + wish.rebuys) * wish.startingStack;
  const last = Math.max(smallest, mulDiv(all, END_RATIO[1], END_RATIO[0] * 2));
  const most = Math.min(LARGEST / 2, Math.max(last * 64, smallest * 8));
  const blinds = payableBlinds(smallest, most);
  const usual = Math.floor(wish.startingStack / (2 * depthFor(wish.minutes)));
  return { all, last, most, blinds, usual: nearest(blinds, Math.max(1, usual)) ?? smallest };
};

/** Where so many steps of `up` lead from a blind, or the end where they reach it. */
const climb = (from: number, steps: number, end: number, up: readonly [number, number]): number => {
  let blind = from;
  for (let i = 0; i < steps && blind < end; i++) blind = Math.floor((blind * up[0]) / up[1]);
  return blind;
};

/** A start so high that steep steps reach the end in time, or so low that small ones do not. */
const startFor = (wish: StructureWish, { blinds, last, usual }: Ends, cut: Cut): number => {
  const shallow = Math.max(blinds[0] ?? 1, Math.floor(wish.startingStack / 20));
  const choices = blinds.filter((one) => one <= shallow && one <= last);
  const reaches = (one: number) => climb(one, cut.rounds - 1, last, [9, 5]) >= last;
  const isSlow = (one: number) => climb(one, cut.rounds - 1, last, [5, 4]) >= last;
  const start = choices.find((one) => one >= usual && reaches(one)) ?? choices.at(-1) ?? usual;
  if (!isSlow(start)) return start;
  return choices.findLast((one) => one <= start && !isSlow(one)) ?? choices[0] ?? start;
};

const isRound = (level: Level): level is Round => level.kind === 'round';

type Made = {
  readonly wish: StructureWish;
  readonly cut: Cut;
  readonly rounds: readonly Round[];
  readonly all: number;
};

const curveOf = ({ wish, cut, rounds, all }: Made): CurvePoint[] => {
  const field = fieldOver(wish.players, cut.rounds);
  return rounds.map(({ bigBlind }, i) => {
    const playersLeft = Math.max(2, field[i] ?? 2);
    return {
      ...{ level: i + 1, bigBlind, playersLeft },
      averageBigBlinds10: mulDiv(all, 10, playersLeft * bigBlind),
      startingBigBlinds10: mulDiv(wish.startingStack, 10, bigBlind),
    };
  });
};

const warningsOf = ({ wish, cut, rounds, all }: Made): StructureWarning[] => {
  const blinds = rounds.map(({ bigBlind }) => bigBlind);
  const last = blinds[cut.rounds - 1] ?? 0;
  const missed = Math.abs(minutesOf(wish, cut) - wish.minutes);
  const told = {
    STACK_NOT_PAYABLE: wish.startingStack % Math.min(...wish.chips) !== 0,
    SHALLOW: wish.startingStack < 20 * (blinds[0] ?? 0),
    STEPS_STEEP:
      all > 20 * last || blinds.some((one, i) => i > 0 && one > 2 * (blinds[i - 1] ?? one)),
    STEPS_SMALL: all < 10 * last,
    LENGTH_MISSED: missed > cut.levelMinutes + wish.breakMinutes,
  };
  return STRUCTURE_WARNINGS.filter((code) => told[code]);
};

/**
 * A playable structure (BLD-3): round blinds that the chips in play can pay, each step a fifth to
 * twice as high, colour-ups in the breaks, and the end (10 to 20 big blinds in play) where the night
 * shall end. Whole numbers only; the curve lets the field fall in equal ratios to two players.
 */
export const generateStructure = (wish: StructureWish): Generated => {
  const ends = endsOf(wish);
  const most = roundsBetween(ends.blinds, ends.usual, ends.last);
  const cut = cutOf(wish, { from: ends.usual, to: ends.last, most });
  const start = startFor(wish, ends, cut);
  const targets = geometric(start, Math.max(start, ends.last), cut.rounds - 1);
  const levels = buildLevels({ wish, cut, targets, most: ends.most });
  const rounds = levels.filter(isRound);
  const expectedMinutes = minutesOf(wish, cut);
  const made: Made = { wish, cut, rounds, all: ends.all };
  return {
    levels,
    totals: {
      ...{
        rounds: rounds.length,
        expectedRounds: Math.min(cut.rounds, rounds.length),
        expectedMinutes,
      },
      minutes: levels.reduce((all, level) => all + level.minutes, 0),
      ...{ levelMinutes: cut.levelMinutes, chipsInPlay: ends.all },
    },
    curve: curveOf(made),
    warnings: warningsOf(made),
  };
};
