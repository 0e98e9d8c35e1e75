import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { licencesOf } from '../../scripts/licences.ts';

test('OPS-1: everything that is shipped is listed with its licence, tools of development are not', () => {
  const all = licencesOf(join(import.meta.dir, '../..'));
  const names = all.map(({ name }) => name);
  for (const shipped of [
    'preact',
    'hono',
    'libsql',
    '@fontsource-variable/inter',
    'bun',
    'nats-server',
  ])
    expect(names).toContain(shipped);
  for (const tool of ['typescript', '@biomejs/biome', 'fast-check', 'playwright-core'])
    expect(names).not.toContain(tool);
  expect(all.filter(({ licence, version }) => licence === '' || version === '')).toEqual([]);
  expect(all.find(({ name }) => name === 'preact')?.text).toContain('MIT License');
});
