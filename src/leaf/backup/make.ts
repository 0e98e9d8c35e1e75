import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { LibsqlLog } from '../../log/libsql.ts';
import { openLibsqlLog } from '../../log/libsql.ts';
import { STORE_SCHEMA } from '../../log/libsql-schema.ts';
import type { Head } from '../../log/port.ts';
import { BACKUP_EXTENSION } from '../../server/backup/header.ts';
import { VERSION } from '../../server/version.ts';
import { TABLES } from '../rooms.ts';
import { STORE_FILE } from '../store.ts';
import { unpackBackup, writeBackup } from './archive.ts';
import { keyFile, keyIdOf } from './key.ts';
import { giveToOwner } from './owner.ts';
import type { Found } from './places.ts';
import { PART, syncPath } from './places.ts';
import { BackupRefused } from './refusal.ts';

/** Stays free beside a backup: the venue's log must never stand before a full disk. */
const SPARE_BYTES = 64 * 1024 * 1024;
/** The copy, the backup and what is read back of it lie beside each other for a moment. */
const TIMES = 3;

export class NoSpace extends Error {}

export const backupFolder = (dataFolder: string): string => join(dataFolder, 'backups');

/** Puts a copy of the log into a new file, as it is at some moment; answers where that one ends. */
export type Copy = (to: string) => Promise<{ readonly head: Head; readonly headAt: number }>;

/** Where a log ends, and when that happened. */
export const endOf = async (log: Pick<LibsqlLog, 'head' | 'after'>): ReturnType<Copy> => {
  const head = await log.head();
  const [last] = head.seq === 0 ? [] : await log.after(head.seq - 1, 1);
  return { head, headAt: last?.envelope.at ?? 0 };
};

/** Of a log that nobody writes to meanwhile: it holds up everything else. */
export const copyOf =
  (log: Pick<LibsqlLog, 'head' | 'after' | 'copyInto'>): Copy =>
  async (to) => {
    log.copyInto(to);
    return endOf(log);
  };

export type Making = {
  readonly dataFolder: string;
  readonly copy: Copy;
  readonly slug: string;
  readonly nowMs: number;
  /** Free on the disk of a folder. */
  readonly freeBytes?: (folder: string) => Promise<number>;
};

const freeBytesOf = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

const storeBytes = (dataFolder: string): number =>
  sizeOf(join(dataFolder, STORE_FILE)) + sizeOf(join(dataFolder, `${STORE_FILE}-wal`));

/** `20261121T031200Z-407-9f3a61c2`, as `BACKUP_NAME` says. */
const stampOf = (ms: number): string => {
  const [second = '', thousandths = ''] = new Date(ms).toISOString().split(/[.Z]/u);
  const chance = randomBytes(4).toString('hex');
  return `${second.replaceAll(/[-:]/gu, '')}Z-${thousandths}-${chance}`;
};

/** What an attempt left that was cut off. */
const forgetParts = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    if (name.endsWith(`${BACKUP_EXTENSION}${PART}`)) rmSync(join(folder, name), { force: true });
  }
};

/** Opens the file as a leaf would, which looks at the chain of its last events, too. */
const checkStore = async (path: string, { seq, hash }: Head): Promise<void> => {
  const log = await openLibsqlLog({ path, tables: TABLES });
  try {
    const head = await log.head();
    const wrong = log.quickCheck();
    if (wrong !== null) throw new BackupRefused('LOG', wrong);
    if (head.seq !== seq || head.hash !== hash) throw new BackupRefused('LOG', 'it ends elsewhere');
  } finally {
    await log.close();
  }
};

/** Reads a backup back as a restore would, and opens what is in it. @throws BackupRefused */
const readBack = async (path: string, key: string, folder: string, head: Head): Promise<void> => {
  mkdirSync(folder, { mode: 0o700 });
  await unpackBackup(path, { key, folder });
  await checkStore(join(folder, STORE_FILE), head);
};

/**
 * Makes a backup of the log as it is at this moment, and reads it back before it counts.
 * @throws NoSpace; Error where the disk refuses: then there is nothing of it.
 */
export const makeBackup = async (making: Making): Promise<Found> => {
  const { dataFolder, copy: copyTo, slug, nowMs, freeBytes = freeBytesOf } = making;
  const folder = backupFolder(dataFolder);
  const work = join(folder, '.making');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true, mode: 0o700 });
  forgetParts(folder);
  const name = `felt-${slug}-${stampOf(nowMs)}${BACKUP_EXTENSION}`;
  const part = join(folder, `${name}${PART}`);
  try {
    const bytes = storeBytes(dataFolder);
    if ((await freeBytes(folder)) < bytes * TIMES + SPARE_BYTES) throw new NoSpace();
    const copy = join(work, STORE_FILE);
    const { head, headAt } = await copyTo(copy);
    const { key } = keyFile(dataFolder).get();
    const own = { events: head.seq, head: head.hash, headAt };
    const salt = randomBytes(32).toString('base64url');
    const about = { madeAt: nowMs, schema: STORE_SCHEMA, version: VERSION, keyId: keyIdOf(key) };
    const files = { 'secrets.json': join(dataFolder, 'secrets.json'), 'felt.db': copy };
    const size = await writeBackup(part, { header: { ...about, ...own, salt }, files, key });
    await rm(copy, { force: true });
    await readBack(part, key, join(work, 'check'), head);
    const path = join(folder, name);
    await rename(part, path);
    await syncPath(folder);
    giveToOwner(dataFolder, folder);
    return { ...{ path, name, bytes: size, madeAt: nowMs, keyId: about.keyId }, ...own };
  } finally {
    await rm(part, { force: true });
    await rm(work, { recursive: true, force: true });
  }
};

/** Where backups of a leaf that has made none yet go. */
export const makeBackupFolder = (dataFolder: string): Promise<unknown> =>
  mkdir(backupFolder(dataFolder), { recursive: true, mode: 0o700 });
