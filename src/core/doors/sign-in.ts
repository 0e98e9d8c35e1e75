import type { Context } from 'hono';
import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as v from 'valibot';
import { text } from '../../kernel/parse.ts';
import { SECOND } from '../../kernel/time.ts';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { ApiError } from '../../server/errors.ts';
import { asks, param, takes } from '../../server/validate.ts';
import { VERSION } from '../../server/version.ts';
import type { Accounts } from '../auth/accounts.ts';
import { email } from '../auth/accounts.ts';
import type { Auth } from '../auth/auth.ts';
import type { User } from '../auth/grants.ts';
import { ATTEMPT_MS } from '../auth/oidc.ts';
import { password } from '../auth/passwords.ts';

const tags = ['Sign-in'];
const STATE = 'felt-oidc';

const grantSchema = v.object({
  id: v.string(),
  role: v.picklist(['platformAdmin', 'venueOwner', 'leagueAdmin']),
  organisationId: v.nullable(v.string()),
  venueId: v.nullable(v.string()),
});

const userSchema = v.object({
  id: v.string(),
  name: v.string(),
  email: v.string(),
  hasPassword: v.boolean(),
  grants: v.array(grantSchema),
});

const whoSchema = v.object({
  /** Null: nobody is signed in. */
  user: v.nullable(userSchema),
  /** Whether this core has nobody yet who administers it. */
  first: v.boolean(),
  /** Whether there is a sign-in at a provider. */
  oidc: v.boolean(),
  version: v.string(),
});
export type Who = v.InferOutput<typeof whoSchema>;

const moment = v.string();
const sessionSchema = v.object({
  id: v.string(),
  createdAt: moment,
  seenAt: moment,
  device: v.nullable(v.string()),
  address: v.nullable(v.string()),
  via: v.picklist(['password', 'oidc', 'first']),
  /** The one that asks. */
  current: v.boolean(),
});
export type SessionLine = v.InferOutput<typeof sessionSchema>;

const credentials = v.object({ email, password: v.pipe(v.string(), v.maxLength(200)) });
const firstBody = v.object({ code: text(40, 1), name: text(80, 1), email, password });
const passwordBody = v.object({ current: v.optional(v.string(), ''), password });

const toldOf = ({ session: _, grants, ...user }: User) => ({ ...user, grants: [...grants] });

const iso = (ms: number): string => new Date(ms).toISOString();

/** Coming in, being in, and leaving. */
export const signInRoutes = ({
  auth,
  accounts,
}: {
  readonly auth: Auth;
  readonly accounts: Accounts;
}) => {
  const who = async (c: Context<Env>): Promise<Who> => {
    const user = await auth.known(c);
    return {
      user: user === null ? null : toldOf(user),
      first: user === null && (await auth.needsFirst()),
      ...{ oidc: auth.oidc !== null, version: VERSION },
    };
  };

  const provider = () => {
    if (auth.oidc === null) throw new ApiError('NOT_FOUND', 'There is no provider.');
    return auth.oidc;
  };

  /** A browser comes back here, so a refusal is a page and no JSON. */
  const cameBack = async (c: Context<Env>): Promise<string> => {
    const state = getCookie(c, STATE);
    deleteCookie(c, STATE, auth.cookieOptions());
    try {
      const claimed = await provider().finish(new URL(c.req.url).search, state);
      await auth.signInAs(c, claimed);
      return '/';
    } catch (error) {
      if (error instanceof ApiError) return `/#/refused/${error.code}`;
      throw error;
    }
  };

  return new Hono<Env>()
    .get(
      '/session',
      describes({ summary: 'Who is signed in', tags, answers: { 200: whoSchema } }),
      async (c) => c.json(await who(c)),
    )
    .post(
      '/session',
      describes({ summary: 'Sign in by password', tags, answers: { 204: 'Signed in' } }),
      takes(credentials),
      async (c) => {
        const { email: address, password: given } = c.req.valid('json');
        await auth.signIn(c, address, given);
        return c.body(null, 204);
      },
    )
    .delete(
      '/session',
      describes({ summary: 'Sign out', tags, answers: { 204: 'Signed out' } }),
      async (c) => {
        await auth.signOut(c);
        return c.body(null, 204);
      },
    )
    .get(
      '/sessions',
      describes({
        summary: 'Where this user is signed in',
        tags,
        answers: { 200: v.object({ items: v.array(sessionSchema) }) },
      }),
      async (c) => {
        const user = await auth.user(c);
        const items = (await auth.sessions.of(user.id)).map(
          ({ createdAt, seenAt, ...rest }): SessionLine => ({
            ...rest,
            ...{ createdAt: iso(createdAt), seenAt: iso(seenAt) },
            current: rest.id === user.session,
          }),
        );
        return c.json({ items });
      },
    )
    .delete(
      '/sessions/:id',
      describes({ summary: 'End one of them', tags, answers: { 204: 'Ended' } }),
      param(v.object({ id: v.pipe(v.string(), v.uuid()) })),
      async (c) => {
        const user = await auth.user(c);
        const ended = await auth.sessions.end(user.id, c.req.valid('param').id);
        if (!ended) throw new ApiError('NOT_FOUND', 'There is no such sign-in.');
        return c.body(null, 204);
      },
    )
    .put(
      '/password',
      describes({
        summary: 'Another password; every other sign-in of this user ends',
        tags,
        answers: { 204: 'Changed' },
      }),
      takes(passwordBody),
      async (c) => {
        const user = await auth.user(c);
        const { current, password: fresh } = c.req.valid('json');
        // A borrowed sign-in would come back by it, past the provider and what that asks for.
        if (!user.hasPassword) {
          throw new ApiError('FORBIDDEN', 'A first password is given by an administrator.');
        }
        await auth.check(c, user, current);
        await accounts.setPassword(user.id, fresh, user.id);
        await auth.sessions.endAll(user.id, user.session);
        return c.body(null, 204);
      },
    )
    .post(
      '/first',
      describes({
        summary: 'Become the first administrator by the code on the console',
        tags,
        answers: { 201: 'Signed in' },
      }),
      takes(firstBody),
      async (c) => {
        const { code, ...person } = c.req.valid('json');
        await auth.first.redeem(code);
        const id = await accounts.addFirst(person);
        await auth.open(c, id, 'first');
        return c.body(null, 201);
      },
    )
    .get(
      '/sign-in/oidc',
      describes({ summary: 'Go to the provider', tags, answers: { 302: 'Its address' } }),
      async (c) => {
        const { url, state } = await provider().begin();
        setCookie(c, STATE, state, { ...auth.cookieOptions(), maxAge: ATTEMPT_MS / SECOND });
        return c.redirect(url);
      },
    )
    .get(
      '/sign-in/oidc/callback',
      describes({ summary: 'Back from the provider', tags, answers: { 302: 'The pages' } }),
      asks(v.looseObject({})),
      async (c) => c.redirect(await cameBack(c)),
    );
};
