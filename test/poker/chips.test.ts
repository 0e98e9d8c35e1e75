import { expect, test } from 'bun:test';
import * as v from 'valibot';
import {
  type ChipSpec,
  chipSetSchema,
  chipsNeeded,
  inChips,
  stackOf,
} from '../../src/poker/chips.ts';

const chip = (value: number, perStack: number): ChipSpec => ({ value, perStack, color: '#000000' });
const set = [chip(1_000, 7), chip(25, 8), chip(100, 8), chip(500, 4), chip(5_000, 0)];

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
