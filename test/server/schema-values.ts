import type { Random } from '../../src/kernel/random.ts';
import { below } from '../../src/kernel/random.ts';

/** A JSON Schema as OpenAPI 3.1 carries it; only the words that Felt's own schemas use. */
export type Schema = { readonly [word: string]: unknown };

/** Ids that exist, by the name of the field that brings them. */
export type Ids = Map<string, readonly string[]>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const number = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

export const oneOf = <T>(random: Random, from: readonly T[]): T | undefined =>
  from[below(random, Math.max(1, from.length))];

const NASTY = [
  '',
  ' ',
  'null',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  "'; DROP TABLE events; --",
  '\u0000',
  '\ud800',
  'ß'.repeat(300),
  '💥'.repeat(50),
  '-1',
  '1e309',
  'NaN',
];

/** Something that no schema asked for. */
export const nasty = (random: Random): unknown =>
  oneOf<unknown>(random, [
    null,
    true,
    -1,
    0,
    1.5,
    2 ** 53,
    -(2 ** 53),
    1e308,
    [],
    {},
    [[[[]]]],
    { __proto__: null, toString: 'x' },
    ...NASTY,
  ]);

const text = (random: Random, schema: Schema): string => {
  const words = ['Friday', 'Ann', 'cash', 'standard', 'A b', 'x', 'EUR', '2026-01-01', '#ff0000'];
  const plain = oneOf(random, words) ?? '';
  return plain
    .padEnd(number(schema['minLength'], 0), 'a')
    .slice(0, number(schema['maxLength'], 200));
};

const whole = (random: Random, schema: Schema): number => {
  const least = number(schema['minimum'], 0);
  const most = number(schema['maximum'], 1_000_000);
  const small = Math.min(most, least + below(random, 20));
  return oneOf(random, [least, most, small, small, small, 0]) ?? least;
};

const object = (random: Random, schema: Schema, ids: Ids): unknown => {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  const required = new Set(list(schema['required']));
  const entries = Object.entries(properties).flatMap(([key, value]) =>
    required.has(key) || below(random, 2) === 0 ? [[key, valueFor(random, value, ids, key)]] : [],
  );
  return Object.fromEntries(entries);
};

/** A value that fits the schema, or nearly; fields called …Id mostly get an id that exists. */
export const valueFor = (random: Random, schema: unknown, ids: Ids, name = ''): unknown => {
  if (!isSchema(schema) || below(random, 150) === 0) return nasty(random);
  if ('const' in schema) return schema['const'];
  const choices = [...list(schema['enum'])];
  if (choices.length > 0) return oneOf(random, choices);
  const variants = [...list(schema['anyOf']), ...list(schema['oneOf'])];
  if (variants.length > 0) return valueFor(random, oneOf(random, variants), ids, name);
  if (/Id$/u.test(name) && below(random, 10) > 0) return oneOf(random, ids.get(name) ?? []) ?? 'x';
  switch (schema['type']) {
    case 'object':
      return object(random, schema, ids);
    case 'array':
      return Array.from({ length: below(random, 4) }, () =>
        valueFor(random, schema['items'], ids, `${name.replace(/s$/u, '')}`),
      );
    case 'integer':
    case 'number':
      return whole(random, schema);
    case 'boolean':
      return below(random, 2) === 0;
    case 'null':
      return null;
    case 'string':
      return below(random, 12) === 0 ? oneOf(random, NASTY) : text(random, schema);
    default:
      return nasty(random);
  }
};
