import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import * as v from 'valibot';
import { PublicKey } from './keys.ts';
import { Manifest } from './manifest.ts';
import type { ReleaseRefusal } from './refusal.ts';
import { refusal } from './refusal.ts';

/** A release is one file: this line, three lines of JSON, then the packed executable. */
const MAGIC = 'felt-release/1\n';
const LINES = 3;
/** Of all that stands before the body. */
export const MOST_HEADER_BYTES = 64 * 1024;

const Base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/u));
/** 64 bytes as base64url, in their one spelling: the last letter has four bits that mean nothing. */
const Signature = v.pipe(v.string(), v.regex(/^[\w-]{85}[AQgw]$/u));

const KeysLine = v.strictObject({
  keys: Base64,
  signatures: v.pipe(
    v.array(v.strictObject({ root: PublicKey, signature: Signature })),
    v.maxLength(10),
  ),
});
const ManifestLine = v.strictObject({
  manifest: Base64,
  key: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/u)),
  signature: Signature,
});
const { size, sha256, sequence } = Manifest.entries;

const Whole = v.strictObject({ body: v.literal('whole') });
/** Only what changed since another executable; what comes of it is checked as a whole one is. */
const Delta = v.strictObject({
  body: v.literal('delta'),
  /** The executable that it builds on. */
  base: v.strictObject({ sequence, size, sha256 }),
  /** Of the packed body that follows. */
  packed: v.strictObject({ size, sha256 }),
  /** Of the key that signed the manifest, over `deltaBytes`. */
  signature: Signature,
});
const BodyLine = v.variant('body', [Whole, Delta]);
export type Body = v.InferOutput<typeof BodyLine>;
export type DeltaBody = v.InferOutput<typeof Delta>;

/** What is signed of a delta: from what to what, and the body in between. */
export const deltaBytes = (
  { base, packed }: Pick<DeltaBody, 'base' | 'packed'>,
  { sha256 }: Pick<Manifest, 'sha256'>,
): Buffer => {
  const from = { sequence: base.sequence, size: base.size, sha256: base.sha256 };
  const body = { size: packed.size, sha256: packed.sha256 };
  return Buffer.from(JSON.stringify({ type: 'felt-delta', to: sha256, from, body }));
};

type RootSignature = { readonly root: string; readonly signature: string };

/** The exact bytes that were signed, with their signatures; nothing of it has been checked. */
export type ReleaseHeader = {
  readonly keys: { readonly bytes: Uint8Array; readonly signatures: readonly RootSignature[] };
  readonly manifest: {
    readonly bytes: Uint8Array;
    /** Id of the signing key. */
    readonly key: string;
    readonly signature: string;
  };
  readonly body: Body;
  /** Bytes before the body. */
  readonly bodyAt: number;
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The file up to its body. */
export const encodeHeader = ({
  keys,
  manifest,
  body,
}: Pick<ReleaseHeader, 'keys' | 'manifest' | 'body'>): Buffer => {
  const signatures = keys.signatures.map(({ root, signature }) => ({ root, signature }));
  const { key, signature } = manifest;
  const lines = [
    { keys: base64(keys.bytes), signatures },
    { manifest: base64(manifest.bytes), key, signature },
    body,
  ];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const encoded = Buffer.from(`${MAGIC}${text}`);
  if (encoded.length > MOST_HEADER_BYTES) throw new Error('the header of a release is too large');
  return encoded;
};

/** The end of the header's last line, or -1. */
const endOf = (bytes: Buffer): number => {
  let end = MAGIC.length;
  for (let line = 0; line < LINES; line += 1) {
    end = bytes.indexOf('\n', end) + 1;
    if (end === 0) return -1;
  }
  return end;
};

const parsedLines = (text: string): Pick<ReleaseHeader, 'keys' | 'manifest' | 'body'> => {
  const lines = text.split('\n').slice(1, 1 + LINES);
  const [first, second, third] = lines.map((line) => JSON.parse(line));
  const [keys, manifest] = [v.parse(KeysLine, first), v.parse(ManifestLine, second)];
  return {
    keys: { bytes: Buffer.from(keys.keys, 'base64'), signatures: keys.signatures },
    manifest: { ...manifest, bytes: Buffer.from(manifest.manifest, 'base64') },
    body: v.parse(BodyLine, third),
  };
};

/**
 * The header at the start of a file.
 * @param bytes the first ones of it, at least MOST_HEADER_BYTES or all there are.
 * @returns refused FORMAT where it is written in any other way than `encodeHeader` writes it.
 */
export const decodeHeader = (
  bytes: Uint8Array,
): { readonly ok: true; readonly header: ReleaseHeader } | ReleaseRefusal => {
  const start = Buffer.from(bytes.subarray(0, MOST_HEADER_BYTES));
  if (!start.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC))) return refusal('FORMAT');
  const bodyAt = endOf(start);
  if (bodyAt < 0) return refusal(bytes.length < MOST_HEADER_BYTES ? 'TRUNCATED' : 'FORMAT');
  const encoded = start.subarray(0, bodyAt);
  try {
    const header = parsedLines(encoded.toString());
    if (!encodeHeader(header).equals(encoded)) return refusal('FORMAT');
    return { ok: true, header: { ...header, bodyAt } };
  } catch {
    return refusal('FORMAT');
  }
};

const firstBytes = async (file: FileHandle): Promise<Uint8Array> => {
  const bytes = Buffer.alloc(MOST_HEADER_BYTES);
  let read = 0;
  while (read < bytes.length) {
    const { bytesRead } = await file.read(bytes, read, bytes.length - read, read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
};

/** The header of a file, unchecked. @throws Error of the file system. */
export const readHeader = async (path: string): Promise<ReturnType<typeof decodeHeader>> => {
  const file = await open(path, 'r');
  try {
    return decodeHeader(await firstBytes(file));
  } finally {
    await file.close();
  }
};
