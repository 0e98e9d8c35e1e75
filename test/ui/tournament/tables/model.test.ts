import { describe, expect, test } from 'bun:test';
import { bigBlindNext } from '../../../../src/poker/balance.ts';
import { buttonFor } from '../../../../src/poker/button.ts';
import { edgeScroll } from '../../../../ui/tournament/tables/drag.ts';
import {
  dropMeans,
  findTables,
  freePlaces,
  plateName,
  platesOf,
  swapOf,
} from '../../../../ui/tournament/tables/model.ts';
import { targetsFor } from '../../../../ui/tournament/tables/move-lines.ts';
import { running } from '../../../rooms/tournament/night.ts';

describe('SEA-5: tables from above', () => {
  test.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])(
    '%d seats: a plate each, none over another',
    (seats) => {
      const { plates, rows } = platesOf(seats);
      expect(plates).toHaveLength(seats);
      for (const [i, one] of plates.entries())
        for (const other of plates.slice(i + 1))
          if (Math.abs(one.row - other.row) < 1)
            expect(Math.abs(one.x - other.x)).toBeGreaterThanOrEqual(30);
      for (const { x, row } of plates) {
        expect([x >= 15, x <= 85, row >= 0, row <= rows - 1]).toEqual([true, true, true, true]);
      }
    },
  );

  test('a free seat takes the player, a taken one offers to change, the own and a blocked one nothing', () => {
    const n = running(4);
    const [one, other] = ['n1', 'n2'];
    const at = (id: string) => n.state.entries[id]?.seat ?? { tableId: '', seat: 0 };
    const free = freePlaces(n.state)[0];
    const seat = free?.seats[0] ?? 0;
    const tableId = free?.table.id ?? '';
    expect(dropMeans(n.state, one, { tableId, seat })).toEqual({ kind: 'move' });
    expect(dropMeans(n.state, one, at(other))).toEqual({ kind: 'swap', withId: other });
    expect(dropMeans(n.state, one, at(one))).toEqual({ kind: 'nothing' });
    n.do({ type: 'changeTable', tableId, blocked: [{ seat, label: '' }] });
    expect(dropMeans(n.state, one, { tableId, seat })).toEqual({ kind: 'nothing' });
    const before = [at(one), at(other)];
    n.do({ type: 'move', moves: [...swapOf(n.state, one, other)], reason: '' });
    expect([at(other), at(one)]).toEqual(before);
  });

  test('free seats come from the emptiest table, and no two lines are offered the same one', () => {
    const n = running(20);
    const places = freePlaces(n.state);
    expect(places.map(({ table }) => table.seats.filter((s) => s !== null).length)).toEqual([
      6, 7, 7,
    ]);
    expect(freePlaces(n.state, ['t1']).some(({ table }) => table.id === 't1')).toBe(false);
    const [first] = places;
    const to = { tableId: first?.table.id ?? '', seat: first?.seats[0] ?? 0 };
    const line = { entryId: 'n1', from: null, to, why: '' };
    const other = { ...line, entryId: 'n2', to: { ...to, seat: first?.seats[1] ?? 0 } };
    const offered = targetsFor(places, [line, other], other).find(
      ({ table }) => table.id === to.tableId,
    );
    expect(offered?.seats).not.toContain(to.seat);
    expect(offered?.seats).toContain(other.to.seat);
  });

  test('a search finds tables by their name and by who sits there, and says where', () => {
    const n = running(20);
    const tables = Object.values(n.state.tables);
    const name = (id: string) => (id === 'n7' ? 'Bente Winther' : 'Somebody');
    const [only, more] = findTables(tables, 'wint', name);
    expect([only?.table.id, more]).toEqual([n.state.entries['n7']?.seat?.tableId, undefined]);
    expect([...(only?.found ?? [])]).toEqual([n.state.entries['n7']?.seat?.seat ?? 0]);
    expect(findTables(tables, 'table 2', name).map(({ table }) => table.id)).toEqual(['t2']);
    expect(findTables(tables, '', name)).toHaveLength(3);
  });

  test('the page follows a finger at its edges, faster the nearer, and stands still between', () => {
    expect(edgeScroll(400, 800)).toBe(0);
    expect(edgeScroll(790, 800)).toBeGreaterThan(edgeScroll(680, 800));
    expect(edgeScroll(20, 800)).toBeLessThan(0);
  });
});

test.each([
  ['Bartholomäus-Maximilian D.', 'Bartholom\u2060… D.'],
  ['Xiāo-Míng W.', 'Xiāo-Míng W.'],
  ['Anne-Sophie-Charlotte O’B.', 'Anne-S.-C. O’B.'],
  ['Johannes Chrysostomus W.', 'Johannes Chrysosto\u2060… W.'],
])('SEA-5: %p stands on a plate as %p', (name, short) => {
  expect(plateName(name)).toBe(short);
});

test.each([2, 3, 4, 6, 9])(
  'SEA-3: the button follows from who is big blind next, with %d players',
  (players) => {
    const seats = Array.from({ length: players }, (_, i) => i + 1);
    const table = {
      ...{ tableId: 't', name: 'T', number: 1, seats: 9, blocked: [], button: null },
      players: seats.map((seat) => ({ seat, entryId: `e${seat}`, locked: false, moves: 0 })),
    };
    for (const seat of seats) {
      const button = buttonFor(table, seat);
      expect(bigBlindNext({ ...table, button })?.seat).toBe(seat);
    }
    expect(buttonFor(table, 10)).toBeNull();
  },
);
