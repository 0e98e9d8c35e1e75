import { expect, test } from 'bun:test';
import type { PayoutRow } from '../../../src/poker/payouts.ts';
import { payoutsView } from '../../../src/rooms/tournament/views.ts';
import type { Night } from './night.ts';
import { config, night, running } from './night.ts';

/** Second gets a ticket's worth for each rebuy and add-on, first the rest. */
const rows: PayoutRow[] = [
  { from: 1, to: 1, kind: 'percent', basisPoints: 10_000 },
  { from: 2, to: 2, kind: 'formula', formula: 'rebuys * 1000 + addOns * 500' },
];
const prizes = (n: Night) => payoutsView(n.state).places.map((p) => [p.from, p.each]);
const once = { times: 1, payment: { method: 'cash' } } as const;

test('POL-3: a prize by formula follows rebuys and add-ons, also behind the lock', () => {
  const n = running(4);
  n.do({ type: 'changePayouts', rows });
  n.do({ type: 'rebuy', entryId: 'n1', ...once });
  n.do({ type: 'setRegistration', open: false, reason: '' });
  const before = [
    [1, 440_00],
    [2, 10_00],
  ];
  expect(prizes(n)).toEqual(before);
  n.do({ type: 'addOn', entryId: 'n2', ...once });
  expect(prizes(n)).toEqual([
    [1, 465_00],
    [2, 15_00],
  ]);
  n.undo(n.last('player.addedOn'));
  expect(prizes(n)).toEqual(before);
});

test('POL-3: in simple mode a prize by formula follows the counters', () => {
  const n = night({ config: config({ mode: 'counters' }) });
  n.do({ type: 'changePayouts', rows });
  n.do({ type: 'setCounters', entries: 10, remaining: 5, rebuys: 4, addOns: 2 });
  expect(prizes(n)).toEqual([
    [1, 1_210_00],
    [2, 50_00],
  ]);
});

test('POL-3: fixed prizes beside a formula need not add up, unless they are more than the pool', () => {
  const n = running(4);
  const fixed = (amount: number): PayoutRow[] => [
    { from: 1, to: 1, kind: 'fixed', amount },
    { from: 2, to: 2, kind: 'formula', formula: 'pool / 4' },
  ];
  n.do({ type: 'changePayouts', rows: fixed(300_00) });
  expect(prizes(n)).toEqual([
    [1, 300_00],
    [2, 100_00],
  ]);
  expect(n.refused({ type: 'changePayouts', rows: fixed(400_01) })).toBe('PRIZES_DO_NOT_ADD_UP');
});
