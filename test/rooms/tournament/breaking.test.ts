import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { SeatRef } from '../../../src/poker/draw.ts';
import { drawBreak } from '../../../src/rooms/tournament/decide/breaking.ts';
import { openStage } from '../../server/stage.ts';
import type { Night } from './night.ts';
import { running } from './night.ts';

/** Three tables of 20, two of them out, so that table 3 fits elsewhere. */
const breakable = (): Night => {
  const n = running(20);
  n.do({ type: 'bust', busts: ['n1', 'n2'].map((entryId) => ({ entryId, hitmen: [] })) });
  return n;
};

const drawn = (n: Night, seed: string) => {
  const answer = drawBreak(n.state, { tableId: 't3', seed });
  if ('refused' in answer) throw new Error(answer.refused);
  return { seed, moves: answer.moves.map(({ entryId, to }) => ({ entryId, to })) };
};

const seatsOf = (n: Night, moves: readonly { entryId: string; to: SeatRef }[]) =>
  moves.map(({ entryId }) => n.state.entries[entryId]?.seat);

describe('SEA-4: breaking a table by a draw that was shown first', () => {
  test('the seats that were shown are those that are given, with the seed that drew them', () => {
    const n = breakable();
    const plan = drawn(n, 'shown');
    n.do({ type: 'breakTable', tableId: 't3', drawn: plan });
    expect(seatsOf(n, plan.moves)).toEqual(plan.moves.map(({ to }) => to));
    expect(n.events.at(-1)).toMatchObject({ type: 'table.broken', data: { seed: 'shown' } });
    expect(n.state.tables['t3']?.open).toBe(false);
  });

  test('another draw gives other seats, the same seed the same ones', () => {
    const n = breakable();
    expect(drawn(n, 'a')).toEqual(drawn(n, 'a'));
    expect(drawn(n, 'a').moves).not.toEqual(drawn(n, 'b').moves);
  });

  test('a seat that the floor changed is taken as changed; two on one seat are not', () => {
    const n = breakable();
    const plan = drawn(n, 'x');
    const [first, second] = plan.moves;
    if (first === undefined || second === undefined) throw new Error('nobody moves');
    const swapped = [
      { entryId: first.entryId, to: second.to },
      { entryId: second.entryId, to: first.to },
      ...plan.moves.slice(2),
    ];
    const twice = [first, { ...second, to: first.to }, ...plan.moves.slice(2)];
    expect(
      n.refused({ type: 'breakTable', tableId: 't3', drawn: { seed: 'x', moves: twice } }),
    ).toBe('SEAT_TAKEN');
    n.do({ type: 'breakTable', tableId: 't3', drawn: { seed: 'x', moves: swapped } });
    expect(n.state.entries[first.entryId]?.seat).toEqual(second.to);
  });

  test('what changed since the draw is refused, and nobody moves', () => {
    const n = breakable();
    const plan = drawn(n, 'x');
    const [first] = plan.moves;
    if (first === undefined) throw new Error('nobody moves');
    const someoneElse = Object.values(n.state.entries).find(
      (e) => e.seat !== null && e.seat.tableId !== 't3' && e.out === null,
    );
    n.do({ type: 'move', moves: [{ entryId: someoneElse?.id ?? '', to: first.to }], reason: '' });
    expect(n.refused({ type: 'breakTable', tableId: 't3', drawn: plan })).toBe('SEAT_TAKEN');
    n.bust(first.entryId);
    expect(n.refused({ type: 'breakTable', tableId: 't3', drawn: plan })).toBe('TABLE_CHANGED');
    const home = plan.moves.slice(1).map((m) => ({ ...m, to: { tableId: 't3', seat: 1 } }));
    const stay = { seed: 'x', moves: home };
    expect(n.refused({ type: 'breakTable', tableId: 't3', drawn: stay })).toBe('NO_SUCH_SEAT');
  });

  test('undo seats everybody back and opens the table again', () => {
    const n = breakable();
    const before = n.state.tables['t3']?.seats.slice();
    n.do({ type: 'breakTable', tableId: 't3', drawn: drawn(n, 'y') });
    n.undo(n.last('table.broken'));
    expect(n.state.tables['t3']?.seats).toEqual(before ?? []);
  });
});

describe('over HTTP', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.stop());

  test('SEA-4: the preview does nothing; its seed and moves break the table just so', async () => {
    const call = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
      const answer = await stage.call(method, path, body);
      expect([200, 201]).toContain(answer.status);
      return answer.body;
    };
    const { id } = await call('POST', '/tournaments', {
      ...{ name: 'Friday', currency: 'EUR', template: 'standard' },
    });
    const at = `/tournaments/${id}`;
    const { tableIds } = await call('POST', `${at}/tables`, { tables: 2, seats: 4 });
    for (const playerId of ['p1', 'p2', 'p3', 'p4']) {
      stage.people.set(playerId, playerId);
      await call('POST', `${at}/players/buyin`, { playerId });
    }
    const path = `${at}/tables/break/${tableIds[1]}`;
    const before = (await stage.shell.log.head()).seq;
    const { seed, moves, cards, order } = await call('POST', `${path}/preview`);
    expect((await stage.shell.log.head()).seq).toBe(before);
    expect([moves.length, cards.length, order.length]).toEqual([2, 2, 2]);
    const told = moves.map(({ entryId, to }: { entryId: string; to: SeatRef }) => ({
      entryId,
      to,
    }));
    const answer = await call('POST', path, { drawn: { seed, moves: told } });
    expect(answer.events[0].data).toMatchObject({ seed, tableId: tableIds[1] });
    expect((await stage.call('POST', `${path}/preview`)).status).toBe(404);
  });
});
