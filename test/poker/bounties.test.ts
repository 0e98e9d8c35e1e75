import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { BOUNTY_RULES, splitBounty } from '../../src/poker/bounties.ts';
import { RUNS } from './runs.ts';

const amounts = (...args: Parameters<typeof splitBounty>) =>
  splitBounty(...args).map((p) => p.amount);
const named = (n: number) => Array.from({ length: n }, (_, i) => ({ entryId: `e${i}` }));

test('BNT-1: odd units go one each in the order in which the floor named the hitmen', () => {
  expect(splitBounty(1_001, [{ entryId: 'b' }, { entryId: 'a' }], 'first')).toEqual([
    { entryId: 'b', amount: 501 },
    { entryId: 'a', amount: 500 },
  ]);
  expect(amounts(1_000, named(3), 'first')).toEqual([334, 333, 333]);
  expect(amounts(2, named(3), 'first')).toEqual([1, 1, 0]);
});

test('BNT-1: weights share the bounty; the rules differ in who gets the odd unit', () => {
  const hitmen = [
    { entryId: 'a', weight: 1 },
    { entryId: 'b', weight: 2 },
  ];
  expect(amounts(500, hitmen, 'first')).toEqual([167, 333]);
  expect(amounts(500, hitmen, 'largestRemainder')).toEqual([167, 333]);
  expect(amounts(1_000, hitmen, 'first')).toEqual([334, 666]);
  expect(amounts(1_000, hitmen, 'largestRemainder')).toEqual([333, 667]);
});

test('BNT-1: without hitmen nobody is paid', () => {
  expect(splitBounty(500, [], 'first')).toEqual([]);
});

test('BNT-1: the sum is exact and equal hitmen differ by at most one unit', () => {
  const rule = fc.constantFrom(...BOUNTY_RULES);
  const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(fc.nat(1_000_000_000), weights, rule, (amount, ws, by) => {
      const parts = amounts(
        amount,
        ws.map((weight, i) => ({ entryId: `e${i}`, weight })),
        by,
      );
      expect(parts.reduce((a, b) => a + b, 0)).toBe(amount);
      const all = ws.reduce((a, b) => a + b, 0);
      parts.forEach((part, i) => {
        const exact = (amount * (ws[i] ?? 0)) / all;
        expect(Math.abs(part - exact)).toBeLessThanOrEqual(1);
      });
    }),
    RUNS,
  );
});
