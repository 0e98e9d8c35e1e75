import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { run } from '../targets.ts';

const ROOT = join(import.meta.dir, '../..');

const Lock = v.object({
  packages: v.record(
    v.string(),
    v.object({ version: v.optional(v.string()), integrity: v.optional(v.string()) }),
  ),
});

export type Locked = {
  readonly version: string;
  /** Of its archive in the registry, hex; null where the lock file has none of it. */
  readonly sha512: string | null;
};

const lock = v.parse(Lock, JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));

/**
 * What package-lock.json says of a package at its first place.
 * @throws Error where it is not in it.
 */
export const locked = (name: string): Locked => {
  const found = lock.packages[`node_modules/${name}`];
  if (found?.version === undefined) throw new Error(`package-lock.json knows no ${name}`);
  const base64 = /^sha512-(\S+)/u.exec(found.integrity ?? '')?.[1];
  const sha512 = base64 === undefined ? null : Buffer.from(base64, 'base64').toString('hex');
  return { version: found.version, sha512 };
};

const unpack = (name: string, { version, sha512 }: Locked, folder: string): void => {
  run(['npm', 'pack', '--silent', '--prefer-offline', `${name}@${version}`], folder);
  const archive = readdirSync(folder).find((one) => one.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm packed no ${name}`);
  const file = join(folder, archive);
  const found = new Bun.CryptoHasher('sha512').update(readFileSync(file)).digest('hex');
  if (found !== sha512) throw new Error(`${archive} is not the one of package-lock.json`);
  run(['tar', '-xzf', archive], folder);
  rmSync(file);
};

/**
 * The folder of a package for a foreign machine, which npm does not install: unpacked from the
 * registry once, and only if its archive is the one that package-lock.json knows.
 */
export const fetched = (name: string): string => {
  const wanted = locked(name);
  const folder = join(ROOT, '.cache/native', `${name}-${wanted.version}`);
  const unpacked = join(folder, 'package');
  if (existsSync(unpacked)) return unpacked;
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(join(dirname(folder), `.${basename(name)}-`));
  try {
    unpack(name, wanted, fresh);
    // At once and whole, also where several builds do this side by side.
    mkdirSync(folder, { recursive: true });
    if (!existsSync(unpacked)) renameSync(join(fresh, 'package'), unpacked);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return unpacked;
};
