import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  type DrawQuestion,
  drawOne,
  drawSeats,
  freeSeats,
  type TablePlan,
} from '../../src/poker/draw.ts';
import { RUNS } from './runs.ts';

const table = (
  tableId: string,
  seats: number,
  taken: number[] = [],
  blocked: number[] = [],
): TablePlan => ({
  tableId,
  seats,
  blocked,
  taken: taken.map((seat) => ({ seat, entryId: `${tableId}-${seat}` })),
});
const named = (n: number, prefix = 'e') => Array.from({ length: n }, (_, i) => `${prefix}${i}`);
const countOf = (question: DrawQuestion, tableId: string) =>
  drawSeats(question).seats.filter((s) => s.tableId === tableId).length;

/** 1 to 8 tables of 2 to 11 seats, some of them blocked or taken. */
const tables = fc
  .array(
    fc.integer({ min: 2, max: 11 }).chain((seats) =>
      fc.tuple(
        fc.constant(seats),
        fc.array(fc.constantFrom('free', 'free', 'free', 'taken', 'blocked'), {
          minLength: seats,
          maxLength: seats,
        }),
      ),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) =>
    list.map(([seats, uses], t) => {
      const seatsOf = (use: string) => uses.flatMap((u, i) => (u === use ? [i + 1] : []));
      return table(`t${t}`, seats, seatsOf('taken'), seatsOf('blocked'));
    }),
  );

