import { describe, expect, test } from 'bun:test';
import { actionsView, poolView, standings } from '../../../src/rooms/tournament/views.ts';
import { config, running } from './night.ts';

const rank = (n: ReturnType<typeof running>, id: string) => standings(n.state).of.get(id)?.rank;

describe('undo and redo (PLY-6)', () => {
  test('a bust is taken back: seat, place, bounty and hits follow; redo brings them again', () => {
    const n = running(6);
    const seat = n.state.entries['n4']?.seat;
    n.bust('n4', 'n1');
    const bust = n.last('player.busted');
    n.bust('n5', 'n1');
    n.undo(bust);
    expect([n.state.entries['n4']?.seat, rank(n, 'n4'), rank(n, 'n5')]).toEqual([seat, null, 6]);
    n.redo(bust);
    expect([rank(n, 'n4'), rank(n, 'n5')]).toEqual([6, 5]);
  });

  test('where the seat is taken meanwhile, a free one is drawn and named in the event', () => {
    const n = running(6);
    const seat = n.state.entries['n4']?.seat;
    n.bust('n4');
    if (seat == null) throw new Error('n4 had no seat');
    n.do({ type: 'seat', entryId: 'n5', seat });
    const [undone] = n.undo(n.last('player.busted'));
    const again = n.state.entries['n4']?.seat;
    expect(again).not.toEqual(seat);
    expect(undone?.data).toMatchObject({ seats: [{ entryId: 'n4', seat: again }] });
  });

  test('a rebuy that brought the player back blocks the undo of the bust, and says so', () => {
    const n = running(3);
    n.bust('n2');
    const bust = n.last('player.busted');
    n.do({ type: 'rebuy', entryId: 'n2', times: 1, payment: { method: 'cash' } });
    const answer = n.attempt({ type: 'undo', eventId: bust, reason: '' });
    expect(answer).toEqual({
      refused: 'UNDO_BLOCKED',
      details: { by: [n.last('player.rebought')] },
    });
    n.undo(n.last('player.rebought'));
    expect([rank(n, 'n2'), n.state.totals.live]).toEqual([3, 2]);
    n.undo(bust);
    expect(n.state.totals.live).toBe(3);
  });

  test('a buy-in with hits on its name stays until the hits are undone', () => {
    const n = running(3);
    n.bust('n3', 'n1');
    const buyIn = n.events.find((e) => e.type === 'player.boughtIn' && e.data.entryId === 'n1');
    const answer = n.attempt({ type: 'undo', eventId: buyIn?.id ?? '', reason: '' });
    expect(answer).toMatchObject({ refused: 'UNDO_BLOCKED' });
  });

  test('an undone buy-in gives back what was paid, and its seat and number wait for the redo', () => {
    const n = running(3);
    const buyIn = n.events.find((e) => e.type === 'player.boughtIn' && e.data.entryId === 'n3');
    const before = structuredClone(n.state.entries['n3']);
    const preview = actionsView(n.state, n.now, { limit: 50 }).find((a) => a.eventId === buyIn?.id);
    expect(preview?.undo).toMatchObject({
      possible: true,
      giveBack: [{ method: 'cash', amount: 100_00 }],
    });
    n.undo(buyIn?.id ?? '');
    expect([poolView(n.state).pool, n.state.entries['n3']]).toEqual([200_00, undefined]);
    n.redo(buyIn?.id ?? '');
    expect(n.state.entries['n3']).toEqual(before);
  });

  test('undone twice, redone what stands: refused', () => {
    const n = running(3);
    n.bust('n3');
    const bust = n.last('player.busted');
    expect(n.refused({ type: 'redo', eventId: bust, reason: '' })).toBe('NOT_UNDONE');
    n.undo(bust);
    expect(n.refused({ type: 'undo', eventId: bust, reason: '' })).toBe('ALREADY_UNDONE');
    expect(n.refused({ type: 'undo', eventId: 'nothing', reason: '' })).toBe('NOTHING_TO_UNDO');
  });

  test('a level that the floor jumped to goes back to the time that was left', () => {
    const n = running(3);
    n.pass(5 * 60_000);
    n.do({ type: 'advance' });
    n.pass(30_000);
    n.undo(n.last('level.started'));
    expect(n.state.clock.anchor).toMatchObject({ level: 0, running: true });
    expect(n.state.clock.anchor.remainingMs).toBe(20 * 60_000 - 5 * 60_000 - 1_000);
  });

  test('a move goes back; with somebody on the old seat it says who moved there', () => {
    const n = running(4);
    const from = n.state.entries['n1']?.seat ?? null;
    const free = [1, 2, 3, 4, 5, 6, 7, 8, 9].find(
      (s) => n.state.tables['t1']?.seats[s - 1] === null,
    );
    n.do({ type: 'seat', entryId: 'n1', seat: { tableId: 't1', seat: free ?? 0 } });
    const move = n.last('player.moved');
    n.do({ type: 'seat', entryId: 'n2', seat: from });
    expect(n.attempt({ type: 'undo', eventId: move, reason: '' })).toMatchObject({
      refused: 'UNDO_BLOCKED',
      details: { by: [n.last('player.moved')] },
    });
    n.undo(n.last('player.moved'));
    n.undo(move);
    expect(n.state.entries['n1']?.seat).toEqual(from);
  });

  test('two who changed seats change back', () => {
    const n = running(4);
    const [a, b] = [n.state.entries['n1']?.seat ?? null, n.state.entries['n2']?.seat ?? null];
    const moves = [
      { entryId: 'n1', to: b },
      { entryId: 'n2', to: a },
    ];
    n.do({ type: 'move', moves, reason: '' });
    expect([n.state.entries['n1']?.seat, n.state.entries['n2']?.seat]).toEqual([b, a]);
    n.undo(n.last('player.moved'));
    expect([n.state.entries['n1']?.seat, n.state.entries['n2']?.seat]).toEqual([a, b]);
  });

  test('a broken table stands again with everybody on the old seats', () => {
    const n = running(12);
    const before = structuredClone(n.state.tables);
    n.do({ type: 'bust', busts: ['n1', 'n2', 'n3'].map((entryId) => ({ entryId, hitmen: [] })) });
    const after = structuredClone(n.state.tables);
    n.do({ type: 'breakTable', tableId: 't2' });
    expect(n.state.tables['t2']?.seats.every((s) => s === null)).toBe(true);
    n.undo(n.last('table.broken'));
    expect(n.state.tables).toEqual(after);
    n.undo(n.last('player.busted'));
    expect(n.state.tables).toEqual(before);
  });

  test('the end of the tournament is undone before anything else', () => {
    const n = running(2, { config: config() });
    n.bust('n2');
    n.do({ type: 'end' });
    const bust = n.last('player.busted');
    expect(n.attempt({ type: 'undo', eventId: bust, reason: '' })).toEqual({
      refused: 'UNDO_BLOCKED',
      details: { by: [n.last('tournament.ended')] },
    });
    n.undo(n.last('tournament.ended'));
    expect([n.state.status, n.state.clock.anchor.running]).toEqual(['running', false]);
    n.undo(bust);
  });

  test('a prize that was paid blocks what it was paid for', () => {
    const n = running(3);
    n.bust('n3');
    n.bust('n2');
    n.do({ type: 'setRegistration', open: false, reason: '' });
    n.do({ type: 'end' });
    n.do({ type: 'payPrize', entryId: 'n1', method: 'cash' });
    expect(poolView(n.state).cash).toEqual([]);
    expect(n.refused({ type: 'payPrize', entryId: 'n1', method: 'cash' })).toBe('NOTHING_DUE');
    n.undo(n.last('prize.paid'));
    expect(poolView(n.state).prizesPaid).toBe(0);
  });
});
