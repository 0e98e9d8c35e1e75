import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPages } from '../../scripts/pages.ts';

const CACHE = join(import.meta.dir, '../../.cache');
const PLACE = join(CACHE, 'pages');

const isSame = (build: string): boolean => {
  const manifest = join(PLACE, 'manifest.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).build === build;
};

/** The pages as they are now, where leaves look for them; put in place at once, since others read. */
export const builtPages = async (): Promise<void> => {
  const fresh = mkdtempSync(join(CACHE, 'pages-'));
  const { build } = await buildPages(fresh);
  if (isSame(build)) return rmSync(fresh, { recursive: true });
  const old = `${fresh}-old`;
  if (existsSync(PLACE)) renameSync(PLACE, old);
  renameSync(fresh, PLACE);
  rmSync(old, { recursive: true, force: true });
};
