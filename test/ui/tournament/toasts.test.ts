import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import type { Stage } from '../stage.ts';
import { openStage, says } from '../stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

const LONG = { firstName: 'Bartholomäus-Maximilian', lastName: 'von Hohenlohe-Waldenburg' };

/** A tournament with one player who paid, open at an address; with its REST. */
const openNight = async (width: number, tab = '') => {
  const token = await stage.leaf.token('floor');
  const id = await stage.tournament({
    ...{ template: 'turbo', name: 'Friday', currency: 'EUR' },
    buyIns: [{ id: 'standard', name: 'Buy-in', price: 50_00, chips: 10_000 }],
  });
  const at = `/tournaments/${id}`;
  const opened = await stage.leaf.post(`${at}/tables`, { tables: 1, seats: 9 }, token);
  const { tableIds } = opened.body as { tableIds: readonly string[] };
  const { id: playerId } = (await stage.leaf.post('/players', LONG, token)).body as { id: string };
  const seat = { tableId: tableIds[0], seat: 3 };
  await stage.leaf.post(`${at}/players/buyin`, { playerId, seat }, token);
  const page = await stage.operator(
    { width, height: 844 },
    { touch: width < 1_000, path: `/#/t/${id}${tab}` },
  );
  await page.getByRole('timer').first().waitFor();
  const button = async (): Promise<number | null> => {
    const { items } = (await stage.leaf.get(`${at}/tables`, token)).body as {
      items: readonly { button: number | null }[];
    };
    return items[0]?.button ?? null;
  };
  return { page, button };
};

const toastButton = (page: Page, name: string) =>
  page.locator('.toast').getByRole('button', { name });

/** How far anything in it sticks out of the page, or its words out of a button. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll('.toast, .toast button, main li button')];
    const out = all.map((one) => one.getBoundingClientRect().right - innerWidth);
    return Math.max(document.documentElement.scrollWidth - innerWidth, ...out);
  });

test.each([390, 1_440])(
  'RCP-5: at %p px Undo says before it is pressed what to give back',
  async (width) => {
    const { page } = await openNight(width);
    const line = page.getByRole('button', {
      name: 'Undo give back €50: Buy-in Bartholomäus-Maximilian V.',
    });
    await line.waitFor();
    await says(page, /Undo give back €50/u);
    await line.click();
    await says(page, /Undone: Buy-in .* give back €50 cash/u);
    await toastButton(page, 'Redo').click();
    await line.waitFor();
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(stage.errors).toEqual([]);
    await page.context().close();
  },
  60_000,
);

test('PLY-6: the button is set, taken back and set again by the toast, each time saying what', async () => {
  const { page, button } = await openNight(390, '/tables');
  await page.getByRole('button', { name: 'Actions for Table 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '5', exact: true }).click();
  await says(page, /Button at Table 1 · Seat 5/u);
  expect(await button()).toBe(5);
  await toastButton(page, 'Undo').click();
  await says(page, /Undone: Button at Table 1 · Seat 5/u);
  expect(await button()).toBeNull();
  await toastButton(page, 'Redo').click();
  await says(page, /Again: Button at Table 1 · Seat 5/u);
  expect(await button()).toBe(5);
  expect(stage.errors).toEqual([]);
  await page.context().close();
}, 60_000);

test('PLY-6: the key of undo takes back what was done last, be it a line of the night or not', async () => {
  const { page } = await openNight(1_440, '/tables');
  await page.getByRole('button', { name: 'Actions for Table 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '5', exact: true }).click();
  await says(page, /Button at Table 1 · Seat 5/u);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('z');
  await says(page, /Undone: Button at Table 1 · Seat 5/u);
  await page.keyboard.press('y');
  await says(page, /Again: Button at Table 1 · Seat 5/u);
  await page.keyboard.press('z');
  await page.keyboard.press('z');
  await says(page, /Undone: Buy-in Bartholomäus-Maximilian V\./u);
  expect(stage.errors).toEqual([]);
  await page.context().close();
}, 60_000);

test('a new tournament is taken back by the toast that says it was made', async () => {
  const page = await stage.operator({ width: 1_024, height: 768 }, { path: '/#/new' });
  const name = page.getByLabel('Name', { exact: true }).first();
  await name.fill('By mistake');
  await page.getByRole('button', { name: 'Create' }).click();
  await toastButton(page, 'Undo').click();
  await page.waitForURL(/#\/$|#\/tournaments|\/$/u);
  const token = await stage.leaf.token('floor');
  const { items } = (await stage.leaf.get('/tournaments', token)).body as {
    items: readonly { name: string }[];
  };
  expect(items.map((one) => one.name)).not.toContain('By mistake');
  await page.context().close();
}, 60_000);

test('whoever looks on is told at the desk which role sells, and as whom they look', async () => {
  const id = await stage.tournament({ template: 'turbo', name: 'Friday', currency: 'EUR' });
  const page = await stage.operator(
    { width: 390, height: 844 },
    { as: 'viewer', path: `/#/desk/${id}` },
  );
  await says(page, /takes the role Floor or Admin\. You are signed in as Viewer/u);
  expect(await page.getByRole('combobox').count()).toBe(0);
  await page.context().close();
}, 60_000);
