import { expect, test } from 'bun:test';
import fc from 'fast-check';
import * as v from 'valibot';
import { checkStructure, levelsSchema } from '../../../src/poker/blinds.ts';
import type { Level, Round } from '../../../src/poker/levels.ts';
import { generateStructure } from '../../../src/poker/structure/generate.ts';
import { ANTES, structureWishSchema } from '../../../src/poker/structure/wish.ts';

const RUNS = Number(process.env['FELT_RUNS'] ?? 300);
const HOUSE = [25, 100, 500, 1_000, 5_000, 25_000];

const wish = (given: object) =>
  v.parse(structureWishSchema, {
    ...{ players: 40, startingStack: 10_000, minutes: 240, chips: HOUSE, ...given },
  });

const roundsOf = (levels: readonly Level[]): Round[] =>
  levels.filter((level): level is Round => level.kind === 'round');

/** What the check knows of the chips: their values. */
const specs = (chips: readonly number[]) =>
  chips.map((value) => ({ value, color: '#000000', perStack: 1 }));

const errorsOf = (levels: readonly Level[], chips: readonly number[]) =>
  checkStructure(levels, specs(chips)).filter(({ severity }) => severity === 'error');

/** Nights that a card room plays. */
const usual = fc.record({
  players: fc.integer({ min: 6, max: 400 }),
  startingStack: fc.constantFrom(5_000, 10_000, 15_000, 20_000, 30_000, 50_000),
  minutes: fc.integer({ min: 120, max: 600 }),
  chips: fc.constant(HOUSE),
  antes: fc.constantFrom(...ANTES),
  rebuys: fc.integer({ min: 0, max: 50 }),
});

/** Whatever the door lets in: odd chips, two rounds, a hundred of them, stacks that no chip makes. */
const anything = fc.record(
  {
    players: fc.integer({ min: 2, max: 20_000 }),
    startingStack: fc.integer({ min: 1, max: 1_000_000_000 }),
    minutes: fc.integer({ min: 20, max: 6_000 }),
    chips: fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 8 }),
    levelMinutes: fc.integer({ min: 1, max: 240 }),
    levels: fc.integer({ min: 2, max: 100 }),
    breakEvery: fc.integer({ min: 0, max: 100 }),
    breakMinutes: fc.integer({ min: 1, max: 240 }),
    antes: fc.constantFrom(...ANTES),
    rebuys: fc.integer({ min: 0, max: 100_000 }),
  },
  { requiredKeys: ['players', 'startingStack', 'minutes', 'chips'] },
);

test('BLD-3: whatever is wished, the structure is valid, payable in the chips in play, and rises', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const { levels } = generateStructure(wish(given));
      expect(v.is(levelsSchema, levels)).toBe(true);
      expect(errorsOf(levels, given.chips)).toEqual([]);
      const blinds = roundsOf(levels).map(({ bigBlind }) => bigBlind);
      expect(blinds.every((one, i) => one > (blinds[i - 1] ?? 0))).toBe(true);
      const antes = roundsOf(levels).map(({ ante }) => ante);
      expect(antes.every((one, i) => one >= (antes[i - 1] ?? 0))).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test('BLD-3: a hundred rounds with a break after each are the longest structure there is', () => {
  const longest = { players: 2, startingStack: 459_189, minutes: 20, chips: [1, 24_000] };
  for (const levels of [98, 99, 100]) {
    const made = generateStructure(wish({ ...longest, levels, breakEvery: 1, rebuys: 27_716 }));
    expect(v.is(levelsSchema, made.levels)).toBe(true);
    expect(roundsOf(made.levels).length).toBeGreaterThanOrEqual(levels);
  }
});

test('BLD-3: a usual night has no finding at all, steps of a fifth to twice, and ends in its time', () => {
  fc.assert(
    fc.property(usual, (given) => {
      const { levels, totals, warnings } = generateStructure(wish(given));
      expect(warnings).toEqual([]);
      expect(checkStructure(levels, specs(HOUSE))).toEqual([]);
      const rounds = roundsOf(levels);
      const blinds = rounds.map(({ bigBlind }) => bigBlind);
      for (const [i, one] of blinds.entries()) {
        const before = blinds[i - 1] ?? one / 2;
        expect(one * 100).toBeGreaterThanOrEqual(before * 120);
        expect(one).toBeLessThanOrEqual(before * 2);
      }
      // Within a level and a break of the wish, 10 to 20 big blinds are in play.
      const off = Math.abs(totals.expectedMinutes - given.minutes);
      expect(off).toBeLessThanOrEqual(totals.levelMinutes + 10);
      const atEnd = totals.chipsInPlay / (blinds[totals.expectedRounds - 1] ?? 0);
      expect(atEnd).toBeGreaterThanOrEqual(10);
      expect(atEnd).toBeLessThanOrEqual(20);
    }),
    { numRuns: RUNS },
  );
});

test('BLD-3: what was wished for is kept: rounds, their length, the rhythm of the breaks', () => {
  const { levels, totals } = generateStructure(
    wish({ levels: 12, levelMinutes: 20, breakEvery: 4, breakMinutes: 15, antes: 'none' }),
  );
  expect(totals).toMatchObject({ expectedRounds: 12, levelMinutes: 20, expectedMinutes: 270 });
  const breaks = levels.flatMap((level, i) => (level.kind === 'break' ? [[i, level.minutes]] : []));
  expect(breaks).toEqual([
    [4, 15],
    [9, 15],
    [14, 15],
  ]);
  expect(roundsOf(levels).every(({ ante, minutes }) => ante === 0 && minutes === 20)).toBe(true);
});

test('CHP-2: a chip leaves in a break, smallest first, once the blinds no longer need it', () => {
  const { levels } = generateStructure(wish({}));
  const gone = levels.flatMap((level) => (level.kind === 'break' ? (level.colorUp ?? []) : []));
  expect(gone.length).toBeGreaterThan(0);
  expect(gone).toEqual(HOUSE.slice(0, gone.length));
});

test('BLD-3: the curve begins with the starting stack and falls to the end', () => {
  const { curve, totals } = generateStructure(wish({ players: 40 }));
  expect(curve[0]).toMatchObject({ level: 1, playersLeft: 40 });
  expect(curve[0]?.averageBigBlinds10).toBe(curve[0]?.startingBigBlinds10);
  const end = curve[totals.expectedRounds - 1];
  expect(end?.playersLeft).toBe(2);
  expect(end?.averageBigBlinds10).toBeLessThanOrEqual(100);
});

test('BLD-3: what cannot be had is said: too few rounds, odd stacks, shallow starts', () => {
  const few = generateStructure(wish({ levels: 3, players: 300 }));
  expect(few.warnings).toContain('STEPS_STEEP');
  expect(generateStructure(wish({ startingStack: 10_010 })).warnings).toContain(
    'STACK_NOT_PAYABLE',
  );
  expect(generateStructure(wish({ startingStack: 500 })).warnings).toContain('SHALLOW');
  expect(generateStructure(wish({ levels: 5, levelMinutes: 10 })).warnings).toContain(
    'LENGTH_MISSED',
  );
});
