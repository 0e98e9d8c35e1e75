import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import type { Facts } from '../scripts/release/pack.ts';
import { packRelease } from '../scripts/release/pack.ts';
import type { SignedKeys } from '../scripts/release/signed-keys.ts';
import { signKeys } from '../scripts/release/signed-keys.ts';
import type { SigningKey } from '../src/server/release/keys.ts';
import { keyId, makePrivateKey, publicKeyOf } from '../src/server/release/keys.ts';
import { releaseName } from '../src/server/release/manifest.ts';
import type { Build } from '../src/server/version.ts';

/** A moment at which everything below is valid. */
export const RELEASED_AT = Date.parse('2026-06-01T00:00:00.000Z');
const LATER = '2099-01-01T00:00:00.000Z';

const newKey = () => createPrivateKey(makePrivateKey().pem);

/** Three root keys and one signing key that two of them vouch for. */
export const releaseKeys = () => {
  const roots = [newKey(), newKey(), newKey()];
  const key = newKey();
  const own: SigningKey = {
    ...{ id: keyId(publicKeyOf(key)), key: publicKeyOf(key) },
    notAfter: LATER,
  };
  return {
    rootKeys: roots,
    /** As they stand in an executable. */
    roots: roots.map(publicKeyOf),
    key,
    own,
    /** The list that names only this key, signed by the first two roots unless told. */
    list: (
      change: { readonly keys?: SigningKey[]; readonly issued?: string } = {},
      by = roots.slice(0, 2),
    ): SignedKeys =>
      signKeys(
        { type: 'felt-keys', issued: '2026-05-01T00:00:00.000Z', keys: [own], ...change },
        by,
      ),
  };
};
export type ReleaseKeys = ReturnType<typeof releaseKeys>;

export const FACTS: Facts = {
  ...{ product: 'felt-leaf', target: 'linux-x64', version: '1.8.0', sequence: 182 },
  ...{ minSequence: 170, schema: { reads: [1, 1], writes: 1, oldest: 1 }, nats: '2.15.1' },
  ...{ expires: LATER, channel: 'stable' },
};

/** A machine on which build 181 runs, and whoever signed that. */
export const machineBefore = ({ roots }: Pick<ReleaseKeys, 'roots'>) => {
  const own: Build = {
    ...{ product: 'felt-leaf', version: '1.7.0', sequence: 181 },
    ...{ commit: null, target: 'linux-x64' },
  };
  const held = { confirmedSequence: 181, minSequence: 0, keysIssued: 0 };
  return { roots, own, nowMs: RELEASED_AT, channel: 'stable', held } as const;
};

/** A signed release of some file, in that folder; packed fast rather than well. Answers its path. */
export const releaseFile = async ({
  folder,
  executable,
  keys,
  facts = {},
  list = keys.list(),
}: {
  readonly folder: string;
  readonly executable: string;
  readonly keys: ReleaseKeys;
  readonly facts?: Partial<Facts>;
  readonly list?: SignedKeys;
}): Promise<string> => {
  const all = { ...FACTS, ...facts };
  const to = join(folder, releaseName(all));
  await packRelease({ executable, facts: all, keys: list, key: keys.key, to, level: 1 });
  return to;
};
