import { expect, test } from 'bun:test';
import type { Level } from '../../../src/poker/blinds.ts';
import { standard } from '../../../src/poker/templates.ts';
import { cellsOf, isTable, levelsFrom, pasted } from '../../../ui/structure/paste.ts';

/** Short to read: `100/200/200 20`, `break 10`. */
const short = (levels: readonly Level[]): string[] =>
  levels.map((level) =>
    level.kind === 'break'
      ? `break ${level.minutes}${level.colorUp ? ` -${level.colorUp}` : ''}`
      : `${level.smallBlind}/${level.bigBlind}/${level.ante} ${level.minutes}`,
  );

test.each([
  [
    'heads in any order',
    'Minutes\tBig Blind\tSmall Blind\tAnte\n20\t200\t100\t\n20\t400\t200\t400',
  ],
  ['numbered rows', '1\t100\t200\t0\t20\n2\t200\t400\t400\t20'],
  ['four columns', '100\t200\t0\t20\n200\t400\t400\t20'],
  ['a CSV file with heads', 'Level;SB;BB;Ante;Duration\n1;100;200;;20 min\n2;200;400;400;0:20'],
  ['quotes and commas', 'Level,"Small",Big,Ante,Min\r\n1,"100","200",,20\r\n2,200,400,400,20\r\n'],
  ['both blinds in one cell', 'Level\tBlinds\tAnte\tTime\n1\t100/200\t\t20\n2\t200 / 400\t400\t20'],
  ['both blinds under one head', 'SB/BB\tAnte\tMin\n100/200\t0\t20\n200/400\t400\t20'],
  [
    'a time of day beside the length',
    'Start\tSB\tBB\tAnte\tMinutes\tStart time\n19:00\t100\t200\t\t20\t7:00 PM\n19:20\t200\t400\t400\t20\t7:20 PM',
  ],
  [
    'decimals that say nothing',
    'SB\tBB\tAnte\tMin\n100.00\t200.00\t0.00\t20.0\n200,00\t400,00\t400,00\t20',
  ],
  [
    'hours, minutes and seconds',
    'SB\tBB\tAnte\tTime\n100\t200\t0\t0:20:00\n200\t400\t400\t00:20:00',
  ],
  ['blanks between the columns', '1  100  200  0  20\n2  200  400  400  20'],
  ['the ante with them', '100/200\t20:00\n200/400 (400)\t20:00'],
])('BLD-2: pasted from a spreadsheet: %s', (_, text) => {
  expect(short(levelsFrom(text))).toEqual(['100/200/0 20', '200/400/400 20']);
});

test('BLD-2: breaks are known by their word, with length and color-up', () => {
  const text = [
    'Level\tSB\tBB\tAnte\tMin',
    '1\t100\t200\t\t20',
    'Break\t\t\t\t15',
    '2\t200\t400\t\t20',
    'Dinner break 45 min',
    'Pause, colour up 25, 100\t\t\t\t10',
    '3\t1,000\t2.000\t2000\t20',
  ].join('\n');
  expect(short(levelsFrom(text))).toEqual([
    ...['100/200/0 20', 'break 15', '200/400/0 20', 'break 45'],
    ...['break 10 -25,100', '1000/2000/2000 20'],
  ]);
});

test('BLD-2: three columns end in the length, or in the ante where it cannot be one', () => {
  expect(short(levelsFrom('100\t200\t20\n200\t400\t20'))).toEqual(['100/200/0 20', '200/400/0 20']);
  expect(short(levelsFrom('100\t200\t0\n200\t400\t400', 30))).toEqual([
    ...['100/200/0 30', '200/400/400 30'],
  ]);
});

test('what is no structure gives none, and never throws', () => {
  expect(levelsFrom('')).toEqual([]);
  expect(levelsFrom('Dear all,\nsee you on Friday')).toEqual([]);
  expect(cellsOf('"a;b";c\n')).toEqual([['a;b', 'c']]);
  expect([isTable('100'), isTable('1\t2'), isTable('1\n2'), isTable('100\n')]).toEqual([
    ...[false, true, true, false],
  ]);
});

test('BLD-2: whole rows take the place of those from the cell on, and go on below', () => {
  const two = standard.levels.slice(0, 2);
  const next = pasted(two, '300\t600\t0\t20\n400\t800\t0\t20', { row: 1, column: 0 });
  expect(short(next)).toEqual(['50/100/0 15', '300/600/0 20', '400/800/0 20']);
});

test('BLD-2: a column of numbers lies over the cells below, and what is no number changes nothing', () => {
  const two = standard.levels.slice(0, 2);
  expect(short(pasted(two, '20\n25\n30', { row: 0, column: 3 }))).toEqual([
    ...['50/100/0 20', '100/200/0 25'],
  ]);
  expect(short(pasted(two, 'x\ny', { row: 0, column: 3 }))).toEqual(short(two));
});
