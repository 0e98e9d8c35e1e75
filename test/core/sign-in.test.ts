import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { HOUR, MINUTE } from '../../src/kernel/time.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { Front } from './front.ts';
import { ADA, openFront, PASSWORD } from './front.ts';

setDefaultTimeout(60_000);

let server: Server;
let front: Front;

beforeAll(async () => {
  server = await startPostgres();
  front = await openFront(server);
});
afterAll(async () => {
  await front.stop();
  await server.stop();
});

const codeOf = (body: unknown): string => (body as { error: { code: string } }).error.code;
const COOKIE = 'felt-core';

test('a new core lets in its first administrator by the code on its console, once', async () => {
  const browser = front.browser();
  expect(await browser.get('/session')).toMatchObject({ body: { user: null, first: true } });
  const wrong = await browser.post('/first', { code: 'AAAAA-BBBBB-CCCCC', ...ADA });
  expect([wrong.status, codeOf(wrong.body)]).toEqual([404, 'CODE_UNKNOWN']);
  const code = await front.doors.auth.first.issue();
  const weak = await browser.post('/first', { code, ...ADA, password: 'short' });
  expect([weak.status, codeOf(weak.body)]).toEqual([422, 'INVALID']);
  expect((await browser.post('/first', { code, ...ADA })).status).toBe(201);
  expect(await browser.get('/session')).toMatchObject({
    body: { user: { name: 'Ada', grants: [{ role: 'platformAdmin' }] }, first: false },
  });
  const again = await front.browser().post('/first', { code, ...ADA, email: 'eve@example.com' });
  expect([again.status, codeOf(again.body)]).toEqual([409, 'ALREADY_SET_UP']);
  expect(await front.doors.auth.first.issue()).toBeNull();
});

test('the cookie is out of reach of scripts and other sites, and only its hash is kept', async () => {
  const browser = front.browser();
  const response = await browser.raw('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: ADA.email, password: PASSWORD }),
  });
  const [cookie = ''] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^felt-core=[\w-]{43};/u);
  expect(cookie).toContain('HttpOnly');
  expect(cookie).toContain('SameSite=Lax');
  const rows = await front.admin`select * from sessions`;
  expect(JSON.stringify(rows)).not.toContain(browser.cookies.get(COOKIE) ?? 'none');
  const users = await front.admin`select password from users`;
  expect(users[0]?.['password']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,/u);
});

test('a page of another site changes nothing, and neither does anything but JSON', async () => {
  const foreign = await front.browser().raw('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
    body: JSON.stringify({ email: ADA.email, password: PASSWORD }),
  });
  expect([foreign.status, codeOf(await foreign.json())]).toEqual([403, 'CROSS_ORIGIN']);
  const form = await front.browser().raw('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `email=${ADA.email}`,
  });
  expect(form.status).toBe(415);
  const page = await front.browser().raw('/');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('nobody who is not signed in is told anything of a venue or a user', async () => {
  const paths = ['/fleet', '/fleet/stream', '/users', '/organisations', '/audit', '/sessions'];
  for (const path of paths) {
    const { status, body } = await front.browser().get(path);
    expect([path, status, codeOf(body)]).toEqual([path, 401, 'UNAUTHENTICATED']);
  }
});

test('who guesses waits longer and longer, and the owner elsewhere is not locked out', async () => {
  const guess = () => front.browser().post('/session', { email: ADA.email, password: 'wrong' });
  for (let i = 0; i < 5; i++) expect(codeOf((await guess()).body)).toBe('PASSWORD_WRONG');
  const locked = await guess();
  expect([locked.status, codeOf(locked.body)]).toEqual([429, 'LOCKED_OUT']);
  expect(locked.headers.get('retry-after')).toBe('30');
  // The right password is not looked at either, else waiting would tell which one it is.
  const right = { email: ADA.email, password: PASSWORD };
  expect((await front.browser().post('/session', right)).status).toBe(429);
  const elsewhere = front.doors.auth;
  await expect(elsewhere.ladder.attempt(ADA.email, '203.0.113.9')).resolves.toBeUndefined();
  front.pass(MINUTE);
  expect((await front.browser().post('/session', right)).status).toBe(204);
  expect(codeOf((await guess()).body)).toBe('PASSWORD_WRONG');
});

