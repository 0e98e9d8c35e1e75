import { describe, expect, test } from 'bun:test';
import { isNumbered, seatIsFree } from '../../../src/rooms/tournament/state.ts';
import type { Night } from './night.ts';
import { config, night, running } from './night.ts';

const sizes = (n: Night) =>
  Object.values(n.state.tables)
    .filter((t) => t.open)
    .map((t) => t.seats.filter((s) => s !== null).length);

describe('tables and seats', () => {
  test('SEA-2: every buy-in draws a seat, tables fill evenly, and the seed is in the event', () => {
    const n = running(20);
    expect(sizes(n).toSorted()).toEqual([6, 7, 7]);
    const [first] = n.events.filter((e) => e.type === 'player.boughtIn');
    expect(first?.data).toMatchObject({ seed: expect.any(String) });
  });

  test('SEA-2: a redraw seats everybody anew except the locked, and is reproducible', () => {
    const draw = () => {
      const n = running(12);
      n.do({
        type: 'seat',
        entryId: 'n1',
        seat: n.state.entries['n1']?.seat ?? null,
        locked: true,
      });
      const locked = n.state.entries['n1']?.seat;
      n.do({ type: 'drawSeats', everyone: true, fixed: {}, apart: [['n2', 'n3']] });
      expect(n.state.entries['n1']?.seat).toEqual(locked);
      expect(n.state.entries['n2']?.seat?.tableId).not.toBe(n.state.entries['n3']?.seat?.tableId);
      return n.state.tables;
    };
    expect(draw()).toEqual(draw());
  });

  test('SEA-1: blocked seats are never given; a table in use is not closed or cut', () => {
    const n = night();
    n.do({
      type: 'openTables',
      tableIds: ['t1'],
      seats: 3,
      blocked: [{ seat: 2, label: 'pillar' }],
    });
    n.buyIn(1);
    n.buyIn(2);
    n.buyIn(3);
    expect(n.state.tables['t1']?.seats[1]).toBeNull();
    expect(n.state.entries['n3']?.seat).toBeNull();
    expect(seatIsFree(n.state, { tableId: 't1', seat: 2 })).toBe(false);
    const seat = { tableId: 't1', seat: 2 };
    expect(n.refused({ type: 'seat', entryId: 'n3', seat })).toBe('SEAT_BLOCKED');
    expect(n.refused({ type: 'closeTable', tableId: 't1' })).toBe('TABLE_IN_USE');
    expect(n.refused({ type: 'changeTable', tableId: 't1', seats: 2 })).toBe('TABLE_IN_USE');
  });

  test('PLY-6: what is changed at a table says how it was; a closed table comes back as it was', () => {
    const n = night();
    n.do({ type: 'openTables', tableIds: ['t1', 't2'], word: 'Bord' });
    const [changed] = n.do({ type: 'changeTable', tableId: 't2', name: 'Final', seats: 8 });
    expect(changed?.data).toEqual({
      ...{ tableId: 't2', name: 'Final', seats: 8 },
      before: { name: 'Bord 2', seats: 9 },
    });
    const [button] = n.do({ type: 'changeTable', tableId: 't2', button: 4 });
    expect(button?.data).toEqual({ tableId: 't2', seat: 4, before: null });
    const before = structuredClone(n.state.tables['t2']);
    n.do({ type: 'closeTable', tableId: 't2' });
    expect(n.refused({ type: 'changeTable', tableId: 't2', name: 'Gone' })).toBe('NO_SUCH_TABLE');
    n.do({ type: 'changeTable', tableId: 't2', open: true });
    expect(n.state.tables['t2']).toEqual(before);
    expect(n.do({ type: 'changeTable', tableId: 't2', open: true })).toEqual([]);
    expect(n.refused({ type: 'changeTable', tableId: 't9', open: true })).toBe('NO_SUCH_TABLE');
  });

  test('two on one seat: the second is told who sits there', () => {
    const n = running(4);
    const seat = n.state.entries['n1']?.seat ?? null;
    expect(n.attempt({ type: 'seat', entryId: 'n2', seat })).toMatchObject({
      refused: 'SEAT_TAKEN',
      details: { entryId: 'n1' },
    });
  });

  test('SEA-4: a broken table goes to random seats that leave the others even', () => {
    const n = running(20);
    n.do({ type: 'bust', busts: ['n1', 'n2'].map((entryId) => ({ entryId, hitmen: [] })) });
    n.do({ type: 'breakTable', tableId: 't3' });
    expect(sizes(n)).toEqual([9, 9]);
    expect(n.refused({ type: 'breakTable', tableId: 't1' })).toBe('NO_ROOM');
    expect(n.refused({ type: 'breakTable', tableId: 't3' })).toBe('NO_SUCH_TABLE');
  });

  test('SEA-6: the button is kept per table and has to be on one of its seats', () => {
    const n = running(4);
    n.do({ type: 'changeTable', tableId: 't1', button: 4 });
    expect(n.state.tables['t1']?.button).toBe(4);
    expect(n.refused({ type: 'changeTable', tableId: 't1', button: 10 })).toBe('NO_SUCH_SEAT');
  });

  test('who is without a seat is drawn one as soon as a table opens', () => {
    const n = night({ config: config() });
    n.buyIn(1);
    expect(n.refused({ type: 'drawSeats', everyone: false, fixed: {}, apart: [] })).toBe(
      'NO_TABLES',
    );
    n.do({ type: 'openTables', tableIds: ['t1'] });
    n.do({
      type: 'drawSeats',
      everyone: false,
      fixed: { n1: { tableId: 't1', seat: 5 } },
      apart: [],
    });
    expect(n.state.entries['n1']?.seat).toEqual({ tableId: 't1', seat: 5 });
  });
});

test('OPS-12: a table without a name of its own has its number, in the language of who opens it', () => {
  const n = night();
  n.do({ type: 'openTables', tableIds: ['t1'], word: 'Bord' });
  n.do({ type: 'openTables', tableIds: ['t2'] });
  n.do({ type: 'openTables', tableIds: ['t3'], word: 'Bord', name: 'TV' });
  const tables = Object.values(n.state.tables);
  expect(tables.map(({ name }) => name)).toEqual(['Bord 1', 'Table 2', 'TV']);
  expect(tables.map(isNumbered)).toEqual([true, true, false]);
});
