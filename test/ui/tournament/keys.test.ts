import { expect, test } from 'bun:test';
import { keys as danish } from '../../../ui/texts/da/keys.ts';
import { keys as german } from '../../../ui/texts/de/keys.ts';
import { keys as english } from '../../../ui/texts/en/keys.ts';
import { enterTakes } from '../../../ui/tournament/enter-takes.ts';
import { WISHES, wishOf } from '../../../ui/tournament/keys.ts';

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
  expect(wishOf('g', true)).toBeNull();
});

test.each(['b', 'i', 'r', 'a', ' ', 'z'])('SEC-1: the key %p does nothing for a viewer', (key) => {
  expect(wishOf(key, false)).toBeNull();
});

/** Keys that are no command: of the browser, of lists, of other pages. */
const ELSEWHERE = ['↑ ↓', 'Esc', 'S', 'V', 'L'];
/** On a seat `M` picks its player up; the list says so beside the commands. */
const ON_A_SEAT = ['M'];
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  Space: [' '],
  Mellemrum: [' '],
  Leertaste: [' '],
  '+  −': ['+', '-'],
  '.  ,': ['.', ','],
  '1 … 5': [],
};

test.each([
  ['English', english],
  ['Danish', danish],
  ['German', german],
] as const)(
  'the list that ? shows in %s names every key that does something, and no other',
  (_, { groups }) => {
    const all = groups.flatMap(({ list }) => list.map(([key]) => key));
    const shown = all.filter((key) => ![...ELSEWHERE, ...ON_A_SEAT].includes(key));
    const named = shown.flatMap((key) => SHOWN[key] ?? [key.toLowerCase()]);
    expect([...named].sort()).toEqual(Object.keys(WISHES).sort());
    expect(all.filter((key) => [...ELSEWHERE, ...ON_A_SEAT].includes(key)).sort()).toEqual(
      [...ELSEWHERE, ...ON_A_SEAT].sort(),
    );
  },
);

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
