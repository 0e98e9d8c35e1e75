import { expect, test } from 'bun:test';
import type { Entry, State } from '../../../src/rooms/tournament/state.ts';
import { initial } from '../../../src/rooms/tournament/state.ts';
import type { Who } from '../../../ui/tournament/model.ts';
import {
  asksHitman,
  hitmenFor,
  matches,
  seatPlace,
  splitName,
} from '../../../ui/tournament/model.ts';

test.each([
  ['be wi', 'Bente Winther', true],
  ['wi be', 'Bente Winther', true],
  ['ostergaard', 'Leïla Benhaddou-Østergaard', false],
  ['benh', 'Leïla Benhaddou-Østergaard', true],
  ['leila', 'Leïla Benhaddou', true],
  ['ente', 'Bente Winther', false],
  ['', 'Bente Winther', true],
])('PLY-1: %p finds %p: %p', (typed, name, found) => {
  expect(matches(typed, name)).toBe(found);
});

test.each([
  ['Aage Holm', 'Aage', 'Holm'],
  ['Mary Ann  Smith ', 'Mary Ann', 'Smith'],
  ['Cher', 'Cher', ''],
])('BUY-10: the walk-in %p becomes a first and a last name', (typed, firstName, lastName) => {
  expect(splitName(typed)).toEqual({ firstName, lastName });
});

/** As much of an entry as these rules look at. */
const entry = (id: string, tableId: string | null, bounty = 0): Entry => ({
  ...{ id, playerId: id, number: 1, boughtIn: '', atMs: 0, rebuys: 0, addOns: 0, price: 0 },
  ...{ paid: 0, points: 0, chipsBought: 0, bounty, chips: null, locked: false, moves: 0 },
  ...{ seat: tableId === null ? null : { tableId, seat: 1 }, out: null, gone: null, prizePaid: 0 },
  ...{ hitsAdjusted: 0, knockouts: [], refund: 0 },
});
const who = (id: string, tableId: string | null): Who => ({
  entry: entry(id, tableId),
  name: id,
  table: undefined,
});
const ids = (list: readonly Who[]) => list.map(({ entry: { id } }) => id);

test('PLY-5: the hitman is offered from the same table first, never one of those who are out', () => {
  const room = [who('a', '1'), who('b', '1'), who('c', '2'), who('d', null)];
  const { near, far } = hitmenFor(room, ['a']);
  expect(ids(near)).toEqual(['b']);
  expect(ids(far)).toEqual(['c', 'd']);
});

test('PLY-5: without a seat nobody is nearer than anybody else', () => {
  const { near, far } = hitmenFor([who('a', null), who('b', null), who('c', '2')], ['a']);
  expect(ids(near)).toEqual([]);
  expect(ids(far)).toEqual(['b', 'c']);
});

test('PLY-5: the hitman is asked for only where hits or bounties count', () => {
  const state = (track: boolean, bounty: number): State => {
    const fresh = initial();
    const config = { ...fresh.config, hits: { track, fullCredit: true }, pointsForHit: 0 };
    return { ...fresh, config, entries: { a: entry('a', '1', bounty) } };
  };
  expect(asksHitman(state(false, 0), ['a'])).toBe(false);
  expect(asksHitman(state(false, 100), ['a'])).toBe(true);
  expect(asksHitman(state(true, 0), ['a'])).toBe(true);
});

test('SEA-1: seats of any table stand apart from each other, on the picture of it', () => {
  for (let seats = 2; seats <= 11; seats++) {
    const places = Array.from({ length: seats }, (_, i) => seatPlace(i + 1, seats));
    for (const { x, y } of places) {
      expect(x >= 0 && x <= 100 && y >= 0 && y <= 100).toBe(true);
    }
    for (const [i, a] of places.entries())
      for (const b of places.slice(i + 1))
        expect(Math.hypot((a.x - b.x) * 2.9, (a.y - b.y) * 1.5)).toBeGreaterThan(36);
  }
});
