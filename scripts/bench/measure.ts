import { middleBy } from './numbers.ts';

/** One round: what Felt did and what it is held against, measured right after one another. */
export type Round = { readonly value: number; readonly limit: number };

/** How a benchmark's rounds are read. */
export type Plan = {
  readonly name: string;
  readonly unit: string;
  readonly limitName: string;
  /** What `value ÷ limit` has to be. */
  readonly bound: { readonly at: 'least' | 'most'; readonly ratio: number };
};

export type Measure = Plan & {
  readonly value: number;
  readonly limit: number;
  readonly ratio: number;
  readonly met: boolean;
  /** Ratios of all rounds, so that the noise of the machine is seen. */
  readonly ratios: readonly number[];
  /** Whatever else was asked to be told, one line each. */
  readonly notes: readonly string[];
};

const ratioOf = ({ value, limit }: Round): number => value / limit;

/** The round in the middle speaks for all: its value, its limit, their ratio. */
export const measured = (
  plan: Plan,
  rounds: readonly Round[],
  notes: readonly string[] = [],
): Measure => {
  const { value, limit } = middleBy(rounds, ratioOf);
  const ratio = ratioOf({ value, limit });
  const { at, ratio: bound } = plan.bound;
  const met = at === 'least' ? ratio >= bound : ratio <= bound;
  return { ...plan, value, limit, ratio, met, ratios: rounds.map(ratioOf), notes };
};

const digits = (n: number): string =>
  n.toLocaleString('en', { maximumFractionDigits: Math.abs(n) < 100 ? 2 : 0 });

/** `name: value unit; limit name limit; ratio (of n rounds, from to), at least bound: met`. */
export const lineOf = ({ name, unit, value, limitName, limit, ...rest }: Measure): string => {
  const { ratio, ratios, bound, met } = rest;
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  const spread =
    ratios.length > 1
      ? ` (middle of ${ratios.length}, ${low.toFixed(2)} to ${high.toFixed(2)})`
      : '';
  const against = `${limitName} ${digits(limit)} ${unit}`;
  const wanted = `at ${bound.at} ${bound.ratio.toFixed(1)}: ${met ? 'met' : 'MISSED'}`;
  return `${name}: ${digits(value)} ${unit}; ${against}; ratio ${ratio.toFixed(2)}${spread}, ${wanted}`;
};

/** As `--json` writes it. */
export const recordOf = ({ name, unit, value, limitName, limit, ratio }: Measure) => ({
  ...{ name, unit, value },
  ...{ limitName, limit, ratio },
});
