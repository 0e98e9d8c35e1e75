import type { KeyObject } from 'node:crypto';
import { createPublicKey, sign, verify } from 'node:crypto';
import { MINUTE } from '../../kernel/time.ts';

/** What a leaf asks of its core, signed with the key of its checkpoints: no secret travels. */
export type LeafAsking = {
  readonly method: 'GET' | 'PUT';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly venueId: string;
  /** Wall clock of the leaf, ms. */
  readonly at: number;
  /** Of the body: its length, and its SHA-256 in hex. */
  readonly size: number;
  readonly sha256: string;
};

/** So far may the clocks of leaf and core be apart. */
export const ASKING_WITHIN_MS = 15 * MINUTE;
export const NO_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const textOf = ({ method, path, venueId, at, size, sha256 }: LeafAsking): Uint8Array =>
  Buffer.from(`felt/leaf-asks/1\n${method}\n${path}\n${venueId}\n${at}\n${size}\n${sha256}\n`);

/** The headers that carry it. */
export const signedHeaders = (asking: LeafAsking, key: KeyObject): Record<string, string> => ({
  'felt-venue': asking.venueId,
  'felt-time': String(asking.at),
  'felt-size': String(asking.size),
  'felt-sha256': asking.sha256,
  'felt-signature': sign(null, textOf(asking), key).toString('base64url'),
});

type Headers = (name: string) => string | undefined;

/** What the headers of a request say, not proved yet; null where they say nothing. */
export const askingIn = (
  header: Headers,
  { method, path }: Pick<LeafAsking, 'method' | 'path'>,
): { readonly asking: LeafAsking; readonly signature: string } | null => {
  const [venueId = '', at = '', size = '', sha256 = '', signature = ''] = [
    ...['felt-venue', 'felt-time', 'felt-size', 'felt-sha256', 'felt-signature'].map(header),
  ];
  const isWhole = /^\d{1,15}$/u.test(at) && /^\d{1,12}$/u.test(size);
  if (!isWhole || !/^[0-9a-f]{64}$/u.test(sha256) || !/^[0-9a-f-]{36}$/u.test(venueId)) return null;
  const asking = { method, path, venueId, at: Number(at), size: Number(size), sha256 };
  return { asking, signature };
};

/** @param x the `x` of the leaf's key as a JWK, as the core knows it. */
export const isSignedBy = (asking: LeafAsking, signature: string, x: string): boolean => {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, textOf(asking), key, Buffer.from(signature, 'base64url'));
};
