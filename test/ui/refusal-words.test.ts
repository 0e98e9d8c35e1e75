import { describe, expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errors as danish } from '../../ui/texts/da/errors.ts';
import { errors as german } from '../../ui/texts/de/errors.ts';
import { errors as english } from '../../ui/texts/en/errors.ts';

const SRC = join(import.meta.dir, '../../src');

/** Where refusals come from: the rooms, and the doors in front of them. */
const sourcesIn = (folder: string): string[] =>
  readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(SRC, folder, file), 'utf8'));

const MADE = /(?:refuse|ApiError|refused:)\(?\s*'([A-Z][A-Z_]+)'/gu;
const LISTED = /(?:REFUSALS = \[|RefusalCode =|STATUS = \{)([^;\]}]*)/gu;

const codesIn = (source: string): string[] => [
  ...[...source.matchAll(MADE)].map(([, code = '']) => code),
  ...[...source.matchAll(LISTED)].flatMap(
    ([, list = '']) => list.match(/\b[A-Z]{2}[A-Z_]+\b/gu) ?? [],
  ),
];

/** The list's own name stands in types made from it. */
const CODES = [...new Set(['rooms', 'server'].flatMap(sourcesIn).flatMap(codesIn))]
  .filter((code) => code !== 'REFUSALS')
  .sort();

describe('PLY-6: every refusal has words for the person at the desk', () => {
  test('codes of every room and of the server are found', () => {
    expect(CODES).toContain('ALREADY_OUT');
    expect(CODES).toContain('NAME_NEEDED');
    expect(CODES).toContain('LAST_ADMIN');
    expect(CODES).toContain('STORE_UNWELL');
    expect(CODES).toContain('LIBRARY_FULL');
  });

  test.each([
    ['English', english],
    ['Danish', danish],
    ['German', german],
  ] as const)('in %s', (_, { codes }) => {
    expect(CODES.filter((code) => (codes[code] ?? '').length < 8)).toEqual([]);
  });
});
