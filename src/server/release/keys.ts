import type { KeyObject } from 'node:crypto';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import * as v from 'valibot';

/** Root keys that have to sign a list of signing keys: one that is stolen or lost is not enough. */
export const ROOT_THRESHOLD = 2;

/** 32 bytes of Ed25519, as base64url in their one spelling: two of one root key would be two roots. */
export const PublicKey = v.pipe(
  v.string(),
  v.regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/u, 'must be a public key'),
);

/** As `toISOString` writes it, so that each moment has one spelling. */
export const Moment = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u, 'must be a moment'),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'must be a moment'),
);

const KeyId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/u, 'must be the id of a key'));

const SigningKey = v.pipe(
  v.object({
    id: KeyId,
    key: PublicKey,
    /** Nothing that it signs is taken from then on. */
    notAfter: Moment,
    /** Since when it is known to be in wrong hands: nothing of it is taken, whenever it was signed. */
    revoked: v.optional(Moment),
  }),
  v.check(({ id, key }) => id === keyId(key), 'has the id of another key'),
);
export type SigningKey = v.InferOutput<typeof SigningKey>;

/** The list that the root keys sign; of two lists the one that was issued later holds. */
export const KeysDocument = v.object({
  type: v.literal('felt-keys'),
  issued: Moment,
  keys: v.pipe(
    v.array(SigningKey),
    v.minLength(1),
    v.maxLength(20),
    v.check((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'has a key twice'),
  ),
});
export type KeysDocument = v.InferOutput<typeof KeysDocument>;

const ID_DIGITS = 16;

const imported = (key: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });

/** Of a public key, its name for people: the first digits of its SHA-256. */
export const keyId = (key: string): string =>
  createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex').slice(0, ID_DIGITS);

/** Base64url of the public half. */
export const publicKeyOf = (key: KeyObject): string => {
  const { x } = (key.type === 'public' ? key : createPublicKey(key)).export({ format: 'jwk' });
  if (x === undefined) throw new Error('not an Ed25519 key');
  return x;
};

/**
 * A new Ed25519 key as a PEM file holds it (PKCS#8), which openssl can read as well.
 * @param passphrase encrypts it.
 */
export const makePrivateKey = (passphrase?: string): { pem: string; publicKey: string } => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const locked = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem', ...locked }).toString();
  return { pem, publicKey: publicKeyOf(privateKey) };
};

/** @throws Error where the text is no Ed25519 key, or the passphrase does not open it. */
export const openPrivateKey = (pem: string, passphrase?: string): KeyObject => {
  const key = createPrivateKey({
    ...{ key: pem, format: 'pem' },
    ...(passphrase === undefined ? {} : { passphrase }),
  });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
  return key;
};

/** The signature over exactly these bytes, as base64url. */
export const signBytes = (bytes: Uint8Array, key: KeyObject): string =>
  sign(null, bytes, key).toString('base64url');

/** Whether the holder of that public key signed exactly these bytes; false for any nonsense. */
export const isSignedBy = (bytes: Uint8Array, signature: string, publicKey: string): boolean => {
  try {
    const raw = Buffer.from(signature, 'base64url');
    // One spelling of each, so that no byte of a file can be another one.
    if (raw.toString('base64url') !== signature) return false;
    return verify(null, bytes, imported(publicKey), raw);
  } catch {
    return false;
  }
};
