import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { fold, isRefusal } from '../../../../src/kernel/decider.ts';
import { recorded } from '../../../../src/kernel/envelope.ts';
import { standard } from '../../../../src/poker/templates.ts';
import type { Command } from '../../../../src/rooms/tournament/library/commands.ts';
import { itemBody } from '../../../../src/rooms/tournament/library/commands.ts';
import type { LibraryEvent } from '../../../../src/rooms/tournament/library/events.ts';
import { library } from '../../../../src/rooms/tournament/library/room.ts';
import type { State } from '../../../../src/rooms/tournament/library/state.ts';
import { initial, itemsOf } from '../../../../src/rooms/tournament/library/state.ts';

const chip = (value: number) => ({ value, color: '#1f7a3a', perStack: 4 });
const chips = (name: string, ...values: number[]) =>
  v.parse(itemBody, { kind: 'chipSet', name, body: { chips: values.map(chip) } });
const template = (levels: readonly object[]) =>
  v.parse(itemBody, {
    ...{ kind: 'template', name: 'Friday' },
    body: {
      config: {
        currency: 'EUR',
        buyIns: [{ id: 'b', name: 'Buy-in', price: 5_000, chips: 10_000 }],
      },
      levels,
    },
  });

const save = (id: string, item: ReturnType<typeof chips>, isNew = true): Command => ({
  ...{ type: 'save', id, isNew, item },
});

const after = (...commands: readonly Command[]): State => {
  let [state, version] = [initial(), 0];
  for (const command of commands) {
    const events = library.decide(state, command);
    if (isRefusal(events)) throw new Error(events.refused);
    for (const event of events) {
      version += 1;
      state = library.evolve(state, { ...event, id: `e${version}`, version, at: 7, by: 'ada' });
    }
  }
  return state;
};

test('BLD-4: what is kept is listed by name and kind, changed, and forgotten', () => {
  const state = after(save('b', chips('Home', 25)), save('a', chips('Casino', 25, 100)));
  expect(itemsOf(state, 'chipSet').map(({ name }) => name)).toEqual(['Casino', 'Home']);
  expect(itemsOf(state, 'template')).toEqual([]);
  const renamed = after(save('b', chips('Home', 25)), save('b', chips('Zinc', 25), false));
  expect(itemsOf(renamed)).toMatchObject([{ id: 'b', name: 'Zinc', savedAtMs: 7 }]);
  expect(itemsOf(after(save('b', chips('Home', 25)), { type: 'remove', id: 'b' }))).toEqual([]);
});

test('the same again is no event', () => {
  const state = after(save('b', chips('Home', 25)));
  expect(library.decide(state, save('b', chips('Home', 25), false))).toEqual([]);
});

test.each([
  ['a new one under a known id', save('b', chips('Home', 5)), 'ALREADY_EXISTS'],
  ['a change of nothing', save('x', chips('Home', 5), false), 'NOT_FOUND'],
  ['forgetting nothing', { type: 'remove', id: 'x' } as const, 'NOT_FOUND'],
  ['another kind under its id', save('b', template(standard.levels), false), 'OTHER_KIND'],
  [
    'a template nobody can play',
    save('t', template([{ kind: 'break', minutes: 10 }])),
    'STRUCTURE_INVALID',
  ],
])('%s is refused', (_, command, refused) => {
  const state = after(save('b', chips('Home', 25)));
  expect(library.decide(state, command)).toMatchObject({ refused });
});

test('a library has an end', () => {
  const state = initial();
  for (let i = 0; i < 500; i++)
    state.items[`i${i}`] = { ...chips('Home', 25), id: `i${i}`, savedAtMs: 0 };
  expect(library.decide(state, save('more', chips('Home', 25)))).toMatchObject({
    refused: 'LIBRARY_FULL',
  });
});

test('every shape of event ever shipped still folds', () => {
  const file = join(import.meta.dir, '../../../data/events/library-1.json');
  const events = JSON.parse(readFileSync(file, 'utf8')).map(recorded<LibraryEvent>);
  expect(itemsOf(fold(library.evolve, library.initial(), events))).toMatchObject([
    { id: 'home', name: 'Home', kind: 'chipSet' },
  ]);
});
