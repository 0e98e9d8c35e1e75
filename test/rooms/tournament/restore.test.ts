import { expect, test } from 'bun:test';
import { MINUTE } from '../../../src/kernel/time.ts';
import { choices } from '../../../src/rooms/tournament/decide/clock.ts';
import { receiptLabel, receipts } from '../../../src/rooms/tournament/views/receipts.ts';
import type { Night } from './night.ts';
import { night, running } from './night.ts';

const restore = (n: Night, series: string, stoppedAtMs = n.now.wallMs) =>
  n.do({ type: 'restore', series, stoppedAtMs }).map(({ type }) => type);

const labels = (n: Night) => receipts(n.state).map(receiptLabel);

test('SYN-4: on another leaf receipts begin again in a series of their own', () => {
  const n = running(2);
  restore(n, 'B');
  n.do({ type: 'settleClock', choice: 'stopped' });
  n.buyIn(3);
  n.do({ type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'cash' } });
  restore(n, 'C');
  n.do({ type: 'addOn', entryId: 'n1', times: 1, payment: { method: 'cash' } });
  expect(labels(n)).toEqual(['1', '2', 'B-1', 'B-2', 'C-1']);
  // What is taken back keeps its number in its series.
  n.undo(n.last('player.rebought'));
  expect(labels(n)).toEqual(['1', '2', 'B-1', 'B-2', 'C-1']);
});

test('said a second time, as after a crash in between, it changes nothing', () => {
  const n = running(2);
  expect(restore(n, 'B')).toEqual(['tournament.restored', 'clock.interrupted']);
  expect(restore(n, 'B')).toEqual([]);
});

test('CLK-7: the clock waits for the floor, at what it showed when the last thing is known', () => {
  const n = running(2);
  const { anchor } = n.state.clock;
  n.reboot('the other machine');
  n.pass(60 * MINUTE);
  restore(n, 'B', anchor.wallMs + 7 * MINUTE);
  const { stopped, counted } = choices(n.state, n.now) ?? {};
  const remainingMs = anchor.remainingMs - 7 * MINUTE;
  expect(stopped).toEqual({ level: anchor.level, remainingMs });
  // How long nothing ran is not known: it counts on from there.
  expect(counted?.remainingMs).toBeLessThanOrEqual(remainingMs);
  expect(n.state.clock.interrupted?.outageMs).toBeNull();
});

test('one that stands still, or has not begun, only gets its series', () => {
  const paused = running(2);
  paused.do({ type: 'pause' });
  expect(restore(paused, 'B')).toEqual(['tournament.restored']);
  expect(restore(night(), 'B')).toEqual(['tournament.restored']);
});

test('prizes of a night that is over are paid with slips of the new series', () => {
  const n = running(2);
  n.bust('n2', 'n1');
  n.do({ type: 'end' });
  expect(restore(n, 'B')).toEqual(['tournament.restored']);
  n.do({ type: 'payPrize', entryId: 'n1', method: 'cash' });
  expect(labels(n).at(-1)).toBe('B-1');
});
