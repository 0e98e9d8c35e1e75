import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Facts } from '../../scripts/release/pack.ts';
import { packDelta } from '../../scripts/release/pack.ts';
import { releaseFile, releaseKeys } from '../release-files.ts';
import type { Leaves } from './executables.ts';
import { NEW, OLD, TARGET } from './executables.ts';

export type Release = { readonly path: string; readonly sequence: number };

const FACTS: Partial<Facts> = { ...NEW, target: TARGET, minSequence: 0 };

/** A release of a file that the kernel can start, such as a script. */
export const releaseOf = async (
  folder: string,
  { keys }: Pick<Leaves, 'keys'>,
  name: string,
  script: string,
): Promise<Release> => {
  const own = join(folder, name);
  mkdirSync(own);
  const executable = join(own, 'executable');
  writeFileSync(executable, script);
  chmodSync(executable, 0o755);
  const path = await releaseFile({ folder: own, executable, keys, facts: FACTS });
  return { path, sequence: NEW.sequence };
};

/** The real next leaf. */
export const goodRelease = async (
  folder: string,
  { keys, next }: Leaves,
  name = 'good',
): Promise<Release> => {
  const own = join(folder, name);
  mkdirSync(own);
  const path = await releaseFile({ folder: own, executable: next, keys, facts: FACTS });
  return { path, sequence: NEW.sequence };
};

/** Only what the next leaf has that the one before has not. */
export const deltaRelease = async (folder: string, leaves: Leaves): Promise<Release> => {
  const { keys, old, next } = leaves;
  const { path, sequence } = await goodRelease(folder, leaves, 'whole');
  const before = join(folder, 'before');
  mkdirSync(before);
  const facts = { ...FACTS, ...OLD };
  const release = await releaseFile({ folder: before, executable: old, keys, facts });
  const to = join(folder, 'next.delta');
  const from = { release, executable: old };
  await packDelta({
    ...{ from, next: { release: path, executable: next }, key: keys.key, to, level: 1 },
  });
  return { path: to, sequence };
};

type Bad = {
  readonly fault: string;
  readonly path: string;
  readonly code: string;
  /** The wall clock by which it is judged; left out: the machine's own. */
  readonly nowMs?: number;
};

/** What a release that is not to be put in would leave, if a line of it ever ran. */
export const RAN = 'ran';

/** Every way in which a release may not be what it should be, each as a file. */
export const badReleases = async (folder: string, leaves: Leaves): Promise<readonly Bad[]> => {
  const own = join(folder, 'bad');
  mkdirSync(own);
  const executable = join(own, 'executable');
  writeFileSync(executable, `#!/bin/sh\necho ran >${join(folder, RAN)}\n`);
  const { keys } = leaves;
  const stranger = releaseKeys();
  const list = keys.list({
    ...{ issued: '2026-05-02T00:00:00.000Z' },
    keys: [{ ...keys.own, revoked: '2026-05-02T00:00:00.000Z' }, stranger.own],
  });
  let count = 0;
  const make = async (
    fault: string,
    code: string,
    change: Partial<Parameters<typeof releaseFile>[0]> & { readonly nowMs?: number } = {},
  ): Promise<Bad> => {
    count += 1;
    const place = join(own, String(count));
    mkdirSync(place);
    const { facts, nowMs, ...more } = change;
    const all = { ...FACTS, ...facts };
    const path = await releaseFile({ folder: place, executable, keys, ...more, facts: all });
    return { fault, code, path, ...(nowMs === undefined ? {} : { nowMs }) };
  };
  const changed = async (fault: string, code: string, change: (path: string) => void) => {
    const bad = await make(fault, code);
    change(bad.path);
    return bad;
  };
  return [
    await make('signed by a key that nobody vouches for', 'KEY_UNKNOWN', {
      keys: { ...keys, key: stranger.key },
    }),
    await make('keys vouched for by foreign roots', 'ROOT_SIGNATURES', { keys: stranger }),
    await make('older than what runs', 'OLDER', { facts: { sequence: OLD.sequence - 1 } }),
    await make('the very one that runs', 'OLDER', { facts: { sequence: OLD.sequence } }),
    await make('another product', 'PRODUCT', { facts: { product: 'felt-core' } }),
    await make('another kind of machine', 'TARGET', {
      facts: { target: TARGET === 'linux-x64' ? 'linux-arm64' : 'linux-x64' },
    }),
    await make('another channel', 'CHANNEL', { facts: { channel: 'beta' } }),
    await make('expired', 'EXPIRED', {
      nowMs: Date.parse('2027-05-31T00:00:00.000Z'),
      facts: { expires: '2027-05-01T00:00:00.000Z' },
    }),
    await make('its key expired', 'KEY_EXPIRED', { nowMs: Date.parse(keys.own.notAfter) + 1 }),
    await changed('one byte changed', 'HASH', (path) => {
      const bytes = readFileSync(path);
      bytes.writeUInt8((bytes.at(-3) ?? 0) ^ 1, bytes.length - 3);
      writeFileSync(path, bytes);
    }),
    await changed('truncated', 'TRUNCATED', (path) => {
      truncateSync(path, readFileSync(path).length - 10);
    }),
    await changed('10 GB', 'TOO_LARGE', (path) => truncateSync(path, 10_000_000_000)),
    await changed('no release at all', 'FORMAT', (path) => writeFileSync(path, 'felt')),
    await changed('a link to somewhere else', 'FORMAT', (path) => {
      rmSync(path);
      symlinkSync('/etc/passwd', path);
    }),
    await make('signed by a key that was revoked', 'KEY_REVOKED', { list }),
    await make('keys from before the revocation', 'KEYS_OLDER'),
  ];
};
