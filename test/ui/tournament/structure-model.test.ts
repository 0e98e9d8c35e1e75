import { expect, test } from 'bun:test';
import type { Level } from '../../../src/poker/blinds.ts';
import { levelAfter, withCell } from '../../../ui/tournament/structure-model.ts';

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
