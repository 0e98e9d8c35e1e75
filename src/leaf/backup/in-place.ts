import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { Failed } from '../../server/failed.ts';
import type { Files } from '../update/files.ts';
import { DISK, replaceFile } from '../update/files.ts';
import { KEY_FILE } from './key.ts';
import { giveToOwner } from './owner.ts';

/** What a restore brings, and takes the place of, in this order; the log comes last. */
const BROUGHT = ['secrets.json', KEY_FILE, 'restored.json', 'felt.db'] as const;
/**
 * What belongs to the log that was here, and to no other: what it wrote beside itself, what came from
 * the cloud, and the credentials for it. Two leaves with the same ones would write two histories.
 */
const GOES = [
  ...['felt.db-wal', 'felt.db-shm', 'felt.db-journal'],
  ...['link.json', 'enrolling.json', 'nats', 'restore.db', 'restore.db-wal'],
];

export const restoreFolder = (dataFolder: string): string => join(dataFolder, 'restore');
const readyFile = (dataFolder: string): string => join(restoreFolder(dataFolder), 'ready.json');

const readySchema = v.object({
  /** Folder beside the log that keeps what was here. */
  aside: v.pipe(v.string(), v.regex(/^before-restore-\d{8}T\d{6}Z$/u)),
});

const readReady = (path: string): v.InferOutput<typeof readySchema> => {
  try {
    return v.parse(readySchema, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Failed(`${path} cannot be read: a restore was cut off, give it once more`);
  }
};

/** From here on the restore is what counts, whatever happens. */
export const sayReady = (dataFolder: string, aside: string, files: Files = DISK): void => {
  replaceFile(files, readyFile(dataFolder), JSON.stringify({ aside }), 0o600);
};

/** Whether a restore was cut off after it was ready. */
export const isRestoreReady = (dataFolder: string): boolean => existsSync(readyFile(dataFolder));

/**
 * Puts what a restore has ready in the place of what is here, which is kept beside it; goes on where
 * a power cut ended it. What is not ready yet is nothing. To be called before anything is opened.
 */
export const finishRestore = (dataFolder: string, files: Files = DISK): void => {
  const folder = restoreFolder(dataFolder);
  if (!isRestoreReady(dataFolder)) return;
  const aside = join(dataFolder, readReady(readyFile(dataFolder)).aside);
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  giveToOwner(dataFolder, aside);
  const putAside = (name: string): void => {
    const from = join(dataFolder, name);
    if (existsSync(from)) files.rename(from, join(aside, name));
  };
  for (const name of GOES) putAside(name);
  for (const name of BROUGHT) {
    const fresh = join(folder, name);
    // What is no longer there has taken its place already.
    if (!existsSync(fresh)) continue;
    putAside(name);
    files.sync(aside);
    files.sync(dataFolder);
    files.rename(fresh, join(dataFolder, name));
    files.sync(dataFolder);
  }
  // Nothing was here before.
  if (readdirSync(aside).length === 0) files.remove(aside);
  files.sync(folder);
  files.remove(folder);
  files.sync(dataFolder);
};
