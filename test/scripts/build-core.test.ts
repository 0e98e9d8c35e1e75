import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCore } from '../../scripts/build.ts';
import { buildPages, CORE_PAGES } from '../../scripts/pages.ts';
import { smokeCore } from '../../scripts/smoke-core.ts';

test.skipIf(process.arch !== 'x64')(
  'the core is one file that serves from an empty folder, its hub inside, with a DATABASE_URL',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'felt-build-core-'));
    try {
      const outfile = join(folder, 'felt-core');
      const built = join(folder, 'pages');
      const manifest = await buildPages(built, { pages: CORE_PAGES });
      await buildCore(outfile, { folder: built, manifest });
      rmSync(built, { recursive: true });
      expect(await smokeCore(outfile)).toContain('served with its hub');
      // Without one it says so: it brings no PostgreSQL.
      const env = { PATH: '/usr/bin:/bin', FELT_CORE_DATA: join(folder, 'data') };
      const alone = Bun.spawnSync([outfile], { cwd: folder, env });
      expect([alone.exitCode, alone.stderr.toString()]).toEqual([
        ...[1, 'felt-core: set DATABASE_URL: this program brings no PostgreSQL\n'],
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);
