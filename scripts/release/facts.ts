import { openSync, readSync } from 'node:fs';
import * as v from 'valibot';
import { Failed } from '../../src/server/failed.ts';
import { PublicKey } from '../../src/server/release/keys.ts';
import { Manifest } from '../../src/server/release/manifest.ts';
import { launcher } from '../smoke.ts';
import type { Target } from '../targets.ts';
import type { Facts } from './pack.ts';

const { product, target, version, sequence, schema } = Manifest.entries;

const Told = v.object({
  ...{ product, target, version, sequence },
  parts: v.object({ 'nats-server': v.string() }),
  rootKeys: v.array(PublicKey),
  /** Of a leaf: what its store is to it. */
  store: v.optional(schema),
});
export type Told = v.InferOutput<typeof Told>;

/** `e_machine` of an ELF file, from elf.h. */
const MACHINES: { readonly [machine: number]: Target } = { 62: 'linux-x64', 183: 'linux-arm64' };

const targetOf = (path: string): Target => {
  const head = Buffer.alloc(20);
  readSync(openSync(path, 'r'), head, 0, head.length, 0);
  const found = head.readUInt32BE(0) === 0x7f454c46 ? MACHINES[head.readUInt16LE(18)] : undefined;
  if (found === undefined) throw new Failed(`${path} is no executable for a machine of Felt`);
  return found;
};

/**
 * What an executable tells of itself, which is where a release has it from.
 * @throws Failed in one line: it does not run here, or is no build for releases.
 */
export const toldBy = (path: string): Told => {
  const before = launcher(targetOf(path));
  if (before === undefined) throw new Failed(`${path} does not run here: install qemu-user-static`);
  const asked = Bun.spawnSync([...before, path, '--version', '--json'], { stdin: 'ignore' });
  const read = v.safeParse(
    v.pipe(v.string(), v.parseJson(), Told),
    asked.success ? asked.stdout.toString() : '',
  );
  if (!read.success) throw new Failed(`${path} does not tell what it is: ${asked.stderr}`);
  if (read.output.rootKeys.length === 0) {
    throw new Failed(`${path} was built without FELT_ROOT_KEYS: it could never be updated again`);
  }
  return read.output;
};

/** The core has no store of its own: its database is brought up to date as it starts. */
const NO_STORE: Facts['schema'] = { reads: [1, 1], writes: 1, oldest: 1 };

/** @throws Failed for a leaf of before it said so. */
const schemaOf = ({ product: name, store }: Told): Facts['schema'] => {
  if (store !== undefined) return store;
  if (name === 'felt-core') return NO_STORE;
  throw new Failed('this leaf does not tell which stores it reads');
};

/** What a manifest says beside what a person decides. */
export const factsOf = (told: Told) => ({
  ...{ product: told.product, target: told.target, version: told.version },
  ...{ sequence: told.sequence, schema: schemaOf(told), nats: told.parts['nats-server'] },
});
