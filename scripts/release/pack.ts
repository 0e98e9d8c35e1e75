import type { KeyObject } from 'node:crypto';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import * as v from 'valibot';
import { Failed } from '../../src/server/failed.ts';
import type { ReleaseHeader } from '../../src/server/release/file.ts';
import { deltaBytes, encodeHeader, readHeader } from '../../src/server/release/file.ts';
import { keyId, publicKeyOf, signBytes } from '../../src/server/release/keys.ts';
import { Manifest } from '../../src/server/release/manifest.ts';
import { diff } from './diff.ts';
import type { SignedKeys } from './signed-keys.ts';

/** What a person decides or the executable tells; the rest is measured. */
export type Facts = Omit<Manifest, 'type' | 'size' | 'sha256' | 'packed'>;

/** The smallest body that a board with 64 MB to spare can still unpack. */
const BEST_LEVEL = 19;

/** Bytes and SHA-256 of a file. */
const extentOf = async (path: string): Promise<{ size: number; sha256: string }> => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of createReadStream(path)) {
    hash.update(piece);
    size += piece.length;
  }
  return { size, sha256: hash.digest('hex') };
};

/** Zstandard with the length and a checksum inside. */
const compress = (from: Readable, to: string, level = BEST_LEVEL): Promise<void> => {
  const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag } = constants;
  const params = { [ZSTD_c_compressionLevel]: level, [ZSTD_c_checksumFlag]: 1 };
  return pipeline(from, createZstdCompress({ params }), createWriteStream(to));
};

/** Header and body as one file, there whole or not at all. */
const joinFile = async (header: Uint8Array, body: string, to: string): Promise<void> => {
  const fresh = `${to}.new`;
  await writeFile(fresh, header);
  await pipeline(createReadStream(body), createWriteStream(fresh, { flags: 'a' }));
  await rename(fresh, to);
};

/** Runs with a file beside another one that is gone afterwards. */
const beside = async <T>(to: string, use: (path: string) => Promise<T>): Promise<T> => {
  const path = `${to}.body`;
  try {
    return await use(path);
  } finally {
    await rm(path, { force: true });
  }
};

/**
 * A signed release around an executable.
 * @param key the signing key, which should be on the list.
 * @param to the release file.
 * @throws ValiError where a fact is none.
 */
export const packRelease = ({
  executable,
  facts,
  keys,
  key,
  to,
  level,
}: {
  readonly executable: string;
  readonly facts: Facts;
  readonly keys: SignedKeys;
  readonly key: KeyObject;
  readonly to: string;
  readonly level?: number;
}): Promise<Manifest> =>
  beside(to, async (body) => {
    await compress(createReadStream(executable), body, level);
    const [whole, packed] = [await extentOf(executable), await extentOf(body)];
    const manifest = v.parse(Manifest, { type: 'felt-release', ...facts, ...whole, packed });
    const bytes = Buffer.from(JSON.stringify(manifest));
    const signed = { bytes, key: keyId(publicKeyOf(key)), signature: signBytes(bytes, key) };
    await joinFile(encodeHeader({ keys, manifest: signed, body: { body: 'whole' } }), body, to);
    return manifest;
  });

/** What a release file says of itself, unchecked. @throws Failed where it is none. */
export const openRelease = async (
  file: string,
): Promise<{ header: ReleaseHeader; manifest: Manifest }> => {
  const read = await readHeader(file);
  if (!read.ok) throw new Failed(`${file}: ${read.message}`);
  const { header } = read;
  const said = JSON.parse(Buffer.from(header.manifest.bytes).toString());
  return { header, manifest: v.parse(Manifest, said) };
};

/** A release and the executable in it, both as files. */
export type Unpacked = { readonly release: string; readonly executable: string };

/**
 * What changed from one release to the next, under the next one's manifest.
 * @param key the one that signed the next one.
 * @param to the delta file.
 */
export const packDelta = async ({
  from,
  next,
  key,
  to,
  level,
}: {
  readonly from: Unpacked;
  readonly next: Unpacked;
  readonly key: KeyObject;
  readonly to: string;
  readonly level?: number;
}): Promise<void> => {
  const [before, { header, manifest }] = await Promise.all([
    openRelease(from.release),
    openRelease(next.release),
  ]);
  const steps = diff(await readFile(from.executable), await readFile(next.executable));
  await beside(to, async (body) => {
    await compress(Readable.from([steps]), body, level);
    const { sequence, size, sha256 } = before.manifest;
    const own = { base: { sequence, size, sha256 }, packed: await extentOf(body) };
    const signature = signBytes(deltaBytes(own, manifest), key);
    const encoded = encodeHeader({ ...header, body: { body: 'delta', ...own, signature } });
    await joinFile(encoded, body, to);
  });
};
