import { expect, test } from 'bun:test';
import { issuesAt } from '../../../ui/issues.ts';
import { levelIssues } from '../../../ui/structure/level-issues.ts';

const at = (...paths: readonly string[]) =>
  levelIssues(issuesAt(paths.map((path) => ({ path, code: 'TOO_LARGE', limit: 9 }))), 4);

test('BLD-2: what the leaf has against a level stands at its row, played ones counted', () => {
  expect(at('levels.0.minutes', 'body.levels.3')).toMatchObject([{ row: 4 }, { row: 7 }]);
  expect(at('levels.0.minutes')[0]?.words).toContain('At most 9.');
});

test('BLD-2: where one is about no level, none stands at a row: a toast tells it', () => {
  expect(at('levels.0.minutes', 'reason')).toEqual([]);
  expect(at('levels')).toEqual([]);
  expect(at()).toEqual([]);
});
