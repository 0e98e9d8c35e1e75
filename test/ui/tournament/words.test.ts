import { expect, test } from 'bun:test';
import { nameOf } from '../../../src/rooms/tournament/views/players.ts';
import { endedText, wonText } from '../../../ui/tournament/ended.ts';
import { say, undoNote } from '../../../ui/tournament/words.ts';
import type { Night } from '../../rooms/tournament/night.ts';
import { running } from '../../rooms/tournament/night.ts';

const NAMES = { p1: 'Anna H.', p2: 'Bente W.', p3: 'Carl K.' };
const nightOf = (n: Night) => ({ id: 't', state: n.state, names: NAMES });

const factOf = (n: Night, eventId: string) => {
  const fact = n.state.facts[eventId];
  if (fact === undefined) throw new Error('no such fact');
  return fact;
};
const titleOf = (n: Night, eventId: string) => say(nightOf(n), factOf(n, eventId)).title;
const noteOf = (n: Night, eventId: string, sign?: 1 | -1) =>
  undoNote(factOf(n, eventId), n.state.config.currency, sign);

test('PLY-6: a bust that was bought back keeps no place; the one after it has its own', () => {
  const n = running(3);
  n.bust('n2', 'n1');
  const first = n.last('player.busted');
  expect(titleOf(n, first)).toBe('Bente W. bust 3rd so far');
  expect(say(nightOf(n), factOf(n, first)).brief).toEqual({
    title: 'Bente W. bust',
    detail: expect.stringMatching(/^3rd so far · by Anna H\. · /),
  });
  n.do({ type: 'rebuy', entryId: 'n2', times: 1, payment: { method: 'cash' } });
  expect(titleOf(n, first)).toBe('Bente W. bust');
  n.bust('n2', 'n1');
  expect(titleOf(n, first)).toBe('Bente W. bust');
  expect(titleOf(n, n.last('player.busted'))).toBe('Bente W. bust 3rd so far');
});

test('RCP-5: Undo and Redo say in a few words what has to change hands, and nothing where nothing has', () => {
  const n = running(3);
  const buyIn = n.last('player.boughtIn');
  expect(noteOf(n, buyIn)).toBe('give back €100');
  expect(noteOf(n, buyIn, -1)).toBe('take back €100');
  n.bust('n2', 'n1');
  expect(noteOf(n, n.last('player.busted'))).toBe('');
  n.do({ type: 'setRegistration', open: false, reason: '' });
  n.bust('n3', 'n1');
  n.do({ type: 'end' });
  n.do({ type: 'payPrize', entryId: 'n1', method: 'cash' });
  expect(noteOf(n, n.last('prize.paid'))).toStartWith('take back €');
});

test('CLK-1: when it is over the header says who won and how long it took, and no longer a time', () => {
  const n = running(3);
  expect(wonText(nightOf(n))).toBe('');
  n.bust('n2', 'n1');
  n.bust('n3', 'n1');
  n.pass(5 * 60 * 60_000 + 12 * 60_000);
  n.do({ type: 'end' });
  const ended = nightOf(n);
  expect(wonText(ended)).toBe(`${nameOf(NAMES, 'p1')} wins`);
  expect(endedText(ended)).toMatch(/^ended \d\d:\d\d · lasted 5 h 12 min$/);
});
