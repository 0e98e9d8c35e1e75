import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { HOUR } from '../../src/kernel/time.ts';
import { freePort } from '../../src/sync/nats/free-port.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { Front, TestBrowser } from './front.ts';
import { createBrowser, openFront } from './front.ts';
import { CLIENT, startProvider } from './provider.ts';

setDefaultTimeout(60_000);

let server: Server;
let front: Front;
let provider: Awaited<ReturnType<typeof startProvider>>;

beforeAll(async () => {
  // Either has to know the other's address when it starts.
  const port = await freePort();
  provider = await startProvider(`http://localhost:${port}/api/v1/sign-in/oidc/callback`);
  server = await startPostgres();
  front = await openFront(server, { port, oidc: { ...CLIENT, issuer: provider.issuer } });
  await front.ada();
});
afterAll(async () => {
  await front.stop();
  await provider.stop();
  await server.stop();
});

const locationOf = (response: Response): string => response.headers.get('location') ?? '';

/** What a person does at the provider: types who they are, and agrees. Answers where it sends them. */
const atProvider = async (begin: string, login: string): Promise<string> => {
  const visitor = createBrowser(provider.issuer);
  const follow = async (start: string): Promise<{ url: string; html: string }> => {
    let url = start;
    for (;;) {
      if (url.startsWith(front.url)) return { url, html: '' };
      const response = await visitor.raw(url);
      if (response.status < 300 || response.status >= 400) {
        return { url, html: await response.text() };
      }
      url = new URL(locationOf(response), provider.issuer).href;
    }
  };
  const send = async (html: string, fields: Record<string, string>): Promise<string> => {
    const action = /action="([^"]+)"/u.exec(html)?.[1] ?? '';
    const response = await visitor.raw(action, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
    return new URL(locationOf(response), provider.issuer).href;
  };
  const asked = await follow(begin);
  const next = await send(asked.html, { prompt: 'login', login, password: 'any' });
  const consent = await follow(next);
  if (consent.url.startsWith(front.url)) return consent.url;
  return (await follow(await send(consent.html, { prompt: 'consent' }))).url;
};

const begin = async (browser: TestBrowser): Promise<string> =>
  locationOf(await browser.raw('/api/v1/sign-in/oidc'));

const comeBack = async (browser: TestBrowser, url: string): Promise<string> =>
  locationOf(await browser.raw(url));

test('somebody whom an administrator has let in comes in by the organisation’s own sign-in', async () => {
  const browser = front.browser();
  const start = await begin(browser);
  const asked = new URL(start).searchParams;
  expect(asked.get('code_challenge_method')).toBe('S256');
  expect(asked.get('scope')).toBe('openid email profile');
  expect(await comeBack(browser, await atProvider(start, 'ada'))).toBe('/');
  expect((await browser.get('/session')).body).toMatchObject({
    ...{ user: { email: 'ada@example.com' }, oidc: true },
  });
  const [user] = await front.admin`select subject from users where email = 'ada@example.com'`;
  expect(user?.['subject']).toBe(`${provider.issuer}|ada`);
});

test('they are known again by what never changes, whatever their address is by then', async () => {
  await front.admin`update users set email = 'ada.new@example.com' where name = 'Ada'`;
  const browser = front.browser();
  await comeBack(browser, await atProvider(await begin(browser), 'ada'));
  expect((await browser.get('/session')).body).toMatchObject({
    user: { email: 'ada.new@example.com' },
  });
  await front.admin`update users set email = 'ada@example.com', subject = null where name = 'Ada'`;
});

test('an address that the provider has not verified is nobody’s', async () => {
  const browser = front.browser();
  const back = await comeBack(browser, await atProvider(await begin(browser), 'mallory'));
  expect(back).toBe('/#/refused/NO_ACCOUNT');
  expect((await browser.get('/session')).body).toMatchObject({ user: null });
});

test('to be somebody at the provider is not enough', async () => {
  const browser = front.browser();
  const back = await comeBack(browser, await atProvider(await begin(browser), 'nobody'));
  expect(back).toBe('/#/refused/NO_ACCOUNT');
});

test('what comes back to another browser, twice, too late or changed is refused', async () => {
  const [browser, other] = [front.browser(), front.browser()];
  const url = await atProvider(await begin(browser), 'ada');
  expect(await comeBack(other, url)).toBe('/#/refused/OIDC_REFUSED');
  const forged = url.replace(/code=[^&]+/u, 'code=made-up');
  expect(await comeBack(browser, forged)).toBe('/#/refused/OIDC_REFUSED');
  // The attempt is used up.
  expect(await comeBack(browser, url)).toBe('/#/refused/OIDC_REFUSED');
  const late = front.browser();
  const lateUrl = await atProvider(await begin(late), 'ada');
  front.pass(HOUR);
  expect(await comeBack(late, lateUrl)).toBe('/#/refused/OIDC_REFUSED');
  for (const one of [browser, other, late]) {
    expect((await one.get('/session')).body).toMatchObject({ user: null });
  }
  expect(await front.admin`select * from oidc_attempts`).toHaveLength(0);
});

test('a user who is locked out does not come in by the provider either', async () => {
  await front.admin`update users set disabled_at = 1 where name = 'Ada'`;
  const browser = front.browser();
  const back = await comeBack(browser, await atProvider(await begin(browser), 'ada'));
  expect(back).toBe('/#/refused/NO_ACCOUNT');
  expect(front.failures).toEqual([]);
});
