import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openClient } from '../../scripts/demo/client.ts';
import type { Clock } from '../../src/leaf/clock.ts';
import { openClock } from '../../src/leaf/clock.ts';
import type { Leaf } from '../../src/leaf/wire.ts';
import { openLeaf } from '../../src/leaf/wire.ts';
import { clock as words } from '../../ui/texts/en/clock.ts';
import { general } from '../../ui/texts/en/general.ts';
import { PEOPLE, VENUE } from '../leaf.ts';
import { builtPages } from './built-pages.ts';
import { openBrowser } from './chromium.ts';
import { signIn } from './stage.ts';

const AWAY_MS = 240_000;
/** Of what a page shows, a slow machine's rounding and its way to the leaf. */
const NEAR_MS = 30_000;

const real = openClock();
/** The real clock, were it so much later. */
const later = (ms: number): Clock => ({
  ...real,
  now: () => {
    const { wallMs, bootMs, bootId } = real.now();
    return { wallMs: wallMs + ms, bootMs: bootMs + ms, bootId };
  },
});

let folder: string;
let leaf: Leaf;
let browser: Browser;

const open = (clock: Clock, port = 0): Promise<Leaf> =>
  openLeaf({ config: { port, bind: '127.0.0.1', dataFolder: folder, hosts: [] }, clock });

beforeAll(async () => {
  await builtPages();
  folder = mkdtempSync(join(tmpdir(), 'felt-undecided-'));
  [leaf, browser] = await Promise.all([open(later(0)), openBrowser()]);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await leaf?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('CLK-7: after a long stop one tap decides, and the time that was not taken is one tap away', async () => {
  const url = `http://127.0.0.1:${leaf.port}`;
  const client = openClient(url);
  await client.send('POST', '/setup', { venue: VENUE, admin: PEOPLE.admin });
  await client.signIn(PEOPLE.admin);
  const { id } = await client.send('POST', '/tournaments', {
    ...{ template: 'deepStack', name: 'Cut', currency: 'EUR', resumeWithinMs: 1_000 },
  });
  await client.send('POST', `/tournaments/${id}/start`, {});
  const clockNow = async () =>
    (await client.send('GET', `/tournaments/${id}`))['clock'] as {
      readonly remainingMs: number;
      readonly undecided: boolean;
    };
  const { remainingMs: before } = await clockNow();

  const { port } = leaf;
  await leaf.stop();
  leaf = await open(later(AWAY_MS), port);
  await client.signIn(PEOPLE.admin);
  expect((await clockNow()).undecided).toBe(true);

  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(url);
  await signIn(page, PEOPLE.admin);
  await page.goto(`${url}/#/t/${id}/overview`);
  await page.getByRole('button', { name: words.stopped }).click();
  const undo = page.locator('.toast').getByRole('button', { name: general.undo });
  await undo.waitFor();
  const stopped = await clockNow();
  expect(stopped.undecided).toBe(false);
  expect(Math.abs(stopped.remainingMs - before)).toBeLessThan(NEAR_MS);

  const jumped = page.waitForResponse((response) => response.url().includes('/jump/'));
  await undo.click();
  expect((await jumped).status()).toBe(200);
  const counted = await clockNow();
  expect(Math.abs(counted.remainingMs - (before - AWAY_MS))).toBeLessThan(NEAR_MS);
}, 60_000);
