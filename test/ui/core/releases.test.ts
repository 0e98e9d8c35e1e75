import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { placeCorePages } from '../../../scripts/pages.ts';
import { settle } from '../../../scripts/pictures/camera.ts';
import { takeReport } from '../../../src/core/ingest/report.ts';
import type { Health } from '../../../src/sync/protocol.ts';
import { PROTOCOL } from '../../../src/sync/protocol.ts';
import type { Front, TestBrowser } from '../../core/front.ts';
import { openFront } from '../../core/front.ts';
import type { Server } from '../../postgres.ts';
import { startPostgres } from '../../postgres.ts';
import { releaseFile, releaseKeys } from '../../release-files.ts';
import { openBrowser } from '../chromium.ts';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { width: 390, height: 844 } as const;
const LAPTOP = { width: 1_440, height: 900 } as const;
const PATIENCE_MS = 15_000;
const LONG = 'Bartholomäus-Maximilian von Hohenlohe-Waldenburg Gesellschaft für Kartenspiel';

const keys = releaseKeys();
let folder: string;
let server: Server;
let front: Front;
let browser: Browser;
let ada: TestBrowser;
const errors: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-releases-'));
  writeFileSync(join(folder, 'roots.json'), JSON.stringify(keys.roots));
  await placeCorePages();
  server = await startPostgres();
  const config = { dataFolder: folder, rootKeysFile: join(folder, 'roots.json') };
  [front, browser] = await Promise.all([openFront(server, { config }), openBrowser()]);
  ada = await front.ada();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await front?.stop();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const fileOf = async (sequence: number, version: string): Promise<string> => {
  const place = join(folder, String(sequence));
  mkdirSync(place);
  writeFileSync(join(place, 'built'), `felt ${sequence}`.repeat(1_000));
  const facts = { sequence, version };
  return releaseFile({ folder: place, executable: join(place, 'built'), keys, facts });
};

const open = async (size: typeof PHONE | typeof LAPTOP, theme: 'dark' | 'light'): Promise<Page> => {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript((name) => localStorage.setItem('felt-theme', name), theme);
  const cookies = [...ada.cookies].map(([name, value]) => ({ name, value, url: front.url }));
  await context.addCookies(cookies);
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${front.url}/#/releases`);
  await page.getByRole('heading', { name: 'Releases', exact: true }).waitFor();
  return page;
};

let venues = 0;
/** A venue's leaf that says what it runs and what became of its update. */
const leaf = async (name: string, own: Partial<Health>): Promise<void> => {
  venues += 1;
  const body = { name, slug: `room-${venues}`, timezone: 'Europe/Vienna', currency: 'EUR' };
  const { id, code } = (await ada.post('/venues', body)).body as { id: string; code: string };
  await front.enrol(code);
  const tenant = await front.tenants.open(id);
  if (tenant === null) throw new Error('no such venue');
  const at = front.now();
  const health: Health = {
    ...{ protocol: PROTOCOL, epoch: 1, version: '1.7.0', downSeq: 0, docsWaiting: 0 },
    ...{ head: { seq: 0, hash: '0'.repeat(64), at }, live: [], now: at },
    ...{ sequence: 181, target: 'linux-x64', channel: 'stable', ...own },
  };
  const { kept } = await takeReport(tenant, health, { isEven: true, nowMs: at });
  if (typeof kept?.wentBack === 'number') await front.doors.releases.haltFailing();
};

const findings = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: (o: object) => Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
    }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
};

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test('COR-4: a file becomes a release, goes to half of the venues, and halts itself', async () => {
  const page = await open(LAPTOP, 'dark');
  await page.getByText('No releases yet').waitFor();
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add a file' }).click();
  await (await chosen).setFiles(await fileOf(182, '1.8.0'));
  const row = page.getByRole('listitem').filter({ hasText: '1.8.0' });
  await row.getByText('Held back').waitFor();

  await row.getByRole('button').click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: '50', exact: true }).click();
  await sheet.getByRole('button', { name: 'Offer it to 50 of 100' }).click();
  await sheet.getByRole('button', { name: 'Offer it to 50 of 100' }).waitFor({ state: 'detached' });
  await sheet.getByRole('button', { name: 'Close' }).click();
  await row.getByText('50 of 100').waitFor();

  const update = { outcome: 'rolledBack', to: 182, at: 1, reason: 'watchdog' };
  await leaf(LONG, { update });
  await leaf('Harbour Card Room', { update });
  await leaf('Lakeside', {});
  await page.reload();
  await page.getByText('1.8.0 went back at 2 venues and is halted').waitFor();
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  await sheet.getByText('It went back by itself at several venues.').waitFor();
  await sheet.getByText(LONG).waitFor();
  expect(await sheet.getByText('it hung').count()).toBe(2);
  await sheet.getByRole('button', { name: 'Let it go on' }).click();
  await sheet.getByRole('button', { name: 'Yes, let it go on' }).click();
  await sheet.getByRole('button', { name: 'Halt it' }).waitFor();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await row.getByText('50 of 100').waitFor();
  await page.context().close();
  expect(errors).toEqual([]);
}, 60_000);

test('COR-4: a file that no leaf would take is refused in words, and the list stays', async () => {
  const page = await open(LAPTOP, 'light');
  const nonsense = join(folder, 'nonsense.felt');
  writeFileSync(nonsense, 'this is no release');
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add a file' }).click();
  await (await chosen).setFiles(nonsense);
  await page.getByText('This is no release of Felt, or it was damaged on its way.').waitFor();
  await page.getByRole('button', { name: 'Add a file' }).waitFor();
  await page.context().close();
}, 60_000);

test('COR-4: where the core cannot tell them, the page says why, and a tap asks again', async () => {
  const page = await open(LAPTOP, 'light');
  const error = { code: 'INTERNAL', message: 'not now' };
  await page.route('**/api/v1/releases', (route) =>
    route.fulfill({ status: 500, json: { error } }),
  );
  await page.reload();
  await page.getByText('Something went wrong inside the core').waitFor();
  expect(await page.getByText('Loading').count()).toBe(0);
  await page.unroute('**/api/v1/releases');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('listitem').filter({ hasText: '1.8.0' }).waitFor();
  await page.context().close();
}, 60_000);

test.each([
  [PHONE, 'light'],
  [LAPTOP, 'dark'],
] as const)(
  'COR-4: at %o in %s nothing is cut off, and every control has a name',
  async (size, theme) => {
    const page = await open(size, theme);
    await page.getByText(LONG).waitFor();
    await settle(page);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button').filter({ hasText: '1.8.0' }).last().click();
    await page.getByRole('dialog').waitFor();
    await settle(page);
    expect(await findings(page)).toEqual([]);
    await page.context().close();
  },
  60_000,
);
