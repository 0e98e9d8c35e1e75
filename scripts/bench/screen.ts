import type { Browser, CDPSession, Page } from 'playwright-core';
import { openBrowser } from '../chromium.ts';
import type { Room } from './leaf.ts';
import { openRoom, send, setUp, startLeaf } from './leaf.ts';
import type { Measure, Round } from './measure.ts';
import { measured } from './measure.ts';
import { tempFolder } from './processes.ts';
import { benchScreenNight } from './screen-night.ts';

/** A Pi Zero 2 W beside this kind of machine (DSP-7). */
const SLOWER = 6;
const SIZE = { width: 1_920, height: 1_080 };
const LONGEST_TASK_MS = 50;
const COUNT_MS = 10_000;
const ROUNDS = 3;
const ENTRIES = 90;
const NODE = 'bench';
/** Turns its pages every eight seconds, all night. */
const LIST = 'bench-list';

const slowed = async (page: Page): Promise<CDPSession> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return session;
};

/** Frames and the longest task of a page within a time, told by the page itself. */
const watch = (page: Page, forMs: number) =>
  page.evaluate(
    (ms) =>
      new Promise<{ frames: number; longestMs: number }>((resolve) => {
        let [frames, longestMs] = [0, 0];
        const tasks = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) longestMs = Math.max(longestMs, duration);
        });
        tasks.observe({ type: 'longtask' });
        const end = performance.now() + ms;
        const frame = () => {
          frames += 1;
          if (performance.now() < end) requestAnimationFrame(frame);
          else {
            tasks.disconnect();
            resolve({ frames, longestMs });
          }
        };
        requestAnimationFrame(frame);
      }),
    forMs,
  );

/** One page alone in the foreground; it is gone afterwards. */
const watched = async (
  browser: Browser,
  url: string,
  isReady: (page: Page) => Promise<unknown>,
) => {
  const page = await browser.newPage({ viewport: SIZE });
  await page.goto(url);
  await isReady(page);
  await slowed(page);
  await watch(page, 1_000);
  const seen = await watch(page, COUNT_MS);
  await page.close();
  return seen;
};

const counting = async (browser: Browser, { url }: Room) => {
  const [tasks, frames, bares]: [Round[], Round[], number[]] = [[], [], []];
  for (let i = 0; i < ROUNDS; i++) {
    const bare = await watched(browser, `${url}/health`, () => Promise.resolve());
    const own = await watched(browser, `${url}/display/${NODE}`, (page) =>
      page.getByRole('timer').waitFor(),
    );
    tasks.push({ value: own.longestMs, limit: LONGEST_TASK_MS });
    frames.push({ value: own.frames, limit: bare.frames });
    bares.push(bare.longestMs);
  }
  return { tasks, frames, bares };
};

/** Somebody goes out every second: each time the list is another one. */
const busting = async ({ url, tournamentId, playerIds, token }: Room, round: number) => {
  const times = COUNT_MS / 1_000;
  for (const playerId of playerIds.slice(round * times, (round + 1) * times)) {
    await send(url, `/tournaments/${tournamentId}/players/${playerId}/bust`, { token });
    await Bun.sleep(1_000);
  }
};

const listing = async (browser: Browser, room: Room): Promise<readonly Round[]> => {
  const { url, tournamentId, token } = room;
  const list = { tournamentId, view: 'rankings' };
  await send(url, `/displays/${LIST}`, { method: 'PUT', body: list, token });
  const tasks: Round[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const isThere = (page: Page) => page.getByRole('table').waitFor();
    const shown = watched(browser, `${url}/display/${LIST}`, isThere);
    const [{ longestMs }] = await Promise.all([shown, busting(room, i)]);
    tasks.push({ value: longestMs, limit: LONGEST_TASK_MS });
  }
  return tasks;
};

const asRate = ({ value, limit }: Round): Round => ({
  value: (value * 1_000) / COUNT_MS,
  limit: (limit * 1_000) / COUNT_MS,
});

/** A clock that counts on a processor six times as slow as this one, and for a whole night. */
export const benchScreen = async (): Promise<readonly Measure[]> => {
  const folder = tempFolder();
  const leaf = await startLeaf(folder.path);
  await setUp(leaf.url);
  const room = await openRoom(leaf.url, ENTRIES);
  const { tournamentId, token } = room;
  await send(leaf.url, `/displays/${NODE}`, { method: 'PUT', body: { tournamentId }, token });
  const browser = await openBrowser();
  const { tasks, frames, bares } = await counting(browser, room);
  const lines = await listing(browser, room);
  const night = await benchScreenNight(browser, `${leaf.url}/display/${NODE}`);
  const lists = await benchScreenNight(browser, `${leaf.url}/display/${LIST}`, 'list of players');
  await browser.close();
  await leaf.stop();
  folder.remove();
  const notes = [`clock at ${SIZE.width}x${SIZE.height}, processor ${SLOWER} times as slow`];
  return [
    measured(
      {
        name: 'longest task of a counting screen',
        ...{ unit: 'ms', limitName: 'a long task begins at' },
        bound: { at: 'most', ratio: 1 },
      },
      tasks,
      [...notes, `longest on an empty page, which is this machine's noise: ${bares.join(', ')} ms`],
    ),
    measured(
      {
        name: 'frames of a counting screen',
        ...{ unit: 'frames/s', limitName: 'an empty page' },
        bound: { at: 'least', ratio: 0.8 },
      },
      frames.map(asRate),
      notes,
    ),
    measured(
      {
        name: 'longest task of a list of players',
        ...{ unit: 'ms', limitName: 'a long task begins at' },
        bound: { at: 'most', ratio: 1 },
      },
      lines,
      [`${ENTRIES} players, one of them out every second; processor ${SLOWER} times as slow`],
    ),
    ...night,
    ...lists,
  ];
};
