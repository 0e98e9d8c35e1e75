import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../../src/kernel/time.ts';
import type { Moment } from '../../../src/leaf/backup/when.ts';
import { isDue } from '../../../src/leaf/backup/when.ts';
import type { KeptBackup } from '../../../src/server/backup/keep.ts';
import { keep, newestOf } from '../../../src/server/backup/keep.ts';

const NOW = 1_790_000_000_000;
const MANY = Number.MAX_SAFE_INTEGER;

const backup = (daysAgo: number, events: number, bytes = 1): KeptBackup => ({
  ...{ name: `b${events}`, madeAt: NOW - daysAgo * DAY, events, bytes },
});

const list = fc
  .array(fc.tuple(fc.double({ min: -400, max: 800, noNaN: true }), fc.nat(1_000)), {
    maxLength: 60,
  })
  .map((all) => all.map(([days, bytes], i) => backup(days, i + 1, bytes)));

test('OPS-7: two years of nightly backups become a week, a month and a year of them', () => {
  const all = Array.from({ length: 730 }, (_, i) => backup(729 - i, i + 1));
  const ages = keep(all, NOW, MANY).map(({ madeAt }) => Math.round((NOW - madeAt) / DAY));
  expect(ages.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(ages.length).toBeGreaterThanOrEqual(7 + 3 + 11);
  expect(ages.length).toBeLessThanOrEqual(7 + 5 + 13);
  expect(Math.max(...ages)).toBeLessThanOrEqual(365);
});

test('OPS-7: the newest stays, nothing is made up, and keeping twice keeps the same', () => {
  fc.assert(
    fc.property(list, fc.nat(20_000), (all, most) => {
      const kept = keep(all, NOW, most);
      const newest = newestOf(all);
      expect(newest === null || kept.includes(newest)).toBe(true);
      expect(kept.every((one) => all.includes(one))).toBe(true);
      expect(keep(kept, NOW, most)).toEqual(kept);
      const bytes = kept.reduce((sum, one) => sum + one.bytes, 0);
      expect(kept.length <= 1 || bytes <= most).toBe(true);
    }),
  );
});

test('OPS-7: a clock that is wrong takes no backup away', () => {
  const all = [backup(0, 3), backup(1, 2), backup(40, 1)];
  // Booted without a battery: all of them lie in the future.
  expect(keep(all, 0, MANY)).toHaveLength(3);
  expect(keep(all, null, MANY)).toHaveLength(3);
});

const still: Moment = {
  ...{ ageMs: 21 * HOUR, isBehind: true, endedMs: null, failedMs: null },
  ...{ stillMs: HOUR, clocksMs: HOUR, hour: 4 },
};

test.each([
  ['at night, in peace', {}, true],
  ['with nothing new', { isBehind: false }, false],
  ['at night, while a clock runs', { clocksMs: 0 }, false],
  ['in the afternoon', { hour: 15 }, false],
  ['in the afternoon, when the night was missed', { hour: 15, ageMs: 27 * HOUR }, true],
  [
    'a minute after the last command, when the night was missed',
    { hour: 15, ageMs: 27 * HOUR, stillMs: MINUTE },
    false,
  ],
  [
    'when two nights were missed, between two commands',
    { ageMs: 40 * HOUR, stillMs: 6_000, clocksMs: 0 },
    true,
  ],
  [
    'soon after a tournament',
    { ageMs: HOUR, endedMs: MINUTE, stillMs: MINUTE, clocksMs: MINUTE },
    true,
  ],
  ['after a tournament, while another runs', { ageMs: HOUR, endedMs: MINUTE, clocksMs: 0 }, false],
  [
    'half an hour after a tournament, while another runs',
    { ageMs: HOUR, endedMs: 31 * MINUTE, clocksMs: 0 },
    true,
  ],
  ['a minute after one that failed', { failedMs: MINUTE }, false],
] satisfies [string, Partial<Moment>, boolean][])('OPS-7: a backup %s', (_, change, due) => {
  expect(isDue({ ...still, ...change })).toBe(due);
});
