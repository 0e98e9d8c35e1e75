import { describe, expect, test } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { CHARTS, LIVE_TIERS, rowsOf } from '../../src/poker/charts.ts';
import {
  basisPointsOf,
  CHART_IDS,
  DEFAULT_PLAN,
  type Generator,
  leftToGive,
  type PayoutPlan,
  type PayoutRow,
  payoutPlanSchema,
  payoutRowSchema,
  payouts,
  rowsFor,
  shareTies,
} from '../../src/poker/payouts.ts';
import {
  byFormula,
  codes,
  each,
  fixed,
  other,
  pay,
  percent,
  plan,
  rows,
  sum,
} from './payout-rows.ts';
import { RUNS } from './runs.ts';

const generator = (paid: number, minCashTimes = 15_000, top = 6_180): Generator => ({
  kind: 'generator',
  paidBasisPoints: paid,
  topRatioBasisPoints: top,
  tiers: [...LIVE_TIERS],
  minCashTimesBasisPoints: minCashTimes,
});

describe('POL-3: payout tables', () => {
  const reference = join(import.meta.dir, '../../../shared/reference/payouts-icm.md');
  const published = existsSync(reference) ? readFileSync(reference, 'utf8') : null;

  test.skipIf(published === null)(
    'POL-3: the BARGE chart is the published one, row by row (skipped without the reference)',
    () => {
      const lines = (published ?? '').matchAll(/^\| (\d+)-(\d+) \| (\d+) \| ([\d. ×]+) \|$/gmu);
      let seen = 0;
      for (const [, from, to, paid, text = ''] of lines) {
        const percents = text.split(' ').flatMap((word) => {
          const [value, times = '1'] = word.split('×');
          return Array<number>(Number(times)).fill(Math.round(Number(value) * 100));
        });
        for (const entries of [Number(from), Number(to)]) {
          expect(rowsFor(DEFAULT_PLAN, entries)).toEqual(rowsOf(percents));
          expect(pay(plan(), entries, 1_000_000).paid).toBe(Number(paid));
        }
        seen++;
      }
      expect(seen).toBe(CHARTS.barge2025.bands.length);
    },
  );

  test('POL-3: every band of every chart gives exactly 100 % and never increases', () => {
    for (const id of CHART_IDS)
      for (const { percents } of CHARTS[id].bands) {
        expect(sum(percents)).toBe(10_000);
        expect([...percents].sort((a, b) => b - a)).toEqual([...percents]);
      }
  });

  test('POL-3: 10 entries with 1,000.00 pay 50/30/20', () => {
    expect(pay(DEFAULT_PLAN, 10, 100_000)).toEqual({
      places: [
        { from: 1, to: 1, each: 50_000 },
        { from: 2, to: 2, each: 30_000 },
        { from: 3, to: 3, each: 20_000 },
      ],
      paid: 3,
      warnings: [],
    });
  });

  test('POL-3: places with the same prize are one line', () => {
    expect(pay(plan(), 168, 1_000_000).places.at(-1)).toEqual({ from: 16, to: 21, each: 15_000 });
  });

  test('POL-3: beyond its last row the chart goes on as a ladder; the winner takes all for ever', () => {
    const beyond = rowsFor(DEFAULT_PLAN, 169);
    expect(basisPointsOf(beyond)).toBe(10_000);
    expect(beyond.at(-1)?.to).toBe(22);
    const all = plan({ source: { kind: 'chart', chart: 'winnerTakesAll' } });
    expect(each(pay(all, 5_000, 777))).toEqual([777]);
    const home = plan({ source: { kind: 'chart', chart: 'homeGames' } });
    expect(each(pay(home, 9, 1_000))).toEqual([500, 300, 200]);
    expect(each(pay(home, 6, 1_000))).toEqual([600, 400]);
    expect(each(pay(home, 20, 1_000))).toEqual([450, 250, 150, 100, 50]);
  });

  test('POL-3: fixed prizes come off the pool before percentages', () => {
    const p = plan({ source: rows(percent(1, 1, 6_000), percent(2, 2, 4_000), fixed(3, 4, 500)) });
    expect(each(pay(p, 20, 11_000))).toEqual([6_000, 4_000, 500, 500]);
  });

  test('POL-3: non-money prizes stand beside money and below the paid places', () => {
    const p = plan({
      source: rows(percent(1, 1, 10_000), other(1, 1, 'trophy'), other(2, 3, 'mug')),
    });
    expect(pay(p, 20, 100).places).toEqual([
      { from: 1, to: 1, each: 100, other: 'trophy' },
      { from: 2, to: 3, each: 0, other: 'mug' },
    ]);
    expect(pay(p, 20, 100).paid).toBe(1);
  });

  test('POL-3: rows without money give the pool to the first, and say so', () => {
    const result = pay(plan({ source: rows(other(1, 1, 'trophy')) }), 5, 100);
    expect(result.places).toEqual([{ from: 1, to: 1, each: 100, other: 'trophy' }]);
    expect(codes(result)).toEqual(['NO_MONEY_ROWS']);
  });

  test('POL-3: what is left to give, in basis points and money; negative when too much is given', () => {
    expect(leftToGive([percent(1, 1, 5_000), fixed(2, 3, 100)], 1_200)).toEqual({
      basisPoints: 5_000,
      amount: 500,
    });
    expect(leftToGive([percent(1, 3, 4_000)], 1_000)).toEqual({
      basisPoints: -2_000,
      amount: -200,
    });
    expect(leftToGive([fixed(1, 1, 700)], 500)).toEqual({ basisPoints: 10_000, amount: -200 });
    expect(leftToGive([], 500)).toEqual({ basisPoints: 10_000, amount: 500 });
  });

  test.each<[string, unknown]>([
    ['from after to', percent(3, 2, 1)],
    ['place 0', percent(0, 2, 1)],
    ['more than 100 %', percent(1, 1, 10_001)],
    ['a negative prize', fixed(1, 1, -1)],
    ['an empty text', other(1, 1, ' ')],
    ['a formula that does not read', byFormula(1, 1, '1 +')],
    ['a formula over a name that prizes do not have', byFormula(1, 1, 'pol / 2')],
    ['a formula of another length', byFormula(1, 1, `${' '.repeat(2_000)}1`)],
  ])('POL-3: the door refuses a row with %s', (_, row) => {
    expect(v.safeParse(payoutRowSchema, row).success).toBe(false);
  });

  test('POL-3: the door takes the default plan and refuses a chart that is not there', () => {
    expect(v.parse(payoutPlanSchema, DEFAULT_PLAN)).toEqual(DEFAULT_PLAN);
    const unknown = { ...DEFAULT_PLAN, source: { kind: 'chart', chart: 'mine' } };
    expect(v.safeParse(payoutPlanSchema, unknown).success).toBe(false);
    const vast = { ...DEFAULT_PLAN, source: rows(fixed(1, 20_000, 1e9)) };
    expect(v.safeParse(payoutPlanSchema, vast).success).toBe(false);
    const mugs = { ...DEFAULT_PLAN, source: rows(other(1, 20_000, 'mug'), other(1, 1, 'cup')) };
    expect(v.safeParse(payoutPlanSchema, mugs).success).toBe(false);
  });
});

