import type { Page } from 'playwright-core';
import { openBrowser } from '../chromium.ts';
import { fillLog } from './fill.ts';
import { openRoom, setUp, startLeaf } from './leaf.ts';
import type { Measure, Round } from './measure.ts';
import { measured } from './measure.ts';
import { playNight } from './night.ts';
import { percentile } from './numbers.ts';
import { tempFolder } from './processes.ts';

const NIGHTS = 500;
const ENTRIES = 100;
/** "A frame or two" of a usual screen. */
const MOST_MS = 33;
/** Names of the filled log: each letter makes the list of matches another one. */
const WORDS = ['Player 43210', 'Player 1987', 'Player 25', 'Player 30303', 'of 612'];

/**
 * Runs in the page: how long from a key until a list is painted in which every line has what is typed.
 */
const watchKeys = (): void => {
  const times: number[] = [];
  const isDone = (typed: string): boolean => {
    const rows = [...document.querySelectorAll('[role=dialog] button, [role=dialog] [role=option]')]
      .map((row) => row.textContent ?? '')
      .filter((words) => /^\s*Player \d/u.test(words));
    const parts = typed.trim().toLowerCase().split(/\s+/u);
    return (
      rows.length > 0 &&
      rows.every((words) => parts.every((part) => words.toLowerCase().includes(part)))
    );
  };
  addEventListener(
    'keydown',
    ({ target, timeStamp }) => {
      if (!(target instanceof HTMLInputElement)) return;
      const painted = () => {
        if (isDone(target.value)) {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => times.push(performance.now() - timeStamp);
          channel.port2.postMessage(null);
        } else requestAnimationFrame(painted);
      };
      requestAnimationFrame(painted);
    },
    true,
  );
  Object.assign(globalThis, { keyTimes: times });
};

const timesIn = (page: Page): Promise<readonly number[]> =>
  page.evaluate(() => (globalThis as unknown as { keyTimes: number[] }).keyTimes);

const typeWords = async (page: Page, words: string): Promise<readonly number[]> => {
  const before = (await timesIn(page)).length;
  await page.getByRole('dialog').getByRole('combobox').fill('');
  for (const [i, letter] of [...words].entries()) {
    await page.keyboard.press(letter === ' ' ? 'Space' : letter);
    await page.waitForFunction(
      (count) => (globalThis as unknown as { keyTimes: number[] }).keyTimes.length >= count,
      before + i + 1,
    );
  }
  return (await timesIn(page)).slice(before);
};

const openSearch = async (page: Page, url: string, tournamentId: string): Promise<void> => {
  await page.goto(url);
  await page.getByRole('textbox').first().fill('Anna');
  await page.keyboard.press('Enter');
  await page.keyboard.type('918273');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('input').waitFor({ state: 'detached' });
  await page.goto(`${url}/#/t/${tournamentId}`);
  await page.getByRole('timer').first().waitFor();
  await page.keyboard.press('i');
  await page.getByRole('dialog').getByRole('combobox').waitFor();
};

/** From a key of the search until its matches among 50,000 players are painted. */
export const benchTyping = async (): Promise<Measure> => {
  const folder = tempFolder();
  const first = await startLeaf(folder.path);
  await setUp(first.url);
  await first.stop();
  const isEnough = (_: number, nights: number) => nights === NIGHTS;
  await fillLog(folder.path, playNight(ENTRIES), isEnough, { withPlayers: true });
  const leaf = await startLeaf(folder.path);
  const { tournamentId } = await openRoom(leaf.url, 9);
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  await page.addInitScript(watchKeys);
  await openSearch(page, leaf.url, tournamentId);
  await typeWords(page, 'Player');
  const rounds: Round[] = [];
  const all: number[] = [];
  for (const words of WORDS) {
    const times = await typeWords(page, words);
    all.push(...times);
    rounds.push({ value: percentile(times, 50), limit: MOST_MS });
  }
  await browser.close();
  await leaf.stop();
  folder.remove();
  return measured(
    {
      name: 'typing a name among 50,000',
      ...{ unit: 'ms', limitName: 'two frames' },
      bound: { at: 'most', ratio: 1 },
    },
    rounds,
    [
      `${all.length} keys, key to paint: 50 of 100 within ${percentile(all, 50).toFixed(0)} ms, 95 within ${percentile(all, 95).toFixed(0)} ms`,
    ],
  );
};
