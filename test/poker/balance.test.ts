import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  bigBlindNext,
  breakTable,
  nextButton,
  nextPositions,
  proposeBalance,
  type TableNow,
} from '../../src/poker/balance.ts';
import { RUNS } from './runs.ts';

/** Table `n` with players in the seats given, named by table and seat. */
const table = (number: number, taken: number[], more: Partial<TableNow> = {}): TableNow => ({
  tableId: `t${number}`,
  name: `Table ${number}`,
  number,
  seats: 9,
  blocked: [],
  players: taken.map((seat) => ({ seat, entryId: `t${number}-${seat}`, locked: false, moves: 0 })),
  button: null,
  ...more,
});
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const locked = (t: TableNow, ...seats: number[]): TableNow => ({
  ...t,
  players: t.players.map((p) => ({ ...p, locked: seats.includes(p.seat) })),
});

describe('SEA-6: button and next big blind', () => {
  test('SEA-6: with all players there, button and blinds go on by one', () => {
    expect(nextPositions(table(1, [1, 3, 5, 7], { button: 1 }))).toEqual({
      button: 3,
      small: 5,
      big: 7,
    });
    expect(bigBlindNext(table(1, [1, 3, 5, 7], { button: 1 }))?.entryId).toBe('t1-7');
  });

  test('SEA-6: the big blind busts: nobody posts the small blind, the next player is big blind', () => {
    const busted = table(1, [1, 2, 4, 5], { button: 1, blinds: { small: 2, big: 3 } });
    expect(nextPositions(busted)).toEqual({ button: 2, small: 3, big: 4 });
    const after = { ...busted, button: 2, blinds: { small: 3, big: 4 } };
    expect(nextPositions(after)).toEqual({ button: 3, small: 4, big: 5 });
  });

  test('SEA-6: the small blind busts: the button is dead in the empty seat (TDA R32)', () => {
    const busted = table(1, [1, 3, 4, 5], { button: 1, blinds: { small: 2, big: 3 } });
    expect(nextButton(busted)).toBe(2);
    expect(bigBlindNext(busted)?.seat).toBe(4);
  });

  test('SEA-6: heads-up the small blind has the button, and nobody is big blind twice running (R34-B)', () => {
    expect(nextPositions(table(1, [3, 8], { button: 3 }))).toEqual({ button: 8, small: 8, big: 3 });
    const fromThree = table(1, [2, 3], { button: 1, blinds: { small: 2, big: 3 } });
    expect(nextPositions(fromThree)).toEqual({ button: 3, small: 3, big: 2 });
    const bigBusted = table(1, [1, 2], { button: 1, blinds: { small: 2, big: 3 } });
    expect(nextPositions(bigBusted)).toEqual({ button: 2, small: 2, big: 1 });
  });

  test('SEA-6: a third player joins heads-up: the button stands before the small blind', () => {
    expect(nextPositions(table(1, [2, 5, 8], { button: 2, blinds: { small: 2, big: 8 } }))).toEqual(
      { button: 5, small: 8, big: 2 },
    );
  });

  test('SEA-6: unknown without a confirmed button or with fewer than two players', () => {
    expect(nextButton(table(1, [1, 2, 3]))).toBeNull();
    expect(bigBlindNext(table(1, [1, 2, 3]))).toBeNull();
    expect(bigBlindNext(table(1, [1], { button: 1 }))).toBeNull();
  });

  test('SEA-6: hand after hand everyone is big blind once an orbit, whoever busts (property)', () => {
    const busts = fc.array(fc.option(fc.nat(8), { freq: 3 }), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 9 }), busts, (players, out) => {
        let now = table(1, upTo(players), { button: 1 });
        for (const bust of out) {
          const next = nextPositions(now);
          if (!next) return;
          const seats = now.players.map((p) => p.seat);
          const old = now.blinds?.big;
          // The big blind is the first player after the last big blind: nobody is passed over.
          if (old !== undefined) {
            const passed = upTo(8)
              .map((d) => ((old - 1 + d) % 9) + 1)
              .filter((s) => seats.includes(s));
            expect(next.big).toBe(passed[0] ?? old);
          }
          expect(seats).toContain(next.big);
          expect(next.big).not.toBe(next.small);
          if (seats.length > 2) expect(new Set([next.button, next.small, next.big]).size).toBe(3);
          const left = now.players.filter((p) => p.seat !== bust);
          now = {
            ...now,
            button: next.button,
            blinds: { small: next.small, big: next.big },
            players: left.length > 1 ? left : now.players,
          };
        }
      }),
      RUNS,
    );
  });
});

