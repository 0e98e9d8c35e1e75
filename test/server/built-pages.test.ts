import { afterAll, expect, test } from 'bun:test';
import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pageLoader, pagesIn } from '../../src/server/built-pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'felt-pages-'));
afterAll(() => rmSync(folder, { recursive: true }));

const manifest = join(folder, 'manifest.json');
/** At a second of its own, whatever the file system's clock counts in. */
const build = (name: string, second: number): void => {
  writeFileSync(manifest, JSON.stringify({ build: name, assets: {}, painters: {}, packages: [] }));
  utimesSync(manifest, second, second);
};

test('pages that are built anew under a running leaf are the ones it serves from then on', () => {
  build('one', 1_000);
  const pages = pageLoader(() => pagesIn(folder));
  expect(pages.now()?.build).toBe('one');
  build('two', 2_000);
  expect(pages.now()?.build).toBe('two');
  // While another build is put in its place, there is none for a moment.
  renameSync(manifest, `${manifest}-old`);
  expect(pages.now()?.build).toBe('two');
  build('three', 3_000);
  expect(pages.now()?.build).toBe('three');
});
