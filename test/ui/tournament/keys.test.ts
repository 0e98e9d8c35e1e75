import { expect, test } from 'bun:test';
import { enterTakes } from '../../../ui/tournament/enter-takes.ts';
import { wishOf } from '../../../ui/tournament/keys.ts';

test('every action of the night has a key', () => {
  expect(['b', 'i', 'r', 'a', '?'].map((key) => wishOf(key, true))).toEqual([
    { sheet: 'bust' },
    { sheet: 'buyIn' },
    { sheet: 'rebuy' },
    { sheet: 'addOn' },
    { sheet: 'keys' },
  ]);
  expect(wishOf(' ', true)).toEqual({ do: 'toggle' });
  expect(wishOf('4', true)).toEqual({ tab: 'money' });
  expect(wishOf('x', true)).toBeNull();
});

test.each(['b', 'i', 'r', 'a', ' ', 'z'])('SEC-1: the key %p does nothing for a viewer', (key) => {
  expect(wishOf(key, false)).toBeNull();
});

const person = (playerId: string, firstName: string, lastName: string) => ({
  ...{ playerId, boardName: firstName, firstName, lastName, nickname: '', email: '' },
});
const [anna, anne] = [person('1', 'Anna', 'Holm'), person('2', 'Anne', 'Holm')];

test('BUY-10: Enter takes a match only when it is the single one, or the very name', () => {
  expect(enterTakes('ann', [anna, anne])).toBeNull();
  expect(enterTakes('anna', [anna])).toEqual(anna);
  expect(enterTakes('anne holm', [anna, anne])).toEqual(anne);
  expect(enterTakes('Aage', [])).toBe('new');
  expect(enterTakes('  ', [])).toBeNull();
});

test('BUY-10: two of the same name are never guessed between', () => {
  expect(enterTakes('Anna Holm', [anna, person('3', 'Anna', 'Holm')])).toBeNull();
});
