import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { FLAGS } from '../ui/chromium.ts';
import { faultsOf } from './faults.ts';
import { largest } from './samples.ts';
import type { ClockScene } from './scenes.ts';
import { boardScene, CLOCKS, clockScene, lobbyScene, unassignedScene } from './scenes.ts';
import type { Teller } from './teller.ts';
import { startTeller } from './teller.ts';

const SIZES = [
  [1280, 720],
  [1920, 1080],
  [3840, 2160],
  [1024, 768],
  [1080, 1920],
] as const;

/** The same view with other words in it: shapes, and the least resolution. */
const SHAPES = SIZES.filter(([width]) => width <= 1280);
const sizesOf = (name: string) => (/-(largest|0|3)$/.test(name) ? SHAPES : SIZES);

const VIEWS = [
  ...['rankings', 'seating', 'schedule', 'prizePool', 'finalTable', 'movement'],
] as const;
const clocks = Object.keys(CLOCKS) as ClockScene[];

const SCENES: { readonly [name: string]: readonly object[] } = Object.fromEntries([
  ...clocks.map((name) => [`clock-${name}`, clockScene(name)]),
  ...VIEWS.flatMap((view) => [
    [`${view}-200`, boardScene(view)],
    [`${view}-largest`, boardScene(view, { data: largest() })],
    [`${view}-0`, boardScene(view, { count: 0, theme: 'light', data: CLOCKS.break() })],
  ]),
  ...[1, 3, 8].map((count) => [`lobby-${count}`, lobbyScene(count)]),
  ['lobby-0', lobbyScene(0)],
  ['unassigned-code', unassignedScene('4711')],
  ['unassigned-id', unassignedScene(null)],
]);

let teller: Teller;
let browser: Browser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  teller = await startTeller((nodeId) => SCENES[nodeId] ?? []);
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  page = await browser.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
});

afterAll(async () => {
  await browser?.close();
  await teller?.stop();
});

/** Opens a scene and waits until it was told. */
const open = async (name: string): Promise<void> => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${teller.url}/display/${name}`);
  const isThere = name.startsWith('unassigned') ? '.unassigned .what' : '[role=timer], .nothing';
  await page.locator(isThere).first().waitFor();
  await page.evaluate(() => document.fonts.ready);
};

/** Sets the size, and waits until the page has drawn itself for it. */
const resize = async (width: number, height: number): Promise<void> => {
  await page.setViewportSize({ width, height });
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
};

/** Figures are 0.73 of a font's size in JetBrains Mono; their height as a share of the screen's. */
const figureShare = async (selector: string): Promise<number> => {
  const size = await page
    .locator(selector)
    .first()
    .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  return (size * 0.73) / (page.viewportSize()?.height ?? 1);
};

/** Sizes that a room can read (DSP-5), on screens as wide as they are made to be. */
const expectReadable = async (name: string): Promise<void> => {
  // Then there is nothing left to count or to pay.
  if (['clock-ended', 'clock-won', 'clock-shared'].includes(name)) return;
  expect(await figureShare('.digits')).toBeGreaterThanOrEqual(0.22);
  expect(await figureShare('.bets .bet')).toBeGreaterThanOrEqual(0.09);
  if (name !== 'clock-break') expect(await figureShare('.next .mono')).toBeGreaterThanOrEqual(0.05);
};

test.each(Object.keys(SCENES))(
  'DSP-5: %s fits at every size, nothing over something else, figures large enough',
  async (name) => {
    await open(name);
    const found: Record<string, string[]> = {};
    for (const [width, height] of sizesOf(name)) {
      await resize(width, height);
      const faults = await faultsOf(page);
      if (faults.length > 0) found[`${width}×${height}`] = faults.slice(0, 6);
      if (name.startsWith('clock-') && width * 9 === height * 16) await expectReadable(name);
    }
    expect(found).toEqual({});
    expect(errors).toEqual([]);
  },
  60_000,
);
