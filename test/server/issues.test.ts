import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { addBody } from '../../src/rooms/players/commands.ts';
import { newPin, setupBody } from '../../src/rooms/venue/commands.ts';
import { ApiError } from '../../src/server/errors.ts';
import { parsed } from '../../src/server/validate.ts';

const SRC = join(import.meta.dir, '../../src');
/** What people type comes in by these; the doors between machines tell nobody at a desk. */
const TYPED = ['kernel', 'poker', 'rooms'] as const;
const sources = TYPED.flatMap((folder) =>
  readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
);

/** What the doors' own checks say, and the refusals of a PIN or a picture. */
const OWN = /(?:,|return|\?|:)\s*'((?:must|needs) [^']+)'(?=,?\s*\)|;|\s*:)/gu;

/** The first issue, as the answer tells it. */
const told = (schema: v.GenericSchema<unknown, unknown>, value: unknown) => {
  try {
    parsed(schema, value);
  } catch (error) {
    if (error instanceof ApiError) return Object(error.details).issues[0];
    throw error;
  }
  return undefined;
};

test('every check of its own that a schema has is told by a code', () => {
  const known = readFileSync(join(SRC, 'server/issues.ts'), 'utf8');
  const messages = sources.flatMap((file) =>
    [...readFileSync(join(SRC, file), 'utf8').matchAll(OWN)].map(([, message = '']) => message),
  );
  expect(messages.length).toBeGreaterThan(15);
  expect(messages.filter((message) => !known.includes(`'${message}'`))).toEqual([]);
});

test.each([
  ['a long name', addBody, { firstName: 'x'.repeat(101) }, { code: 'TOO_LONG', limit: 100 }],
  ['two lines', addBody, { firstName: 'a\nb' }, { code: 'NOT_ONE_LINE', path: 'firstName' }],
  ['no address', addBody, { firstName: 'A', email: 'x' }, { code: 'NOT_EMAIL', path: 'email' }],
  ['many tags', addBody, { firstName: 'A', tags: Array(51).fill('t') }, { code: 'TOO_MANY' }],
  ['an empty tag', addBody, { firstName: 'A', tags: [''] }, { code: 'REQUIRED', path: 'tags.0' }],
  ['nobody', addBody, {}, { code: 'NAME_NEEDED', path: '' }],
  ['a number', addBody, { firstName: 7 }, { code: 'WRONG_TYPE', path: 'firstName' }],
  ['an unknown field', addBody, { firstName: 'A', constructor_: 1 }, { code: 'UNKNOWN_FIELD' }],
  ['nothing', setupBody, {}, { code: 'REQUIRED', path: 'venue' }],
  ['five digits', newPin, '12345', { code: 'NOT_SIX_DIGITS' }],
  ['a sequence', newPin, '123456', { code: 'PIN_SEQUENCE' }],
  ['a level of none', v.picklist(['a']), 'b', { code: 'NOT_ON_LIST' }],
  ['too much', v.pipe(v.number(), v.maxValue(5)), 6, { code: 'TOO_LARGE', limit: 5 }],
  ['a half', v.pipe(v.number(), v.safeInteger()), 0.5, { code: 'NOT_WHOLE' }],
] as const)('an answer tells a page what is wrong by a code: %s', (_, schema, value, expected) => {
  const issue = told(schema, value);
  expect(issue).toMatchObject(expected);
  expect(issue.message.length).toBeGreaterThan(5);
});
