import { describe, expect, test } from 'bun:test';
import { receipts } from '../../../../src/rooms/tournament/views/receipts.ts';
import { factsOf, otherEntries, seatLost, wayOf } from '../../../../ui/tournament/entry/history.ts';
import { config, running } from '../../../rooms/tournament/night.ts';

const fact = (n: ReturnType<typeof running>, id: string) => {
  const found = n.state.facts[id];
  if (found === undefined) throw new Error(`no fact ${id}`);
  return found;
};

describe('PLY-6: the history of an entry', () => {
  test('newest first, undone lines among it', () => {
    const n = running(3);
    n.do({ type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'cash' } });
    n.undo(n.last('player.rebought'));
    expect(factsOf(n.state, 'n1').map(({ type }) => type)).toEqual([
      'player.rebought',
      'player.boughtIn',
    ]);
  });

  test('a line says undo, redo, or what has to be taken back first', () => {
    const n = running(3);
    n.do({ type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'cash' } });
    const rebuy = n.last('player.rebought');
    const [, buyIn] = factsOf(n.state, 'n1');
    expect(wayOf(n.state, fact(n, rebuy))).toEqual({ kind: 'undo' });
    expect(wayOf(n.state, fact(n, buyIn?.id ?? ''))).toEqual({
      kind: 'blocked',
      first: fact(n, rebuy),
    });
    n.undo(rebuy);
    expect(wayOf(n.state, fact(n, rebuy))).toEqual({ kind: 'redo' });
    expect(wayOf(n.state, fact(n, buyIn?.id ?? ''))).toEqual({ kind: 'undo' });
  });

  test('what the sheet offers is what the room takes: a blocked line is refused, the other not', () => {
    const n = running(3);
    n.do({ type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'cash' } });
    const [rebuy, buyIn] = factsOf(n.state, 'n1');
    expect(wayOf(n.state, fact(n, buyIn?.id ?? '')).kind).toBe('blocked');
    const undoing = (eventId = '') => ({ type: 'undo', eventId, reason: '' }) as const;
    expect(n.refused(undoing(buyIn?.id))).toBe('UNDO_BLOCKED');
    n.do(undoing(rebuy?.id));
    n.do(undoing(buyIn?.id));
  });

  test('an undone bust tells before it is done that the seat is somebody else’s now', () => {
    const n = running(3);
    const seat = n.state.entries['n1']?.seat;
    if (!seat) throw new Error('everybody sits at a table');
    n.do({ type: 'bust', busts: [{ entryId: 'n1', hitmen: [] }] });
    const bust = fact(n, n.last('player.busted'));
    expect(seatLost(n.state, bust)).toBe(false);
    n.do({ type: 'move', moves: [{ entryId: 'n2', to: seat }], reason: '' });
    expect(seatLost(n.state, bust)).toBe(true);
  });

  test('a person’s other entries of this tournament, without the one looked at', () => {
    const n = running(3, { config: config({ reEntry: { allowed: true } }) });
    expect(otherEntries(n.state, 'n1')).toEqual([]);
    n.bust('n1');
    n.buyIn(1, { entryId: 'again' });
    expect(otherEntries(n.state, 'again')).toEqual(['n1']);
    expect(otherEntries(n.state, 'n1')).toEqual(['again']);
  });
});

test('RCP-1: a void receipt keeps its number, and the next one goes on', () => {
  const n = running(2);
  n.do({ type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'cash' } });
  n.undo(n.last('player.rebought'));
  n.do({ type: 'rebuy', entryId: 'n2', times: 1, payment: { method: 'cash' } });
  expect(receipts(n.state).map(({ number, isVoid }) => [number, isVoid])).toEqual([
    [1, false],
    [2, false],
    [3, true],
    [4, false],
  ]);
});
