import type { CryptoKey, JWK } from 'jose';
import type { Now } from '../../kernel/time.ts';
import { SECOND } from '../../kernel/time.ts';
import type { Secrets } from './secrets.ts';

/** What an access token says. The role is not in it: it is looked up, so that a change holds at once. */
export type Claims = { readonly operatorId: string; readonly session: string };

/** Access tokens live so long; a page refreshes them before. */
export const ACCESS_S = 15 * 60;

const ISSUER = 'felt-leaf';
const AUDIENCE = 'felt-leaf';
const TYPE = 'at+jwt';
const ALGORITHM = 'EdDSA';

/** Tokens known to be good; beyond these, the oldest is verified again when it comes. */
const KEPT = 2_000;

type Known = Claims & { readonly untilBootMs: number };

/**
 * EdDSA access tokens. A signature is verified once; later requests meet the token in memory, where
 * it expires by the clock that never jumps.
 */
export const createTokens = (secrets: Secrets, now: () => Now) => {
  const known = new Map<string, Known>();
  const { d: _private, ...open } = secrets.signing;
  const kid = secrets.signing.kid ?? '';
  // jose takes 12 ms to load, which no start has to wait for.
  const jose = () => import('jose');
  const keys: { signing?: CryptoKey; verifying?: CryptoKey } = {};

  const keyOf = async (use: 'signing' | 'verifying'): Promise<CryptoKey> => {
    const made = keys[use];
    if (made !== undefined) return made;
    const { importJWK } = await jose();
    const key = await importJWK(use === 'signing' ? secrets.signing : open, ALGORITHM);
    if (key instanceof Uint8Array) throw new Error('the signing key is no key pair');
    keys[use] = key;
    return key;
  };

  const remember = (token: string, claims: Claims, leftMs: number) => {
    if (known.size >= KEPT) {
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    }
    known.set(token, { ...claims, untilBootMs: now().bootMs + leftMs });
  };

  const verified = async (token: string): Promise<Claims | null> => {
    const { jwtVerify, errors } = await jose();
    try {
      const { payload, protectedHeader } = await jwtVerify(token, await keyOf('verifying'), {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: TYPE,
        requiredClaims: ['sub', 'sid', 'exp'],
        currentDate: new Date(now().wallMs),
      });
      const { sub, sid, exp = 0 } = payload;
      if (protectedHeader.kid !== kid || sub === undefined || typeof sid !== 'string') return null;
      const claims = { operatorId: sub, session: sid };
      remember(token, claims, Math.min(exp * SECOND - now().wallMs, ACCESS_S * SECOND));
      return claims;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };

  return {
    issue: async (claims: Claims): Promise<string> => {
      const { SignJWT } = await jose();
      const issued = Math.floor(now().wallMs / SECOND);
      const token = await new SignJWT({ sid: claims.session })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(claims.operatorId)
        .setJti(crypto.randomUUID())
        .setIssuedAt(issued)
        .setExpirationTime(issued + ACCESS_S)
        .sign(await keyOf('signing'));
      remember(token, claims, ACCESS_S * SECOND);
      return token;
    },
    /** A compact JWS over a document, and the public key that it is checked with. */
    signDocument: async (text: string): Promise<{ jws: string; key: JWK }> => {
      const { CompactSign } = await jose();
      const jws = await new CompactSign(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: ALGORITHM, typ: 'felt-export+jws', kid })
        .sign(await keyOf('signing'));
      return { jws, key: open };
    },
    /** What a token says that was met before: null where it is over, undefined: it must be `read`. */
    recall: (token: string): Claims | null | undefined => {
      const found = known.get(token);
      return found !== undefined && now().bootMs >= found.untilBootMs ? null : found;
    },
    /** Verifies signature, issuer, audience, type and time; null where anything is wrong. */
    read: (token: string): Promise<Claims | null> =>
      // Felt's own are some 400 characters: nothing longer is worth a look.
      token.length > 2_000 ? Promise.resolve(null) : verified(token),
  };
};
