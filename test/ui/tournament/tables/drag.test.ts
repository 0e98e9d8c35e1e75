import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Locator, Page } from 'playwright-core';
import { tables as words } from '../../../../ui/texts/en/tables.ts';
import type { Stage } from '../../stage.ts';
import { openStage } from '../../stage.ts';

const PLAYERS = 7;

let stage: Stage;
let id: string;
let pages: { readonly mouse: Page; readonly touch: Page };

type Seat = { readonly seat: number; readonly name: string | null };
type Table = { readonly tableId: string; readonly name: string; readonly seats: readonly Seat[] };

const tablesNow = async (): Promise<readonly Table[]> => {
  const { body } = await stage.leaf.get(
    `/tournaments/${id}/tables`,
    await stage.leaf.token('floor'),
  );
  return (body as { items: readonly Table[] }).items;
};

/** `Table 2/4` for whoever is asked for. */
const placeOf = async (name: string): Promise<string | undefined> => {
  for (const table of await tablesNow())
    for (const seat of table.seats) if (seat.name === name) return `${table.name}/${seat.seat}`;
  return undefined;
};

/** Looks until it is so, as long as a person would wait. */
const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 15_000;
  while (!(await isSo())) if (Date.now() > end) throw new Error('it did not come about');
};

const seatAt = (page: Page, table: string, seat: number): Locator =>
  page.getByRole('button', { name: new RegExp(`^${table}, seat ${seat}: `) });

