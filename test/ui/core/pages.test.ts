import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { placeCorePages } from '../../../scripts/pages.ts';
import { settle } from '../../../scripts/pictures/camera.ts';
import { keepHealth } from '../../../src/core/ingest/status.ts';
import { MINUTE } from '../../../src/kernel/time.ts';
import type { LeafAlert, Live } from '../../../src/sync/protocol.ts';
import { PROTOCOL } from '../../../src/sync/protocol.ts';
import type { Front, TestBrowser } from '../../core/front.ts';
import { ADA, openFront } from '../../core/front.ts';
import type { Server } from '../../postgres.ts';
import { startPostgres } from '../../postgres.ts';
import { openBrowser } from '../chromium.ts';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { width: 390, height: 844 } as const;
const LAPTOP = { width: 1_440, height: 900 } as const;
const PATIENCE_MS = 15_000;
const MANY = 500;
const LONG = 'Bartholomäus-Maximilian von Hohenlohe-Waldenburg Gesellschaft für Kartenspiel';

let server: Server;
let front: Front;
let browser: Browser;
let ada: TestBrowser;
const errors: string[] = [];

beforeAll(async () => {
  await placeCorePages();
  server = await startPostgres();
  [front, browser] = await Promise.all([openFront(server), openBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await front?.stop();
  await server?.stop();
});

type Look = { readonly size?: typeof PHONE | typeof LAPTOP; readonly theme?: 'dark' | 'light' };

const open = async (path: string, { size = LAPTOP, theme = 'dark' }: Look = {}): Promise<Page> => {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript((name) => localStorage.setItem('felt-theme', name), theme);
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/\b40[14]\b/u.test(message.text()))
      errors.push(message.text());
  });
  await page.goto(front.url + path);
  return page;
};

const signedIn = async (path: string, look: Look = {}): Promise<Page> => {
  const page = await open('/', look);
  await page.getByLabel('E-mail address').fill(ADA.email);
  await page.getByLabel('Password').fill(ADA.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Venues' }).waitFor();
  if (path !== '/') await page.goto(front.url + path);
  return page;
};

const HASH = '0'.repeat(64);

const report = async (
  id: string,
  seq: number,
  live: Live[] = [],
  alerts: LeafAlert[] = [],
): Promise<void> => {
  const tenant = await front.tenants.open(id);
  if (tenant === null) throw new Error('no such venue');
  const at = Date.now();
  const health = {
    ...{ protocol: PROTOCOL, epoch: 1, version: '0.1.0', downSeq: 0, docsWaiting: 0 },
    ...{ head: { seq, hash: HASH, at }, live, alerts, now: at },
  };
  await keepHealth(tenant, health, { seq, hash: HASH, epoch: 1, at }, at);
};

const board = (name: string, remainingMs: number): Live => ({
  ...{ tournamentId: 't1', name, status: 'running', level: 7, entries: 120, remaining: 33 },
  clock: { level: 6, remainingMs, wallMs: Date.now(), running: true },
});

test('from the link on the console to a new venue whose leaf is seen as soon as it speaks', async () => {
  const code = await front.doors.auth.first.issue();
  const page = await open(`/#/first/${code}`);
  await page.getByLabel('Your name').fill(ADA.name);
  await page.getByLabel('E-mail address').fill(ADA.email);
  await page.getByLabel('A password').fill(ADA.password);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByText('No venues yet').waitFor();

  await page.getByRole('link', { name: 'Leaves' }).first().click();
  await page.getByRole('button', { name: 'New venue' }).click();
  await page.getByLabel('Name of the venue').fill('Kärnten Straße 9');
  expect(await page.getByLabel('Short name').inputValue()).toBe('karnten-strasse-9');
  await page.getByLabel('Time zone').fill('Europe/Vienna');
  await page.getByRole('button', { name: 'Make it' }).click();
  const card = page.getByRole('region', { name: 'The code, told once' });
  const shown = await card.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}$/u).textContent();
  await card.getByRole('img', { name: 'Address and code as a QR code' }).waitFor();
  await front.enrol(shown ?? '');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  // Told, not asked for: nobody loads the page again.
  await page.getByRole('link', { name: 'Venues' }).first().click();
  const row = page.getByRole('listitem').filter({ hasText: 'Kärnten Straße 9' });
  await row.getByText('No leaf yet').waitFor();
  const [{ id = '' } = {}] = await front.venues.list();
  await report(id, 4, [board('Friday Main', 12 * MINUTE)]);
  await row.getByText('In step').waitFor();
  await row.getByText('Friday Main').waitFor();
  await row.getByText('33 of 120').waitFor();
  const before = await row.getByRole('timer').textContent();
  expect(before).toMatch(/^1[12]:\d\d$/u);
  await page.waitForFunction(
    (text) => document.querySelector('[role=timer]')?.textContent !== text,
    before,
  );
  await page.context().close();
  expect(errors).toEqual([]);
}, 60_000);

