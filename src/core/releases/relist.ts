import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ReleaseHeader } from '../../server/release/file.ts';
import { encodeHeader, readHeader } from '../../server/release/file.ts';
import type { KeysDocument } from '../../server/release/keys.ts';
import type { PlatformQuery } from '../db/platform.ts';
import type { Shelf } from './add.ts';
import type { FileRow } from './store.ts';
import { fileRows } from './store.ts';

/**
 * The same release under a newer list: only the roots signed that part of it. On the disk when it
 * answers, with its length, which is another one then.
 */
const withList = async (
  folder: string,
  name: string,
  keys: ReleaseHeader['keys'],
): Promise<number> => {
  const path = join(folder, name);
  const read = await readHeader(path);
  if (!read.ok) throw new Error(`${path}: ${read.message}`);
  const { header } = read;
  // With a dot in front, by which it is cleared away should this end in between.
  const fresh = join(folder, `.relisted-${randomUUID()}`);
  try {
    await writeFile(fresh, encodeHeader({ ...header, keys }), { mode: 0o644, flag: 'wx' });
    const body = createReadStream(path, { start: header.bodyAt });
    await pipeline(body, createWriteStream(fresh, { flags: 'a', flush: true }));
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
  await using place = await open(folder, 'r');
  await place.sync();
  return (await stat(path)).size;
};

/**
 * Makes a newer list of signing keys that of everything on the shelf: leaves learn what was revoked
 * with whatever they take next, and what a revoked key signed is offered to nobody.
 * @returns builds that were halted by it.
 */
export const relist = async (
  { platform, folder, now }: Pick<Shelf, 'folder' | 'now'> & { readonly platform: PlatformQuery },
  keys: ReleaseHeader['keys'],
  list: KeysDocument,
): Promise<readonly number[]> => {
  const issued = Date.parse(list.issued);
  const good = new Set(
    list.keys.filter(({ revoked }) => revoked === undefined).map(({ id }) => id),
  );
  const halted = new Set<number>();
  const refused = async ({ product, sequence }: FileRow): Promise<void> => {
    halted.add(sequence);
    await platform`update releases set halted_at = ${now()}, halted_why = 'revoked'
      where product = ${product} and sequence = ${sequence} and halted_why is distinct from 'revoked'`;
  };
  for (const row of await fileRows(platform)) {
    if (row.keysIssued >= issued) continue;
    if (!good.has(row.signer)) {
      await refused(row);
      continue;
    }
    // It lies on the disk of another core process, which will do it.
    if (!existsSync(join(folder, row.name))) continue;
    const size = await withList(folder, row.name, keys);
    await platform`update release_files set keys_issued = ${issued}, size = ${size}
      where name = ${row.name}`;
  }
  return [...halted].sort((a, b) => a - b);
};
