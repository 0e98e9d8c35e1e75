import type { KeyObject } from 'node:crypto';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';

/**
 * What a leaf swears to: at that seq its chain has that hash. Whoever owns a machine can rewrite all
 * of its chain; not what another one has signed since.
 */
export type Checkpoint = {
  readonly venueId: string;
  readonly seq: number;
  /** Lower-case hex. */
  readonly hash: string;
  /** Wall clock of the signer, ms. */
  readonly at: number;
  /**
   * Seq of the checkpoint before it that was countersigned, 0 where there is none: one that somebody
   * took away is missed by the next.
   */
  readonly prev: number;
};

/** A signer's name on notes, and its key. */
export type Signer = { readonly name: string; readonly key: KeyObject };

export const leafSigner = (venueId: string): string => `felt/leaf/${venueId}`;
export const CORE_SIGNER = 'felt/core';

const TEXT =
  /^felt\/venue\/([A-Za-z0-9_-]{1,64})\n(\d{1,16})\n([0-9a-f]{64})\n(\d{1,16})\n(\d{1,16})\n$/u;

/** The signed text. */
export const checkpointText = ({ venueId, seq, hash, at, prev }: Checkpoint): string =>
  `felt/venue/${venueId}\n${seq}\n${hash}\n${at}\n${prev}\n`;

const publicOf = (key: KeyObject): KeyObject =>
  key.type === 'public' ? key : createPublicKey(key);

const rawOf = (key: KeyObject): Buffer =>
  Buffer.from(publicOf(key).export({ format: 'jwk' }).x ?? '', 'base64url');

/** C2SP signed-note: the first four bytes of sha256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
const keyHash = (name: string, raw: Buffer): Buffer =>
  createHash('sha256').update(`${name}\n\u0001`).update(raw).digest().subarray(0, 4);

const line = (text: string, { name, key }: Signer): string => {
  const signature = sign(null, Buffer.from(text), key);
  const hash = keyHash(name, rawOf(key));
  return `\u2014 ${name} ${Buffer.concat([hash, signature]).toString('base64')}\n`;
};

/** A note after C2SP signed-note: the text, an empty line, and a line for each signature. */
export const signCheckpoint = (checkpoint: Checkpoint, signer: Signer): string => {
  const text = checkpointText(checkpoint);
  return `${text}\n${line(text, signer)}`;
};

/** The same note with one more signature. */
export const countersign = (note: string, signer: Signer): string =>
  `${note}${line(note.slice(0, note.indexOf('\n\n') + 1), signer)}`;

const signed = (text: string, lines: string, { name, key }: Signer): boolean => {
  const raw = rawOf(key);
  return lines.split('\n').some((one) => {
    if (!one.startsWith(`\u2014 ${name} `)) return false;
    const written = one.slice(name.length + 3);
    const bytes = Buffer.from(written, 'base64');
    if (bytes.length !== 68 || bytes.toString('base64') !== written) return false;
    if (!bytes.subarray(0, 4).equals(keyHash(name, raw))) return false;
    return verify(null, Buffer.from(text), publicOf(key), bytes.subarray(4));
  });
};

/** What the note says, if every one of these signers has signed it; null otherwise. */
export const openCheckpoint = (note: string, signers: readonly Signer[]): Checkpoint | null => {
  const end = note.indexOf('\n\n');
  if (end < 0) return null;
  const [text, lines] = [note.slice(0, end + 1), note.slice(end + 2)];
  const [, venueId = '', seq, hash = '', at, prev] = TEXT.exec(text) ?? [];
  if (venueId === '' || !signers.every((signer) => signed(text, lines, signer))) return null;
  return { venueId, seq: Number(seq), hash, at: Number(at), prev: Number(prev) };
};

/** An Ed25519 public key from the `x` of its JWK, as enrolment carries it. */
export const publicKeyFrom = (x: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });

/** The `x` of a key's public half. */
export const publicKeyText = (key: KeyObject): string => rawOf(key).toString('base64url');

/** A new key pair's private half; it holds the public one too. */
export const newSigningKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

/** To and from the text that a key is kept as (PKCS #8, PEM). */
export const keyToPem = (key: KeyObject): string =>
  String(key.export({ type: 'pkcs8', format: 'pem' }));
export const keyFromPem = (pem: string): KeyObject => createPrivateKey(pem);
