import { expect, test } from 'bun:test';
import type { Preview } from '../../../ui/players/import-model.ts';
import { exampleOf, importPath, listFile } from '../../../ui/players/import-model.ts';

test('PLY-2: the mapping goes out as one list, empty for what is left out', () => {
  const path = importPath({ dryRun: true, mapping: ['name', null, 'email'], duplicates: 'skip' });
  const query = new URL(path, 'http://felt').searchParams;
  expect(query.get('mapping')).toBe('name,,email');
  expect(query.get('dryRun')).toBe('true');
});

test('PLY-2: without a mapping the leaf guesses', () => {
  expect(importPath({ dryRun: false, mapping: null, duplicates: 'add' })).toBe(
    '/players/import?duplicates=add',
  );
});

test('PLY-2: a column is shown with what stands in it', () => {
  const player = { firstName: '', lastName: '', nickname: '', phone: '', notes: '' };
  const preview: Preview = {
    ...{
      columns: ['Mail', '?'],
      mapping: ['email', null],
      meanings: [],
      rows: 2,
      toAdd: 2,
      toUpdate: 0,
      toSkip: 0,
    },
    preview: ['a@x', 'b@x'].map((email, line) => ({
      line,
      player: { ...player, email },
      problems: [],
    })),
    ...{ rejected: [], duplicates: [] },
  };
  expect(exampleOf(preview, 0)).toBe('a@x, b@x');
  expect(exampleOf(preview, 1)).toBe('');
});

test.each([
  ['one per line', 'Anna Holm\nBent Winther\n'],
  ['one line with commas', ' Anna Holm, Bent Winther '],
  ['one line with semicolons', 'Anna Holm;Bent Winther'],
])('PLY-2: a pasted list of names, %s', async (_, typed) => {
  expect(await listFile(typed).text()).toBe('Anna Holm\nBent Winther');
});

test('PLY-2: pasted rows of a spreadsheet stay rows', async () => {
  const rows = 'Name\tE-mail\nHolm, Anna\ta@example.com';
  expect(await listFile(rows).text()).toBe(rows);
});
