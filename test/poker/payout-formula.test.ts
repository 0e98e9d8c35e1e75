import { describe, expect, test } from 'bun:test';
import * as v from 'valibot';
import { formulaPrizes } from '../../src/poker/payout-formula.ts';
import {
  DEFAULT_PLAN,
  leftToGive,
  payoutPlanSchema,
  payoutRowSchema,
  payouts,
  rowsFor,
} from '../../src/poker/payouts.ts';
import { byFormula, codes, each, fixed, pay, percent, plan, rows } from './payout-rows.ts';

describe('POL-3: prizes by formula', () => {
  test('POL-3: a formula gives each place of its row from the pool, the field and the place', () => {
    const source = rows(byFormula(1, 3, 'pool * lswitch(place, .5, .3, .2, 0)'));
    expect(pay(plan({ source }), 10, 100_000)).toEqual({
      places: [
        { from: 1, to: 1, each: 50_000 },
        { from: 2, to: 2, each: 30_000 },
        { from: 3, to: 3, each: 20_000 },
      ],
      paid: 3,
      warnings: [],
    });
  });

  test('POL-3: a formula knows entries, rebuys, add-ons, place and unit, by all their names', () => {
    const text = `if(n = entries and buyins = 9 and rank = place and r = 1,
      rebuys * 10000 + ADDONS * 1000 + unit, 0)`;
    const p = plan({ source: rows(byFormula(1, 1, text), percent(2, 2, 10_000)), unit: 100 });
    const result = payouts({ plan: p, entries: 9, pool: 100_000, rebuys: 4, addOns: 3 });
    expect(each(result)).toEqual([43_100, 56_900]);
    expect(each(pay(p, 9, 100_000))).toEqual([100, 99_900]);
  });

  test('POL-3: formulas come off the pool with the fixed prizes, before percentages', () => {
    const source = rows(
      percent(1, 1, 6_000),
      percent(2, 2, 4_000),
      fixed(3, 3, 500),
      byFormula(3, 4, 'n * 25'),
    );
    expect(each(pay(plan({ source }), 20, 11_500))).toEqual([6_000, 4_000, 1_000, 500]);
  });

  test('POL-3: prizes are rounded down to the unit, and a hair below a whole is the whole', () => {
    // 100 * 0.29 is 28.999999999999996 in binary.
    const hair = plan({ source: rows(byFormula(2, 2, 'pool * .29'), percent(1, 1, 10_000)) });
    expect(each(pay(hair, 9, 100))).toEqual([71, 29]);
    const odd = plan({
      source: rows(byFormula(2, 2, 'pool / 3'), percent(1, 1, 10_000)),
      unit: 50,
    });
    expect(each(pay(odd, 9, 1_000))).toEqual([700, 300]);
  });

  test('POL-3: no prize is worth less than nothing or more than the pool', () => {
    const field = { pool: 1_050, entries: 9, rebuys: 0, addOns: 0, unit: 100 };
    const row = { from: 1, to: 3, formula: 'lswitch(place, -250, pool * pool * pool * pool, .7)' };
    expect(formulaPrizes(row, field)).toEqual({ amounts: [0, 1_000, 0], failures: [] });
  });

  test('POL-3: a prize below nothing is nothing, and its place is not paid', () => {
    const source = rows(byFormula(1, 4, '(3 - place) * 100'));
    const result = pay(plan({ source }), 9, 300);
    expect(each(result)).toEqual([200, 100]);
    expect(result.warnings).toEqual([]);
  });

  test('POL-3: formulas above the pool are scaled down, and it is said', () => {
    const result = pay(plan({ source: rows(byFormula(1, 2, 'pool')) }), 9, 1_001);
    expect(each(result)).toEqual([501, 500]);
    expect(result.warnings).toEqual([
      { code: 'FIXED_OVER_POOL', params: { fixed: 2_002, pool: 1_001 } },
    ]);
  });

  test('POL-3: what formulas leave goes out by the plan’s rule for fixed prizes', () => {
    const source = rows(byFormula(1, 2, 'pool / (place + 1)'));
    expect(each(pay(plan({ source }), 9, 600))).toEqual([400, 200]);
    expect(each(pay(plan({ source, leftover: 'proportional' }), 9, 600))).toEqual([360, 240]);
  });

  test('POL-3: what cannot be worked out is 0, told once for each kind of error with its place', () => {
    const text = 'if(place = 2,\n 1 / 0, if(place > 3, [1], 50))';
    const result = pay(plan({ source: rows(byFormula(1, 5, text)) }), 9, 100);
    expect(result.places).toEqual([
      { from: 1, to: 1, each: 50 },
      { from: 3, to: 3, each: 50 },
    ]);
    expect(result.warnings.slice(0, 2)).toEqual([
      {
        code: 'FORMULA_FAILED',
        params: { place: 2, places: 1, error: 'DIVISION_BY_ZERO', line: 2, column: 4 },
      },
      {
        code: 'FORMULA_FAILED',
        params: { place: 4, places: 2, error: 'EXPECTED_NUMBER', line: 1, column: 1 },
      },
    ]);
  });

  test('POL-3: where every formula fails the first takes the pool, and both are said', () => {
    const result = pay(plan({ source: rows(byFormula(1, 3, 'sqrt(-place)')) }), 9, 100);
    expect(each(result)).toEqual([100]);
    expect(codes(result)).toEqual(['FORMULA_FAILED', 'NO_MONEY_ROWS']);
  });

  test('POL-3: only places that there are entries for are worked out', () => {
    const result = pay(plan({ source: rows(byFormula(1, 9, '100 / (4 - place)')) }), 3, 183);
    expect(result.paid).toBe(3);
    expect(codes(result)).toEqual(['INCREASING']);
  });

  test('POL-3: the lock keeps a formula as it is, and late add-ons still count in it', () => {
    const source = rows(byFormula(1, 1, 'addOns * 100'), percent(2, 2, 10_000));
    const locked = plan({ source: rows(...rowsFor(plan({ source }), 9)) });
    const after = (addOns: number) =>
      each(payouts({ plan: locked, entries: 9, pool: 1_000, addOns }));
    expect([after(1), after(5)]).toEqual([
      [100, 900],
      [500, 500],
    ]);
  });

  test('POL-3: formulas take what the other rows leave; negative where those give too much', () => {
    const list = [byFormula(1, 2, 'pool / 3'), fixed(3, 3, 700)];
    expect(leftToGive(list, 1_000)).toEqual({ basisPoints: 10_000, amount: 0 });
    expect(leftToGive(list, 500)).toEqual({ basisPoints: 10_000, amount: -200 });
  });

  test('POL-3: the door says where a formula goes wrong', () => {
    const read = v.safeParse(payoutRowSchema, byFormula(1, 1, 'pool *\n  pow(2, 3)'));
    expect(read.issues?.map(({ message }) => message)).toEqual([
      'must be a formula: UNKNOWN_FUNCTION at line 2, column 3',
    ]);
    expect(v.safeParse(payoutRowSchema, byFormula(1, 1, 'pool / place')).success).toBe(true);
  });

  test('POL-3: no more than 1,000 places by formula, each of which takes its time', () => {
    const source = (...to: number[]) => ({
      ...DEFAULT_PLAN,
      source: rows(...to.map((last) => byFormula(1, last, 'unit'))),
    });
    expect(v.safeParse(payoutPlanSchema, source(600, 400)).success).toBe(true);
    expect(v.safeParse(payoutPlanSchema, source(600, 401)).success).toBe(false);
  });
});
