import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { receipts } from '../../../src/rooms/tournament/views/receipts.ts';
import type { Night } from './night.ts';
import { running } from './night.ts';

const RUNS = Number(process.env['FELT_RUNS'] ?? 40);

const slips = (n: Night) => receipts(n.state).map((r) => [r.number, r.fact.type, r.isVoid]);

describe('receipts', () => {
  test('RCP-1: each sale makes one, in the order of the log; a bust makes none', () => {
    const n = running(2);
    n.do({ type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'card' } });
    n.bust('n2', 'n1');
    expect(slips(n)).toEqual([
      [1, 'player.boughtIn', false],
      [2, 'player.boughtIn', false],
      [3, 'player.rebought', false],
    ]);
    expect(receipts(n.state)[2]).toMatchObject({
      entryId: 'n1',
      cash: [{ method: 'card', amount: 50_00 }],
    });
  });

  test('RCP-5: an undone one keeps its number and says void; redone it counts again', () => {
    const n = running(2);
    n.do({ type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'cash' } });
    const rebuy = n.last('player.rebought');
    n.undo(rebuy);
    n.do({ type: 'addOn', entryId: 'n1', times: 1, payment: { method: 'cash' } });
    expect(slips(n).slice(2)).toEqual([
      [3, 'player.rebought', true],
      [4, 'player.addedOn', false],
    ]);
    n.redo(rebuy);
    expect(slips(n).slice(2)).toEqual([
      [3, 'player.rebought', false],
      [4, 'player.addedOn', false],
    ]);
  });

  test('BUY-5: one who owes all of it gets a receipt on which no money changed hands', () => {
    const n = running(1);
    n.buyIn(2, { payment: { method: 'cash', paid: 0 } });
    n.do({ type: 'receivePayment', entryId: 'n2', amount: 40_00, method: 'card' });
    expect(receipts(n.state).map(({ number, cash }) => [number, cash])).toEqual([
      [1, [{ method: 'cash', amount: 100_00 }]],
      [2, []],
      [3, [{ method: 'card', amount: 40_00 }]],
    ]);
  });

  test('BUY-4: giving a buy-in back is a receipt of its own, with the money going out', () => {
    const n = running(2);
    n.do({ type: 'unregister', entryId: 'n2', reason: '' });
    expect(receipts(n.state).at(-1)).toMatchObject({
      ...{ number: 3, entryId: 'n2', isVoid: false },
      cash: [{ method: 'cash', amount: -100_00 }],
    });
  });

  test('RCP-1: whatever is bought, undone and redone, no number is missing or changes hands', () => {
    const step = fc.record({
      what: fc.constantFrom('rebuy', 'addOn', 'undo', 'redo'),
      at: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const n = running(3);
        const given = new Map<string, number>();
        for (const { what, at } of steps) {
          const all = receipts(n.state);
          const eventId = all[at % all.length]?.fact.id ?? '';
          const entryId = `n${(at % 3) + 1}`;
          if (what === 'undo' || what === 'redo') n.attempt({ type: what, eventId, reason: '' });
          else if (what === 'rebuy' || what === 'addOn')
            n.attempt({ type: what, entryId, times: 1, payment: { method: 'cash' } });
          for (const { number, fact } of receipts(n.state)) {
            expect(given.get(fact.id) ?? number).toBe(number);
            given.set(fact.id, number);
          }
        }
        const numbers = receipts(n.state).map(({ number }) => number);
        expect(numbers).toEqual(numbers.map((_, i) => i + 1));
      }),
      { numRuns: RUNS },
    );
  });
});
