import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openClient } from '../../scripts/demo/client.ts';
import { openClock } from '../../src/leaf/clock.ts';
import type { Leaf } from '../../src/leaf/wire.ts';
import { openLeaf } from '../../src/leaf/wire.ts';
import { PEOPLE, VENUE } from '../leaf.ts';
import { builtPages } from './built-pages.ts';
import { openBrowser } from './chromium.ts';
import { says, secondsOn } from './stage.ts';

/** Ten minutes in the long runs. */
const OUTAGE_S = Number(process.env['FELT_OUTAGE_S'] ?? 6);
const PATIENCE_MS = 40_000;
const OLD = /no connection.*\b\d+ (?:s|min|seconds|minutes)\b/u;

let folder: string;
let leaf: Leaf;
let browser: Browser;

const open = (port: number): Promise<Leaf> =>
  openLeaf({
    config: { port, bind: '127.0.0.1', dataFolder: folder, hosts: [] },
    clock: openClock(),
  });

beforeAll(async () => {
  await builtPages();
  folder = mkdtempSync(join(tmpdir(), 'felt-lost-'));
  [leaf, browser] = await Promise.all([open(0), openBrowser()]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await leaf?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const windowOn = async (url: string, width: number, height: number): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width, height } });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(url);
  await page.getByRole('timer').first().waitFor();
  return page;
};

/** How many seconds a page's clock is away from the leaf's own. */
const offBy = async (page: Page, remaining: () => Promise<number>): Promise<number> => {
  const [shown, told] = [await secondsOn(page), await remaining()];
  return Math.abs(shown - Math.ceil(told / 1_000));
};

test(
  'DSP-6, CLK-3: without the leaf, screen and phone count on, say how old it is, and recover to the second',
  async () => {
    const url = `http://127.0.0.1:${leaf.port}`;
    const client = openClient(url);
    await client.send('POST', '/setup', { venue: VENUE, admin: PEOPLE.admin });
    await client.signIn(PEOPLE.admin);
    const { id } = await client.send('POST', '/tournaments', {
      ...{ template: 'deepStack', name: 'Cut', currency: 'EUR', resumeWithinMs: 3_600_000 },
    });
    await client.send('PUT', '/displays/tv', { tournamentId: id, view: 'clock' });
    await client.send('POST', `/tournaments/${id}/start`, {});
    const remaining = async (): Promise<number> => {
      const { clock } = await client.send('GET', `/tournaments/${id}`);
      return (clock as { remainingMs: number }).remainingMs;
    };
    const pages = await Promise.all([
      windowOn(`${url}/display/tv`, 1_280, 720),
      windowOn(`${url}/t/${id}`, 390, 844),
    ]);
    for (const page of pages) expect(await offBy(page, remaining)).toBeLessThanOrEqual(1);

    const { port } = leaf;
    await leaf.stop();
    const begun = performance.now();
    const before = await Promise.all(pages.map(secondsOn));
    for (const page of pages) await says(page, OLD);
    const silence = OUTAGE_S * 1_000 - (performance.now() - begun);
    // The outage itself is the event that is waited for.
    await Bun.sleep(Math.max(0, silence));
    const passed = (performance.now() - begun) / 1_000;
    const after = await Promise.all(pages.map(secondsOn));
    for (const [i, seconds] of after.entries()) {
      const counted = (before[i] ?? 0) - seconds;
      expect(Math.abs(counted - passed)).toBeLessThanOrEqual(2);
    }

    leaf = await open(port);
    for (const page of pages) {
      await page
        .getByText(/no connection/iu)
        .first()
        .waitFor({ state: 'hidden' });
    }
    await client.signIn(PEOPLE.admin);
    for (const page of pages) expect(await offBy(page, remaining)).toBeLessThanOrEqual(1);
  },
  60_000 + OUTAGE_S * 1_000,
);

test('DSP-6: a screen whose cable is cut counts on and says so, and recovers by itself', async () => {
  const url = `http://127.0.0.1:${leaf.port}`;
  const tv = await windowOn(`${url}/display/tv`, 1_280, 720);
  const before = await secondsOn(tv);
  await tv.context().setOffline(true);
  await says(tv, OLD);
  expect(await secondsOn(tv)).toBeLessThan(before);
  await tv.context().setOffline(false);
  await tv
    .getByText(/no connection/iu)
    .first()
    .waitFor({ state: 'hidden' });
  expect(await secondsOn(tv)).toBeLessThan(before);
}, 60_000);
