import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { prizePool, type Rake, rakeOf } from '../../src/poker/pool.ts';
import { RUNS } from './runs.ts';

const amount = (name: string, amount: number): Rake => ({ name, kind: 'amount', amount });
const percent = (name: string, basisPoints: number): Rake => ({
  name,
  kind: 'percent',
  basisPoints,
});
const none = { rakes: [], withheld: [], houseContribution: 0, guarantee: null };

test('POL-1: pool = contributions − rakes − withheld + house contribution', () => {
  expect(
    prizePool({
      contributions: 100_000,
      rakes: [percent('house', 500), amount('staff', 2_000)],
      withheld: [percent('season', 1_000)],
      houseContribution: 5_000,
      guarantee: 0,
    }),
  ).toEqual({
    gross: 100_000,
    rakes: [
      { name: 'house', amount: 5_000 },
      { name: 'staff', amount: 2_000 },
    ],
    withheld: [{ name: 'season', amount: 10_000 }],
    houseContribution: 5_000,
    net: 88_000,
    overlay: 0,
    pool: 88_000,
    capped: false,
  });
});

test('POL-1: a guarantee raises the pool, and the overlay is what the house adds', () => {
  const short = prizePool({ ...none, contributions: 80_000, guarantee: 100_000 });
  expect([short.net, short.overlay, short.pool]).toEqual([80_000, 20_000, 100_000]);
  const met = prizePool({ ...none, contributions: 100_001, guarantee: 100_000 });
  expect([met.overlay, met.pool]).toEqual([0, 100_001]);
  expect(prizePool({ ...none, contributions: 0, guarantee: 500 }).pool).toBe(500);
});

test('POL-2: rakes of a purchase are named, percentages of the whole price and rounded down', () => {
  expect(rakeOf(3_333, [percent('house', 1_000), amount('league', 100)])).toEqual({
    rakes: [
      { name: 'house', amount: 333 },
      { name: 'league', amount: 100 },
    ],
    total: 433,
    capped: false,
  });
});

test('POL-2: rakes never take more than there is, the later ones go short, and it is said', () => {
  expect(rakeOf(500, [amount('house', 400), amount('staff', 200), amount('league', 1)])).toEqual({
    rakes: [
      { name: 'house', amount: 400 },
      { name: 'staff', amount: 100 },
      { name: 'league', amount: 0 },
    ],
    total: 500,
    capped: true,
  });
  const pool = prizePool({
    ...none,
    contributions: 10,
    rakes: [amount('a', 8)],
    withheld: [amount('b', 8)],
  });
  expect([pool.pool, pool.withheld[0]?.amount, pool.capped]).toEqual([0, 2, true]);
});

test('POL-1: whatever is taken, nothing is below 0 and every unit is somewhere', () => {
  const money = fc.nat(1_000_000_000);
  const rake = fc.oneof(
    money.map((n) => amount('a', n)),
    fc.nat(10_000).map((n) => percent('p', n)),
  );
  const rakes = fc.array(rake, { maxLength: 4 });
  fc.assert(
    fc.property(
      money,
      rakes,
      rakes,
      money,
      money,
      (contributions, off, withheld, house, guarantee) => {
        const p = prizePool({
          contributions,
          rakes: off,
          withheld,
          houseContribution: house,
          guarantee,
        });
        const taken = [...p.rakes, ...p.withheld].map((t) => t.amount);
        expect(Math.min(p.pool, p.net, p.overlay, ...taken)).toBeGreaterThanOrEqual(0);
        expect(p.pool + taken.reduce((a, b) => a + b, 0)).toBe(contributions + house + p.overlay);
        expect(p.pool).toBeGreaterThanOrEqual(guarantee);
        expect(p.overlay === 0 || p.pool === guarantee).toBe(true);
      },
    ),
    RUNS,
  );
});
