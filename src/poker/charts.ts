import type { ChartId, Generator, PayoutRow } from './payout-plan.ts';

/** Percentages by place in basis points, for fields of `from` entries up to the next band. */
type Band = { readonly from: number; readonly percents: readonly number[] };

export type Chart = {
  readonly name: string;
  /** Where it was published, so that a director can check it. */
  readonly source: string;
  readonly bands: readonly Band[];
  /** Entries from which the generator takes over; null: the last band holds for ever. */
  readonly beyond: { readonly from: number; readonly generator: Generator } | null;
};

/** Single places at the final table, then threes, then table-sized groups, then large blocks. */
export const LIVE_TIERS: readonly number[] = [
  ...Array<number>(9).fill(1),
  ...Array<number>(3).fill(3),
  ...Array<number>(9).fill(9),
  63,
];

const generator = (paid: number, topRatio: number, minCashTimes: number): Generator => ({
  kind: 'generator',
  paidBasisPoints: paid,
  topRatioBasisPoints: topRatio,
  tiers: [...LIVE_TIERS],
  minCashTimesBasisPoints: minCashTimes,
});

/** 15 % of the field, half as much again as the average entry, each prize the golden part of the one above. */
export const DEFAULT_GENERATOR: Generator = generator(1_500, 6_180, 15_000);

const band = (from: number, ...percents: number[]): Band => ({ from, percents });

/** BARGE 2025 structures PDF, page 14; 12.5 % paid and second at 65 % carry its last row on. */
const barge2025: Chart = {
  name: 'BARGE Unified 2025',
  source: 'BARGE 2025 Structures, page 14',
  bands: [
    band(1, 10_000),
    band(5, 6_500, 3_500),
    band(9, 5_000, 3_000, 2_000),
    band(16, 4_200, 2_600, 1_800, 1_400),
    band(25, 3_600, 2_400, 1_700, 1_300, 1_000),
    band(36, 3_100, 2_200, 1_700, 1_300, 1_000, 700),
    band(48, 2_800, 2_100, 1_600, 1_300, 1_000, 700, 500),
    band(56, 2_700, 2_000, 1_600, 1_200, 900, 700, 500, 400),
    band(65, 2_600, 1_900, 1_500, 1_200, 900, 700, 500, 400, 300),
    band(73, 2_500, 1_900, 1_400, 1_100, 900, 700, 500, 400, 300, 300),
    band(81, 2_500, 1_800, 1_300, 1_000, 800, 600, 500, 400, 300, 300, 250, 250),
    band(97, 2_500, 1_700, 1_200, 900, 700, 600, 400, 300, 300, 300, 250, 250, 200, 200, 200),
    // biome-ignore format: one chart row on one or two lines reads against the source
    band(121, 2_400, 1_600, 1_200, 900, 700, 500, 400, 300, 250, 250, 225, 225, 200, 200, 200,
      150, 150, 150),
    // biome-ignore format: as above
    band(145, 2_300, 1_500, 1_100, 850, 600, 500, 400, 300, 250, 250, 225, 225, 200, 200, 200,
      150, 150, 150, 150, 150, 150),
  ],
  beyond: { from: 169, generator: generator(1_250, 6_500, 20_000) },
};

/** The site names fields of 6, 8 to 10 and 20; here each row holds until the next one begins. */
const homeGames: Chart = {
  name: 'Home games',
  source: 'homepokergames.com payout structures',
  bands: [
    band(1, 6_000, 4_000),
    band(8, 5_000, 3_000, 2_000),
    band(20, 4_500, 2_500, 1_500, 1_000, 500),
  ],
  beyond: { from: 31, generator: DEFAULT_GENERATOR },
};

const winnerTakesAll: Chart = {
  name: 'Winner takes all',
  source: 'One prize',
  bands: [band(1, 10_000)],
  beyond: null,
};

export const CHARTS: Readonly<Record<ChartId, Chart>> = { barge2025, homeGames, winnerTakesAll };

/** Percentages by place as rows, equal neighbours together. */
export const rowsOf = (percents: readonly number[]): PayoutRow[] => {
  const rows: PayoutRow[] = [];
  percents.forEach((basisPoints, i) => {
    const last = rows.at(-1);
    if (last?.kind === 'percent' && last.basisPoints === basisPoints) last.to = i + 1;
    else rows.push({ from: i + 1, to: i + 1, kind: 'percent', basisPoints });
  });
  return rows;
};

/** The chart's band for a field; a field below its first band takes the first. */
export const bandFor = (chart: Chart, entries: number): readonly number[] =>
  (chart.bands.findLast((b) => b.from <= entries) ?? chart.bands[0])?.percents ?? [];
