import { expect, test } from 'bun:test';
import { createFinder, MOST_TOLD, markIn, narrowed } from '../../../ui/desk/people.ts';
import { scannedId } from '../../../ui/desk/scan.ts';
import type { Person } from '../../../ui/tournament/enter-takes.ts';

const person = (name: string, email = ''): Person => {
  const [firstName = '', lastName = ''] = name.split(' ');
  return { playerId: name, boardName: firstName, firstName, lastName, nickname: '', email };
};
const names = (some: readonly Person[]) => some.map(({ playerId }) => playerId);

const ROOM = ['Anna Holm', 'Anna Krogh', 'Åse Holmgaard', 'Jørgen Anker'].map((name) =>
  person(name),
);

/** Answers from the room, and notes what it was asked; `hold` keeps the answers back. */
const asked = (room: readonly Person[] = ROOM) => {
  const questions: string[] = [];
  const signals: AbortSignal[] = [];
  let at = 0;
  const finder = createFinder({
    ask: async (typed, signal) => {
      questions.push(typed);
      signals.push(signal);
      return narrowed(room, typed).slice(0, MOST_TOLD);
    },
    now: () => at,
  });
  return {
    ...{ finder, questions, signals },
    pass: (ms: number) => {
      at += ms;
    },
  };
};

test('PLY-1: a longer word of an answer that held everybody is answered without asking', async () => {
  const { finder, questions } = asked();
  await finder.find('ann');
  expect(names((await finder.find('anna ho')).items)).toEqual(['Anna Holm']);
  expect(questions).toEqual(['ann']);
});

test('PLY-1: a full answer may hide others, so the leaf is asked again, and what fits is shown meanwhile', async () => {
  const many = Array.from({ length: 30 }, (_, n) => person(`Anna N${n}`));
  const { finder, questions } = asked(many);
  await finder.find('anna');
  const guess = finder.guess('anna n2');
  expect(guess.isWhole).toBe(false);
  expect(names(guess.items)).toEqual(['Anna N2']);
  expect((await finder.find('anna n2')).items).toHaveLength(11);
  expect(questions).toEqual(['anna', 'anna n2']);
});

test('PLY-1: the next letter gives the question before it up', async () => {
  const { finder, signals } = asked();
  const first = finder.find('kr');
  const second = finder.find('ho');
  await Promise.all([first, second]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test('PLY-1: whom the arrow keys stood on stays meant when the answer brings others', () => {
  const [anna, krogh, aase] = ROOM;
  if (anna === undefined || krogh === undefined || aase === undefined)
    throw new Error('empty room');
  expect(markIn([aase, anna, krogh], { items: [anna, krogh], at: 1 })).toBe(2);
  expect(markIn([aase], { items: [anna, krogh], at: 1 })).toBe(-1);
  expect(markIn([aase, anna], { items: [anna], at: -1 })).toBe(-1);
});

test('PLY-1: an answer is not kept for ever, nor after somebody was added', async () => {
  const { finder, questions, pass } = asked();
  await finder.find('ann');
  pass(60_000);
  await finder.find('ann');
  finder.forget();
  await finder.find('ann');
  expect(questions).toEqual(['ann', 'ann', 'ann']);
});

test.each([
  ['aase', ['Åse Holmgaard']],
  ['joergen', ['Jørgen Anker']],
  ['holm', ['Anna Holm', 'Åse Holmgaard']],
  ['nobody', []],
])('PLY-1: %p finds %p here as at the leaf', (typed, found) => {
  expect(names(narrowed(ROOM, typed))).toEqual(found);
});

const ID = '01a1fabc-bfe3-722f-8b65-fc83f4b51cd8';

test.each([
  [ID, ID],
  [`http://felt.local/p/${ID.toUpperCase()}`, ID],
  ['Anna Holm', null],
  ['01a1fabc-bfe3-422f-8b65-fc83f4b51cd8', null],
])('BUY-10: what a scanner types, %p, names the player %p', (typed, id) => {
  expect(scannedId(typed)).toBe(id);
});
