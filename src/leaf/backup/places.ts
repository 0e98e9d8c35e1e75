import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DAY } from '../../kernel/time.ts';
import { BACKUP_EXTENSION, readBackupHeader } from '../../server/backup/header.ts';
import type { KeptBackup } from '../../server/backup/keep.ts';
import { keep, newestOf } from '../../server/backup/keep.ts';
import { writeAll } from './paced.ts';
import { isFull } from './room.ts';

/** A backup that lies somewhere, as its beginning tells. */
export type Found = KeptBackup & {
  readonly path: string;
  /** The hash of its last event, and when that happened. */
  readonly head: string;
  readonly headAt: number;
  readonly keyId: string;
};

/** Written here until it is whole. */
export const PART = '.part';

export const syncPath = async (path: string): Promise<void> => {
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
};

const foundAt = async (path: string): Promise<Found | null> => {
  const opened = await readBackupHeader(path).catch(() => null);
  if (opened === null || opened.said !== opened.there) return null;
  const { madeAt, events, head, headAt, keyId } = opened.header;
  return {
    ...{ path, name: basename(path), bytes: opened.there },
    madeAt,
    events,
    head,
    headAt,
    keyId,
  };
};

/**
 * Whole backups in a folder; of those under other keys none is this leaf's.
 * @param keyId null: whoever made them.
 * @throws Error where the folder cannot be read.
 */
export const backupsIn = async (
  folder: string,
  keyId: string | null,
): Promise<readonly Found[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(BACKUP_EXTENSION));
  const found: Found[] = [];
  for (const name of names) {
    const one = await foundAt(join(folder, name));
    if (one !== null && (keyId === null || one.keyId === keyId)) found.push(one);
  }
  return found;
};

/**
 * `now`: wall clock, ms; null where nobody knows it. `isOurs`: whether one is of the history that this
 * log goes on with; after a restore there may be some of another under the same key, with more in them.
 */
export type Rule = {
  readonly now: number | null;
  readonly mostBytes: number;
  readonly isOurs: (one: Found) => Promise<boolean>;
};

/** Those of this log's history, and the others. */
export const partedBy = async (
  { isOurs }: Pick<Rule, 'isOurs'>,
  all: readonly Found[],
): Promise<{ readonly ours: readonly Found[]; readonly others: readonly Found[] }> => {
  const own = new Set<Found>();
  for (const one of all) if (await isOurs(one)) own.add(one);
  return { ours: all.filter((one) => own.has(one)), others: all.filter((one) => !own.has(one)) };
};

/** Takes away what the rule does not keep; no history costs another one its newest. */
export const prune = async (folder: string, keyId: string, rule: Rule): Promise<void> => {
  const { ours, others } = await partedBy(rule, await backupsIn(folder, keyId));
  for (const all of [ours, others]) {
    const kept = new Set(keep(all, rule.now, rule.mostBytes).map(({ name }) => name));
    for (const { name, path } of all) if (!kept.has(name)) await rm(path, { force: true });
  }
};

const ASIDE = /^before-restore-(\d{4})(\d\d)(\d\d)T/u;
/** What was here before a restore is of use for so long. */
const ASIDE_MS = 30 * DAY;

/** Takes away what restores of long ago put aside. @param now null where nobody knows it. */
export const forgetAsides = async (dataFolder: string, now: number | null): Promise<void> => {
  for (const name of now === null ? [] : await readdir(dataFolder)) {
    const [, year, month, day] = ASIDE.exec(name) ?? [];
    if (year === undefined) continue;
    const madeAt = Date.UTC(Number(year), Number(month) - 1, Number(day));
    if ((now ?? 0) - madeAt > ASIDE_MS) await rm(join(dataFolder, name), { recursive: true });
  }
};

export const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
};

/** On the disk and read back when this answers. @throws Error where it is not. */
const copyTo = async (from: string, to: string): Promise<void> => {
  const part = `${to}${PART}`;
  const hash = createHash('sha256');
  try {
    await rm(part, { force: true });
    // New: whoever laid a link here does not choose what is written over.
    const file = await open(part, 'wx', 0o600);
    try {
      for await (const piece of createReadStream(from)) {
        hash.update(piece);
        await writeAll(file, piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if ((await hashOf(part)) !== hash.digest('hex'))
      throw new Error('what was written reads otherwise');
    await rename(part, to);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncPath(join(to, '..'));
};

/** What copies left that were cut off; another leaf may just be writing its own to the same stick. */
const forgetParts = async (folder: string, keyId: string, now: number | null): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(`${BACKUP_EXTENSION}${PART}`)) continue;
    const path = join(folder, name);
    const begun = await readBackupHeader(path).catch(() => null);
    const isOld = now !== null && now - (await stat(path)).mtimeMs > DAY;
    if (begun?.header.keyId === keyId || isOld) await rm(path, { force: true });
  }
};

/**
 * Puts a copy into a folder, and takes away what is not kept there. Where there is no room, all but
 * the newest one there makes some.
 * @throws Error with the disk's own code.
 */
export const copyInto = async (from: Found, folder: string, rule: Rule): Promise<void> => {
  const to = join(folder, from.name);
  await forgetParts(folder, from.keyId, rule.now);
  try {
    await copyTo(from.path, to);
  } catch (error) {
    if (!isFull(error)) throw error;
    const there = await backupsIn(folder, from.keyId);
    const newest = newestOf((await partedBy(rule, there)).ours) ?? newestOf(there);
    const old = there.filter(({ name }) => name !== newest?.name);
    if (old.length === 0) throw error;
    for (const { path } of old) await rm(path, { force: true });
    await copyTo(from.path, to);
  }
  await prune(folder, from.keyId, rule);
};

/**
 * Whether a folder is on a disk of its own: neither the one with the data, nor the one that the
 * machine runs from, on which the place of a stick lies that is not there.
 */
export const isOtherDisk = async (folder: string, dataFolder: string): Promise<boolean> => {
  const [own, data, root] = await Promise.all([stat(folder), stat(dataFolder), stat('/')]);
  return own.isDirectory() && own.dev !== data.dev && own.dev !== root.dev;
};
