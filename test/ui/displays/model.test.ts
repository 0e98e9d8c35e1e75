import { expect, test } from 'bun:test';
import { agoOf, former, moved, whereBody } from '../../../ui/displays/model.ts';

test('DSP-1: how long a screen was silent is told in the largest unit that says it', () => {
  expect([2_000, 20_000, 90_000, 7_300_000, 200_000_000].map(agoOf)).toEqual([
    { unit: 'now', n: 0 },
    { unit: 'seconds', n: 20 },
    { unit: 'minutes', n: 1 },
    { unit: 'hours', n: 2 },
    { unit: 'days', n: 2 },
  ]);
});

test('DSP-4: everywhere, a group, or one screen', () => {
  expect(['', 'group:Main room', 'node:tv-1'].map(whereBody)).toEqual([
    {},
    { group: 'Main room' },
    { nodeIds: ['tv-1'] },
  ]);
});

test('DSP-4: a view goes earlier and later in the cycle, and not beyond either end', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
});

test('DSP-1: a change is taken back with the same fields as they were, and no others', () => {
  const display = { name: 'Bar', group: '', locked: false };
  expect(former(display, { name: 'Wall', locked: true })).toEqual({ name: 'Bar', locked: false });
});
