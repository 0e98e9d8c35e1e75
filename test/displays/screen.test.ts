import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { FLAGS } from '../ui/chromium.ts';
import { assign, boards, screenView } from './samples.ts';
import type { Teller } from './teller.ts';
import { startTeller } from './teller.ts';

const TS = 1_790_000_000_000;
const LOUD = { sound: true };
const state = (view: string, data: object) => ({
  ...{ type: 'state', view, tournamentId: 't1', ts: TS, version: 1 },
  data,
});
const clock = state('clock', screenView());
const late = screenView({ clock: { remainingMs: 50_000 } });
const rankings = (data = screenView()) => state('rankings', { ...data, board: boards(20)[0] });
const onBust = { view: 'rankings', seconds: 5 } as const;

const SCENES: { readonly [name: string]: readonly object[] } = {
  plain: [assign(), clock],
  loud: [assign({ config: LOUD }), clock],
  bust: [assign({ onBust }), clock, rankings()],
  late: [assign({ onBust }), state('clock', late), rankings(late)],
};

let teller: Teller;
let browser: Browser;

beforeAll(async () => {
  teller = await startTeller((nodeId) => SCENES[nodeId] ?? []);
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
});

afterAll(async () => {
  await browser?.close();
  await teller?.stop();
});

/** Counts the tones that a page strikes. */
const countTones = (): void => {
  const counted = { tones: 0 };
  Object.assign(window, { counted });
  const make = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    counted.tones++;
    return make.call(this);
  };
};

const tonesOf = (page: Page): Promise<number> =>
  page.evaluate(() => Number(Reflect.get(Reflect.get(window, 'counted'), 'tones')));

const open = async (name: string): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.setDefaultTimeout(8_000);
  await page.addInitScript(countTones);
  await page.goto(`${teller.url}/display/${name}`);
  await page.locator('.clock [role=timer]').waitFor();
  return page;
};

const signal = (what: string, tournamentId = 't1') =>
  teller.tell({ type: 'signal', tournamentId, signal: what, ts: TS });

/** What was told before this was heard too: messages come in their order. */
const heardAll = async (page: Page, mark: string): Promise<void> => {
  teller.tell({ ...{ type: 'announce', id: mark, text: mark }, seconds: 5, sound: false });
  await page.locator('.announce', { hasText: mark }).waitFor();
  teller.tell({ type: 'announceEnd', id: mark });
  await page.locator('.announce').waitFor({ state: 'detached' });
};

test('DSP-12: a screen that may sound says that it is locked, and one key unlocks it', async () => {
  const page = await open('loud');
  await page.getByText('Sound is locked').waitFor();
  signal('level');
  await heardAll(page, 'first');
  expect(await tonesOf(page)).toBe(0);

  await page.keyboard.press('a');
  await page.getByText('Sound is locked').waitFor({ state: 'detached' });
  for (const what of ['level', 'break', 'warning', 'start', 'end']) {
    const before = await tonesOf(page);
    signal(what);
    await heardAll(page, `after ${what}`);
    expect(await tonesOf(page), what).toBeGreaterThan(before);
  }
  const before = await tonesOf(page);
  teller.tell({ type: 'tone' });
  await heardAll(page, 'a test tone');
  expect(await tonesOf(page)).toBe(before + 1);
  expect(teller.beatOf('loud')?.sound).toBe('on');
  await page.close();
}, 60_000);

test('DSP-6: no sound without a signal, none of another tournament, none where it may not', async () => {
  const page = await open('plain');
  await page.keyboard.press('a');
  for (const what of ['level', 'break', 'warning', 'start', 'end']) signal(what);
  await heardAll(page, 'done');
  expect(await tonesOf(page)).toBe(0);
  expect(teller.beatOf('plain')?.sound).toBe('off');
  await page.close();

  const loud = await open('loud');
  await loud.keyboard.press('a');
  await loud.getByText('Sound is locked').waitFor({ state: 'detached' });
  signal('level', 'another');
  teller.tell(state('clock', screenView({ clock: { level: 9, index: 10 } })));
  await heardAll(loud, 'another');
  expect(await tonesOf(loud)).toBe(0);
  await loud.close();
}, 60_000);

test('CLK-4: a signal flashes by opacity, two pulses in a second, and two at once flash once', async () => {
  const page = await open('plain');
  signal('warning');
  signal('level');
  const flash = page.locator('.flash');
  await flash.waitFor({ state: 'attached' });
  expect(await flash.count()).toBe(1);
  const { duration, count, names } = await flash.evaluate((element) => {
    const [animation] = element.getAnimations();
    const timing = animation?.effect?.getComputedTiming();
    const frames =
      animation?.effect instanceof KeyframeEffect ? animation.effect.getKeyframes() : [];
    const names = frames.flatMap((frame) => Object.keys(frame));
    return { duration: Number(timing?.duration), count: timing?.iterations, names };
  });
  expect(duration).toBeGreaterThanOrEqual(1_000 / 3);
  expect(count).toBe(2);
  expect(names.filter((name) => !/offset|easing|composite|opacity/i.test(name))).toEqual([]);
  await flash.waitFor({ state: 'detached' });
  await page.close();
}, 60_000);

test('DSP-10: an announcement stands over everything for its seconds, with the leaf or without', async () => {
  const page = await open('plain');
  const words = 'Dinner is served in the bar';
  teller.tell({ type: 'announce', id: 'a', text: words, seconds: 2, sound: false });
  await page.getByRole('alert').getByText(words).waitFor();
  await page.context().setOffline(true);
  await page.getByText(words).waitFor({ state: 'detached' });
  await page.close();
}, 60_000);

test('DSP-4: on a bust its view is shown for its seconds, and the clock comes back', async () => {
  const page = await open('bust');
  signal('bust');
  await page.getByRole('heading', { name: 'Rankings' }).waitFor();
  await page.locator('.strip [role=timer]').waitFor();
  await page.locator('.clock [role=timer]').waitFor();
  await page.getByRole('heading', { name: 'Rankings' }).waitFor({ state: 'detached' });
  await page.close();
}, 60_000);

test("DSP-4: in a level's last 60 s a bust changes nothing", async () => {
  const page = await open('late');
  signal('bust');
  await heardAll(page, 'heard');
  expect(await page.getByRole('heading', { name: 'Rankings' }).count()).toBe(0);
  await page.close();
}, 60_000);

test('DSP-7: only transform and opacity ever move', async () => {
  const page = await open('plain');
  const moving = await page.evaluate(() => {
    const found = new Set<string>();
    for (const sheet of document.styleSheets)
      for (const rule of sheet.cssRules) {
        if (rule instanceof CSSKeyframesRule)
          for (const frame of rule.cssRules)
            if (frame instanceof CSSKeyframeRule) for (const name of frame.style) found.add(name);
        if (rule instanceof CSSStyleRule) found.add(rule.style.transitionProperty);
      }
    return [...found].filter((name) => name !== '');
  });
  expect([...moving].sort()).toEqual(['opacity', 'transform']);
  await page.close();
}, 60_000);
