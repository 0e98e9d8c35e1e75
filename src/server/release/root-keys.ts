/** JSON of base64url public keys (Ed25519), which the bundler writes here (scripts/build.ts). */
declare const FELT_ROOT_KEYS: string | undefined;

/** The keys that sign the signing keys; empty: this build takes no updates. */
export const ROOT_KEYS: readonly string[] =
  typeof FELT_ROOT_KEYS === 'string' ? JSON.parse(FELT_ROOT_KEYS) : [];