describe('SEA-3: balancing', () => {
  const propose = (tables: TableNow[], maxDifference = 1, seatsPerTable = 9) =>
    proposeBalance({ tables, maxDifference, seatsPerTable });

  test('SEA-3: who is big blind next moves to the seat that is big blind soonest (TDA R11-A)', () => {
    // Next hand: Table 1 has its big blind in 4. Table 2 has its small in 3 and its big in 6, so that
    // a newcomer in 4 or 5 is big blind at once; 4 comes first.
    const full = table(1, upTo(9), { button: 1 });
    const short = table(2, [1, 2, 3, 6, 7, 8], { button: 1 });
    // Afterwards 8, 7 and 8 are even enough, so that Table 3 is not even asked for its button.
    expect(propose([full, short, table(3, upTo(8))])).toEqual([
      {
        kind: 'move',
        entryId: 't1-4',
        from: { tableId: 't1', seat: 4 },
        to: { tableId: 't2', seat: 4 },
        reason: 'BIG_BLIND_NEXT',
        params: { fromPlayers: 9, toPlayers: 6, handsToBigBlind: 0, waits: false, movesBefore: 0 },
      },
    ]);
  });

  test('SEA-3: nobody is named at a table whose button is not confirmed: it is asked for, once', () => {
    const asked = propose([table(1, upTo(9)), table(2, upTo(5), { button: 1 }), table(3, upTo(6))]);
    expect(asked.filter((p) => p.kind === 'move')).toEqual([]);
    expect(asked.filter((p) => p.kind === 'ask').map((p) => p.tableId)).toEqual(['t1']);
  });

  test('SEA-3: within the threshold nothing is proposed, a wider threshold leaves more alone', () => {
    const tables = [table(1, upTo(9), { button: 1 }), table(2, upTo(7), { button: 1 })];
    expect(propose([tables[0] ?? table(1, []), table(2, upTo(8))])).toEqual([]);
    expect(propose(tables).length).toBe(1);
    expect(propose(tables, 2)).toEqual([]);
  });

  test('SEA-3: never into the small blind, nor between button and small blind', () => {
    // Next hand: button 2, small 3 (empty, its player busted), big 4; open are 3, 9 and 1.
    const short = table(2, [2, 4, 5, 6, 7, 8], { button: 1, blinds: { small: 2, big: 3 } });
    const to = propose([table(1, upTo(9), { button: 1 }), short]).flatMap((p) =>
      p.kind === 'move' ? [p.to.seat] : [],
    );
    expect(to).toEqual([9]);
  });

  test('SEA-3: where only the small blind is open, nobody is moved there', () => {
    const blinds = { small: 2, big: 3 };
    const short = table(2, [2, 4, 5, 6], { button: 1, blinds, blocked: [1, 7, 8, 9] });
    expect(propose([table(1, upTo(9), { button: 1 }), short])).toEqual([]);
  });

  test('SEA-3: a seat between button and small blind is the last resort, and it says that it waits', () => {
    const spots = (blocked: number[]) => {
      const short = table(2, [2, 4, 5, 6], { button: 1, blinds: { small: 2, big: 4 }, blocked });
      const tables = [table(1, upTo(9), { button: 1 }), short];
      return propose(tables).map((p) => p.kind === 'move' && [p.to.seat, p.params.waits]);
    };
    expect(spots([1, 7, 8, 9])).toEqual([[3, true]]);
    expect(spots([1, 7, 8])).toEqual([
      [9, false],
      [3, true],
    ]);
  });

  test('SEA-3: of equally full tables the last-opened gives, of equally short ones the first gets', () => {
    const tables = [1, 2, 3, 4].map((n) => table(n, upTo(n < 3 ? 9 : 7), { button: 1 }));
    const pairs = propose(tables).map((p) => p.kind === 'move' && [p.from.tableId, p.to.tableId]);
    expect(pairs).toEqual([
      ['t2', 't3'],
      ['t1', 't4'],
    ]);
  });

  test('SEA-3: a locked player stays and the next in line moves', () => {
    const moved = propose([
      locked(table(1, upTo(9), { button: 1 }), 4),
      table(2, upTo(7), { button: 1 }),
    ]);
    expect(moved.map((p) => (p.kind === 'move' ? p.entryId : p.kind))).toEqual(['t1-5']);
  });

  test('SEA-3: the last-opened table breaks when the others have room, unless a player there is locked', () => {
    const tables = [table(1, upTo(6)), table(2, upTo(6)), table(3, upTo(5))];
    expect(propose(tables)).toEqual([
      {
        kind: 'break',
        tableId: 't3',
        reason: 'FITS_ELSEWHERE',
        params: { players: 5, openSeats: 6 },
      },
    ]);
    const held = propose([
      tables[0] ?? table(1, []),
      tables[1] ?? table(2, []),
      locked(table(3, upTo(5)), 2),
    ]);
    expect(held.map((p) => (p.kind === 'break' ? p.tableId : p.kind))).toEqual(['t2']);
    expect(propose(tables, 1, 8).map((p) => p.kind)).not.toContain('break');
    expect(propose([table(1, upTo(5))])).toEqual([]);
  });

  test('SEA-3: where the floor keeps all tables, moves are proposed though one could be broken', () => {
    const tables = [
      table(1, upTo(6), { button: 1 }),
      table(2, upTo(6), { button: 1 }),
      table(3, upTo(4), { button: 1 }),
    ];
    const ask = { tables, maxDifference: 1, seatsPerTable: 9 };
    expect(proposeBalance(ask).map(({ kind }) => kind)).toEqual(['break']);
    expect(proposeBalance({ ...ask, keepTables: true }).map(({ kind }) => kind)).toEqual(['move']);
  });

  test('SEA-3: a blocked seat is neither given nor counted as room', () => {
    const full = table(1, upTo(7), { blocked: [8, 9], button: 1 });
    const open = table(2, [1, 2], { button: 1 });
    expect(propose([full, open]).map((p) => p.kind)).toEqual(['break']);
    const fewer = propose([full, { ...open, blocked: [3, 9] }]);
    expect(fewer.map((p) => (p.kind === 'move' ? p.to.seat : p.kind))).toEqual([4, 5]);
  });

  /** 2 to 6 tables with known buttons; one player in five is locked. */
  const rooms = fc
    .array(
      fc.tuple(
        fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat(4), { minLength: 9, maxLength: 9 }),
      ),
      { minLength: 2, maxLength: 6 },
    )
    .map((list) =>
      list.map(([taken, button, dice], i) => {
        const t = table(
          i + 1,
          [...taken].sort((a, b) => a - b),
          { button },
        );
        return locked(t, ...taken.filter((seat) => dice[seat - 1] === 0));
      }),
    );

  test('SEA-3: after the moves the tables are even, nobody locked moved, no seat is given twice', () => {
    fc.assert(
      fc.property(rooms, fc.integer({ min: 1, max: 3 }), (tables, maxDifference) => {
        const proposals = propose(tables, maxDifference);
        expect(proposals.every((p) => p.kind === 'move') || proposals[0]?.kind === 'break').toBe(
          true,
        );
        const moves = proposals.flatMap((p) => (p.kind === 'move' ? [p] : []));
        const size = new Map(tables.map((t) => [t.tableId, t.players.length]));
        const seats = new Set(
          tables.flatMap((t) => t.players.map((p) => `${t.tableId}/${p.seat}`)),
        );
        const stay = tables.flatMap((t) => t.players.filter((p) => p.locked).map((p) => p.entryId));
        for (const { entryId, from, to } of moves) {
          expect(stay).not.toContain(entryId);
          expect(seats.has(`${to.tableId}/${to.seat}`)).toBe(false);
          seats.add(`${to.tableId}/${to.seat}`);
          size.set(from.tableId, (size.get(from.tableId) ?? 0) - 1);
          size.set(to.tableId, (size.get(to.tableId) ?? 0) + 1);
        }
        expect(new Set(moves.map((m) => m.entryId)).size).toBe(moves.length);
        const free = tables.every((t) => t.players.every((p) => !p.locked));
        if (free && proposals[0]?.kind !== 'break')
          expect(Math.max(...size.values()) - Math.min(...size.values())).toBeLessThanOrEqual(
            maxDifference,
          );
      }),
      RUNS,
    );
  });
});