describe('POL-4: rounding and the sum', () => {
  const thirds = rows(percent(1, 3, 3_333), percent(4, 4, 1));

  const bar = rows(percent(1, 1, 5_000), percent(2, 2, 3_000), percent(3, 3, 2_000));

  test('POL-4: percentages are floored to the unit, the remainder goes to the first', () => {
    const result = pay(plan({ source: bar, unit: 500 }), 10, 14_945);
    expect(each(result)).toEqual([8_445, 4_000, 2_500]);
  });

  test('POL-4: or one unit at a time from the first down, what is below a unit to the first', () => {
    const result = pay(plan({ source: bar, unit: 500, remainder: 'fromTop' }), 10, 14_945);
    expect(each(result)).toEqual([7_945, 4_500, 2_500]);
  });

  test('POL-4: a place that would get nothing is not paid, and its share goes up the list', () => {
    const result = pay(plan({ source: thirds }), 10, 100);
    expect(each(result)).toEqual([34, 33, 33]);
    expect(result.warnings).toEqual([{ code: 'FEWER_PLACES', params: { planned: 4, paid: 3 } }]);
  });

  test('POL-4: the minimum cash pays fewer places', () => {
    const result = pay(plan({ minCash: 2_500 }), 10, 10_000);
    expect(each(result)).toEqual([6_250, 3_750]);
    expect(result.warnings).toEqual([{ code: 'FEWER_PLACES', params: { planned: 3, paid: 2 } }]);
  });

  test('POL-4: a warning stands where even first place is below the minimum cash', () => {
    const result = pay(plan({ minCash: 2_500 }), 10, 2_000);
    expect(each(result)).toEqual([2_000]);
    expect(result.warnings).toContainEqual({
      code: 'MIN_CASH_ABOVE_FIRST',
      params: { first: 2_000, minCash: 2_500 },
    });
  });

  test('POL-4: percentages that do not give 100 % are weights, and the gap is named', () => {
    // The published 66-100 column of an old online chart sums to 99.1.
    const p = plan({
      source: rows(
        ...rowsOf([3_000, 2_000, 1_190, 890, 700, 580, 460, 360, 170]),
        percent(10, 13, 140),
      ),
    });
    const result = pay(p, 70, 991_000);
    expect(each(result).slice(0, 3)).toEqual([300_000, 200_000, 119_000]);
    expect(sum(each(result))).toBe(991_000);
    expect(result.warnings).toContainEqual({ code: 'PERCENT_GAP', params: { basisPoints: 90 } });
  });

  test('POL-4: more paid places than entries pay as many as there are', () => {
    const result = pay(plan({ source: thirds }), 2, 100);
    expect(each(result)).toEqual([50, 50]);
    expect(codes(result)).toEqual(['PLACES_ABOVE_ENTRIES']);
  });

  test('POL-4: fixed prizes above the pool are scaled down, never negative', () => {
    const result = pay(
      plan({ source: rows(fixed(1, 1, 600), fixed(2, 2, 400), percent(3, 3, 10_000)) }),
      10,
      500,
    );
    expect(each(result)).toEqual([300, 200]);
    expect(result.warnings).toContainEqual({
      code: 'FIXED_OVER_POOL',
      params: { fixed: 1_000, pool: 500 },
    });
  });

  test('POL-4: what fixed prizes leave over goes to the first or in proportion, by the plan', () => {
    const source = rows(fixed(1, 1, 600), fixed(2, 2, 400));
    expect(each(pay(plan({ source }), 10, 1_500))).toEqual([1_100, 400]);
    expect(each(pay(plan({ source, leftover: 'proportional' }), 10, 1_500))).toEqual([900, 600]);
  });

  test('POL-4: the remainder of percentages goes to the first of them, not to a fixed prize', () => {
    const source = rows(fixed(1, 1, 600), percent(2, 3, 5_000));
    expect(each(pay(plan({ source }), 10, 1_001))).toEqual([600, 201, 200]);
  });

  test('POL-4: hand-made rows may increase, and it is said', () => {
    const result = pay(plan({ source: rows(percent(1, 1, 4_000), percent(2, 2, 6_000)) }), 10, 100);
    expect(each(result)).toEqual([40, 60]);
    expect(result.warnings).toEqual([{ code: 'INCREASING', params: { place: 2 } }]);
  });

  test('POL-4: no pool or no entries, no places', () => {
    expect(pay(plan(), 10, 0)).toEqual({ places: [], paid: 0, warnings: [] });
    expect(pay(plan(), 0, 500)).toEqual({ places: [], paid: 0, warnings: [] });
  });

  const rounding = fc.record({
    unit: fc.constantFrom(1, 5, 25, 100, 500, 1_000, 10_000),
    remainder: fc.constantFrom('first' as const, 'fromTop' as const),
    leftover: fc.constantFrom('first' as const, 'proportional' as const),
    minCash: fc.option(fc.nat(50_000)),
  });
  const entries = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 6_000 }));
  const pool = fc.oneof(fc.nat(2_000), fc.nat(10_000_000), fc.nat(1_000_000_000_000));
  const ladder: fc.Arbitrary<PayoutPlan['source']> = fc.oneof(
    fc.constantFrom(...CHART_IDS).map((chart) => ({ kind: 'chart' as const, chart })),
    fc
      .tuple(
        fc.integer({ min: 1, max: 10_000 }),
        fc.nat(50_000),
        fc.integer({ min: 1, max: 10_000 }),
      )
      .map(([paid, least, top]) => generator(paid, least, top)),
  );
  const row: fc.Arbitrary<PayoutRow> = fc
    .tuple(
      fc.integer({ min: 1, max: 30 }),
      fc.nat(12),
      fc.constantFrom('percent', 'fixed', 'other', 'formula'),
      fc.nat(10_000),
      fc.constantFrom(
        'pool * .05 / place',
        '(entries - rank) * 10 * unit',
        'if(r > 3, 1 / 0, pool)',
        'sqrt(pool) - 1000',
        'pool * 1000 * n / (rebuys + addOns)',
        '[pool]',
        '.7',
      ),
    )
    .map(([from, more, kind, value, formula]) =>
      kind === 'percent'
        ? percent(from, from + more, value)
        : kind === 'fixed'
          ? fixed(from, from + more, value * 10)
          : kind === 'formula'
            ? byFormula(from, from + more, formula)
            : other(from, from + more, 'ticket'),
    );
  const handMade = fc.array(row, { maxLength: 12 }).map((list) => rows(...list));

  test('POL-4: the sum equals the pool, with every chart, generator and hand-made list', () => {
    fc.assert(
      fc.property(rounding, fc.oneof(ladder, handMade), entries, pool, (how, source, n, money) => {
        const counts = { rebuys: n % 3, addOns: n % 5 };
        const result = payouts({ plan: { ...how, source }, entries: n, pool: money, ...counts });
        expect(sum(each(result))).toBe(money);
        expect(each(result).every((a) => Number.isSafeInteger(a) && a >= 0)).toBe(true);
        expect(each(result).filter((a) => a > 0).length).toBe(result.paid);
        expect(result.places.every((p) => p.to <= n)).toBe(true);
      }),
      RUNS,
    );
  });

  test('POL-4: charts and generators never increase, keep to the unit and reach the minimum cash', () => {
    fc.assert(
      fc.property(rounding, ladder, entries, pool, (how, source, n, money) => {
        const result = pay({ ...how, source }, n, money);
        const [first, ...rest] = each(result);
        const all = each(result);
        expect(rest.every((amount, i) => amount <= (all[i] ?? 0))).toBe(true);
        expect(rest.every((amount) => amount % how.unit === 0)).toBe(true);
        expect(rest.every((amount) => amount >= (how.minCash ?? 1))).toBe(true);
        const tooLow = first !== undefined && first < (how.minCash ?? 0);
        expect(codes(result).includes('MIN_CASH_ABOVE_FIRST')).toBe(tooLow);
        expect(codes(result)).not.toContain('INCREASING');
        expect(codes(result)).not.toContain('PERCENT_GAP');
      }),
      RUNS,
    );
  });

  test('POL-3: rows frozen at the lock pay the same as the plan they came from', () => {
    fc.assert(
      fc.property(rounding, fc.oneof(ladder, handMade), entries, pool, (how, source, n, money) => {
        const live: PayoutPlan = { ...how, source };
        const locked = { ...live, source: rows(...rowsFor(live, n)) };
        expect(pay(locked, n, money)).toEqual(pay(live, n, money));
      }),
      RUNS,
    );
  });
});