test('OPS-6: what a leaf says is wrong stands on its page with since when, also once it is loaded anew, until it is over', async () => {
  const [{ id = '' } = {}] = await front.venues.list();
  const since = Date.now() - 90 * MINUTE;
  const said = { tone: 'danger', since, value: 0.95, says: 'the disk is nearly full' } as const;
  const news = { tone: 'warning', since, value: null, says: 'the moon is out' } as const;
  await report(
    id,
    4,
    [],
    [
      { ...said, kind: 'diskLow' },
      { ...news, kind: 'moonOut' },
    ],
  );
  const page = await signedIn('/#/fleet');
  const row = page.getByRole('listitem').filter({ hasText: 'Kärnten' });
  await row.getByText('Look here').waitFor();
  await row.getByRole('button').click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText(/^The disk is nearly full · since /u).waitFor();
  // Of a kind that only a newer leaf knows, its own words.
  await sheet.getByText(/^the moon is out · since /u).waitFor();
  await page.reload();
  await row.getByRole('button').click();
  await sheet.getByText(/^The disk is nearly full · since /u).waitFor();
  await report(id, 4);
  await sheet.getByText(/^The disk is nearly full/u).waitFor({ state: 'detached' });
  await page.context().close();
});

test('whoever is not signed in sees a sign-in, and a wrong password is told in words', async () => {
  const page = await open('/#/users');
  await page.getByLabel('E-mail address').fill(ADA.email);
  await page.getByLabel('Password').fill('not the right one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('E-mail address or password is wrong.').waitFor();
  await page.getByLabel('Password').fill(ADA.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  // And is where they wanted to be.
  await page.getByRole('heading', { name: 'Users' }).waitFor();
  await page.getByRole('link', { name: 'Ada' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.context().close();
}, 60_000);

/** Serious and critical findings, each with where and why. */
const findings = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: (o: object) => Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 4).map((node) => `${id}: ${node.html.slice(0, 160)}`),
    );
};

const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name }).first().click();

const PAGES: readonly (readonly [path: string, act?: (page: Page) => Promise<unknown>])[] = [
  ['/#/'],
  ['/#/fleet'],
  ['/#/fleet', press('New venue')],
  ['/#/fleet', press(/Kärnten Straße/u)],
  ['/#/users'],
  ['/#/users', press('New user')],
  ['/#/users', press(/^Ada/u)],
  ['/#/organisations'],
  ['/#/organisations', press('New organisation')],
  ['/#/audit'],
  ['/#/account'],
];

test.each([
  [PHONE, 'dark'],
  [LAPTOP, 'light'],
] as const)(
  'axe finds nothing serious on any page, and none is wider than the window (%o, %s)',
  async (size, theme) => {
    const page = await signedIn('/', { size, theme });
    const found: Record<string, readonly string[]> = {};
    for (const [i, [path, act]] of PAGES.entries()) {
      // What was open on the page before closes with it.
      await page.goto(`${front.url}/#/v/elsewhere`);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.goto(front.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.breathe').first().waitFor({ state: 'detached' });
      await act?.(page);
      await settle(page);
      const isTooWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      const all = [...(await findings(page)), ...(isTooWide ? ['too wide'] : [])];
      if (all.length > 0) found[`${i} ${path}`] = all;
    }
    const stranger = await open('/', { size, theme });
    await stranger.getByRole('heading', { name: 'Sign in' }).waitFor();
    const outside = await findings(stranger);
    if (outside.length > 0) found['sign-in'] = outside;
    for (const one of [page, stranger]) await one.context().close();
    expect(found).toEqual({});
  },
  90_000,
);

// The last one: all before it have few venues, which is what most people look at.
test('COR-7: 500 venues are searched as fast as one types, and only a screenful is drawn', async () => {
  const { platform } = front;
  await platform`insert into venues (id, slug, name, timezone, currency, created_at)
    select gen_random_uuid(), 'many-' || n, 'Card Room ' || n, 'UTC', 'EUR', 0
    from generate_series(1, ${MANY}) n`;
  await platform`update venues set name = ${LONG} where slug = 'many-17'`;
  ada = await front.ada();
  const startedAt = performance.now();
  const { body } = await ada.get('/fleet');
  expect((body as { items: unknown[] }).items).toHaveLength(MANY + 1);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  for (const size of [LAPTOP, PHONE]) {
    const page = await signedIn('/', { size });
    await page.getByRole('listitem').first().waitFor();
    expect(await page.getByRole('listitem').count()).toBeLessThan(110);
    await page.getByLabel('Find a venue, town or tournament').fill('room 499');
    await page.getByText('Card Room 499').waitFor();
    expect(await page.getByRole('listitem').count()).toBe(1);
    await page.getByLabel('Find a venue, town or tournament').fill('');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.getByText('Card Room 500', { exact: true }).waitFor();
    await page.context().close();
  }
  expect(errors).toEqual([]);
}, 60_000);
