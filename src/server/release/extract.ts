import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createZstdDecompress } from 'node:zlib';
import { patched } from './delta.ts';
import type { Body, ReleaseHeader } from './file.ts';
import type { Manifest } from './manifest.ts';
import type { ReleaseRefusal } from './refusal.ts';
import { refusal } from './refusal.ts';

/** Kept free beside what is written, so that the venue's log never stands before a full disk. */
const SPARE_BYTES = 64 * 1024 * 1024;
/** Anybody may run it, nobody may change it. */
const EXECUTABLE_MODE = 0o555;

type Extent = { readonly size: number; readonly sha256: string };

/** Null where a file holds exactly that from there on; it is measured before it is read. */
export const aboutExtent = async (
  path: string,
  start: number,
  { size, sha256 }: Extent,
): Promise<ReleaseRefusal | null> => {
  const there = (await stat(path)).size - start;
  if (there > size) return refusal('TOO_LARGE');
  if (there < size) return refusal('TRUNCATED');
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { start })) hash.update(piece);
  return hash.digest('hex') === sha256 ? null : refusal('HASH');
};

/** Null where a delta's base is the executable that runs here. */
const aboutBase = async (body: Body, base: string | undefined): Promise<ReleaseRefusal | null> => {
  if (body.body === 'whole') return null;
  const isThere = base !== undefined && (await aboutExtent(base, 0, body.base)) === null;
  return isThere ? null : refusal('BASE', { detail: `build ${body.base.sequence}` });
};

/** Whether so much fits into a folder, with enough left for everything else that is written there. */
export const hasSpace = async (folder: string, size: number): Promise<boolean> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= size + SPARE_BYTES;
};

const writeAll = async (file: FileHandle, piece: Uint8Array): Promise<void> => {
  let done = 0;
  while (done < piece.length) {
    done += (await file.write(piece, done, piece.length - done)).bytesWritten;
  }
};

/** Unpacks into an open file; never writes more than the extent says. */
const unpack = async (
  pieces: AsyncIterable<Uint8Array>,
  file: FileHandle,
  { size, sha256 }: Extent,
): Promise<ReleaseRefusal | null> => {
  const hash = createHash('sha256');
  let written = 0;
  for await (const piece of pieces) {
    written += piece.length;
    if (written > size) return refusal('TOO_LARGE');
    hash.update(piece);
    await writeAll(file, piece);
  }
  if (written < size) return refusal('TRUNCATED');
  return hash.digest('hex') === sha256 ? null : refusal('HASH');
};

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/** What an error says about the release; null where it is the machine's own trouble. */
const aboutError = (error: unknown): ReleaseRefusal | null => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return refusal('NO_SPACE');
  // The unpacker's own errors name no call of the system.
  return error instanceof Error && 'syscall' in error ? null : refusal('HASH');
};

/** What comes out of a packed body; an unpacker that chokes throws. */
async function* unpacked(path: string, bodyAt: number): AsyncGenerator<Uint8Array> {
  const unpacker = createZstdDecompress();
  const packed = createReadStream(path, { start: bodyAt });
  packed.on('error', (error) => unpacker.destroy(error));
  try {
    yield* packed.pipe(unpacker);
  } finally {
    packed.destroy();
    unpacker.destroy();
  }
}

const written = async (
  pieces: AsyncIterable<Uint8Array>,
  to: string,
  extent: Extent,
): Promise<ReleaseRefusal | null> => {
  // Not over one that is there: whoever can make links in this folder would choose what we write to.
  await rm(to, { force: true });
  const file = await open(to, 'wx', 0o600);
  try {
    const found = await unpack(pieces, file, extent);
    if (found !== null) return found;
    await file.chmod(EXECUTABLE_MODE);
    await file.sync();
    return null;
  } catch (error) {
    const refused = aboutError(error);
    if (refused === null) throw error;
    return refused;
  } finally {
    await file.close();
  }
};

/**
 * The executable out of a release whose header has been checked. It is written to
 * `<to>.unverified`, never more than the manifest says, and gets its own name once its hash is right
 * and it is on the disk.
 * @param file the release. Nobody else may be able to write to it meanwhile.
 * @param manifest of `checkRelease`, and of no other place.
 * @param to the executable's path; its folder is there.
 * @throws Error of the file system, other than a full one.
 */
export const extractRelease = async ({
  file,
  header,
  manifest,
  to,
  base,
}: {
  readonly file: string;
  readonly header: Pick<ReleaseHeader, 'body' | 'bodyAt'>;
  readonly manifest: Pick<Manifest, 'size' | 'sha256' | 'packed'>;
  readonly to: string;
  /** The executable that runs now; without it no delta is taken. */
  readonly base?: string | undefined;
}): Promise<{ readonly ok: true } | ReleaseRefusal> => {
  const { body, bodyAt } = header;
  const packed = body.body === 'delta' ? body.packed : manifest.packed;
  const found = (await aboutBase(body, base)) ?? (await aboutExtent(file, bodyAt, packed));
  if (found !== null) return found;
  if (!(await hasSpace(dirname(to), manifest.size))) return refusal('NO_SPACE');
  const unverified = `${to}.unverified`;
  const inside = unpacked(file, bodyAt);
  const pieces = base !== undefined && body.body === 'delta' ? patched(base, inside) : inside;
  const refused = await written(pieces, unverified, manifest);
  if (refused !== null) {
    await rm(unverified, { force: true });
    return refused;
  }
  await rename(unverified, to);
  await syncFolder(dirname(to));
  return { ok: true };
};
