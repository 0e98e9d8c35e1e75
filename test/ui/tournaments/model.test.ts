import { expect, test } from 'bun:test';
import * as v from 'valibot';
import { standard, turbo } from '../../../src/poker/templates.ts';
import { createBody } from '../../../src/rooms/tournament/commands.ts';
import { templateSchema } from '../../../src/rooms/tournament/library/commands.ts';
import {
  change,
  changesOf,
  editingOf,
  isSound,
  mark,
  rebased,
} from '../../../ui/tournaments/config/editing.ts';
import {
  carriedOver,
  configFrom,
  sameAgain,
  sourcesOf,
  templateBody,
  withPrice,
} from '../../../ui/tournaments/model.ts';

const USUAL = { buyIn: 'Buy-in', lastLevel: 6 };
const felt = (template: typeof standard) => ({ ...template, body: null });
const config = () =>
  withPrice(configFrom(felt(standard), { name: 'Friday', currency: 'EUR' }, USUAL), 5_000);

test('BLD-6: a template and a price are a whole tournament that the leaf takes', () => {
  const made = v.parse(createBody, { ...config(), levels: [...standard.levels] });
  expect(made).toMatchObject({
    ...{ name: 'Friday', currency: 'EUR', chips: standard.chips },
    buyIns: [{ name: 'Buy-in', price: 5_000, chips: standard.startingStack }],
    registration: { lastLevel: 6 },
  });
});

test('another template brings its own, and what was typed stays', () => {
  const typed = { ...config(), name: 'My night', startsAt: 7 };
  const next = carriedOver(typed, configFrom(felt(turbo), typed, USUAL), 7_500);
  expect(next).toMatchObject({ name: 'My night', startsAt: 7, buyIns: [{ price: 7_500 }] });
  expect(next.chips).toEqual([...turbo.chips]);
});

test('BLD-4: a template of the house keeps everything but the name and the day', () => {
  const evening = {
    ...config(),
    startsAt: 7,
    registration: { lastLevel: 4, until: 99, throughBreak: false },
  };
  const body = templateBody(evening, standard.levels, { description: '', tables: [] });
  expect(v.is(templateSchema, body)).toBe(true);
  expect(Object.keys(body.config)).not.toContain('startsAt');
  expect(body.config.registration).toEqual({ lastLevel: 4, until: null, throughBreak: false });
  const [own] = sourcesOf([{ id: 'x', name: 'Ours', body }]);
  if (own === undefined) throw new Error('the template of the house comes first');
  const made = configFrom(own, { name: 'Saturday', currency: 'DKK' }, USUAL);
  expect(made).toEqual({ ...evening, ...body.config, name: 'Saturday', startsAt: null });
});

test('BLD-6: the same weekday and time, once it comes again', () => {
  const friday = new Date(2026, 2, 20, 19, 30).getTime();
  const next = (now: Date) => new Date(sameAgain(friday, now.getTime()));
  expect(next(new Date(2026, 2, 21))).toEqual(new Date(2026, 2, 27, 19, 30));
  // Clocks go forward in between where there is summer time; the time of day stays.
  expect(next(new Date(2026, 3, 1))).toEqual(new Date(2026, 3, 3, 19, 30));
  expect(next(new Date(2026, 2, 1))).toEqual(new Date(friday));
});

test('only what is not as it was is told, and nothing that is not sound', () => {
  const edit = editingOf(config());
  expect(changesOf(config(), edit.config.value)).toEqual({});
  change(edit, { description: 'No phones' });
  expect(changesOf(config(), edit.config.value)).toEqual({ description: 'No phones' });
  expect(isSound(edit)).toBe(true);
  mark(edit, 'price', true);
  expect(isSound(edit)).toBe(false);
  mark(edit, 'price', false);
  const [first] = edit.config.value.buyIns;
  if (first === undefined) throw new Error('there is a buy-in');
  const rakes = [{ name: 'House', kind: 'percent' as const, basisPoints: 6_000 }];
  change(edit, { buyIns: [{ ...first, rakes, bounty: 2_500 }] });
  expect(isSound(edit)).toBe(false);
  change(edit, { buyIns: [{ ...first, rakes, bounty: 2_000 }] });
  expect(isSound(edit)).toBe(true);
  change(edit, { name: ' ' });
  expect(isSound(edit)).toBe(false);
});

test('BLD-6: what somebody else saved meanwhile comes in under what is being typed', () => {
  const before = config();
  const mine = { ...before, description: 'No phones' };
  const theirs = { ...before, name: 'Friday Deep', description: 'Phones are fine' };
  expect(rebased(before, theirs, mine)).toEqual({ ...theirs, description: 'No phones' });
  expect(rebased(before, theirs, before)).toEqual(theirs);
});
