import { createHash } from 'node:crypto';
import * as client from 'openid-client';
import { MINUTE } from '../../kernel/time.ts';
import { ApiError } from '../../server/errors.ts';
import type { Platform } from '../db/open.ts';

/** Between leaving for the provider and coming back. */
export const ATTEMPT_MS = 10 * MINUTE;

export type OidcConfig = {
  /** Its address, under which it tells the rest (`/.well-known/openid-configuration`). */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

/** Who somebody is, as the provider says. */
export type Claimed = {
  /** `issuer|sub`: what stays the same when an e-mail address changes. */
  readonly subject: string;
  /** Lower case; null where the provider has not verified one. */
  readonly email: string | null;
};

type Attempt = { readonly verifier: string; readonly nonce: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const refused = (cause: unknown): ApiError => {
  const error = new ApiError('OIDC_REFUSED', 'The sign-in at the provider did not come about.');
  error.cause = cause;
  return error;
};

type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

const verifiedEmail = ({ email, email_verified: isVerified }: Record<string, unknown>) =>
  typeof email === 'string' && isVerified === true ? email.toLowerCase() : null;

/** Many providers tell the address only where they are asked for it with the token. */
const claimedIn = async (own: client.Configuration, tokens: Tokens): Promise<Claimed> => {
  const claims = tokens.claims();
  if (claims === undefined) throw refused('no ID token');
  const subject = `${claims.iss}|${claims.sub}`;
  const email = verifiedEmail(claims);
  if (email !== null || own.serverMetadata().userinfo_endpoint === undefined) {
    return { subject, email };
  }
  const told = await client.fetchUserInfo(own, tokens.access_token, claims.sub);
  return { subject, email: verifiedEmail(told) };
};

/**
 * Sign-in at an OpenID provider: authorisation code with PKCE, state and nonce. What an attempt needs
 * when it comes back lies in the database, because it may come back to another process.
 * @param callback the address that the provider sends browsers back to.
 */
export const createOidc = ({
  platform,
  now,
  config: { issuer, clientId, clientSecret },
  callback,
}: {
  readonly platform: Platform;
  readonly now: () => number;
  readonly config: OidcConfig;
  readonly callback: () => string;
}) => {
  let known: Promise<client.Configuration> | null = null;

  /** Asked once; again where the provider did not answer. */
  const provider = (): Promise<client.Configuration> => {
    const execute = issuer.startsWith('http://') ? [client.allowInsecureRequests] : [];
    known ??= client.discovery(new URL(issuer), clientId, clientSecret, undefined, { execute });
    return known.catch((error: unknown) => {
      known = null;
      throw refused(error);
    });
  };

  const taken = async (state: string): Promise<Attempt> => {
    const [attempt] = await platform<(Attempt & { expiresAt: number })[]>`
      delete from oidc_attempts where state_hash = ${sha256(state)}
      returning verifier, nonce, expires_at`;
    if (attempt === undefined || attempt.expiresAt <= now()) throw refused('no such attempt');
    return attempt;
  };

  return {
    /** Where to send the browser, and the state that only it may come back with. */
    begin: async (): Promise<{ readonly url: string; readonly state: string }> => {
      const own = await provider();
      const verifier = client.randomPKCECodeVerifier();
      const [state, nonce] = [client.randomState(), client.randomNonce()];
      await platform`delete from oidc_attempts where expires_at <= ${now()}`;
      await platform`insert into oidc_attempts (state_hash, verifier, nonce, expires_at)
        values (${sha256(state)}, ${verifier}, ${nonce}, ${now() + ATTEMPT_MS})`;
      const url = client.buildAuthorizationUrl(own, {
        ...{ redirect_uri: callback(), scope: 'openid email profile', state, nonce },
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, state };
    },
    /**
     * Who came back.
     * @param query of the address that the provider sent the browser to.
     * @param state of the browser's own cookie.
     * @throws ApiError OIDC_REFUSED (401).
     */
    finish: async (query: string, state: string | undefined): Promise<Claimed> => {
      if (state === undefined || new URLSearchParams(query).get('state') !== state) {
        throw refused('another state');
      }
      const { verifier, nonce } = await taken(state);
      const url = new URL(callback());
      url.search = query;
      try {
        const own = await provider();
        const tokens = await client.authorizationCodeGrant(own, url, {
          ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
          idTokenExpected: true,
        });
        return await claimedIn(own, tokens);
      } catch (error) {
        throw error instanceof ApiError ? error : refused(error);
      }
    },
  };
};

export type Oidc = ReturnType<typeof createOidc>;
