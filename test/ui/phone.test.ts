import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startLeaf, type TestLeaf } from '../leaf.ts';
import { builtPages } from './built-pages.ts';
import { openBrowser } from './chromium.ts';

/** How long the leaf is away; ten minutes in the soak. */
const OUTAGE_MS = Number(process.env['FELT_OUTAGE_MS'] ?? 3_000);
const PHONE = { viewport: { width: 390, height: 844 } } as const;

let leaf: TestLeaf;
let browser: Browser;
let token: string;

beforeAll(async () => {
  await builtPages();
  leaf = await startLeaf();
  token = await leaf.token('admin');
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await leaf?.stop();
});

const make = async (own: TestLeaf = leaf): Promise<string> => {
  const made = await own.post(
    '/tournaments',
    { template: 'turbo', name: 'Bar' },
    await own.token('admin'),
  );
  return (made.body as { id: string }).id;
};

/** A phone on a network that lets only some of the ways through. */
const phoneWithout = async (
  path: string,
  blocked: readonly ('sockets' | 'events')[],
): Promise<Page> => {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  if (blocked.includes('sockets')) await page.routeWebSocket(/./u, (socket) => socket.close());
  if (blocked.includes('events')) await page.route('**/live', (route) => route.abort());
  await page.goto(leaf.url + path);
  await page.getByText('Not started').waitFor();
  return page;
};

test.concurrent('PWA-1: without WebSocket a phone follows by events, without both by asking', async () => {
  const id = await make();
  const phones = await Promise.all([
    phoneWithout(`/t/${id}`, ['sockets']),
    phoneWithout(`/t/${id}`, ['sockets', 'events']),
  ]);
  await leaf.post(`/tournaments/${id}/start`, {}, token);
  await Promise.all(phones.map((page) => page.getByText('Running').waitFor()));
  await leaf.post(`/tournaments/${id}/pause`, {}, token);
  await Promise.all(phones.map((page) => page.getByText('Paused', { exact: true }).waitFor()));
  const said = await Promise.all(phones.map((page) => page.getByText('Running').count()));
  expect(said).toEqual([0, 0]);
  await Promise.all(phones.map((page) => page.context().close()));
}, 60_000);

/** What a phone hears when the tournament that it follows is taken back, by each of its ways. */
const GONE = {
  socket: (page: Page) => page.routeWebSocket(/./u, (socket) => socket.close({ code: 4404 })),
  event: async (page: Page) => {
    await page.routeWebSocket(/./u, (socket) => socket.close());
    const contentType = 'text/event-stream';
    await page.route('**/live', (route) =>
      route.fulfill({ contentType, body: 'event: gone\ndata: {}\n\n' }),
    );
  },
  answer: async (page: Page) => {
    await page.routeWebSocket(/./u, (socket) => socket.close());
    await page.route('**/live', (route) => route.abort());
    await page.route('**/public', (route) => route.fulfill({ status: 404, json: {} }));
  },
} as const;

test.concurrent('PWA-1: a phone that is told that its tournament is gone says that it was called off', async () => {
  const id = await make();
  const opened = await Promise.all(
    Object.values(GONE).map(async (teach) => {
      const page = await (await browser.newContext(PHONE)).newPage();
      await teach(page);
      await page.goto(`${leaf.url}/t/${id}`);
      return page;
    }),
  );
  for (const page of opened) {
    await page.getByRole('heading', { name: 'This tournament was called off' }).waitFor();
    expect(await page.getByText('Bar', { exact: true }).count()).toBe(1);
    await page.context().close();
  }
}, 60_000);

test.concurrent('PWA-1: a tournament that is taken back is called off on the phones that follow it', async () => {
  const id = await make();
  const page = await (await browser.newContext(PHONE)).newPage();
  const heard = page.waitForEvent('websocket').then((line) => line.waitForEvent('framereceived'));
  await page.goto(`${leaf.url}/t/${id}`);
  await heard;
  await leaf.del(`/tournaments/${id}`, token);
  await page.getByRole('heading', { name: 'This tournament was called off' }).waitFor();
  // Whoever opens the page later reads the same.
  await page.reload();
  await page.getByRole('heading', { name: 'This tournament was called off' }).waitFor();
  await page.context().close();
}, 60_000);

test.concurrent('PWA-1: the list that the first HTML left out is there when the part is opened', async () => {
  const id = await make();
  const players = await Promise.all(
    Array.from({ length: 12 }, async (_, n) => {
      const profile = { firstName: `Guest${n}`, lastName: 'Late' };
      return Object((await leaf.post('/players', profile, token)).body).id;
    }),
  );
  for (const playerId of players)
    await leaf.post(`/tournaments/${id}/players/buyin`, { playerId }, token);
  const page = await (await browser.newContext(PHONE)).newPage();
  await page.goto(`${leaf.url}/t/${id}`);
  await page.getByRole('tab', { name: 'Rank' }).click();
  await page.getByRole('button', { name: 'Guest11 L.' }).waitFor();
  expect(await page.getByRole('button', { name: /^in Guest/u }).count()).toBe(12);
  await page.getByText('12 in the list').waitFor();
  await page.context().close();
}, 60_000);

/** The seconds that a `9:57` stands for. */
const secondsOf = (words: string | null): number => {
  const [minutes = Number.NaN, seconds = Number.NaN] = (words ?? '').split(':').map(Number);
  return minutes * 60 + seconds;
};

const timer = (page: Page) => page.locator('[role=timer]');
const shownSeconds = async (page: Page) => secondsOf(await timer(page).textContent());

