import { geometric } from './geometric.ts';
import type { StructureWish } from './wish.ts';

/** How the night is cut up: rounds until the end is expected, and where it pauses. */
export type Cut = {
  readonly rounds: number;
  readonly levelMinutes: number;
  /** Rounds between breaks; 0: none. */
  readonly breakEvery: number;
};

/** Lengths that a clock is set to. */
const LENGTHS = [5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 45, 60, 75, 90, 120] as const;
const BREAK_AFTER_MINUTES = 75;
/** A step of two fifths is what most structures are made of. */
const USUAL_STEP = [7, 5] as const;
const MOST_ROUNDS = 100;

/**
 * Chips in play to the big blind where a tournament ends: between 10 and 20, and in the middle of
 * them as a ratio, so that a round number nearby still lies inside.
 */
export const END_RATIO = [14_142, 1_000] as const;

/** Breaks between so many rounds; none after the last. */
const breaksIn = (rounds: number, breakEvery: number): number =>
  breakEvery === 0 ? 0 : Math.floor((rounds - 1) / breakEvery);

const rhythm = (wish: StructureWish, levelMinutes: number): number =>
  wish.breakEvery ?? Math.max(2, Math.round(BREAK_AFTER_MINUTES / levelMinutes));

/** How long the night is, breaks included. */
export const minutesOf = (wish: StructureWish, cut: Cut): number =>
  cut.rounds * cut.levelMinutes + breaksIn(cut.rounds, cut.breakEvery) * wish.breakMinutes;

const off = (wish: StructureWish, cut: Cut): number =>
  Math.abs(minutesOf(wish, cut) - wish.minutes);

const best = <T>(all: readonly T[], cost: (one: T) => number): T | undefined =>
  all.reduce<T | undefined>(
    (found, one) => (found === undefined || cost(one) < cost(found) ? one : found),
    undefined,
  );

/** So many rounds of this length that the whole comes nearest to the wish. */
const withLength = (wish: StructureWish, levelMinutes: number): Cut => {
  const breakEvery = rhythm(wish, levelMinutes);
  const cuts = Array.from({ length: MOST_ROUNDS - 1 }, (_, i) => ({
    ...{ rounds: i + 2, levelMinutes, breakEvery },
  }));
  return best(cuts, (cut) => off(wish, cut)) ?? { rounds: 2, levelMinutes, breakEvery };
};

/** A length of a level so that this many rounds fill the time. */
const withRounds = (wish: StructureWish, rounds: number): Cut => {
  const longest = Math.max(1, Math.min(240, Math.floor(wish.minutes / rounds)));
  const cuts = Array.from({ length: longest }, (_, i) => ({
    ...{ rounds, levelMinutes: i + 1, breakEvery: rhythm(wish, i + 1) },
  }));
  return best(cuts, (cut) => off(wish, cut)) ?? withLength(wish, 1);
};

/** Rounds that usual steps need from one big blind to the other. */
const usualRounds = (from: number, to: number): number => {
  let [rounds, blind] = [1, from];
  while (blind < to && rounds < MOST_ROUNDS) {
    blind = Math.ceil((blind * USUAL_STEP[0]) / USUAL_STEP[1]);
    rounds += 1;
  }
  return Math.max(2, rounds);
};

/**
 * Rounds and their length for a night from one blind to another: as wished, or else the length of a
 * level that comes nearest to usual steps; never more than `most` rounds, for which there are no blinds.
 */
export const cutOf = (
  wish: StructureWish,
  { from, to, most }: { from: number; to: number; most: number },
): Cut => {
  const { levels, levelMinutes, breakEvery } = wish;
  if (levels !== undefined && levelMinutes !== undefined)
    return { rounds: levels, levelMinutes, breakEvery: breakEvery ?? rhythm(wish, levelMinutes) };
  if (levelMinutes !== undefined) return withLength(wish, levelMinutes);
  if (levels !== undefined) return withRounds(wish, levels);
  const usual = Math.min(most, usualRounds(from, to));
  const all = LENGTHS.map((length) => withLength(wish, length));
  const cuts = all.some(({ rounds }) => rounds <= most)
    ? all.filter(({ rounds }) => rounds <= most)
    : all;
  const cost = (cut: Cut) => Math.abs(cut.rounds - usual) * 5 + off(wish, cut);
  return best(cuts, cost) ?? withLength(wish, 15);
};

/** The field from `players` to two, in equal ratios over the rounds: the usual pace of a night. */
export const fieldOver = (players: number, rounds: number): number[] =>
  geometric(players, 2, rounds - 1);
