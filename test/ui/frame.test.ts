import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Locator, Page } from 'playwright-core';
import { general } from '../../ui/texts/en/general.ts';
import { more } from '../../ui/texts/en/more.ts';
import { overview } from '../../ui/texts/en/overview.ts';
import { phoneLink } from '../../ui/texts/en/phone-link.ts';
import { tabs } from '../../ui/texts/en/tabs.ts';
import { PEOPLE } from '../leaf.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

const openNight = async (width: number, height: number): Promise<Page> => {
  const token = await stage.leaf.token('floor');
  const id = await stage.tournament({ template: 'turbo', name: `At ${width}`, currency: 'EUR' });
  await stage.leaf.post(`/tournaments/${id}/tables`, { tables: 2, seats: 9 }, token);
  const page = await stage.open('/', { width, height }, { touch: true });
  await signIn(page, PEOPLE.floor);
  await page.goto(`${stage.leaf.url}/#/t/${id}`);
  await page.getByRole('timer').first().waitFor();
  return page;
};

const boxOf = async (what: Locator) => {
  const box = await what.boundingBox();
  if (box === null) throw new Error('it is not to be seen');
  return box;
};

test.each([
  [390, 844],
  [1_024, 768],
])(
  'a toast at %p × %p covers neither the clock, nor the page, nor the bar, and goes by a swipe',
  async (width, height) => {
    const page = await openNight(width, height);
    await page.keyboard.press('Space');
    const undo = page.getByRole('status').getByRole('button', { name: /^(Undo|Pause)$/u });
    await undo.waitFor();
    const toast = page.locator('.toast');
    const [told, clock, main] = [
      await boxOf(toast),
      await boxOf(page.getByRole('timer').first()),
      await boxOf(page.getByRole('main')),
    ];
    expect(told.y + told.height).toBeLessThanOrEqual(Math.min(clock.y, main.y));
    // The newest alone, whatever else was done meanwhile.
    await page.keyboard.press('Space');
    await page.getByRole('status').getByRole('button', { name: general.undo }).waitFor();
    expect(await toast.count()).toBe(1);

    const { x, y } = await boxOf(toast);
    await page.mouse.move(x + 40, y + 24);
    await page.mouse.down();
    await page.mouse.move(x + 160, y + 24, { steps: 4 });
    await page.mouse.up();
    await toast.waitFor({ state: 'detached' });
    expect(stage.errors).toEqual([]);
  },
  60_000,
);

test('the switcher brings the open tournament into view, and the page stays as wide as the phone', async () => {
  for (const name of ['Early afternoon special', 'Deepstack of the long evening'])
    await stage.tournament({ template: 'turbo', name, currency: 'EUR' });
  const page = await openNight(390, 844);
  const all = page.getByRole('tablist').getByRole('tab');
  await all.nth(2).waitFor();
  const last = all.last();
  await last.evaluate((tab) => (tab as HTMLElement).click());
  await page.waitForFunction(() => {
    const open = document.querySelector('[role=tab][aria-selected=true]');
    const list = open?.parentElement?.getBoundingClientRect();
    const box = open?.getBoundingClientRect();
    return list && box && box.left >= list.left - 1 && box.left < list.right - 40;
  });
  expect(await last.getAttribute('aria-selected')).toBe('true');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
}, 60_000);

test('More begins at its menu when somebody comes back by the tab, and holds the players’ page', async () => {
  const page = await openNight(390, 844);
  const tab = (name: string) => page.getByRole('navigation').getByRole('link', { name });
  const tile = page.getByRole('main').getByRole('button', { name: overview.phone });
  await tab(tabs.more).tap();
  await page.getByRole('button', { name: more.rankings }).tap();
  await tile.waitFor({ state: 'detached' });
  await tab(tabs.players).tap();
  await tab(tabs.more).tap();
  await tile.tap();
  await page.getByRole('dialog').getByRole('img', { name: phoneLink.code }).waitFor();
}, 60_000);
