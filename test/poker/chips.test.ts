import { expect, test } from 'bun:test';
import fc from 'fast-check';
import * as v from 'valibot';
import {
  type ChipSpec,
  chipSetSchema,
  chipsNeeded,
  colorUp,
  inChips,
  stackOf,
} from '../../src/poker/chips.ts';
import { RUNS } from './runs.ts';

const chip = (value: number, perStack: number): ChipSpec => ({ value, perStack, color: '#000000' });
const set = [chip(1_000, 7), chip(25, 8), chip(100, 8), chip(500, 4), chip(5_000, 0)];
const worth = (chips: readonly { value: number; count: number }[]) =>
  chips.reduce((sum, c) => sum + c.value * c.count, 0);

test('CHP-1: a stack is worth its chips', () => {
  expect(stackOf(set)).toBe(10_000);
  expect(stackOf([])).toBe(0);
});

test('CHP-1: 40 entries, 10 rebuys and 12 add-ons of 15,000, smallest chip first', () => {
  const needed = chipsNeeded({
    chips: set,
    entries: 40,
    rebuys: 10,
    addOns: 12,
    addOnChips: 15_000,
  });
  expect(needed).toEqual([
    { value: 25, count: 400 },
    { value: 100, count: 400 },
    { value: 500, count: 200 },
    { value: 1_000, count: 350 },
    { value: 5_000, count: 36 },
  ]);
});

test('CHP-1: an amount that the chips cannot make names what is over', () => {
  expect(inChips([chip(25, 1), chip(100, 1)], 260)).toEqual({
    chips: [
      { value: 25, count: 2 },
      { value: 100, count: 2 },
    ],
    odd: 10,
  });
});

test('CHP-1: a chip set has each value once', () => {
  expect(v.safeParse(chipSetSchema, set).success).toBe(true);
  expect(v.safeParse(chipSetSchema, [...set, chip(25, 1)]).success).toBe(false);
  expect(v.safeParse(chipSetSchema, [{ ...chip(25, 1), color: 'green' }]).success).toBe(false);
});

test('CHP-2: colouring up 25s brings 100s; what is below one is odd', () => {
  const before = [
    { value: 25, count: 103 },
    { value: 100, count: 50 },
    { value: 500, count: 10 },
  ];
  expect(colorUp(before, [25])).toEqual({
    chips: [
      { value: 100, count: 75 },
      { value: 500, count: 10 },
    ],
    odd: 75,
  });
  expect(colorUp(before, [25, 100, 500])).toEqual({ chips: [], odd: worth(before) });
  expect(colorUp(before, [])).toEqual({ chips: before, odd: 0 });
});

test('CHP-2: colouring up loses no worth, and less than one of the smallest that stays is odd', () => {
  const counts = fc.tuple(fc.nat(5_000), fc.nat(5_000), fc.nat(5_000));
  fc.assert(
    fc.property(counts, fc.subarray([25, 100], { minLength: 1 }), ([a, b, c], removed) => {
      const before = [
        { value: 25, count: a },
        { value: 100, count: b },
        { value: 500, count: c },
      ];
      const after = colorUp(before, removed);
      expect(worth(after.chips) + after.odd).toBe(worth(before));
      expect(after.odd).toBeLessThan(Math.min(...after.chips.map((chip) => chip.value)));
    }),
    RUNS,
  );
});
