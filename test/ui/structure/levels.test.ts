import { expect, test } from 'bun:test';
import type { Level } from '../../../src/poker/blinds.ts';
import { changed, historyOf, redone, undone } from '../../../ui/structure/history.ts';
import {
  asBreak,
  asRound,
  levelAfter,
  movedRow,
  offsets,
  totalMinutes,
  withCell,
} from '../../../ui/structure/levels.ts';

const round: Level = {
  ...{ kind: 'round', game: "Hold'em", gameType: 'noLimit', smallBlind: 400, bigBlind: 800 },
  ...{ ante: 0, anteType: 'none', minutes: 20 },
};

test('BLD-5: a cell changes its own figure only', () => {
  expect(withCell(round, 'bigBlind', '1,000')).toEqual({ ...round, bigBlind: 1_000 });
  expect(withCell(round, 'minutes', '15')).toEqual({ ...round, minutes: 15 });
});

test('BLD-1: an ante needs a kind, and none needs none', () => {
  const withAnte = withCell(round, 'ante', '800');
  expect(withAnte).toMatchObject({ ante: 800, anteType: 'bigBlind' });
  expect(withAnte && withCell(withAnte, 'ante', '0')).toEqual(round);
});

test.each([
  ['bigBlind', 'x'],
  ['minutes', '0'],
  ['minutes', '601'],
  ['ante', ''],
] as const)('%s takes no %p', (cell, typed) => {
  expect(withCell(round, cell, typed)).toBeUndefined();
});

test('a level that is added goes on where the last one stopped', () => {
  expect(levelAfter([round, { kind: 'break', minutes: 10 }])).toEqual({
    ...round,
    smallBlind: 600,
    bigBlind: 1_200,
  });
});

test('BLD-2: rows start when those before them are over, from the first that counts', () => {
  const three = [
    { kind: 'break', minutes: 5 },
    { kind: 'break', minutes: 10 },
    { kind: 'break', minutes: 20 },
  ] as const;
  expect(offsets(three, 0)).toEqual([0, 5, 15]);
  expect(offsets(three, 1)).toEqual([null, 0, 10]);
  expect(totalMinutes(three)).toBe(35);
});

test('BLD-2: a row moves up and down, and stays the same row', () => {
  const rows = [5, 10, 20].map((minutes) => ({ kind: 'break' as const, minutes }));
  const lengths = (from: number, to: number) => movedRow(rows, from, to).map((r) => r.minutes);
  expect(lengths(0, 2)).toEqual([10, 20, 5]);
  expect(lengths(2, 0)).toEqual([20, 5, 10]);
  expect(movedRow(rows, 1, 1)).toBe(rows);
});

test('BLD-2: a level becomes a break and a break a level, the notes stay', () => {
  const level = { ...levelAfter([]), notes: 'Dinner' };
  const pause = asBreak(level);
  expect(pause).toEqual({ kind: 'break', minutes: 10, notes: 'Dinner' });
  expect(asRound([level], pause)).toMatchObject({ kind: 'round', bigBlind: 150, notes: 'Dinner' });
});

test('BLD-2: every change is undone and redone; a new one forgets what was undone', () => {
  const two = changed(changed(historyOf(1), 2), 3);
  expect([undone(two).now, undone(undone(two)).now, undone(undone(undone(two))).now]).toEqual([
    2, 1, 1,
  ]);
  expect(redone(undone(two)).now).toBe(3);
  const other = changed(undone(two), 9);
  expect([other.now, redone(other).now, undone(other).now]).toEqual([9, 9, 2]);
  expect(changed(two, 3)).toBe(two);
});