const middle = async (where: Locator) => {
  await where.scrollIntoViewIfNeeded();
  const box = await where.boundingBox();
  if (box === null) throw new Error('not to be seen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Somebody who sits, and a seat at another table that is free. */
const someone = async () => {
  const [first, second] = await tablesNow();
  const from = first?.seats.find(({ name }) => name !== null);
  const to = second?.seats.find(({ name }) => name === null);
  const taken = second?.seats.find(({ name }) => name !== null);
  if (!first || !second || !from?.name || !to || !taken?.name) throw new Error('nobody to move');
  return { first, second, from, to, taken, name: from.name, other: taken.name };
};

const drag = async (page: Page, from: Locator, to: Locator): Promise<void> => {
  const [a, b] = [await middle(from), await middle(to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(a.x + 12, a.y + 12);
  await page.mouse.move(b.x, b.y, { steps: 6 });
};

beforeAll(async () => {
  stage = await openStage();
  const token = await stage.leaf.token('floor');
  id = await stage.tournament({ name: 'Friday', template: 'turbo' });
  await stage.leaf.post(`/tournaments/${id}/tables`, { tables: 2, seats: 9 }, token);
  for (let n = 1; n <= PLAYERS; n++) {
    const made = await stage.leaf.post(
      '/players',
      { firstName: `Player${n}`, lastName: 'X' },
      token,
    );
    const playerId = (made.body as { id: string }).id;
    await stage.leaf.post(`/tournaments/${id}/players/buyin`, { playerId }, token);
  }
  const path = `/#/t/${id}/tables`;
  const [mouse, touch] = [
    await stage.operator({ width: 1440, height: 900 }, { path }),
    await stage.operator({ width: 1024, height: 768 }, { path, touch: true }),
  ];
  pages = { mouse, touch };
  await mouse.getByRole('region', { name: 'Table 2' }).waitFor();
  await touch.getByRole('region', { name: 'Table 2' }).waitFor();
}, 60_000);
afterAll(() => stage?.close());

test('SEA-5: with the mouse a player goes to a free seat, and Undo takes it back', async () => {
  const { mouse } = pages;
  const { first, second, from, to, name } = await someone();
  await drag(mouse, seatAt(mouse, first.name, from.seat), seatAt(mouse, second.name, to.seat));
  expect(await mouse.locator('.drag-ghost').textContent()).toBe(name);
  await mouse.mouse.up();
  await until(async () => (await placeOf(name)) === `${second.name}/${to.seat}`);
  expect(await mouse.locator('.drag-ghost').count()).toBe(0);
  await mouse.getByRole('status').getByRole('button', { name: 'Undo' }).last().click();
  await until(async () => (await placeOf(name)) === `${first.name}/${from.seat}`);
});

test('SEA-5: Escape and a drop beside every seat move nobody, and open nothing', async () => {
  const { mouse } = pages;
  const { first, second, from, to, name } = await someone();
  const [seat, target] = [
    seatAt(mouse, first.name, from.seat),
    seatAt(mouse, second.name, to.seat),
  ];
  await drag(mouse, seat, target);
  await mouse.keyboard.press('Escape');
  await mouse.mouse.up();
  await drag(mouse, seat, mouse.getByRole('heading', { name: second.name }));
  await mouse.mouse.up();
  expect(await mouse.getByRole('dialog').count()).toBe(0);
  expect(await placeOf(name)).toBe(`${first.name}/${from.seat}`);
});

test('SEA-5: dropped on somebody, the two are offered to change seats, at once', async () => {
  const { mouse } = pages;
  const { first, second, from, taken, name, other } = await someone();
  await drag(mouse, seatAt(mouse, first.name, from.seat), seatAt(mouse, second.name, taken.seat));
  await mouse.mouse.up();
  const sheet = mouse.getByRole('dialog');
  expect(await placeOf(name)).toBe(`${first.name}/${from.seat}`);
  await sheet.getByRole('button', { name: words.swap }).click();
  await until(async () => (await placeOf(name)) === `${second.name}/${taken.seat}`);
  expect(await placeOf(other)).toBe(`${first.name}/${from.seat}`);
});

test('SEA-5: by the keyboard: M picks up, an arrow goes to a free seat, Enter puts down', async () => {
  const { mouse } = pages;
  const { first, from, name } = await someone();
  await seatAt(mouse, first.name, from.seat).focus();
  await mouse.keyboard.press('m');
  await mouse.getByText(words.moveTo(name)).waitFor();
  await mouse.keyboard.press('ArrowRight');
  const label = await mouse.locator(':focus').locator('.sr-only').textContent();
  expect(label).toContain(words.free);
  await mouse.keyboard.press('Enter');
  const [, table, seat] = /^(.+), seat (\d+): /.exec(label ?? '') ?? [];
  await until(async () => (await placeOf(name)) === `${table}/${seat}`);
  expect(await mouse.getByText(words.moveTo(name)).count()).toBe(0);
});

test('SEA-5: a finger that holds takes the player along; one that swipes scrolls the page', async () => {
  const { touch } = pages;
  const { first, second, from, to, name } = await someone();
  const finger = await touch.context().newCDPSession(touch);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: at === undefined ? [] : [at] });
  const scrolled = () => touch.evaluate(() => scrollY);

  await touch.setViewportSize({ width: 1024, height: 500 });
  const b = await middle(seatAt(touch, first.name, from.seat));
  // All of it at once, so that on a busy machine the swipe is still no hold.
  const swipe = Array.from({ length: 8 }, (_, i) => ({ x: b.x, y: b.y - (i + 1) * 20 }));
  await Promise.all([send('touchStart', b), ...swipe.map((at) => send('touchMove', at))]);
  await send('touchEnd');
  await until(async () => (await scrolled()) > 0);
  expect(await placeOf(name)).toBe(`${first.name}/${from.seat}`);
  expect(await touch.getByRole('dialog').count()).toBe(0);

  await touch.setViewportSize({ width: 1024, height: 768 });
  await touch.evaluate(() => scrollTo(0, 0));
  const target = await middle(seatAt(touch, second.name, to.seat));
  const a = await middle(seatAt(touch, first.name, from.seat));
  await send('touchStart', a);
  await touch.locator('.drag-ghost').waitFor();
  for (let step = 1; step <= 8; step++)
    await send('touchMove', {
      x: a.x + ((target.x - a.x) * step) / 8,
      y: a.y + ((target.y - a.y) * step) / 8,
    });
  await send('touchEnd');
  await until(async () => (await placeOf(name)) === `${second.name}/${to.seat}`);
});

test('SEA-4: a table breaks to the very seats that were shown, and Undo puts all of them back', async () => {
  const { mouse } = pages;
  const before = await tablesNow();
  const [, last] = before;
  const name = last?.name ?? '';
  await mouse.getByRole('button', { name: words.actions(name) }).click();
  await mouse.getByRole('button', { name: words.break }).click();
  const sheet = mouse.getByRole('dialog');
  const picked = sheet.getByRole('combobox');
  await picked.first().waitFor();
  const shown = await picked.evaluateAll((all) =>
    all.map((one) => (one instanceof HTMLSelectElement ? one.selectedOptions[0]?.text : undefined)),
  );
  await sheet.getByRole('button', { name: words.apply(shown.length) }).click();
  await sheet.getByText(words.doneLead).waitFor();
  const told = await sheet.getByRole('listitem').allTextContents();
  expect(shown.every((seat, i) => seat !== undefined && told[i]?.endsWith(seat))).toBe(true);
  expect(await tablesNow()).toHaveLength(1);
  await sheet.getByRole('button', { name: 'Undo' }).click();
  await until(async () => (await tablesNow()).length === 2);
  expect(await tablesNow()).toEqual(before);
});

test('no page met an error', () => {
  expect(stage.errors).toEqual([]);
});