test('a name that nobody has answers and waits like one that somebody has', async () => {
  const guess = () =>
    front.browser().post('/session', { email: 'nobody@example.com', password: 'wrong' });
  const first = await guess();
  expect([first.status, codeOf(first.body)]).toEqual([401, 'PASSWORD_WRONG']);
  for (let i = 0; i < 4; i++) await guess();
  expect((await guess()).status).toBe(429);
  front.pass(HOUR);
});

test('the token changes each hour; the one before it serves a minute more, then ends the sign-in', async () => {
  const browser = await front.ada();
  const first = browser.cookies.get(COOKIE) ?? '';
  front.pass(HOUR + MINUTE);
  expect((await browser.get('/session')).body).toMatchObject({ user: { name: 'Ada' } });
  const second = browser.cookies.get(COOKIE) ?? '';
  expect(second).not.toBe(first);
  const thief = front.browser();
  thief.cookies.set(COOKIE, first);
  expect((await thief.get('/session')).body).toMatchObject({ user: { name: 'Ada' } });
  expect(thief.cookies.get(COOKIE)).toBe(first);
  front.pass(2 * MINUTE);
  expect((await thief.get('/session')).body).toMatchObject({ user: null });
  // Somebody holds a copy: nobody goes on with it.
  expect((await browser.get('/session')).body).toMatchObject({ user: null });
});

test('sign-ins are listed, and ended one by one', async () => {
  const [one, other] = [await front.ada(), await front.ada()];
  const { body } = await one.get('/sessions');
  const { items } = body as { items: { id: string; current: boolean; via: string }[] };
  expect(items.filter(({ current }) => current)).toHaveLength(1);
  const rest = items.filter(({ current }) => !current);
  expect(rest.length).toBeGreaterThan(0);
  for (const { id } of rest) expect((await one.del(`/sessions/${id}`)).status).toBe(204);
  expect((await other.get('/session')).body).toMatchObject({ user: null });
  expect((await one.get('/session')).body).toMatchObject({ user: { name: 'Ada' } });
  expect((await one.del(`/sessions/${rest[0]?.id}`)).status).toBe(404);
});

test('signing out ends the sign-in itself, not only the cookie', async () => {
  const browser = await front.ada();
  const token = browser.cookies.get(COOKIE) ?? '';
  expect((await browser.del('/session')).status).toBe(204);
  expect(browser.cookies.has(COOKIE)).toBe(false);
  browser.cookies.set(COOKIE, token);
  expect((await browser.get('/session')).body).toMatchObject({ user: null });
});

test('another password needs the one before, and ends every other sign-in', async () => {
  const [one, other] = [await front.ada(), await front.ada()];
  const wrong = await one.put('/password', { current: 'wrong', password: 'another long one' });
  expect([wrong.status, codeOf(wrong.body)]).toEqual([401, 'PASSWORD_WRONG']);
  expect((await one.put('/password', { current: PASSWORD, password: PASSWORD })).status).toBe(204);
  expect((await other.get('/session')).body).toMatchObject({ user: null });
  expect((await one.get('/session')).body).toMatchObject({ user: { name: 'Ada' } });
});

test('SEC-1: guesses through the proxy lock out where they came from, not all who come through it', async () => {
  const from = (address: string, email: string, password: string) =>
    front.browser().raw('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.1.1.1, ${address}` },
      body: JSON.stringify({ email, password }),
    });
  for (let i = 0; i < 25; i++) await from('203.0.113.9', `guess${i}@example.com`, 'wrong');
  expect((await from('203.0.113.9', ADA.email, PASSWORD)).status).toBe(429);
  expect((await from('198.51.100.7', ADA.email, PASSWORD)).status).toBe(204);
  // What is no address is nobody's: it comes from the machine itself.
  expect((await from('<script>', ADA.email, PASSWORD)).status).toBe(204);
  front.pass(HOUR);
});

test('SEC-2: a borrowed sign-in of somebody who comes by the provider gets no password of its own', async () => {
  const browser = await front.ada();
  const [before] = await front.platform`select password from users where email = ${ADA.email}`;
  await front.platform`update users set password = null where email = ${ADA.email}`;
  const answer = await browser.put('/password', { password: 'of somebody else' });
  expect([answer.status, codeOf(answer.body)]).toEqual([403, 'FORBIDDEN']);
  const sealed = String(before?.['password']);
  await front.platform`update users set password = ${sealed} where email = ${ADA.email}`;
});

test('a sign-in that nobody uses is over after three days', async () => {
  const browser = await front.ada();
  front.pass(73 * HOUR);
  expect((await browser.get('/session')).body).toMatchObject({ user: null });
  expect(front.failures).toEqual([]);
});
