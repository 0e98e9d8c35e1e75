import { afterAll, expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { unpackBackup, writeBackup } from '../../../src/leaf/backup/archive.ts';
import { keyIdOf, newRecoveryKey, readRecoveryKey } from '../../../src/leaf/backup/key.ts';
import { BackupRefused } from '../../../src/leaf/backup/refusal.ts';
import { someFiles } from './stage.ts';

const RUNS = Number(process.env['FELT_RUNS'] ?? 60);
const CHUNK = 256 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'felt-backup-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const key = newRecoveryKey();
const header = {
  ...{ madeAt: 1_790_000_000_000, events: 9, head: 'a'.repeat(64), headAt: 1_790_000_000_000 },
  ...{ schema: 1, version: '0.1.0', keyId: keyIdOf(key) },
  salt: randomBytes(32).toString('base64url'),
};

let made = 0;
const write = async (size: number) => {
  const files = someFiles(folder, size);
  made += 1;
  const path = join(folder, `${made}.feltbackup`);
  await writeBackup(path, { header, files, key });
  return { path, bytes: readFileSync(path), db: readFileSync(files['felt.db']) };
};

const out = join(folder, 'out');
/** The code by which bytes are refused; null: they were taken. */
const refusalOf = async (bytes: Uint8Array, own = key): Promise<string | null> => {
  const path = join(folder, 'bad.feltbackup');
  writeFileSync(path, bytes);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  try {
    await unpackBackup(path, { key: own, folder: out });
    return null;
  } catch (error) {
    if (error instanceof BackupRefused) return error.code;
    throw error;
  }
};

test('OPS-7: what went in comes out, at every size around a chunk', async () => {
  for (const size of [0, 1, CHUNK - 40, CHUNK - 39, CHUNK, 3 * CHUNK + 1]) {
    const { bytes, db } = await write(size);
    expect(await refusalOf(bytes)).toBe(null);
    expect(readFileSync(join(out, 'felt.db')).equals(db)).toBe(true);
    expect(readdirSync(out).sort()).toEqual(['felt.db', 'secrets.json']);
  }
});

test('OPS-7: every flipped byte of a small backup is refused', async () => {
  const { bytes } = await write(200);
  for (let at = 0; at < bytes.length; at += 1) {
    const bad = Buffer.from(bytes);
    bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8));
    expect([at, await refusalOf(bad)]).toEqual([at, expect.any(String)]);
  }
});

test('OPS-7: every truncation of a small backup is refused', async () => {
  const { bytes } = await write(200);
  for (let length = 0; length < bytes.length; length += 1) {
    const code = await refusalOf(bytes.subarray(0, length));
    expect([length, code]).toEqual([length, expect.stringMatching(/^(TRUNCATED|NOT_A_BACKUP)$/u)]);
  }
});

test('OPS-7: a large backup is refused with any byte flipped, and cut, doubled or reordered anywhere', async () => {
  const { bytes } = await write(4 * CHUNK);
  const said = (size: number) => Buffer.from(`felt-backup/1 ${String(size).padStart(16, '0')}\n`);
  /** As long as it says that it is: only what is sealed can tell. */
  const fitted = (all: Buffer) => Buffer.concat([said(all.length), all.subarray(said(0).length)]);
  const bodyAt = bytes.indexOf(10, said(0).length) + 1;
  const sealed = CHUNK + 16;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: bytes.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, mask) => {
        const bad = Buffer.from(bytes);
        bad[at] = (bad[at] ?? 0) ^ mask;
        expect(await refusalOf(bad)).not.toBe(null);
        expect(await refusalOf(fitted(bytes.subarray(0, Math.max(at, bodyAt))))).toBe('DAMAGED');
      },
    ),
    { numRuns: RUNS },
  );
  const chunk = (i: number) => bytes.subarray(bodyAt + i * sealed, bodyAt + (i + 1) * sealed);
  const head = bytes.subarray(0, bodyAt);
  const rest = bytes.subarray(bodyAt + 2 * sealed);
  for (const parts of [
    [head, chunk(1), chunk(0), rest],
    [head, chunk(0), rest],
    [head, chunk(0), chunk(0), chunk(1), rest],
    [head, chunk(0), chunk(1)],
    [head, chunk(0), chunk(1), rest, rest],
  ]) {
    expect(await refusalOf(fitted(Buffer.concat(parts)))).toBe('DAMAGED');
  }
});

test('OPS-7: another key, and what is no backup, are told apart', async () => {
  const { bytes } = await write(10);
  expect(await refusalOf(bytes, newRecoveryKey())).toBe('WRONG_KEY');
  expect(await refusalOf(Buffer.from('%PDF-1.7 of something else altogether'))).toBe(
    'NOT_A_BACKUP',
  );
});

test('OPS-7: nothing of what is inside, nor of the key, stands in a backup in the clear', async () => {
  const files = someFiles(folder, 0);
  writeFileSync(files['felt.db'], 'Zaphod Beeblebrox '.repeat(500));
  const path = join(folder, 'canary.feltbackup');
  await writeBackup(path, { header, files, key });
  const bytes = readFileSync(path);
  for (const secret of ['Zaphod', 'pepper', key, key.replaceAll('-', '')]) {
    expect(bytes.includes(secret)).toBe(false);
  }
});

test('OPS-7: a recovery key is read as it was meant, and every slip of the pen is noticed', () => {
  fc.assert(
    fc.property(fc.nat(24), fc.nat(31), (at, letter) => {
      const own = newRecoveryKey();
      const letters = own.replaceAll('-', '');
      expect(readRecoveryKey(letters.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(
        own,
      );
      expect(readRecoveryKey(` ${own.replaceAll('-', ' \u2014 ')}\n`)).toBe(own);
      const wrong = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[letter] ?? '';
      const other = `${letters.slice(0, at)}${wrong}${letters.slice(at + 1)}`;
      expect(readRecoveryKey(other)).toBe(other === letters ? own : null);
      const [a = '', b = ''] = [letters[at], letters[at + 1]];
      const swapped = `${letters.slice(0, at)}${b}${a}${letters.slice(at + 2)}`;
      if (b !== '' && a !== b) expect(readRecoveryKey(swapped)).toBe(null);
    }),
    { numRuns: RUNS * 5 },
  );
  for (const typed of ['', 'ABCDE', `${key}0`, key.slice(1)])
    expect(readRecoveryKey(typed)).toBe(null);
});