/** 400 kbit/s and 400 ms there and back: one bar of signal. */
const SLOW = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
/** Time until the digits were painted, ms from the tap on the link. */
const paintOf = (page: Page): Promise<number> =>
  page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );

test('PWA-1: at 400 kbit/s and 400 ms a phone shows the clock within 2.5 s', async () => {
  const id = await make();
  for (const n of Array(60).keys()) {
    const profile = { firstName: `Player${n}`, lastName: 'Slow' };
    const { body } = await leaf.post('/players', profile, token);
    await leaf.post(`/tournaments/${id}/players/buyin`, { playerId: Object(body).id }, token);
  }
  await leaf.post(`/tournaments/${id}/start`, {}, token);
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Network.emulateNetworkConditions', SLOW);
  await page.goto(`${leaf.url}/t/${id}`, { waitUntil: 'commit' });
  await page.getByText('60/60').waitFor();
  expect(await timer(page).textContent()).toMatch(/^(10:00|9:5\d)$/u);
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length);
  expect(await paintOf(page)).toBeLessThan(2_500);
  await context.close();
}, 60_000);

test('PWA-1: the script takes over without a jump, and asks for nothing', async () => {
  const id = await make();
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const shift = list.getEntries().reduce((sum, e) => sum + Number(Reflect.get(e, 'value')), 0);
      Reflect.set(globalThis, 'shifted', Number(Reflect.get(globalThis, 'shifted') ?? 0) + shift);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`${leaf.url}/t/${id}`);
  await page.getByRole('tab', { name: 'Rank' }).click();
  await page.getByText('No entries yet').waitFor();
  expect(asked.filter((path) => path.endsWith('/public'))).toEqual([]);
  await page.goto(`${leaf.url}/t/${id}`);
  await leaf.post(`/tournaments/${id}/start`, {}, token);
  await page.getByText('Running').waitFor();
  expect(await page.evaluate(() => Number(Reflect.get(globalThis, 'shifted') ?? 0))).toBeLessThan(
    0.1,
  );
  await context.close();
}, 60_000);

test.concurrent(
  'DSP-6: a phone whose leaf is away counts on, says how old it is, and comes back right',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'felt-away-'));
    const own = await startLeaf({ folder });
    const id = await make(own);
    const admin = await own.token('admin');
    await own.post(`/tournaments/${id}/start`, {}, admin);
    const context = await browser.newContext(PHONE);
    const page = await context.newPage();
    await page.goto(`${own.url}/t/${id}`);
    await page.getByText('Running').waitFor();
    const { port } = new URL(own.url);
    await own.stop();
    await page.getByText(/^No connection\. What you see is \d+ (s|min) old\.$/u).waitFor();
    const before = await shownSeconds(page);
    await page.waitForFunction(
      (least) => {
        const [m = 0, s = 0] = (document.querySelector('[role=timer]')?.textContent ?? '')
          .split(':')
          .map(Number);
        return m * 60 + s <= least;
      },
      Math.max(0, before - Math.ceil(OUTAGE_MS / 1_000)),
      { timeout: OUTAGE_MS + 10_000 },
    );
    const again = await startLeaf({ folder, port: Number(port) });
    await page.getByText(/^No connection/u).waitFor({ state: 'detached' });
    const view = (await again.get(`/tournaments/${id}/public`)).body as {
      clock: { remainingMs: number };
    };
    expect(Math.abs((await shownSeconds(page)) - view.clock.remainingMs / 1_000)).toBeLessThan(1.5);
    await context.close();
    await again.stop();
    rmSync(folder, { recursive: true });
  },
  OUTAGE_MS + 60_000,
);

/** The worker has taken hold of the page, and kept it. */
const kept = (page: Page, path: string) =>
  page.waitForFunction(async (key) => (await caches.match(key)) !== undefined, path);

const offlinePhone = async (path: string): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  await page.goto(leaf.url + path);
  await kept(page, path);
  return { context, page };
};

test.concurrent('PWA-1: kept on the phone, the page opens without a network and says how old it is', async () => {
  const id = await make();
  await leaf.post(`/tournaments/${id}/start`, {}, token);
  const { context, page } = await offlinePhone(`/t/${id}`);
  const before = await shownSeconds(page);
  await context.setOffline(true);
  await page.reload();
  await page.getByText(/^No connection/u).waitFor();
  expect(await page.getByRole('heading', { name: 'Bar' }).count()).toBe(1);
  expect(await shownSeconds(page)).toBeLessThanOrEqual(before);
  await context.setOffline(false);
  await page.getByText(/^No connection/u).waitFor({ state: 'detached' });
  await context.close();
}, 60_000);

test.concurrent('DSP-10: an announcement stands on the phones until it is taken down', async () => {
  const id = await make();
  // A running clock speaks each second.
  await leaf.post(`/tournaments/${id}/start`, {}, token);
  const page = await (await browser.newContext(PHONE)).newPage();
  const socket = page.waitForEvent('websocket');
  await page.goto(`${leaf.url}/t/${id}`);
  // Once it hears anything, it hears everything.
  await (await socket).waitForEvent('framereceived');
  const words = { text: 'Dinner is <b>served</b>', seconds: 600, sound: false };
  const about = { tournamentId: id, phones: true };
  const told = await leaf.post('/displays/announce', { ...words, ...about }, token);
  await page.getByText('Dinner is <b>served</b>').waitFor();
  await leaf.del(`/displays/announce/${Object(told.body).id}`, token);
  await page.getByText('Dinner is').waitFor({ state: 'detached' });
  await page.context().close();
}, 60_000);
