import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { Failed } from '../../src/server/failed.ts';
import type { ReleaseHeader } from '../../src/server/release/file.ts';
import type { SigningKey } from '../../src/server/release/keys.ts';
import { KeysDocument, keyId, publicKeyOf, signBytes } from '../../src/server/release/keys.ts';

/** A list of signing keys as it travels: the exact bytes, and who signed them. */
export type SignedKeys = ReleaseHeader['keys'];

const KeysFile = v.object({
  keys: v.string(),
  signatures: v.array(v.object({ root: v.string(), signature: v.string() })),
});

export const keysOf = ({ bytes }: SignedKeys): KeysDocument =>
  v.parse(KeysDocument, JSON.parse(Buffer.from(bytes).toString()));

/** @throws Failed where the file is there and is no list of keys; null where there is none. */
export const readKeys = (path: string): SignedKeys | null => {
  if (!existsSync(path)) return null;
  const read = v.safeParse(KeysFile, JSON.parse(readFileSync(path, 'utf8')));
  if (!read.success) throw new Failed(`${path} is no list of signing keys`);
  const { keys, signatures } = read.output;
  return { bytes: Buffer.from(keys, 'base64'), signatures };
};

export const writeKeys = (path: string, { bytes, signatures }: SignedKeys): void => {
  const file: v.InferOutput<typeof KeysFile> = {
    keys: Buffer.from(bytes).toString('base64'),
    signatures: [...signatures],
  };
  writeFileSync(path, `${JSON.stringify(file)}\n`);
};

/** Root keys sign the list; each of them once. */
export const signKeys = (document: KeysDocument, roots: readonly KeyObject[]): SignedKeys => {
  const bytes = Buffer.from(JSON.stringify(v.parse(KeysDocument, document)));
  const signatures = roots.map((key) => ({
    root: publicKeyOf(key),
    signature: signBytes(bytes, key),
  }));
  return { bytes, signatures };
};

/** One root key more; the same one again replaces its signature. */
export const withSignature = ({ bytes, signatures }: SignedKeys, key: KeyObject): SignedKeys => {
  const root = publicKeyOf(key);
  const others = signatures.filter((one) => one.root !== root);
  return { bytes, signatures: [...others, { root, signature: signBytes(bytes, key) }] };
};

/** Always later than the list before it: of two that were issued at once either could win. */
const issuedAfter = (before: KeysDocument | null, nowMs: number): string =>
  new Date(Math.max(nowMs, before === null ? 0 : Date.parse(before.issued) + 1)).toISOString();

/** The list with one more key. @throws Failed where that key is on it, revoked or not. */
export const withKey = (
  before: KeysDocument | null,
  { key, notAfter }: Pick<SigningKey, 'key' | 'notAfter'>,
  nowMs: number,
): KeysDocument => {
  const keys = before?.keys ?? [];
  const id = keyId(key);
  if (keys.some((one) => one.id === id)) throw new Failed(`key ${id} is on the list already`);
  return {
    type: 'felt-keys',
    issued: issuedAfter(before, nowMs),
    keys: [...keys, { id, key, notAfter }],
  };
};

/** The list with one key marked as revoked for good. @throws Failed where there is no such key. */
export const withRevoked = (before: KeysDocument, id: string, nowMs: number): KeysDocument => {
  if (!before.keys.some((one) => one.id === id)) throw new Failed(`there is no key ${id}`);
  const issued = issuedAfter(before, nowMs);
  const keys = before.keys.map((one) => (one.id === id ? { revoked: issued, ...one } : one));
  return { ...before, issued, keys };
};
