import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildExecutable } from '../../scripts/build.ts';
import { buildPages } from '../../scripts/pages.ts';
import { run } from '../../scripts/targets.ts';
import { releaseFile, releaseKeys } from '../release-files.ts';

const ROOT = join(import.meta.dir, '../..');
const TARGET = 'linux-arm64';

/** What is in the image, what it is updated to, and two that must not stay. */
export const VERSIONS = {
  old: { version: '1.7.0', sequence: 100, entry: 'src/leaf/main.ts' },
  next: { version: '1.8.0', sequence: 101, entry: 'src/leaf/main.ts' },
  exits: { version: '1.9.0', sequence: 102, entry: 'test/image/exits.ts' },
  hangs: { version: '1.9.1', sequence: 103, entry: 'test/image/hangs.ts' },
} as const;

export type Which = keyof typeof VERSIONS;

/**
 * The executables, all of which trust the same root keys, and a signed release of each but the first
 * on a disk that is labelled FELT-USB.
 * @returns path of the first executable, and of the disk's image.
 */
export const buildVersions = async (folder: string) => {
  mkdirSync(join(folder, 'usb'), { recursive: true });
  const keys = releaseKeys();
  const pagesFolder = join(ROOT, '.cache/pages');
  const pages = { folder: pagesFolder, manifest: await buildPages(pagesFolder) };
  const build = async (which: Which): Promise<string> => {
    const { version, sequence, entry } = VERSIONS[which];
    const outfile = join(folder, `felt-leaf-${sequence}`);
    await buildExecutable({
      ...{ target: TARGET, entry: join(ROOT, entry), outfile, pages },
      ...{ build: { version, sequence }, roots: keys.roots },
    });
    return outfile;
  };
  for (const which of ['next', 'exits', 'hangs'] as const) {
    const { version, sequence } = VERSIONS[which];
    const file = await releaseFile({
      ...{ folder, executable: await build(which), keys },
      facts: { version, sequence, target: TARGET, minSequence: 0 },
    });
    copyFileSync(file, join(folder, 'usb', `${sequence}.felt`));
  }
  const usb = join(folder, 'usb.img');
  run(['truncate', '-s', '512M', usb], folder);
  run(['mkfs.ext4', '-q', '-F', '-L', 'FELT-USB', '-d', join(folder, 'usb'), usb], folder);
  return { leaf: await build('old'), usb };
};
