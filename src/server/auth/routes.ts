import type { Context } from 'hono';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import * as v from 'valibot';
import { SECOND } from '../../kernel/time.ts';
import { loginBody } from '../../rooms/venue/room.ts';
import { describes } from '../describe.ts';
import type { Env } from '../env.ts';
import { ROLES } from '../env.ts';
import { ApiError } from '../errors.ts';
import { needs } from '../guard.ts';
import { addressOf } from '../peer.ts';
import { takes } from '../validate.ts';
import type { Auth } from './auth.ts';
import { IDLE_MS } from './sessions.ts';
import { TICKET_S } from './tickets.ts';

const PATH = '/api/v1/auth';
const REFRESH = 'felt_refresh';
const DEVICE = 'felt_device';
const DEVICE_S = 400 * 24 * 3_600;

const signedIn = v.object({
  accessToken: v.string(),
  /** Seconds. */
  expiresIn: v.number(),
  operator: v.object({ id: v.string(), name: v.string(), role: v.picklist(ROLES) }),
});
const ticket = v.object({ ticket: v.string(), expiresIn: v.number() });

/** Only this path gets to see it, and no script: on the LAN there is no TLS to make it `Secure`. */
const keep = (c: Context<Env>, name: string, value: string, maxAge: number) =>
  setCookie(c, name, value, {
    ...{ path: PATH, httpOnly: true, sameSite: 'Strict', maxAge },
    secure: new URL(c.req.url).protocol === 'https:',
  });

/** Signing in, staying signed in, signing out. */
export const authRoutes = (auth: Auth) =>
  new Hono<Env>()
    .post(
      '/login',
      describes({
        summary: 'Sign in with name and PIN',
        description:
          'Also sets the cookie for /auth/refresh. 401 PIN_WRONG; 429 LOCKED_OUT after too many tries.',
        tags: ['Sign-in'],
        answers: { 200: signedIn },
      }),
      takes(loginBody),
      async (c) => {
        const { operator, pin } = c.req.valid('json');
        const { answer, refreshToken, deviceCookie } = await auth.login(operator, pin, {
          address: addressOf(c),
          userAgent: c.req.header('user-agent') ?? null,
          device: getCookie(c, DEVICE),
        });
        keep(c, REFRESH, refreshToken, IDLE_MS / SECOND);
        keep(c, DEVICE, deviceCookie, DEVICE_S);
        return c.json(answer);
      },
    )
    .post(
      '/refresh',
      describes({
        summary: 'A new access token by the cookie, which is renewed',
        tags: ['Sign-in'],
        answers: { 200: signedIn },
      }),
      async (c) => {
        const given = getCookie(c, REFRESH);
        if (given === undefined) throw new ApiError('UNAUTHENTICATED', 'Sign in first.');
        const { answer, refreshToken } = await auth.refresh(given);
        keep(c, REFRESH, refreshToken, IDLE_MS / SECOND);
        return c.json(answer);
      },
    )
    .post(
      '/logout',
      describes({
        summary: 'End this sign-in, its tokens included',
        tags: ['Sign-in'],
        answers: { 204: 'Signed out' },
      }),
      async (c) => {
        const given = getCookie(c, REFRESH);
        if (given !== undefined) await auth.logout(given);
        const operator: Env['Variables']['operator'] | undefined = c.get('operator');
        if (operator !== undefined) await auth.endSession(operator.session);
        keep(c, REFRESH, '', 0);
        return c.body(null, 204);
      },
    )
    .post(
      '/ticket',
      describes({
        summary: 'A one-time ticket for /ws/operator?ticket=…',
        tags: ['Sign-in'],
        answers: { 201: ticket },
      }),
      needs('viewer'),
      (c) => c.json({ ticket: auth.ticket(c.get('operator')), expiresIn: TICKET_S }, 201),
    );