describe('SEA-4: breaking a table', () => {
  const others = [table(1, [1, 2, 3, 4, 5, 6], { blocked: [9] }), table(2, [2, 4, 6, 8, 9])];

  test('SEA-4: the n-th player in the card order takes the n-th scrambled seat; the others end even', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 5 }), (seed, n) => {
        const broken = table(3, upTo(n));
        const { order, cards, moves, unseated } = breakTable({ table: broken, others, seed });
        expect([...order].sort()).toEqual(broken.players.map((p) => p.entryId));
        expect(unseated).toEqual([]);
        expect(moves.map((m) => m.entryId)).toEqual([...order]);
        expect(moves.map((m) => m.to)).toEqual([...cards]);
        expect(new Set(cards.map((c) => `${c.tableId}/${c.seat}`)).size).toBe(n);
        const sizes = others.map(
          (t) => t.players.length + cards.filter((c) => c.tableId === t.tableId).length,
        );
        expect(Math.abs((sizes[0] ?? 0) - (sizes[1] ?? 0))).toBeLessThanOrEqual(1);
        for (const { tableId, seat } of cards) {
          const to = others.find((t) => t.tableId === tableId);
          expect(to?.blocked).not.toContain(seat);
          expect(to?.players.map((p) => p.seat)).not.toContain(seat);
        }
      }),
      RUNS,
    );
  });

  test('SEA-4: both steps are random, and the same seed gives the same break', () => {
    const broken = table(3, upTo(5));
    const runs = upTo(40).map((i) => breakTable({ table: broken, others, seed: `${i}` }));
    expect(new Set(runs.map((r) => r.order.join())).size).toBeGreaterThan(20);
    expect(new Set(runs.map((r) => JSON.stringify(r.cards))).size).toBeGreaterThan(20);
    // The cards are scrambled over the tables, not dealt table by table.
    const byTable = runs.map((r) => r.cards.map((card) => card.tableId).join(' '));
    expect(byTable.some((order) => /t1 (t2 )+t1|t2 (t1 )+t2/u.test(order))).toBe(true);
    expect(breakTable({ table: broken, others, seed: '7' })).toEqual(
      breakTable({ table: broken, others, seed: '7' }),
    );
  });

  test('SEA-4: whoever finds no open seat is named', () => {
    const { moves, unseated } = breakTable({ table: table(3, upTo(9)), others, seed: 's' });
    expect(moves.length).toBe(6);
    expect(unseated.length).toBe(3);
  });
});