describe('POL-3: the generator', () => {
  test('POL-3: nine places come within a point of 74 published WSOP final tables', () => {
    const published = [32.2, 19.8, 14.1, 10.2, 7.5, 5.7, 4.3, 3.4, 2.7];
    const shares = each(pay(plan({ source: generator(1_500) }), 60, 10_000));
    expect(shares.length).toBe(9);
    for (const [i, bp] of shares.entries())
      expect(Math.abs(bp / 100 - (published[i] ?? 0))).toBeLessThan(1);
  });

  test('POL-3: 15 % of 6,420 entries are 963 places in live tiers with a cash of 1.5 times', () => {
    const ladder = rowsFor(plan({ source: generator(1_500) }), 6_420);
    expect(ladder.at(-1)?.to).toBe(963);
    expect(ladder.slice(0, 14).map((r) => r.to - r.from + 1)).toEqual([
      1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 9, 9,
    ]);
    const last = ladder.at(-1);
    expect(last?.kind === 'percent' && last.basisPoints * 6_420).toBeGreaterThanOrEqual(15_000);
  });

  test('POL-3: tiers may begin with several places; the odd basis point is the first one’s', () => {
    const source = { ...generator(1_500), tiers: [3] };
    expect(rowsFor(plan({ source }), 20)).toEqual([percent(1, 1, 3_334), percent(2, 3, 3_333)]);
  });

  test('POL-3: share paid, tiers, top ratio and minimum cash hold, or fewer places are paid', () => {
    const asked = fc.record({
      n: fc.integer({ min: 1, max: 6_000 }),
      paid: fc.integer({ min: 500, max: 2_500 }),
      least: fc.integer({ min: 0, max: 25_000 }),
      top: fc.integer({ min: 4_000, max: 9_000 }),
    });
    fc.assert(
      fc.property(asked, ({ n, paid, least, top }) => {
        const ladder = rowsFor(plan({ source: generator(paid, least, top) }), n);
        const wanted = Math.ceil((n * paid) / 10_000);
        const bp = ladder.map((r) => (r.kind === 'percent' ? r.basisPoints : 0));
        const places = ladder.at(-1)?.to ?? 0;
        expect(basisPointsOf(ladder)).toBe(10_000);
        expect(places).toBeLessThanOrEqual(wanted);
        expect([...bp].sort((a, b) => b - a)).toEqual(bp);
        if (places > 1) expect((bp.at(-1) ?? 0) * n).toBeGreaterThanOrEqual(least);
        // At half of what all places would cost at the minimum cash there is room for all of them.
        if (least * wanted < 5_000 * n && wanted < 2_000) expect(places).toBe(wanted);
        if (bp.length > 2)
          expect(Math.abs((bp[1] ?? 0) - ((bp[0] ?? 0) * top) / 10_000)).toBeLessThan(3);
      }),
      RUNS,
    );
  });
});

