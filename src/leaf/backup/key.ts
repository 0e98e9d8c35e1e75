import { hkdfSync, randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { Failed } from '../../server/failed.ts';
import { writeSecretFile } from '../../sync/nats/secret-file.ts';
import { giveToOwner } from './owner.ts';

/** Douglas Crockford's Base32: no I, L, O, U, so that it can be read out and written down. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 120 bits, and one letter by which a slip of the pen is noticed. */
const DATA_LETTERS = 24;
const GROUP = /.{5}/gu;

/** Times x in GF(32), modulo x⁵ + x² + 1. */
const timesX = (n: number): number => ((n << 1) ^ (n & 16 ? 0b100101 : 0)) & 31;

/** Every single wrong letter and every two that changed places give another one. */
const checkLetter = (letters: string): string => {
  let check = 0;
  for (const letter of letters) check = timesX(check ^ LETTERS.indexOf(letter));
  return LETTERS[check] ?? '';
};

const grouped = (letters: string): string => (letters.match(GROUP) ?? []).join('-');

/** A fresh recovery key: `ABCDE-FGHJK-MNPQR-STVWX-YZ012`. */
export const newRecoveryKey = (): string => {
  const letters = Array.from({ length: DATA_LETTERS }, () => LETTERS[randomInt(32)]).join('');
  return grouped(`${letters}${checkLetter(letters)}`);
};

/**
 * As it was meant: any case, spaces, dashes of any length (word processors make long ones), O for 0, I
 * and L for 1; null: it cannot be one.
 */
export const readRecoveryKey = (typed: string): string | null => {
  const letters = typed
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/gu, '1');
  const isOne = /^[0-9A-HJKMNP-TV-Z]{25}$/u.test(letters);
  return isOne && checkLetter(letters.slice(0, -1)) === letters.at(-1) ? grouped(letters) : null;
};

const derived = (key: string, salt: Uint8Array, info: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, `felt-backup/1 ${info}`, bytes));

/** Tells one key from another, and nothing of either. */
export const keyIdOf = (key: string): string =>
  derived(key, new Uint8Array(), 'id', 8).toString('hex');

/** The AES-256 key of one file. @param salt base64url. */
export const fileKey = (key: string, salt: string): Buffer =>
  derived(key, Buffer.from(salt, 'base64url'), 'file', 32);

export const KEY_FILE = 'backup.key';

const keySchema = v.object({
  key: v.pipe(
    v.string(),
    v.check((key) => readRecoveryKey(key) === key),
  ),
  /** Wall clock, ms; when somebody last saw it, null: nobody did. */
  shownAt: v.nullable(v.number()),
});
type KeyFile = v.InferOutput<typeof keySchema>;

const read = (path: string): KeyFile => {
  try {
    return v.parse(keySchema, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Failed(`${path} cannot be read: put it aside, and a new recovery key is made`);
  }
};

export const keyFileText = (file: KeyFile): string => `${JSON.stringify(file)}\n`;

/** The recovery key of this leaf, in a file that only its user may read. */
export const keyFile = (dataFolder: string) => {
  const path = join(dataFolder, KEY_FILE);
  const write = (file: KeyFile): KeyFile => {
    writeSecretFile(path, keyFileText(file));
    giveToOwner(dataFolder, path);
    return file;
  };
  const known = (): KeyFile | null => (existsSync(path) ? read(path) : null);
  return {
    /** Null where none was made yet. @throws Failed */
    known,
    /** Made with the first question. @throws Failed */
    get: (): KeyFile => known() ?? write({ key: newRecoveryKey(), shownAt: null }),
    shown: (key: string, atMs: number): KeyFile => write({ key, shownAt: atMs }),
  };
};
