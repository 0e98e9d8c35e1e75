import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { safeParse } from 'valibot';
import { payoutRowsSchema } from '../../../src/poker/payout-plan.ts';
import {
  chipsOf,
  chipText,
  leftOf,
  parsePercent,
  percentsOf,
  percentText,
  rowsOf,
} from '../../../ui/settings/model.ts';

describe('payout tables', () => {
  test('POL-3: percentages are read in either notation, and nothing else is', () => {
    expect(['12.5', '12,5', ' 12.5 % ', '0', '100'].map(parsePercent)).toEqual([
      ...[1_250, 1_250, 1_250, 0, 10_000],
    ]);
    for (const typed of ['', 'x', '-1', '100.01', '1.234', '1e2', '1.2.3'])
      expect([typed, parsePercent(typed)]).toEqual([typed, null]);
  });

  test('POL-3: what is written down as percentages comes back as the same ones', () => {
    const percent = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(fc.array(percent, { minLength: 1, maxLength: 40 }), (percents) => {
        const typed = percents.map(percentText);
        const rows = rowsOf(typed);
        expect(percentsOf(rows ?? [])).toEqual(typed);
        expect(safeParse(payoutRowsSchema, rows).success).toBe(true);
        expect(leftOf(typed)).toBe(10_000 - percents.reduce((sum, one) => sum + one, 0));
      }),
      { numRuns: Number(process.env['FELT_RUNS'] ?? 200) },
    );
  });

  test('POL-3: equal neighbours are one row; an empty tail is no place, a word is no table', () => {
    expect(rowsOf(['50', '25', '25', '', ''])).toEqual([
      { from: 1, to: 1, kind: 'percent', basisPoints: 5_000 },
      { from: 2, to: 3, kind: 'percent', basisPoints: 2_500 },
    ]);
    expect(rowsOf(['', ''])).toBeNull();
    expect(rowsOf(['50', 'half'])).toBeNull();
    expect(leftOf(['50', 'half'])).toBeNull();
  });

  test('POL-3: fixed prizes are left alone: they are no percentages', () => {
    expect(percentsOf([{ from: 1, to: 1, kind: 'fixed', amount: 5 }])).toBeNull();
  });
});

describe('chip sets', () => {
  const chip = (value: string, perStack = '4', label = '') => ({
    ...{ value, perStack, label, color: '#2e7d32' },
  });

  test('CHP-1: chips are kept smallest first, without empty labels', () => {
    expect(chipsOf([chip('1,000', ''), chip('25', '8', ' green ')])).toEqual([
      { value: 25, color: '#2e7d32', label: 'green', perStack: 8 },
      { value: 1_000, color: '#2e7d32', perStack: 0 },
    ]);
  });

  test('CHP-1: a chip without a value, and a value twice, are told apart', () => {
    expect(chipsOf([chip('')])).toBe('badValue');
    expect(chipsOf([chip('0')])).toBe('badValue');
    expect(chipsOf([chip('25', 'x')])).toBe('badValue');
    expect(chipsOf([chip('25'), chip('25')])).toBe('twice');
  });

  test('CHP-1: a value stands on its chip as short as it can be said', () => {
    expect([5, 500, 1_000, 1_500, 25_000, 1_000_000].map(chipText)).toEqual([
      ...['5', '500', '1K', '1.5K', '25K', '1M'],
    ]);
  });
});
