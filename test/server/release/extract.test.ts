import { describe, expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { extractRelease } from '../../../src/server/release/extract.ts';
import {
  decodeHeader,
  encodeHeader,
  MOST_HEADER_BYTES,
  readHeader,
} from '../../../src/server/release/file.ts';
import type { Manifest } from '../../../src/server/release/manifest.ts';
import type { ReleaseCode } from '../../../src/server/release/refusal.ts';
import { checkRelease } from '../../../src/server/release/verify.ts';
import { inFolder } from '../../folder.ts';
import { machineBefore, releaseFile, releaseKeys } from '../../release-files.ts';

const keys = releaseKeys();
const machine = machineBefore(keys);

/** All that a machine does with a file: what came of it, and nothing else may lie there after. */
const taken = async (file: string, to: string): Promise<ReleaseCode | 'ok'> => {
  const read = await readHeader(file);
  if (!read.ok) return read.code;
  const checked = checkRelease({ header: read.header, ...machine });
  if (!checked.ok) return checked.code;
  const { header } = read;
  const found = await extractRelease({ file, header, manifest: checked.manifest, to });
  return found.ok ? 'ok' : found.code;
};

/** A small release, and where its executable would go. */
const inRelease = (
  use: (place: { folder: string; file: string; to: string; contents: Buffer }) => Promise<void>,
  contents = Buffer.from(Array.from({ length: 400 }, (_, i) => (i * i * 31) % 251)),
) =>
  inFolder({}, async (folder) => {
    const executable = join(folder, 'built');
    writeFileSync(executable, contents);
    const file = await releaseFile({ folder, executable, keys });
    await use({ folder, file, to: join(folder, 'felt-leaf'), contents });
  });

const headerLength = async (file: string): Promise<number> => {
  const read = await readHeader(file);
  if (!read.ok) throw new Error(read.message);
  return read.header.bodyAt;
};

/** A Zstandard frame of a few kilobytes that unpacks to 10 GB of zeros. */
const bomb = (): Buffer => {
  const BLOCK = 128 * 1024;
  const zeros = Buffer.from([((BLOCK << 3) | 2) & 0xff, (BLOCK >> 5) & 0xff, BLOCK >> 13, 0]);
  const blocks = Math.ceil(10e9 / BLOCK);
  const start = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
  return Buffer.concat([start, Buffer.alloc(zeros.length * blocks, zeros), Buffer.from([1, 0, 0])]);
};

describe('a release becomes an executable', () => {
  test('OPS-3: it is byte for byte what was signed, may be run, and may be written by nobody', () =>
    inRelease(async ({ folder, file, to, contents }) => {
      expect(await taken(file, to)).toBe('ok');
      expect(readFileSync(to).equals(contents)).toBe(true);
      expect(statSync(to).mode & 0o777).toBe(0o555);
      expect(readdirSync(folder)).not.toContain('felt-leaf.unverified');
    }));

  test('OPS-3: one of some megabytes comes out of the pieces that it is read in', () => {
    const noise = new Uint8Array(5_000_000);
    for (let at = 0; at < noise.length; at += 65_536) {
      crypto.getRandomValues(noise.subarray(at, Math.min(at + 65_536, noise.length)));
    }
    return inRelease(async ({ file, to, contents }) => {
      expect(await taken(file, to)).toBe('ok');
      expect(readFileSync(to).equals(contents)).toBe(true);
    }, Buffer.from(noise));
  });

  test('OPS-3: every flipped byte is refused, and leaves nothing behind', () =>
    inRelease(async ({ folder, file, to }) => {
      const good = readFileSync(file);
      const bodyAt = await headerLength(file);
      const before = readdirSync(folder);
      for (let at = 0; at < bodyAt; at += 1) {
        const bad = Buffer.from(good);
        bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8));
        const read = decodeHeader(bad);
        const found = read.ok ? checkRelease({ header: read.header, ...machine }) : read;
        expect({ at, ok: found.ok }).toEqual({ at, ok: false });
      }
      const open = openSync(file, 'r+');
      for (let at = bodyAt; at < good.length; at += 1) {
        const byte = good[at] ?? 0;
        writeSync(open, Buffer.from([byte ^ (1 << (at % 8))]), 0, 1, at);
        expect({ at, code: await taken(file, to) }).toEqual({ at, code: 'HASH' });
        writeSync(open, Buffer.from([byte]), 0, 1, at);
      }
      closeSync(open);
      expect(readdirSync(folder).sort()).toEqual(before.sort());
      expect(await taken(file, to)).toBe('ok');
    }));

  test('OPS-3: every truncation is refused, and so is every byte too many', () =>
    inRelease(async ({ folder, file, to }) => {
      const bodyAt = await headerLength(file);
      const before = readdirSync(folder);
      const long = join(folder, 'long.felt');
      copyFileSync(file, long);
      truncateSync(long, statSync(file).size + 1);
      expect(await taken(long, to)).toBe('TOO_LARGE');
      const good = readFileSync(file);
      for (let length = 0; length < bodyAt; length += 1) {
        expect({ length, ok: decodeHeader(good.subarray(0, length)).ok }).toEqual({
          length,
          ok: false,
        });
      }
      for (let length = good.length - 1; length >= bodyAt; length -= 1) {
        truncateSync(file, length);
        expect({ length, code: await taken(file, to) }).toEqual({ length, code: 'TRUNCATED' });
      }
      expect(readdirSync(folder).sort()).toEqual([...before, 'long.felt'].sort());
    }));

  test('OPS-3: a body of 10 GB is not read', () =>
    inRelease(async ({ file, to }) => {
      truncateSync(file, 10_000_000_000);
      expect(await taken(file, to)).toBe('TOO_LARGE');
      expect(existsSync(to)).toBe(false);
    }));

  test('OPS-3: a body that unpacks to 10 GB ends at the size that was signed', () =>
    inRelease(async ({ folder, file, to }) => {
      const packed = bomb();
      const read = await readHeader(file);
      if (!read.ok) throw new Error(read.message);
      const { keys: list, manifest, body } = read.header;
      const header = { keys: list, manifest, body };
      writeFileSync(file, Buffer.concat([encodeHeader(header), packed]));
      const sha256 = createHash('sha256').update(packed).digest('hex');
      const signed: Pick<Manifest, 'size' | 'sha256' | 'packed'> = {
        ...{ size: 1_000_000, sha256: 'a'.repeat(64) },
        packed: { size: packed.length, sha256 },
      };
      const found = await extractRelease({ file, header: read.header, manifest: signed, to });
      expect(found).toMatchObject({ ok: false, code: 'TOO_LARGE' });
      expect(readdirSync(folder).filter((name) => name.startsWith('felt-leaf.'))).toEqual([]);
      expect(existsSync(to)).toBe(false);
    }));

  test('OPS-3: one that fits nowhere is refused before a byte of it is written', () =>
    inRelease(async ({ file, to }) => {
      const read = await readHeader(file);
      if (!read.ok) throw new Error(read.message);
      const checked = checkRelease({ header: read.header, ...machine });
      if (!checked.ok) throw new Error(checked.message);
      const manifest = { ...checked.manifest, size: Number.MAX_SAFE_INTEGER };
      const found = await extractRelease({ file, header: read.header, manifest, to });
      expect(found).toMatchObject({ ok: false, code: 'NO_SPACE' });
      expect(existsSync(`${to}.unverified`)).toBe(false);
    }));

  test('OPS-3: what somebody put in the way under the unverified name is not written through', () =>
    inRelease(async ({ folder, file, to }) => {
      const victim = join(folder, 'victim');
      writeFileSync(victim, 'mine');
      symlinkSync(victim, `${to}.unverified`);
      expect(await taken(file, to)).toBe('ok');
      expect(readFileSync(victim, 'utf8')).toBe('mine');
      expect(statSync(to).isFile()).toBe(true);
    }));
});

describe('the header of a release', () => {
  test('OPS-3: lines without an end are given up at the limit', () => {
    const endless = Buffer.alloc(2 * MOST_HEADER_BYTES, 'a');
    endless.write('felt-release/1\n');
    expect(decodeHeader(endless)).toMatchObject({ ok: false, code: 'FORMAT' });
  });

  test('OPS-3: another spelling of the same header is refused', () =>
    inRelease(async ({ file }) => {
      const text = readFileSync(file).toString('latin1').replace('{"body":', '{ "body":');
      const decoded = decodeHeader(Buffer.from(text, 'latin1'));
      expect(decoded).toMatchObject({ ok: false, code: 'FORMAT' });
    }));
});
