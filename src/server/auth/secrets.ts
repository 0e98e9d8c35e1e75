import { createHmac } from 'node:crypto';
import type { JWK } from 'jose';

/**
 * What must not lie in the database that it protects: whoever has only one of the two has nothing.
 * The tier keeps it (the leaf: a file of its own that only its user may read).
 */
export type Secrets = {
  /** 32 random bytes, base64url: everything below is derived from it by purpose. */
  readonly pepper: string;
  /** Private Ed25519 key that signs access tokens; `kid` is there. */
  readonly signing: JWK;
};

export type Purpose = 'pin' | 'refresh' | 'device';

/** HMAC-SHA256 under a key that serves this purpose only. */
export const keyed = ({ pepper }: Secrets, purpose: Purpose, data: string | Uint8Array): Buffer => {
  const key = createHmac('sha256', Buffer.from(pepper, 'base64url')).update(purpose).digest();
  return createHmac('sha256', key).update(data).digest();
};
