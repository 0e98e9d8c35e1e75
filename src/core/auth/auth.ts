import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { SECOND } from '../../kernel/time.ts';
import type { Env } from '../../server/env.ts';
import { ApiError } from '../../server/errors.ts';
import { addressOf } from '../../server/peer.ts';
import type { Platform } from '../db/open.ts';
import { note } from './audit.ts';
import { createFirst, needsFirst } from './first.ts';
import type { User } from './grants.ts';
import { isPlatformAdmin, userOf } from './grants.ts';
import { createLadder } from './ladder.ts';
import type { Claimed, Oidc } from './oidc.ts';
import { fits } from './passwords.ts';
import type { Origin } from './sessions.ts';
import { createSessions, LONGEST_MS } from './sessions.ts';

const COOKIE = 'felt-core';

const unauthenticated = () => new ApiError('UNAUTHENTICATED', 'Sign in first.');

/** Who may come in, and who is in. */
export const createAuth = ({
  platform,
  now,
  oidc,
  isSecure,
}: {
  readonly platform: Platform;
  readonly now: () => number;
  /** Null: only passwords. */
  readonly oidc: Oidc | null;
  /** Whether browsers reach this core by https: cookies then go no other way. */
  readonly isSecure: () => boolean;
}) => {
  const sessions = createSessions(platform, now);
  const ladder = createLadder(platform, now);
  const first = createFirst(platform, now);
  const asked = new WeakMap<Request, Promise<User | null>>();

  /** Lax, not strict: whoever comes from the provider, or by a link, is still signed in. */
  const cookieOptions = () =>
    ({ httpOnly: true, sameSite: 'Lax', path: '/', secure: isSecure() }) as const;

  const keep = (c: Context<Env>, token: string): void =>
    setCookie(c, COOKIE, token, { ...cookieOptions(), maxAge: LONGEST_MS / SECOND });

  const look = async (c: Context<Env>): Promise<User | null> => {
    const token = getCookie(c, COOKIE);
    const found = token === undefined ? null : await sessions.find(token);
    if (found === null) return null;
    if (found.next !== null) keep(c, found.next);
    return userOf(platform, found.session.userId, found.session.id);
  };

  const known = (c: Context<Env>): Promise<User | null> => {
    const before = asked.get(c.req.raw) ?? look(c);
    asked.set(c.req.raw, before);
    return before;
  };

  const open = async (c: Context<Env>, userId: string, via: Origin['via']): Promise<void> => {
    const [device, address] = [c.req.header('user-agent') ?? null, addressOf(c)];
    keep(c, await sessions.open(userId, { device, address, via }));
    const details = [via, address].filter(Boolean).join(' ');
    await note(platform, { userId, venueId: null, action: 'user.signedIn', details }, now());
  };

  const byPassword = async (email: string, password: string, address: string | null) => {
    await ladder.attempt(email, address);
    const [user] = await platform<{ id: string; password: string | null }[]>`
      select id, password from users where email = ${email} and disabled_at is null`;
    const isRight = await fits(password, user?.password ?? null);
    if (!isRight || user === undefined) {
      throw new ApiError('PASSWORD_WRONG', 'E-mail address or password is wrong.');
    }
    await ladder.succeeded(email, address);
    return user.id;
  };

  /** Nobody gets in by being somebody at the provider alone: an administrator has added them. */
  const byClaim = async ({ subject, email }: Claimed): Promise<string> => {
    const [same] = await platform<{ id: string }[]>`
      select id from users where subject = ${subject} and disabled_at is null`;
    if (same !== undefined) return same.id;
    const [linked] =
      email === null
        ? []
        : await platform<{ id: string }[]>`update users set subject = ${subject}
            where email = ${email} and subject is null and disabled_at is null returning id`;
    if (linked === undefined) {
      throw new ApiError('NO_ACCOUNT', 'Nobody has let this account in here.');
    }
    return linked.id;
  };

  return {
    ...{ sessions, first, ladder, open, oidc },
    needsFirst: () => needsFirst(platform),
    /** Who asks; null: nobody who is signed in. */
    known,
    /** As they are by now; null where the sign-in is over. */
    again: async ({ id, session }: User): Promise<User | null> =>
      (await sessions.stands(session)) ? userOf(platform, id, session) : null,
    /** @throws ApiError UNAUTHENTICATED (401). */
    user: async (c: Context<Env>): Promise<User> => {
      const user = await known(c);
      if (user === null) throw unauthenticated();
      return user;
    },
    /** @throws ApiError UNAUTHENTICATED (401), FORBIDDEN (403). */
    platformAdmin: async (c: Context<Env>): Promise<User> => {
      const user = await known(c);
      if (user === null) throw unauthenticated();
      if (isPlatformAdmin(user)) return user;
      throw new ApiError('FORBIDDEN', 'This needs the role platformAdmin.');
    },
    /** @throws ApiError PASSWORD_WRONG (401), LOCKED_OUT (429). */
    signIn: async (c: Context<Env>, email: string, password: string): Promise<void> => {
      const userId = await byPassword(email, password, addressOf(c));
      await open(c, userId, 'password');
    },
    /** @throws ApiError NO_ACCOUNT (403). */
    signInAs: async (c: Context<Env>, claimed: Claimed): Promise<void> => {
      await open(c, await byClaim(claimed), 'oidc');
    },
    signOut: async (c: Context<Env>): Promise<void> => {
      const user = await known(c);
      if (user !== null) await sessions.end(user.id, user.session);
      deleteCookie(c, COOKIE, cookieOptions());
    },
    /** @throws ApiError PASSWORD_WRONG (401), LOCKED_OUT (429). */
    check: async (c: Context<Env>, user: User, password: string): Promise<void> => {
      await byPassword(user.email, password, addressOf(c));
    },
    cookieOptions,
  };
};

export type Auth = ReturnType<typeof createAuth>;
