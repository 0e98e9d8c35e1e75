import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { EntryView } from '../../../../src/rooms/tournament/views/players.ts';
import { entriesView } from '../../../../src/rooms/tournament/views/players.ts';
import { csvRows } from '../../../../ui/tournament/players/csv.ts';
import {
  COLUMNS,
  countsOf,
  FILTERS,
  filtered,
  sorted,
  tapped,
} from '../../../../ui/tournament/players/model.ts';
import { swipeMeans } from '../../../../ui/tournament/players/swipe.ts';
import { running } from '../../../rooms/tournament/night.ts';

const base: EntryView = {
  ...{ entryId: 'a', playerId: 'a', name: 'A', number: 1, status: 'in', rank: null, ties: 1 },
  ...{ seat: null, locked: false, moves: 0, chips: null, chipsBought: 0, rebuys: 0, addOns: 0 },
  ...{ price: 0, paid: 0, owed: 0, hits: 0, bountiesWon: 0, bounty: 0, prize: 0, otherPrize: null },
  ...{ due: 0, prizePaid: 0, points: 0, net: 0, boughtInAt: 0, outAt: null },
};
const seat = (table: string, number: number) => ({ tableId: table, table, seat: number });
const one = (name: string, rest: Partial<EntryView> = {}): EntryView => ({
  ...base,
  ...{ entryId: name, name },
  ...rest,
});
const names = (entries: readonly EntryView[]) => entries.map(({ name }) => name);

const room = [
  one('Bente', { seat: seat('Table 10', 1), number: 1, chips: 900 }),
  one('Åse', { seat: seat('Table 9', 3), number: 2, chips: 20_000, owed: 50_00 }),
  one('Çelik', { number: 3 }),
  one('Dov', { status: 'out', rank: 4, number: 4, due: 10_00, prize: 10_00 }),
  one('Ea', { status: 'noShow', number: 5 }),
];

describe('PLY-4: the list of players', () => {
  test('each filter holds those it names, and its count says how many', () => {
    const held = Object.fromEntries(FILTERS.map((f) => [f, names(filtered(room, f, ''))]));
    expect(held).toEqual({
      in: ['Bente', 'Åse', 'Çelik'],
      out: ['Dov', 'Ea'],
      noSeat: ['Çelik'],
      owing: ['Åse'],
      toPay: ['Dov'],
      all: ['Bente', 'Åse', 'Çelik', 'Dov', 'Ea'],
    });
    const counts = countsOf(room);
    for (const f of FILTERS) expect(counts[f]).toBe(filtered(room, f, '').length);
  });

  test.each([
    ['cel', ['Çelik']],
    ['table 9', ['Åse']],
    ['4', ['Dov']],
    ['nobody', []],
  ])('the search finds %p by name, table or entry number', (typed, found) => {
    expect(names(filtered(room, 'all', typed))).toEqual(found);
  });

  test('by seat: those without one first, table 9 before table 10, then places, then who left', () => {
    expect(names(sorted(room, { by: 'seat', down: false }))).toEqual([
      'Çelik',
      'Åse',
      'Bente',
      'Dov',
      'Ea',
    ]);
  });

  test('by what is owed: debtors come first', () => {
    expect(names(sorted(room, { by: 'paid', down: false }))[0]).toBe('Åse');
  });

  test('a first tap shows the most chips, the next the fewest; names begin with A', () => {
    const bySeat = { by: 'seat', down: false } as const;
    const first = tapped(bySeat, 'chips');
    expect(names(sorted(room, first))[0]).toBe('Åse');
    expect(tapped(first, 'chips')).toEqual({ by: 'chips', down: false });
    expect(tapped(bySeat, 'name')).toEqual({ by: 'name', down: false });
  });

  test('whatever order it came in, the list stands in the same one, and nobody is lost', () => {
    const shuffled = fc.shuffledSubarray(room, { minLength: room.length });
    fc.assert(
      fc.property(shuffled, fc.constantFrom(...COLUMNS), fc.boolean(), (some, by, down) => {
        expect(names(sorted(some, { by, down }))).toEqual(names(sorted(room, { by, down })));
      }),
      { numRuns: 60 },
    );
  });

  test('as a file: every column, in the order shown, places so far while entries are open', () => {
    const n = running(3);
    n.do({ type: 'bust', busts: [{ entryId: 'n2', hitmen: [] }] });
    const entries = sorted(entriesView(n.state, { p1: 'Bente', p2: '=Dov' }), {
      by: 'status',
      down: true,
    });
    const [head = [], out = []] = csvRows({ id: 't', state: n.state, names: {} }, entries);
    const cell = (what: string) => out[head.indexOf(what)];
    expect(out).toHaveLength(head.length);
    expect([cell('Status'), cell('Place'), cell('So far')]).toEqual(['Out', 3, 'yes']);
  });
});

describe('a swipe on a row', () => {
  test.each([
    [-50, 4, 'open'],
    [50, -4, 'close'],
    [-20, 0, null],
    [-50, 40, null],
    [0, 200, null],
  ])('a finger that went %p across and %p down means %p', (dx, dy, means) => {
    expect(swipeMeans(dx, dy)).toBe(means as ReturnType<typeof swipeMeans>);
  });
});
