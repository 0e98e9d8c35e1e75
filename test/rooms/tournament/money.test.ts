import { describe, expect, test } from 'bun:test';
import { sum } from '../../../src/kernel/money.ts';
import {
  chipsView,
  entryOf,
  payoutsView,
  poolView,
  screenView,
  standings,
} from '../../../src/rooms/tournament/views.ts';
import type { Night } from './night.ts';
import { config, running } from './night.ts';

const prizes = (n: Night) => payoutsView(n.state).places.map((p) => [p.from, p.to, p.each]);

/** Nine entries, everybody but n1 out in turn, entries closed. */
const played = (over: Parameters<typeof config>[0] = {}) => {
  const n = running(9, { config: config(over) });
  for (let i = 9; i > 3; i--) n.bust(`n${i}`, 'n1');
  n.do({ type: 'setRegistration', open: false, reason: '' });
  return n;
};

describe('pool and payouts', () => {
  test('POL-1, POL-2: rakes, withholding, contribution and overlay, line by line', () => {
    const n = running(3, {
      config: config({
        pool: {
          rakes: [{ kind: 'percent', name: 'House', basisPoints: 1_000 }],
          withheld: [{ kind: 'amount', name: 'Season', amount: 10_00 }],
          houseContribution: 5_00,
          guarantee: 500_00,
        },
      }),
    });
    expect(poolView(n.state).lines).toEqual([
      { what: 'entries', name: '', amount: 300_00 },
      { what: 'rebuys', name: '', amount: 0 },
      { what: 'addOns', name: '', amount: 0 },
      { what: 'rake', name: 'House', amount: -30_00 },
      { what: 'withheld', name: 'Season', amount: -10_00 },
      { what: 'houseContribution', name: '', amount: 5_00 },
      { what: 'overlay', name: '', amount: 235_00 },
    ]);
    expect(poolView(n.state).pool).toBe(500_00);
  });

  test('POL-3: nine entries of the BARGE chart pay 50/30/20', () => {
    expect(prizes(played())).toEqual([
      [1, 1, 450_00],
      [2, 2, 270_00],
      [3, 3, 180_00],
    ]);
  });

  test('POL-3: once locked, a change needs a reason, keeps what it replaced, and can be undone', () => {
    const n = played();
    const rows = [
      { from: 1, to: 1, kind: 'fixed' as const, amount: 500_00 },
      { from: 2, to: 2, kind: 'fixed' as const, amount: 400_00 },
    ];
    expect(n.refused({ type: 'changePayouts', rows })).toBe('REASON_NEEDED');
    const short = [{ from: 1, to: 1, kind: 'fixed' as const, amount: 100_00 }];
    expect(n.attempt({ type: 'changePayouts', rows: short, reason: 'x' })).toMatchObject({
      refused: 'PRIZES_DO_NOT_ADD_UP',
      details: { left: 800_00 },
    });
    n.do({ type: 'changePayouts', rows, reason: 'players agreed' });
    expect(prizes(n)).toEqual([
      [1, 1, 500_00],
      [2, 2, 400_00],
    ]);
    n.undo(n.last('payouts.changed'));
    expect(prizes(n)[0]).toEqual([1, 1, 450_00]);
  });

  test('POL-3: the lock keeps the places although a late add-on grows the pool', () => {
    const n = played();
    n.do({
      type: 'addOn',
      entryId: 'n1',
      times: 1,
      payment: { method: 'cash' },
      override: 'break',
    });
    expect(sum(payoutsView(n.state).places.map((p) => p.each))).toBe(930_00);
    expect(payoutsView(n.state).paid).toBe(3);
  });

  test('POL-5: a tie shares what its places bring, odd money by the rule', () => {
    const n = played({
      payouts: {
        source: { kind: 'chart', chart: 'barge2025' },
        unit: 1,
        remainder: 'first',
        minCash: null,
        leftover: 'first',
      },
    });
    n.do({ type: 'bust', busts: ['n2', 'n3'].map((entryId) => ({ entryId, hitmen: [] })) });
    const of = standings(n.state).of;
    expect(['n2', 'n3'].map((id) => [of.get(id)?.rank, of.get(id)?.prize])).toEqual([
      [2, 225_00],
      [2, 225_00],
    ]);
  });

  test('POL-3: a prize to a drawn player comes off the pool first', () => {
    const n = played();
    n.do({ type: 'grantPrize', name: 'Last longer', amount: 90_00 });
    expect(sum(payoutsView(n.state).places.map((p) => p.each))).toBe(810_00);
    const granted = Object.keys(n.state.entries).map((id) => entryOf(n.state, id, {})?.due ?? 0);
    expect(sum(granted)).toBe(90_00 + 0);
    expect(n.refused({ type: 'grantPrize', name: 'x', amount: 811_00 })).toBe('PAYS_TOO_MUCH');
  });

  test('DEAL-3: a deal leaves rank order, but never the sum', () => {
    const n = played();
    const shares = (a: number, b: number, c: number) => [
      { entryId: 'n1', amount: a },
      { entryId: 'n2', amount: b },
      { entryId: 'n3', amount: c },
    ];
    expect(n.refused({ type: 'deal', shares: shares(1, 2, 3), reason: '' })).toBe(
      'PRIZES_DO_NOT_ADD_UP',
    );
    n.do({ type: 'deal', shares: shares(290_00, 310_00, 300_00), reason: 'three-way' });
    const paid = () => payoutsView(n.state).paidPlaces.map((p) => [p.from, p.to, p.each, p.dealt]);
    const agreed = [
      [1, 3, 310_00, ['n2']],
      [1, 3, 300_00, ['n3']],
      [1, 3, 290_00, ['n1']],
    ];
    expect(paid()).toEqual(agreed);
    n.do({ type: 'end' });
    expect(entryOf(n.state, 'n2', {})?.due).toBe(310_00);
    expect(paid()).toEqual(agreed);
    expect(screenView(n.state, n.now).stats).toMatchObject({ firstPrize: 310_00, nextPrize: 0 });
  });

  test('prizes wait until entries are closed; bounties do not', () => {
    const bounty = [{ id: 's', name: 'S', price: 120_00, chips: 10_000, bounty: 20_00 }];
    const n = running(3, { config: config({ buyIns: bounty }) });
    n.bust('n3', 'n1');
    n.do({ type: 'payPrize', entryId: 'n1', method: 'cash' });
    expect(poolView(n.state).prizesPaid).toBe(20_00);
    expect(n.refused({ type: 'payPrize', entryId: 'n1', amount: 1, method: 'cash' })).toBe(
      'NOTHING_DUE',
    );
  });

  test('POL-7: every amount keeps the currency of its tournament', () => {
    const n = running(2, { config: config({ currency: 'SEK' }) });
    expect(payoutsView(n.state).currency).toBe('SEK');
    expect(n.refused({ type: 'configure', currency: 'EUR' })).toBe('NOT_ALLOWED');
  });
});

describe('chips', () => {
  test('CHP-3: chips in play are a ledger, and counts show their difference to it', () => {
    const n = running(3);
    n.do({ type: 'adjustChips', reason: 'race', chips: -200, note: '' });
    n.do({ type: 'adjustChips', reason: 'bonus', chips: 1_000, note: 'early' });
    expect(n.refused({ type: 'adjustChips', reason: 'forfeit', chips: -40_000, note: '' })).toBe(
      'NOT_ENOUGH_CHIPS',
    );
    expect(chipsView(n.state)).toMatchObject({ inPlay: 30_800, difference: null });
    const counts = [10_000, 10_000, 10_500].map((chips, i) => ({ entryId: `n${i + 1}`, chips }));
    n.do({ type: 'setChips', counts });
    expect(chipsView(n.state)).toMatchObject({ counted: 30_500, difference: -300 });
  });
});
