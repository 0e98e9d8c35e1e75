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

/** A real leaf that trusts these root keys. Answers its path. */
export const buildLeaf = async (
  folder: string,
  which: typeof OLD,
  roots: readonly string[],
): Promise<string> => {
  const outfile = join(folder, `felt-leaf-${which.sequence}`);
  await buildExecutable({ target: TARGET, entry: ENTRY, outfile, pages, build: which, roots });
  return outfile;
};

/** Two of them, one newer than the other. */
export const buildLeaves = async (folder: string) => {
  const keys = releaseKeys();
  const build = (which: typeof OLD) => buildLeaf(folder, which, keys.roots);
  return { keys, old: await build(OLD), next: await build(NEW) };
};

export type Leaves = Awaited<ReturnType<typeof buildLeaves>>;
