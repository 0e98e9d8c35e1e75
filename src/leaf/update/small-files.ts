import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DISK } from './files.ts';
import type { Staging } from './places.ts';

/** Beside the log: without the first nobody could sign in, without the second there is no cloud. */
const KEPT = ['secrets.json', 'link.json'];

/** Copies what a release on trial could lose and nothing else knows. */
export const keepSmallFiles = (dataFolder: string, { small }: Pick<Staging, 'small'>): void => {
  rmSync(small, { recursive: true, force: true });
  mkdirSync(small, { mode: 0o700 });
  for (const name of KEPT) {
    if (!existsSync(join(dataFolder, name))) continue;
    copyFileSync(join(dataFolder, name), join(small, name));
    DISK.sync(join(small, name));
  }
  DISK.sync(small);
};

const isSound = (path: string): boolean => {
  try {
    return typeof JSON.parse(readFileSync(path, 'utf8')) === 'object';
  } catch {
    return false;
  }
};

/**
 * Puts back those that are gone or cannot be read. One that went on purpose comes back, too: a leaf
 * that left its cloud on trial is told so by the core. Answers their names.
 */
export const mendSmallFiles = (
  dataFolder: string,
  { small }: Pick<Staging, 'small'>,
): readonly string[] =>
  KEPT.filter((name) => {
    const [own, kept] = [join(dataFolder, name), join(small, name)];
    if (isSound(own) || !existsSync(kept)) return false;
    copyFileSync(kept, `${own}.new`);
    DISK.sync(`${own}.new`);
    DISK.rename(`${own}.new`, own);
    DISK.sync(dataFolder);
    return true;
  });
