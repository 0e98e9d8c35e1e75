import { createReadStream, createWriteStream } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ReleaseHeader } from '../../server/release/file.ts';
import { encodeHeader, readHeader } from '../../server/release/file.ts';
import type { KeysDocument } from '../../server/release/keys.ts';
import type { Shelf } from './add.ts';
import type { FileRow } from './store.ts';
import { fileRows } from './store.ts';

/** The same release under a newer list: only the roots signed that part of it. */
const withList = async (path: string, keys: ReleaseHeader['keys']): Promise<void> => {
  const read = await readHeader(path);
  if (!read.ok) throw new Error(`${path}: ${read.message}`);
  const { header } = read;
  const fresh = `${path}.new`;
  await writeFile(fresh, encodeHeader({ ...header, keys }), { mode: 0o644 });
  const body = createReadStream(path, { start: header.bodyAt });
  await pipeline(body, createWriteStream(fresh, { flags: 'a', flush: true }));
  await rename(fresh, path);
};

/**
 * Makes a newer list of signing keys that of everything on the shelf: leaves learn what was revoked
 * with whatever they take next, and what a revoked key signed is offered to nobody.
 * @returns builds that were halted by it.
 */
export const relist = async (
  { platform, folder, now }: Omit<Shelf, 'roots'>,
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
    await withList(join(folder, row.name), keys);
    await platform`update release_files set keys_issued = ${issued} where name = ${row.name}`;
  }
  return [...halted].sort((a, b) => a - b);
};
