import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { moneyField, ordinal, parseCount, parseMoney, short } from '../../ui/amounts.ts';

test.each([
  ['50', 'EUR', 5_000],
  ['12.50', 'EUR', 1_250],
  ['12,5', 'EUR', 1_250],
  ['1,234', 'EUR', 123_400],
  ['1.234,50', 'EUR', 123_450],
  ["1'234.50", 'CHF', 123_450],
  ['500', 'JPY', 500],
  ['1.250', 'KWD', 1_250],
] as const)('POL-7: %s is read as %s in minor units', (typed, currency, amount) => {
  expect(parseMoney(typed, currency)).toBe(amount);
});

test.each(['', 'abc', '-5', '12.345.6', '5 kr', '12.5.5x'])('%p is no amount', (typed) => {
  expect(parseMoney(typed, 'EUR')).toBeNull();
});

test('an amount in a field is read back as the same amount', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10 ** 12 }),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      (amount, currency) => {
        expect(parseMoney(moneyField(amount, currency), currency)).toBe(amount);
      },
    ),
  );
});

test('chips are whole numbers, however they are grouped', () => {
  expect(parseCount('25,000')).toBe(25_000);
  expect(parseCount('25.000')).toBe(25_000);
  expect(parseCount('1.500.000')).toBe(1_500_000);
  expect(parseCount('15.00')).toBe(15);
  expect(parseCount('2x')).toBeNull();
  for (const half of ['1.5', '12,50', '1,0000', '1.000,000']) expect(parseCount(half)).toBeNull();
  expect(parseCount('')).toBeNull();
});

test('what has no room is shortened down, never up', () => {
  expect([9_999, 54_699, 1_250_000].map(short)).toEqual(['9,999', '54.6k', '1.2M']);
});

test('places are spoken as places', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal)).toEqual(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 102nd 111th'.split(' '),
  );
});
