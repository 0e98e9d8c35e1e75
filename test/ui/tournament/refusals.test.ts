import { expect, test } from 'bun:test';
import { isRefusal } from '../../../src/kernel/decider.ts';
import { REFUSALS } from '../../../src/rooms/tournament/commands.ts';
import { text } from '../../../ui/text.ts';
import { eventIn, refusalText } from '../../../ui/tournament/refusals.ts';
import type { Order } from '../../rooms/tournament/night.ts';
import { running } from '../../rooms/tournament/night.ts';

const NAMES = { p1: 'Anna H.', p2: 'Bente W.', p3: 'Carl K.' };

/** What the second tablet is told after the first one did something. */
const told = (n: ReturnType<typeof running>, order: Order): string | null => {
  const answer = n.attempt(order);
  if (!isRefusal(answer)) throw new Error('this was accepted');
  const details = JSON.parse(JSON.stringify(answer.details ?? {}));
  return refusalText({ id: 't', state: n.state, names: NAMES }, { code: answer.refused, details });
};

test('OPS-12: every refusal of a tournament has words of its own', () => {
  expect(REFUSALS.filter((code) => text.errors.codes[code] === undefined)).toEqual([]);
});

test('PLY-5: two tablets bust one player: the second is told who is out, by what, and when', () => {
  const n = running(3);
  n.bust('n2', 'n1');
  const again = told(n, { type: 'bustOne', entryId: 'n2', hitmen: [] });
  expect(again).toStartWith('Bente W. is out already: Bente W. bust 3rd so far');
  expect(again).toMatch(/\d\d:\d\d/);
});

test('BUY-10: two desks sell one player an entry: the second is told where that player sits', () => {
  const n = running(2);
  const order: Order = {
    type: 'buyIn',
    playerId: 'p1',
    entryId: 'n9',
    payment: { method: 'cash' },
  };
  expect(told(n, order)).toStartWith('Anna H. is in already: ');
});

test('PLY-6: an undo that is held up names what has to be undone first', () => {
  const n = running(3);
  n.bust('n2', 'n1');
  const bust = n.last('player.busted');
  n.do({ type: 'rebuy', entryId: 'n2', times: 1, payment: { method: 'cash' } });
  expect(told(n, { type: 'undo', eventId: bust, reason: '' })).toContain('Rebuy Bente W.');
});

test('PLY-6: two tablets undo the same: the second is told that it is done', () => {
  const n = running(2);
  n.do({ type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'cash' } });
  const rebuy = n.last('player.rebought');
  n.undo(rebuy);
  expect(told(n, { type: 'undo', eventId: rebuy, reason: '' })).toContain('Undone: Rebuy Anna H.');
});

test('a refusal that names no event waits for none', () => {
  expect(eventIn({ details: {} })).toBeUndefined();
  expect(eventIn({ details: { by: ['e7', 'e9'] } })).toBe('e7');
});
