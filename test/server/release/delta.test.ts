import { describe, expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { diff } from '../../../scripts/release/diff.ts';
import { openRelease, packDelta } from '../../../scripts/release/pack.ts';
import { patched } from '../../../src/server/release/delta.ts';
import { extractRelease } from '../../../src/server/release/extract.ts';
import { deltaName } from '../../../src/server/release/manifest.ts';
import { checkRelease } from '../../../src/server/release/verify.ts';
import { inFolder } from '../../folder.ts';
import { machineBefore, releaseFile, releaseKeys } from '../../release-files.ts';

const RUNS = Number(process.env['FELT_RUNS'] ?? 60);
const keys = releaseKeys();
const machine = machineBefore(keys);

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const allOf = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};

/** Two executables that share most of what they hold, as two builds do. */
const builds = fc
  .record({
    noise: fc.uint8Array({ minLength: 0, maxLength: 4_000 }),
    zeros: fc.nat({ max: 1_000 }),
    edits: fc.array(fc.tuple(fc.nat({ max: 5_000 }), fc.nat({ max: 300 }), fc.uint8Array()), {
      maxLength: 6,
    }),
  })
  .map(({ noise, zeros, edits }) => {
    const base = Buffer.concat([noise, Buffer.alloc(zeros), noise]);
    const target = edits.reduce<Buffer>(
      (bytes, [at, gone, come]) =>
        Buffer.concat([bytes.subarray(0, at), come, bytes.subarray(at + gone)]),
      base,
    );
    return { base, target };
  });

describe('a delta', () => {
  test('OPS-3: of any two files it makes the second out of the first, whatever pieces it comes in', () =>
    inFolder({}, async (folder) => {
      const file = join(folder, 'base');
      await fc.assert(
        fc.asyncProperty(builds, fc.integer({ min: 1, max: 700 }), async (both, length) => {
          writeFileSync(file, both.base);
          const steps = diff(both.base, both.target);
          const made = await allOf(patched(file, inPieces(steps, length)));
          expect(made.equals(both.target)).toBe(true);
        }),
        { numRuns: RUNS },
      );
    }));

  test('OPS-3: one that was cut, copies from nowhere, or does nothing for ever, is none', () =>
    inFolder({ base: 'x'.repeat(500) }, async (folder) => {
      const base = join(folder, 'base');
      const target = Buffer.from(`${'x'.repeat(400)}and a little more`);
      const steps = diff(readFileSync(base), target);
      for (let length = 0; length < steps.length; length += 1) {
        const cut = patched(base, inPieces(steps.subarray(0, length), 50));
        const made = await allOf(cut).catch(() => Buffer.from('refused'));
        expect({ length, whole: made.equals(target) }).toEqual({ length, whole: false });
      }
      const behind = Buffer.from([0, 0, 0, 0, 1, 2, 0, 0, 1, 0, 0, 0]);
      await expect(allOf(patched(base, inPieces(behind, 50)))).rejects.toThrow('behind the end');
      await expect(allOf(patched(base, inPieces(Buffer.alloc(12), 50)))).rejects.toThrow('nothing');
    }));
});

/** Bytes that nothing packs, the same each time. */
const noise = (length: number): Buffer => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`${i}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
};

/** Release 181 with its executable, release 182, and the delta between them. */
const inDelta = (
  use: (place: {
    delta: string;
    base: string;
    to: string;
    whole: string;
    target: Buffer;
  }) => Promise<void>,
) =>
  inFolder({}, async (folder) => {
    const base = join(folder, 'felt-leaf-181');
    const executable = join(folder, 'felt-leaf-182');
    const before = noise(3_000);
    const target = Buffer.concat([
      before.subarray(0, 900),
      Buffer.from('new'),
      before.subarray(950),
    ]);
    writeFileSync(base, before);
    writeFileSync(executable, target);
    const facts = { sequence: 181, version: '1.7.0' };
    const old = await releaseFile({ folder, executable: base, keys, facts });
    const whole = await releaseFile({ folder, executable, keys });
    const { manifest } = await openRelease(whole);
    const delta = join(folder, deltaName(manifest, { sequence: 181 }));
    await packDelta({
      from: { release: old, executable: base },
      next: { release: whole, executable },
      ...{ key: keys.key, to: delta, level: 1 },
    });
    await use({ delta, base, to: join(folder, 'felt-leaf'), whole, target });
  });

const take = async (file: string, to: string, base?: string) => {
  const { header } = await openRelease(file);
  const checked = checkRelease({ header, ...machine });
  if (!checked.ok) return checked.code;
  const found = await extractRelease({ file, header, manifest: checked.manifest, to, base });
  return found.ok ? 'ok' : found.code;
};

describe('a release as a delta', () => {
  test('OPS-3: becomes the very executable that was signed, by the same checks', () =>
    inDelta(async ({ delta, base, to, whole, target }) => {
      expect(delta).toEndWith('/felt-leaf-1.8.0-linux-x64-from-181.delta');
      expect(statSync(delta).size).toBeLessThan(statSync(whole).size);
      expect(await take(delta, to, base)).toBe('ok');
      expect(readFileSync(to).equals(target)).toBe(true);
      expect(statSync(to).mode & 0o777).toBe(0o555);
    }));

  test('OPS-3: without its base, or with another one, it is refused and the whole file is asked for', () =>
    inDelta(async ({ delta, base, to }) => {
      expect(await take(delta, to)).toBe('BASE');
      writeFileSync(base, Buffer.concat([readFileSync(base), Buffer.from('!')]));
      expect(await take(delta, to, base)).toBe('BASE');
      expect(existsSync(to)).toBe(false);
    }));

  test('OPS-3: every flipped byte of it is refused', () =>
    inDelta(async ({ delta, base, to }) => {
      const good = readFileSync(delta);
      for (let at = 0; at < good.length; at += 1) {
        const bad = Buffer.from(good);
        bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8));
        writeFileSync(delta, bad);
        const found = await take(delta, to, base).catch(() => 'no release');
        expect({ at, found }).not.toEqual({ at, found: 'ok' });
      }
      expect(existsSync(to)).toBe(false);
      expect(existsSync(`${to}.unverified`)).toBe(false);
    }));
});
