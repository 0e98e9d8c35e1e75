import * as v from 'valibot';
import type { Build } from '../version.ts';
import type { ReleaseHeader } from './file.ts';
import { deltaBytes } from './file.ts';
import type { SigningKey } from './keys.ts';
import { isSignedBy, KeysDocument, ROOT_THRESHOLD } from './keys.ts';
import type { Channel } from './manifest.ts';
import { Manifest } from './manifest.ts';
import type { ReleaseRefusal } from './refusal.ts';
import { refusal } from './refusal.ts';

/** What a machine remembers of releases, whatever happens to the executable. */
export type Held = {
  /** Of the newest release that proved itself here. */
  readonly confirmedSequence: number;
  /** Below it nothing is ever taken. */
  readonly minSequence: number;
  /** Issue of the newest list of keys ever seen, ms; 0: none. */
  readonly keysIssued: number;
  /** Of the store as it is now; null or left out: there is none yet. */
  readonly schema?: number | null;
};

export type CheckedRelease = {
  readonly ok: true;
  readonly manifest: Manifest;
  /** To be kept from now on, ms. */
  readonly keysIssued: number;
};

const parsed = <S extends v.GenericSchema>(
  schema: S,
  bytes: Uint8Array,
): v.InferOutput<S> | null => {
  try {
    const read = v.safeParse(schema, JSON.parse(Buffer.from(bytes).toString('utf8')));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
};

/**
 * Whether the roots of this build stand for a list of signing keys: every signature must be of one of
 * them and right, and enough different ones there.
 */
export const isVouchedFor = (
  { bytes, signatures }: ReleaseHeader['keys'],
  roots: readonly string[],
): boolean => {
  const by = new Set(signatures.map(({ root }) => root));
  return (
    by.size === signatures.length &&
    by.size >= ROOT_THRESHOLD &&
    signatures.every(
      ({ root, signature }) => roots.includes(root) && isSignedBy(bytes, signature, root),
    )
  );
};

type Code = ReleaseRefusal['code'];
type Finding = Code | readonly [Code, string] | null;

/** Which key signed it, and whether that one still may; null: all is well. */
const aboutKey = (key: SigningKey | undefined, nowMs: number | null): Finding => {
  if (key === undefined) return 'KEY_UNKNOWN';
  if (key.revoked !== undefined) return ['KEY_REVOKED', `since ${key.revoked}`];
  if (nowMs !== null && nowMs > Date.parse(key.notAfter)) return ['KEY_EXPIRED', key.notAfter];
  return null;
};

type Place = {
  readonly own: Build;
  readonly held: Held;
  readonly nowMs: number | null;
  readonly channel: Channel;
};

/** A machine of a bolder channel takes what is stable, too. */
const takes = (channel: Channel, offered: Channel): boolean =>
  offered === channel || offered === 'stable';

/** Whether it is for this very machine, and for now. */
const aboutManifest = (manifest: Manifest, { own, held, nowMs, channel }: Place): Finding => {
  const { product, target, sequence, schema, expires } = manifest;
  const store = held.schema ?? null;
  if (product !== own.product) return ['PRODUCT', `${product}, not ${own.product}`];
  if (target !== own.target) return ['TARGET', `${target}, not ${own.target}`];
  if (!takes(channel, manifest.channel)) return ['CHANNEL', `${manifest.channel}, not ${channel}`];
  // The confirmed one itself is taken where an older one had to take over, because its files are gone.
  if (sequence <= own.sequence || sequence < held.confirmedSequence) {
    const known = Math.max(own.sequence, held.confirmedSequence);
    return ['OLDER', `build ${sequence}, here is ${known}`];
  }
  if (sequence < held.minSequence) return ['BELOW_MINIMUM', `${sequence} < ${held.minSequence}`];
  if (store !== null && (store < schema.reads[0] || store > schema.reads[1])) {
    return ['SCHEMA', `${store}, it reads ${schema.reads.join(' to ')}`];
  }
  if (nowMs !== null && nowMs > Date.parse(expires)) return ['EXPIRED', expires];
  return null;
};

const refusedBy = (
  finding: Exclude<Finding, null>,
  proved: Pick<ReleaseRefusal, 'keysIssued'> & Partial<Pick<ReleaseRefusal, 'sequence'>>,
): ReleaseRefusal =>
  typeof finding === 'string'
    ? refusal(finding, proved)
    : refusal(finding[0], { ...proved, detail: finding[1] });

/** Of a delta, that the key of its manifest signed it, too. */
const isBodySigned = ({ body }: ReleaseHeader, manifest: Manifest, key: string): boolean =>
  body.body === 'whole' || isSignedBy(deltaBytes(body, manifest), body.signature, key);

/**
 * Who made a release: roots, list of keys, key and signature. Says nothing about whom it is for.
 * @param roots the root keys of this build; with none nothing is ever taken.
 * @param nowMs null where the clock is not known to be right: then no key expires.
 */
export const checkSignatures = ({
  header,
  roots,
  keysIssued: seen,
  nowMs,
}: {
  readonly header: ReleaseHeader;
  readonly roots: readonly string[];
  /** Issue of the newest list of keys ever seen, ms; 0: none. */
  readonly keysIssued: number;
  readonly nowMs: number | null;
}): CheckedRelease | ReleaseRefusal => {
  if (roots.length === 0) return refusal('NO_ROOTS');
  if (!isVouchedFor(header.keys, roots)) return refusal('ROOT_SIGNATURES');
  const list = parsed(KeysDocument, header.keys.bytes);
  if (list === null) return refusal('ROOT_SIGNATURES', { detail: 'not understood' });
  const keysIssued = Date.parse(list.issued);
  if (keysIssued < seen) return refusal('KEYS_OLDER', { detail: list.issued });
  const { bytes, key: id, signature } = header.manifest;
  const key = list.keys.find((one) => one.id === id);
  const finding = aboutKey(key, nowMs);
  if (finding !== null) return refusedBy(finding, { keysIssued });
  if (key === undefined || !isSignedBy(bytes, signature, key.key)) {
    return refusal('SIGNATURE', { keysIssued });
  }
  const manifest = parsed(Manifest, bytes);
  if (manifest === null) return refusal('MANIFEST', { keysIssued });
  if (!isBodySigned(header, manifest, key.key)) return refusal('SIGNATURE', { keysIssued });
  return { ok: true, manifest, keysIssued };
};

/**
 * Everything that a header can tell about a release, in the order of TUF and Tailscale's distsign:
 * who made it, then what it is for, whether it is newer, and whether it has expired. What is behind
 * the header has not been looked at: `extractRelease` does.
 * @param roots the root keys of this build; with none nothing is ever taken.
 * @param nowMs null where the clock is not known to be right: then nothing expires, and the sequence
 * alone keeps old releases out.
 */
export const checkRelease = ({
  header,
  roots,
  ...place
}: Place & {
  readonly header: ReleaseHeader;
  readonly roots: readonly string[];
}): CheckedRelease | ReleaseRefusal => {
  const { held, nowMs } = place;
  const signed = checkSignatures({ header, roots, nowMs, keysIssued: held.keysIssued });
  if (!signed.ok) return signed;
  const { manifest, keysIssued } = signed;
  const finding = aboutManifest(manifest, place);
  const { sequence } = manifest;
  return finding === null ? signed : refusedBy(finding, { keysIssued, sequence });
};
