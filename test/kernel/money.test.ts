import { describe, expect, spyOn, test } from 'bun:test';
import fc from 'fast-check';
import {
  minorDigits,
  moneyText,
  mulDiv,
  share,
  splitBy,
  splitEvenly,
  sum,
} from '../../src/kernel/money.ts';

const amount = fc.integer({ min: 0, max: 1_000_000_000_000 });
const weights = fc
  .array(fc.nat(1_000_000), { minLength: 1, maxLength: 40 })
  .filter((list) => sum(list) > 0);

describe('money', () => {
  test('mulDiv rounds down over BigInt, where a product leaves the safe integers', () => {
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 1, max: 1_000_000_000 }), (a, b, c) => {
        const exact = (BigInt(a) * BigInt(b)) / BigInt(c);
        expect(BigInt(mulDiv(a, b % c, c))).toBe((BigInt(a) * BigInt(b % c)) / BigInt(c));
        expect(exact >= 0n).toBe(true);
      }),
    );
    expect(mulDiv(-7, 1, 2)).toBe(-4);
    expect(share(999_999_999_999, 10_000)).toBe(999_999_999_999);
  });

  test('a split is exact, and nobody is more than a unit away from the share', () => {
    fc.assert(
      fc.property(amount, weights, fc.constantFrom(1, 5, 100), (total, list, unit) => {
        const parts = splitBy(total, list, unit);
        expect(sum(parts)).toBe(total);
        const all = sum(list);
        for (const [i, part] of parts.entries()) {
          const ideal = mulDiv(total, list[i] ?? 0, all);
          if (i > 0) expect(Math.abs(part - ideal)).toBeLessThanOrEqual(unit);
          expect(part).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('odd units go to the earlier ones', () => {
    expect(splitEvenly(1_000, 3)).toEqual([334, 333, 333]);
    expect(splitEvenly(1_003, 2, 100)).toEqual([503, 500]);
    expect(splitBy(100, [1, 1, 2])).toEqual([25, 25, 50]);
  });

  test('POL-7: minor units and text by currency and locale', () => {
    expect(['EUR', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 0, 3]);
    expect(moneyText(7_110_000, 'USD')).toBe('$71,100');
    expect(moneyText(7_110_050, 'USD')).toBe('$71,100.50');
    expect(moneyText(500, 'JPY')).toBe('¥500');
    expect(moneyText(50_000, 'DKK', 'da')).toBe('500\u00a0kr.');
  });

  test('DSP-7: a list of amounts makes each format once, however long it is', () => {
    const made = spyOn(Intl, 'NumberFormat');
    const texts = Array.from({ length: 1_000 }, (_, amount) => moneyText(amount, 'NOK', 'sv'));
    // For the digits of the currency, for whole amounts, and for the others.
    expect(made).toHaveBeenCalledTimes(3);
    made.mockRestore();
    expect(texts[250]).toContain('2,50');
    expect(texts[300]).not.toContain(',');
  });
});