describe('POL-5: ties', () => {
  test('POL-5: two tie for second and third: they share 30 and 20', () => {
    expect(shareTies({ amounts: [30_000, 20_000], ways: 2, unit: 100 })).toEqual([25_000, 25_000]);
  });

  test('POL-5: three bust on the announced hand and share the 50th prize (TDA RP-8-A)', () => {
    expect(shareTies({ amounts: [1_000, 0, 0], ways: 3, unit: 1 })).toEqual([334, 333, 333]);
  });

  test('POL-5: odd units go to the earlier in the order given, below a unit to its first', () => {
    expect(shareTies({ amounts: [1_250], ways: 3, unit: 100, order: [2, 0, 1] })).toEqual([
      400, 400, 450,
    ]);
    expect(shareTies({ amounts: [1_150], ways: 3, unit: 100, order: [2, 0, 1] })).toEqual([
      400, 300, 450,
    ]);
  });

  test('POL-5: the sum is exact in any order and at any unit, and whole units differ by one', () => {
    const amounts = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom(1, 25, 100),
        fc.infiniteStream(fc.nat()),
        (list, unit, draws) => {
          const order = list
            .map((_, i) => [draws.next().value, i] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, i]) => i);
          const parts = shareTies({ amounts: list, ways: list.length, unit, order });
          expect(sum(parts)).toBe(sum(list));
          const inOrder = order.map((i) => parts[i] ?? -1);
          expect([...inOrder].sort((a, b) => b - a)).toEqual(inOrder);
          expect((inOrder[0] ?? 0) - (inOrder.at(-1) ?? 0)).toBeLessThan(2 * unit);
        },
      ),
      RUNS,
    );
  });
});