describe('SEA-2: the draw', () => {
  test('SEA-2: every entry gets one free seat of its own, the last in the list wait when seats run out', () => {
    fc.assert(
      fc.property(tables, fc.nat(60), fc.string(), (list, n, seed) => {
        const entries = named(n);
        const { seats, unseated } = drawSeats({ tables: list, entries, seed });
        const room = list.reduce((sum, t) => sum + freeSeats(t).length, 0);
        expect(seats.map((s) => s.entryId)).toEqual(entries.slice(0, room));
        expect(unseated).toEqual(entries.slice(room));
        expect(new Set(seats.map((s) => `${s.tableId}/${s.seat}`)).size).toBe(seats.length);
        for (const { tableId, seat } of seats)
          expect(freeSeats(list.find((t) => t.tableId === tableId) ?? table('', 0))).toContain(
            seat,
          );
      }),
      RUNS,
    );
  });

  test('SEA-2: even filling: nobody joins a table while another with room is two or more shorter', () => {
    const groups = fc.array(fc.array(fc.nat(59), { maxLength: 5 }), { maxLength: 3 });
    fc.assert(
      fc.property(tables, fc.nat(60), groups, fc.string(), (list, n, apart, seed) => {
        const { seats } = drawSeats({
          tables: list,
          entries: named(n),
          seed,
          apart: apart.map((group) => group.map((i) => `e${i}`)),
        });
        const after = list.map((t) => {
          const got = seats.filter((s) => s.tableId === t.tableId).length;
          return { got, size: t.taken.length + got, room: freeSeats(t).length - got };
        });
        const shortest = Math.min(...after.filter((t) => t.room > 0).map((t) => t.size));
        for (const t of after.filter((x) => x.got > 0))
          expect(t.size).toBeLessThanOrEqual(shortest + 1);
      }),
      RUNS,
    );
  });

  test('SEA-2: the same seed draws the same seats, another seed others', () => {
    const question = {
      tables: [table('a', 9), table('b', 9), table('c', 9)],
      entries: named(25),
      seed: 's1',
    };
    expect(drawSeats(question)).toEqual(drawSeats(question));
    expect(drawSeats({ ...question, seed: 's2' })).not.toEqual(drawSeats(question));
  });

  test('SEA-2: every seat is as likely for everyone (1,200 draws of one entry among 24)', () => {
    const hits = new Map<string, number>();
    for (let i = 0; i < 1_200; i++) {
      const { seats } = drawSeats({
        tables: [table('a', 8), table('b', 8), table('c', 8)],
        entries: named(24),
        seed: `${i}`,
      });
      const seat = seats[7];
      const key = `${seat?.tableId}/${seat?.seat}`;
      hits.set(key, (hits.get(key) ?? 0) + 1);
    }
    expect(hits.size).toBe(24);
    // 50 expected of each; the standard deviation is 7, and the seeds are fixed.
    expect(Math.min(...hits.values())).toBeGreaterThan(25);
    expect(Math.max(...hits.values())).toBeLessThan(75);
  });

  test('SEA-2: which table gets the odd player is drawn too', () => {
    const odd = named(60, 's').map((seed) =>
      countOf({ tables: [table('a', 9), table('b', 9)], entries: named(3), seed }, 'a'),
    );
    expect(new Set(odd)).toEqual(new Set([1, 2]));
  });

  test('SEA-2: a fixed seat is given where it is free, once, and the rest still fills evenly', () => {
    const list = [table('a', 9, [1]), table('b', 9)];
    const question = {
      tables: list,
      entries: named(7),
      seed: 'x',
      fixed: {
        e3: { tableId: 'b', seat: 5 },
        e4: { tableId: 'b', seat: 5 },
        e5: { tableId: 'a', seat: 1 },
      },
    };
    const { seats } = drawSeats(question);
    expect(seats.find((s) => s.entryId === 'e3')).toEqual({ entryId: 'e3', tableId: 'b', seat: 5 });
    expect(seats.filter((s) => s.tableId === 'b' && s.seat === 5).length).toBe(1);
    expect(seats.length).toBe(7);
    expect([countOf(question, 'a'), countOf(question, 'b')]).toEqual([3, 4]);
  });

  test('SEA-2: those to be kept apart sit at different tables while there are enough tables', () => {
    const sizes = fc.array(fc.integer({ min: 2, max: 8 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        sizes,
        fc.nat(30),
        fc.string(),
        (count, list, more, seed) => {
          const groups = list.map((size, g) => named(Math.min(size, count), `kin${g}-`));
          const entries = [...named(more), ...groups.flat()];
          fc.pre(entries.length <= count * 10);
          const tables = named(count, 't').map((id) => table(id, 10));
          const { seats } = drawSeats({ tables, entries, seed, apart: groups });
          for (const group of groups) {
            const kin = seats.filter((s) => group.includes(s.entryId));
            expect(new Set(kin.map((s) => s.tableId)).size).toBe(group.length);
          }
        },
      ),
      RUNS,
    );
  });

  test('SEA-2: two pairs find different tables though those have unequal room', () => {
    const list = [table('a', 9), table('b', 9, [1]), table('c', 9, [1])];
    const [p, q] = [
      ['p1', 'p2'],
      ['q1', 'q2'],
    ];
    for (const seed of named(40)) {
      const { seats } = drawSeats({ tables: list, entries: [...p, ...q], seed, apart: [p, q] });
      const at = new Map(seats.map((s) => [s.entryId, s.tableId]));
      expect(at.get('p1')).not.toBe(at.get('p2') ?? '');
      expect(at.get('q1')).not.toBe(at.get('q2') ?? '');
    }
  });

  test('SEA-2: the second of a pair goes to the table with less room', () => {
    const list = [table('a', 10), table('b', 10, [1, 2, 3, 4, 5])];
    for (const seed of named(20)) {
      const { seats } = drawSeats({ tables: list, entries: named(7), seed, apart: [['e0', 'e1']] });
      expect(new Set(seats.slice(0, 2).map((s) => s.tableId)).size).toBe(2);
    }
  });

  test('SEA-2: a newcomer is kept apart from those who sit already; with too few tables all are seated', () => {
    const list = [table('a', 9, [1, 2]), table('b', 9, [1, 2])];
    for (const seed of named(20)) {
      expect(drawOne({ tables: list, entryId: 'n', seed, apart: [['n', 'a-1']] })?.tableId).toBe(
        'b',
      );
    }
    const crowd = named(6);
    const all = drawSeats({ tables: list, entries: crowd, seed: 's', apart: [crowd] });
    expect(all.seats.filter((s) => s.tableId === 'a').length).toBe(3);
    expect(all.unseated).toEqual([]);
  });

  test('SEA-2: a late entry sits at one of the least-full tables, in any of its seats', () => {
    const list = [
      table('a', 6, [1, 2, 3]),
      table('b', 6, [2, 5]),
      table('c', 6, [1, 6]),
      table('d', 2, [1, 2]),
    ];
    const drawn = named(300).map((seed) => drawOne({ tables: list, entryId: 'n', seed }));
    const places = new Set(drawn.map((s) => `${s?.tableId}${s?.seat}`));
    expect([...places].sort()).toEqual(['b1', 'b3', 'b4', 'b6', 'c2', 'c3', 'c4', 'c5']);
    expect(drawOne({ tables: [table('d', 2, [1, 2])], entryId: 'n', seed: 's' })).toBeNull();
    expect(drawOne({ tables: [], entryId: 'n', seed: 's' })).toBeNull();
  });
});
