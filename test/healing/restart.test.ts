import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { MINUTE, SECOND } from '../../src/kernel/time.ts';
import { client } from '../leaf-process.ts';
import { builtPages } from '../ui/built-pages.ts';
import { openBrowser } from '../ui/chromium.ts';
import { secondsOf, signIn } from '../ui/stage.ts';
import type { Healing } from './stage.ts';
import { ADMIN, openHealing } from './stage.ts';

/** From when the leaf serves again until everybody has heard from it. */
const BACK_WITHIN_MS = 3 * SECOND;
/**
 * How far a shown second may be from the leaf's: a frame, a message on its way, and what a browser
 * that shares two cores with all other tests is late.
 */
const OFF_MS = 250;
const PATIENCE_MS = 30 * SECOND;

let leaf: Healing;
let browser: Browser;
let clients: readonly Client[];

beforeAll(async () => {
  await builtPages();
  [leaf, browser] = await Promise.all([openHealing(), openBrowser()]);
  const { id } = leaf.load;
  await leaf.api.put('/displays/tv', { tournamentId: id, view: 'clock' });
  clients = await Promise.all([
    open(`/#/t/${id}`, 1_280, 800, (page) => signIn(page, ADMIN)),
    open('/display/tv', 1_280, 720),
    open(`/t/${id}`, 390, 844),
  ]);
}, MINUTE);

afterAll(async () => {
  await browser?.close();
  await leaf?.close();
}, MINUTE);

type Shown = { readonly atMs: number; readonly text: string };

/** A frame that comes later than this: the machine had no processor for the page, nor for its clock. */
const STARVED_MS = 100;

/**
 * Notes at each frame what the clock shows, and when, by the clock of the machine. A page that was given
 * no processor for a while is given as long again to draw what it has missed.
 */
const watchClock = (page: Page): Promise<void> =>
  page.evaluate((starvedMs) => {
    const shown: Shown[] = [];
    Object.assign(window, { shown });
    let [before, calmAt] = [performance.now(), 0];
    const look = () => {
      const now = performance.now();
      if (now - before > starvedMs) calmAt = now + starvedMs;
      before = now;
      const text = document.querySelector('[role=timer]')?.textContent?.trim() ?? '';
      if (now >= calmAt) shown.push({ atMs: performance.timeOrigin + now, text });
      requestAnimationFrame(look);
    };
    look();
  }, STARVED_MS);

/** What was shown while the page opened, or in an earlier restart, is not what this one shows. */
const forgetShown = (page: Page): Promise<void> =>
  page.evaluate(() => {
    (window as unknown as { shown: Shown[] }).shown.length = 0;
  });

const shownOn = (page: Page): Promise<readonly Shown[]> =>
  page.evaluate(() => (window as unknown as { shown: Shown[] }).shown);

/** A page with a clock, and when its next line to the leaf has heard something. */
const open = async (
  path: string,
  width: number,
  height: number,
  enter?: (page: Page) => Promise<void>,
) => {
  const context = await browser.newContext({ viewport: { width, height } });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(leaf.url + (enter === undefined ? path : '/'));
  await enter?.(page);
  if (enter !== undefined) await page.goto(leaf.url + path);
  await page.getByRole('timer').first().waitFor();
  await watchClock(page);
  const nextHeard = (): Promise<number> =>
    new Promise((resolve) => {
      page.on('websocket', (socket) => {
        socket.on('framereceived', () => resolve(performance.now()));
      });
    });
  return { page, path, nextHeard };
};

type Client = Awaited<ReturnType<typeof open>>;

/** When the running level ends, by the clock of the machine: the answer that came fastest says it best. */
const endsAtMs = async (): Promise<number> => {
  const { get } = client(leaf.url, leaf.token);
  let best = { tookMs: Infinity, endsAt: 0 };
  for (let i = 0; i < 10; i++) {
    const askedAt = performance.timeOrigin + performance.now();
    const { body } = await get(`/tournaments/${leaf.load.id}`);
    const tookMs = performance.timeOrigin + performance.now() - askedAt;
    if (tookMs < best.tookMs)
      best = { tookMs, endsAt: askedAt + tookMs / 2 + body.clock.remainingMs };
  }
  return best.endsAt;
};

const isRight = ({ atMs, text }: Shown, endsAt: number): boolean => {
  const seconds = secondsOf(text);
  const [most, least] = [-OFF_MS, OFF_MS].map((off) => Math.ceil((endsAt - atMs - off) / SECOND));
  return seconds <= (most ?? 0) && seconds >= (least ?? 0);
};

test.each([
  [
    'systemctl restart',
    async () => {
      await leaf.supervisor.stop();
      leaf.supervisor.start();
    },
  ],
  [
    'kill -9',
    async () => {
      process.kill(leaf.pid(), 'SIGKILL');
      await leaf.supervisor.wait('killed', () => leaf.supervisor.sub() !== 'running');
    },
  ],
  [
    'a hang that the watchdog ends',
    async () => {
      process.kill(leaf.pid(), 'SIGSTOP');
      await leaf.supervisor.wait('killed', () => leaf.supervisor.sub() !== 'running');
    },
  ],
] as const)(
  'OPS-5, CLK-7: %s in a running tournament: all clients are back within 3 s, and no clock ever shows a wrong second',
  async (what, restart) => {
    const { supervisor } = leaf;
    const before = await endsAtMs();
    await Promise.all(clients.map(({ page }) => forgetShown(page)));
    const heard = clients.map(({ nextHeard }) => nextHeard());
    const goneAtMs = performance.now();
    await restart();
    await supervisor.running();
    const servesAtMs = performance.now();
    const heardAtMs = await Promise.all(heard);
    const backMs = heardAtMs.map((atMs) => atMs - servesAtMs);
    const after = await endsAtMs();
    // The clock went on while nothing ran.
    expect(Math.abs(after - before)).toBeLessThan(OFF_MS);
    // Two seconds more, so that what came late is seen, too.
    const [first] = clients;
    const now = secondsOf((await first?.page.getByRole('timer').first().textContent()) ?? null);
    for (const { page } of clients) {
      await page.waitForFunction(
        (least) =>
          (document.querySelector('[role=timer]')?.textContent ?? '')
            .split(':')
            .reduce((sum, part) => sum * 60 + Number(part), 0) <= least,
        now - 2,
        { polling: 50 },
      );
    }
    console.log(
      `${what}: served again after ${Math.round(servesAtMs - goneAtMs)} ms; clients back ${backMs.map(Math.round).join(', ')} ms later`,
    );
    for (const { page, path } of clients) {
      const shown = await shownOn(page);
      expect(shown.length).toBeGreaterThan(60);
      const wrong = shown.filter((one) => !isRight(one, before));
      expect({ path, wrong: wrong.slice(0, 5) }).toEqual({ path, wrong: [] });
    }
    expect(Math.max(...backMs)).toBeLessThan(BACK_WITHIN_MS);
  },
  2 * MINUTE,
);
