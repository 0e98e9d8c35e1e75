import { expect, test } from 'bun:test';
import { corrected } from '../../../../ui/tournament/clock/level-sheet.ts';
import { parseTime } from '../../../../ui/tournament/clock/model.ts';
import { round } from '../../../rooms/tournament/night.ts';

test.each([
  ['12', 720_000],
  ['12:30', 750_000],
  ['0:05', 5_000],
  ['1.30', 90_000],
  ['12:60', null],
  ['0', null],
  ['601', null],
  ['', null],
  ['ten', null],
])('CLK-1: %p as the time left is %p ms', (typed, ms) => {
  expect(parseTime(typed)).toBe(ms);
});

test('BLD-5: a corrected level keeps its game; an ante makes an ante type, none takes it away', () => {
  const typed = { small: '300', big: '600', ante: '600', minutes: '25' };
  const level = round(200);
  expect(corrected(level, typed)).toEqual({
    ...level,
    ...{ smallBlind: 300, bigBlind: 600, ante: 600, anteType: 'bigBlind', minutes: 25 },
  });
  expect(corrected(level, { ...typed, ante: '0' })).toMatchObject({ anteType: 'none' });
  expect(corrected(level, { ...typed, big: '' })).toBeNull();
  expect(corrected(level, { ...typed, minutes: '0' })).toBeNull();
  expect(corrected({ kind: 'break', minutes: 10 }, typed)).toEqual({ kind: 'break', minutes: 25 });
});
