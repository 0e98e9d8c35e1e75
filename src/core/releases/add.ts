import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { extractRelease } from '../../server/release/extract.ts';
import type { ReleaseHeader } from '../../server/release/file.ts';
import { readHeader } from '../../server/release/file.ts';
import type { Channel, Manifest } from '../../server/release/manifest.ts';
import { checkSignatures } from '../../server/release/verify.ts';
import type { Platform } from '../db/open.ts';
import { keysOlder, ReleaseRefused } from './refused.ts';
import { insertFile, inTurn, keepKeys, newestKeys } from './store.ts';

export type Shelf = {
  readonly platform: Platform;
  /** Absolute; of the files that leaves are given. */
  readonly folder: string;
  readonly roots: readonly string[];
  readonly now: () => number;
};

export type NewRelease = {
  /** To be moved onto the shelf; it must lie in the same file system. */
  readonly file: string;
  /** Null: the one that was signed. */
  readonly channel: Channel | null;
  /** 0 to 100. */
  readonly rollout: number;
};

export type Added = {
  readonly manifest: Manifest;
  /** Build that it needs; 0: it is whole. */
  readonly base: number;
  /** The list that it came with, which is no older than any on the shelf. */
  readonly keys: ReleaseHeader['keys'];
};

/** Unlike a release's own name it tells the build: one version may be built twice. */
const shelfName = ({ product, version, sequence, target }: Manifest, base: number): string =>
  `${product}-${version}-${sequence}-${target}${base === 0 ? '.felt' : `-from-${base}.delta`}`;

/** What it says of itself, by keys that the roots of this core vouch for. */
const checkedHeader = async ({ platform, roots, now }: Shelf, file: string) => {
  if (roots.length === 0) {
    throw new ReleaseRefused('NO_ROOTS', 'this core knows no root keys: set FELT_ROOT_KEYS');
  }
  const read = await readHeader(file);
  if (!read.ok) throw new ReleaseRefused(read.code, read.message);
  const { header } = read;
  const keysIssued = await newestKeys(platform);
  const found = checkSignatures({ header, roots, keysIssued, nowMs: now() });
  if (!found.ok) throw new ReleaseRefused(found.code, found.message);
  if (Date.parse(found.manifest.expires) <= now()) {
    throw new ReleaseRefused('EXPIRED', `it expired on ${found.manifest.expires}`);
  }
  return { header, manifest: found.manifest, keysIssued: found.keysIssued };
};

/** Unpacks it as a leaf will: what no leaf could take is offered to none. */
const tryOut = async (
  shelf: Shelf,
  file: string,
  { header, manifest }: { readonly header: ReleaseHeader; readonly manifest: Manifest },
  base?: string,
): Promise<string> => {
  const to = join(shelf.folder, `.tried-${randomUUID()}`);
  const found = await extractRelease({ file, header, manifest, to, base });
  if (!found.ok) throw new ReleaseRefused(found.code, found.message);
  return to;
};

/** The executable that a delta builds on, out of the whole release on this shelf. */
const baseOf = async (shelf: Shelf, { product, target }: Manifest, sequence: number) => {
  const [row] = await shelf.platform<{ name: string }[]>`select name from release_files
    where product = ${product} and target = ${target} and sequence = ${sequence} and base = 0`;
  if (row === undefined) {
    throw new ReleaseRefused('NO_BASE', `add build ${sequence}, which it builds on, first`);
  }
  const file = join(shelf.folder, row.name);
  const read = await readHeader(file);
  if (!read.ok) throw new ReleaseRefused(read.code, read.message);
  const { header } = read;
  const manifest: Manifest = JSON.parse(Buffer.from(header.manifest.bytes).toString());
  return tryOut(shelf, file, { header, manifest });
};

const triedOut = async (
  shelf: Shelf,
  file: string,
  checked: { readonly header: ReleaseHeader; readonly manifest: Manifest },
): Promise<number> => {
  const { body } = checked.header;
  const tried: string[] = [];
  try {
    if (body.body === 'whole') {
      tried.push(await tryOut(shelf, file, checked));
      return 0;
    }
    const base = await baseOf(shelf, checked.manifest, body.base.sequence);
    tried.push(base);
    tried.push(await tryOut(shelf, file, checked, base));
    return body.base.sequence;
  } finally {
    for (const one of tried) await rm(one, { force: true });
  }
};

/** Durable under its name, before anything tells of it. */
const placed = async (from: string, folder: string, name: string): Promise<number> => {
  const file = await open(from, 'r+');
  try {
    await file.chmod(0o644);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(from, join(folder, name));
  const place = await open(folder, 'r');
  try {
    await place.sync();
  } finally {
    await place.close();
  }
  return (await stat(join(folder, name))).size;
};

/**
 * Puts a release or a delta on the shelf, after all that a leaf would look at, except what is about
 * the leaf itself.
 * @throws ReleaseRefused with a code of `RELEASE_CODES`, ALREADY_THERE, NO_BASE or WRONG_CHANNEL.
 */
export const addFile = async (
  shelf: Shelf,
  { file, channel, rollout }: NewRelease,
): Promise<Added> => {
  const { platform, folder, now } = shelf;
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const checked = await checkedHeader(shelf, file);
  const { manifest, keysIssued, header } = checked;
  const { product, sequence, target, version, notes = null } = manifest;
  const offered = channel ?? manifest.channel;
  if (offered === 'stable' && manifest.channel !== 'stable') {
    throw new ReleaseRefused('WRONG_CHANNEL', `it was signed for ${manifest.channel} alone`);
  }
  const base = await triedOut(shelf, file, checked);
  await inTurn(platform, async (tx) => {
    const [there] = await tx`select from release_files where product = ${product}
      and target = ${target} and sequence = ${sequence} and base = ${base}`;
    if (there !== undefined) throw new ReleaseRefused('ALREADY_THERE', 'it is here already');
    // Its key may have been revoked while it was looked at.
    if (keysIssued < (await newestKeys(tx))) throw keysOlder();
    const name = shelfName(manifest, base);
    const size = await placed(file, folder, name);
    await keepKeys(tx, header.keys, keysIssued);
    await insertFile(
      tx,
      {
        ...{ product, sequence, version, rollout, notes, addedAt: now() },
        ...{ channel: offered, signedFor: manifest.channel },
      },
      {
        ...{ product, sequence, target, base, name, size, keysIssued },
        ...{ signer: header.manifest.key, expiresAt: Date.parse(manifest.expires) },
      },
    );
  });
  return { manifest, base, keys: header.keys };
};
