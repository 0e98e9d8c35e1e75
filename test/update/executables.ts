import { join } from 'node:path';
import { buildExecutable } from '../../scripts/build.ts';
import { releaseKeys } from '../release-files.ts';

const ENTRY = join(import.meta.dir, '../../src/leaf/main.ts');
/** What runs where these tests run. */
export const TARGET = process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';

export const OLD = { version: '1.7.0', sequence: 100 };
export const NEW = { version: '1.8.0', sequence: 101 };

/** Without pages, which say nothing about an update and take their time. */
const pages = {
  folder: '/nowhere',
  manifest: { build: 'update-test', assets: {}, painters: {}, packages: [] },
};

/** Two real leaves, one newer than the other, that trust the same root keys. */
export const buildLeaves = async (folder: string) => {
  const keys = releaseKeys();
  const build = async (which: typeof OLD): Promise<string> => {
    const outfile = join(folder, `felt-leaf-${which.sequence}`);
    const { roots } = keys;
    await buildExecutable({ target: TARGET, entry: ENTRY, outfile, pages, build: which, roots });
    return outfile;
  };
  return { keys, old: await build(OLD), next: await build(NEW) };
};

export type Leaves = Awaited<ReturnType<typeof buildLeaves>>;
