import { isNearer } from './geometric.ts';

/** Figures that a dealer says without thinking; each at most twice the one before, also across tens. */
const FIGURES = [10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 80] as const;

/** The range in which a step neither bores nor breaks a table. */
const LEAST_PERCENT = 120;
const MOST_PERCENT = 200;

/** 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20 … up to `most`. */
const roundNumbers = (most: number): number[] => {
  const found: number[] = [];
  for (let tens = 1; tens <= most; tens *= 10)
    for (const figure of FIGURES) if ((figure * tens) % 10 === 0) found.push((figure * tens) / 10);
  return found.filter((one) => one <= most);
};

const hasGap = (numbers: readonly number[]): boolean =>
  numbers.some((one, i) => i > 0 && one > 2 * (numbers[i - 1] ?? one));

/**
 * Small blinds that can be paid in chips of `chip` and larger: round numbers, or round numbers of that
 * chip where the house's chips are not round themselves. None is more than twice the one before.
 */
export const payableBlinds = (chip: number, most: number): readonly number[] => {
  const round = roundNumbers(most).filter((one) => one % chip === 0);
  const isRound = round[0] === chip && !hasGap(round);
  return isRound ? round : roundNumbers(Math.floor(most / chip)).map((one) => one * chip);
};

/** The nearest of them, as a ratio. */
export const nearest = (blinds: readonly number[], wanted: number): number | undefined =>
  blinds.reduce<number | undefined>(
    (best, one) => (best === undefined || isNearer(wanted, one, best) ? one : best),
    undefined,
  );

/**
 * The blind after `before`: a payable one near `wanted`, a fifth to twice as high. Where the chips in
 * play leave none, the next that is higher at all.
 */
export const blindAfter = (
  blinds: readonly number[],
  before: number,
  wanted: number,
): number | undefined => {
  const usual = blinds.filter(
    (one) => one * 100 >= before * LEAST_PERCENT && one * 100 <= before * MOST_PERCENT,
  );
  return nearest(usual, wanted) ?? blinds.find((one) => one > before);
};

/** How many rounds the smallest usual steps make of the way between two blinds, both counted. */
export const roundsBetween = (blinds: readonly number[], from: number, to: number): number => {
  let [rounds, blind] = [0, from as number | undefined];
  while (blind !== undefined && blind <= to) {
    rounds += 1;
    blind = blindAfter(blinds, blind, blind);
  }
  return rounds;
};
