import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExecutable } from '../../scripts/build.ts';
import { buildPages } from '../../scripts/pages.ts';
import { smoke } from '../../scripts/smoke.ts';
import { TARGETS, type Target } from '../../scripts/targets.ts';

test.each(Object.keys(TARGETS) as Target[])(
  'the leaf for %s is one file that runs in an empty folder, pages and libSQL inside',
  async (target) => {
    const folder = mkdtempSync(join(tmpdir(), 'felt-build-'));
    const outfile = join(folder, 'felt-leaf');
    try {
      const pages = {
        folder: join(folder, 'pages'),
        manifest: await buildPages(join(folder, 'pages')),
      };
      const entry = join(import.meta.dir, '../../src/leaf/main.ts');
      await buildExecutable({ target, entry, outfile, pages });
      rmSync(pages.folder, { recursive: true });
      expect(await smoke(outfile, target)).toContain('ran in an empty folder');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
