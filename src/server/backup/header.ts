import { open } from 'node:fs/promises';
import * as v from 'valibot';

const MAGIC = 'felt-backup/1 ';
const SIZE_DIGITS = 16;
/** The first line: what this is, and how many bytes the whole file has. */
export const LINE_BYTES = MAGIC.length + SIZE_DIGITS + 1;
const MOST_HEADER = 4 * 1024;

export const BACKUP_EXTENSION = '.feltbackup';
/**
 * `felt-<slug>-20261121T031200Z-407-9f3a61c2.feltbackup`: behind the second the thousandths, so that names
 * go by time, and chance, so that no two are the same. Older ones end with the second.
 */
export const BACKUP_NAME =
  /^felt-[a-z0-9-]{1,64}-\d{8}T\d{6}Z(?:-\d{3}-[0-9a-f]{8})?\.feltbackup$/u;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const headerSchema = v.object({
  /** Wall clock of the leaf, ms. */
  madeAt: whole,
  /** Events in its log, the hash of the last one, and when that happened. */
  events: whole,
  head: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u)),
  headAt: whole,
  /** Of the store, as in `STORE_SCHEMA`. */
  schema: whole,
  /** Of Felt. */
  version: v.pipe(v.string(), v.maxLength(100)),
  /** Tells one recovery key from another, and nothing of either. */
  keyId: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/u)),
  /** base64url; by it every file has a key of its own. */
  salt: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/u)),
});
/** What a backup says of itself to anybody: nothing personal. */
export type BackupHeader = v.InferOutput<typeof headerSchema>;

/** `size`: bytes of the whole file, once it is known. */
export const firstLine = (size: number): string =>
  `${MAGIC}${String(size).padStart(SIZE_DIGITS, '0')}\n`;

export const headerLine = (header: BackupHeader): string => `${JSON.stringify(header)}\n`;

export type Opened = {
  readonly header: BackupHeader;
  /** The header's very bytes, which every chunk swears to. */
  readonly bytes: Uint8Array;
  /** Where the chunks begin. */
  readonly bodyAt: number;
  /** What it says that the whole file has, and what it has. */
  readonly said: number;
  readonly there: number;
};

const parsed = (start: Buffer, there: number): Opened | null => {
  const first = start.subarray(0, LINE_BYTES).toString('latin1');
  const digits = first.slice(MAGIC.length, -1);
  if (!first.startsWith(MAGIC) || !/^\d{16}$/u.test(digits) || !first.endsWith('\n')) return null;
  const end = start.indexOf(10, LINE_BYTES);
  if (end < 0) return null;
  const bytes = start.subarray(LINE_BYTES, end + 1);
  try {
    const header = v.parse(headerSchema, JSON.parse(bytes.toString('utf8')));
    return { header, bytes, bodyAt: end + 1, said: Number(digits), there };
  } catch {
    return null;
  }
};

/** The beginning of a backup; null where the file is none. @throws Error where it cannot be read. */
export const readBackupHeader = async (path: string): Promise<Opened | null> => {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Buffer.alloc(Math.min(size, LINE_BYTES + MOST_HEADER));
    let done = 0;
    while (done < start.length) {
      const { bytesRead } = await file.read(start, done, start.length - done, done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return parsed(start.subarray(0, done), size);
  } finally {
    await file.close();
  }
};
