import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { issuesAt, issueWords } from '../../ui/issues.ts';
import { issues as danish } from '../../ui/texts/da/issues.ts';
import { issues as german } from '../../ui/texts/de/issues.ts';
import { issues as english } from '../../ui/texts/en/issues.ts';

test('what is wrong is said in the page’s own words, by the name that the form has for it', () => {
  const issue = { path: 'email', message: 'must be an e-mail address', code: 'NOT_EMAIL' };
  expect(issueWords([issue])).toBe('E-mail: This is no e-mail address.');
  const price = { path: 'buyIns.0.price', message: 'Invalid value', code: 'TOO_LARGE', limit: 9e5 };
  expect(issueWords([price])).toBe('Price: At most 900,000.');
  expect(issueWords([{ path: '', message: '', code: 'NAME_NEEDED' }])).toBe(
    'A first name or a nickname is needed.',
  );
});

test('each field that is wrong is told by its path, in words that stand at the field', () => {
  const issues = [
    { path: 'body.plan.source.tiers.2', code: 'TOO_LARGE', limit: 9_999 },
    { path: '', code: 'NAME_NEEDED' },
    null,
  ];
  expect(issuesAt(issues)).toMatchObject([
    { path: ['body', 'plan', 'source', 'tiers', '2'], words: 'At most 9,999.' },
    { path: [], words: 'A first name or a nickname is needed.' },
  ]);
});

test('a field that no form has is told by its path, a code of tomorrow in general', () => {
  expect(issueWords([{ path: 'a.0.toString', code: 'SOMETHING_NEW' }])).toBe(
    'a.0.toString: This is not as it should be.',
  );
  for (const nothing of [undefined, [], [null], 'x']) expect(issueWords(nothing)).toBeNull();
});

const source = readFileSync(join(import.meta.dir, '../../src/server/issues.ts'), 'utf8');
const CODES = [
  ...new Set([...source.matchAll(/'([A-Z]{4,}(?:_[A-Z]+)*|[A-Z]+(?:_[A-Z]+)+)'/gu)]),
].map(([, code = '']) => code);

test.each([
  ['English', english],
  ['Danish', danish],
  ['German', german],
] as const)('every code that the leaf tells has words in %s', (_, { codes }) => {
  expect(new Set(CODES).size).toBeGreaterThan(30);
  expect(CODES.filter((code) => (codes[code]?.('9').length ?? 0) < 8)).toEqual([]);
});
