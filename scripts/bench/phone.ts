import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../chromium.ts';
import { openRoom, setUp, startLeaf } from './leaf.ts';
import type { Measure, Round } from './measure.ts';
import { measured } from './measure.ts';
import { tempFolder } from './processes.ts';

const SIZE = { width: 390, height: 844 };
const SLOW = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const MOST_MS = 2_500;
const ROUNDS = 5;

/** Before anything of the page: when its clock was first there to be painted. */
const lookOut = (): void => {
  const seen = () => {
    const words = document.querySelector('[role=timer]')?.textContent ?? '';
    if (!/\d:\d\d/u.test(words)) return;
    observer.disconnect();
    requestAnimationFrame(() =>
      setTimeout(() => Object.assign(globalThis, { clockAtMs: performance.now() })),
    );
  };
  const observer = new MutationObserver(seen);
  observer.observe(document, { childList: true, subtree: true, characterData: true });
};

const paintedMs = async (page: Page): Promise<number> => {
  const known = await page.waitForFunction(
    () => (globalThis as { clockAtMs?: number }).clockAtMs ?? 0,
  );
  return known.jsonValue();
};

/** From the tap on the link until the clock is painted, nothing of the page cached. */
const openOnce = async (browser: Browser, url: string): Promise<number> => {
  const context = await browser.newContext({ viewport: SIZE });
  const page = await context.newPage();
  await page.addInitScript(lookOut);
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW);
  await page.goto(url, { waitUntil: 'commit' });
  const ms = await paintedMs(page);
  await context.close();
  return ms;
};

/** A player's phone with one bar: when does it show the clock? */
export const benchPhone = async (): Promise<Measure> => {
  const folder = tempFolder();
  const leaf = await startLeaf(folder.path);
  await setUp(leaf.url);
  const { tournamentId } = await openRoom(leaf.url, 90);
  const browser = await openBrowser();
  const rounds: Round[] = [];
  for (let i = 0; i < ROUNDS; i++)
    rounds.push({
      value: await openOnce(browser, `${leaf.url}/t/${tournamentId}`),
      limit: MOST_MS,
    });
  await browser.close();
  await leaf.stop();
  folder.remove();
  return measured(
    {
      name: 'clock on a phone with a bad network',
      ...{ unit: 'ms', limitName: 'what a player waits' },
      bound: { at: 'most', ratio: 1 },
    },
    rounds,
    ['400 kbit/s, 400 ms for each round trip, nothing cached'],
  );
};
