import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { actions } from '../../../../ui/texts/en/actions.ts';
import { desk } from '../../../../ui/texts/en/desk.ts';
import { entry } from '../../../../ui/texts/en/entry.ts';
import { errors } from '../../../../ui/texts/en/errors.ts';
import { general } from '../../../../ui/texts/en/general.ts';
import { players } from '../../../../ui/texts/en/players.ts';
import type { Stage } from '../../stage.ts';
import { openStage, says } from '../../stage.ts';

let stage: Stage;
let id: string;

const NAMES = ['Bartholomäus-Maximilian', 'محمد', 'Ida', 'Xu', 'Ngozi', 'Åse'];

beforeAll(async () => {
  stage = await openStage();
  const { leaf } = stage;
  const token = await leaf.token('floor');
  id = await stage.tournament({
    ...{ template: 'turbo', name: 'Friday', currency: 'EUR' },
    buyIns: [{ id: 'entry', name: 'Entry', price: 50_00, chips: 10_000 }],
    rebuys: {
      allowed: true,
      profiles: [{ id: 'rebuy', name: 'Rebuy', price: 50_00, chips: 10_000 }],
    },
  });
  await leaf.post(`/tournaments/${id}/tables`, { tables: 1, seats: 9 }, token);
  for (const firstName of NAMES) {
    const { body } = await leaf.post('/players', { firstName }, token);
    const { playerId } = body as { playerId: string };
    const sold = await leaf.post(
      `/tournaments/${id}/players/buyin`,
      { playerId, payment: { method: 'cash' } },
      token,
    );
    expect(sold.status).toBe(201);
  }
  await leaf.post(`/tournaments/${id}/start`, {}, token);
}, 60_000);
afterAll(() => stage?.close());

const rows = (page: Page) => page.locator('tbody tr[data-entry]');
const head = (page: Page, name: string) => page.getByRole('columnheader', { name });
const chip = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name}\\s*\\d+$`, 'u') });
const listOf = async (size: { width: number; height: number }, touch: boolean) => {
  const page = await stage.operator(size, { touch, path: `/#/t/${id}/players` });
  await rows(page).first().waitFor();
  return page;
};

test('PLY-4: sorted by a tap on a head, and by the keyboard to the sheet and back', async () => {
  const page = await listOf({ width: 1_440, height: 900 }, false);
  await chip(page, players.all).click();
  await head(page, players.head.name).getByRole('button').click();
  expect(await head(page, players.head.name).getAttribute('aria-sort')).toBe('ascending');
  const names = await rows(page).locator('bdi:first-child').allTextContents();
  expect(names.filter((one) => NAMES.includes(one))[0]).toBe('Åse');
  const focused = () =>
    page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-rowindex'));
  await rows(page).first().locator('[data-name]').focus();
  await page.keyboard.press('End');
  expect(await focused()).toBe('7');
  await page.keyboard.press('ArrowUp');
  expect(await focused()).toBe('6');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText(entry.history).waitFor();
  await page.keyboard.press('Escape');
  expect(await focused()).toBe('6');
  await page.context().close();
}, 60_000);

test('PLY-5, PLY-6: a swipe, Bust; the sheet then undoes it by its line', async () => {
  const page = await listOf({ width: 390, height: 844 }, true);
  const row = rows(page).filter({ hasText: 'Ida' });
  const box = await row.boundingBox();
  if (box === null) throw new Error('the row is on the screen');
  const cdp = await page.context().newCDPSession(page);
  const y = box.y + box.height / 2;
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number) =>
    cdp.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
    });
  await finger('touchStart', 300);
  for (const x of [285, 270, 255, 240, 225]) await finger('touchMove', x);
  await page.getByRole('group', { name: players.actionsOf('Ida') }).waitFor();
  // It comes to rest before it leaves: a fling would take the next tap for the hand that stops it.
  for (const x of [226, 225, 226, 225]) await finger('touchMove', x);
  await finger('touchEnd', 225);
  await page.getByRole('button', { name: `${actions.bust}: Ida` }).tap();
  await row.waitFor({ state: 'detached' });

  await chip(page, players.out).tap();
  await row.locator('[data-name]').tap();
  const sheet = page.getByRole('dialog');
  await sheet.getByText(/^\dth so far$/u).waitFor();
  await sheet.getByRole('button', { name: new RegExp(`^${general.undo}: Ida bust`, 'u') }).tap();
  await sheet
    .getByRole('button', { name: new RegExp(`^${general.redo}: Ida bust`, 'u') })
    .waitFor();
  await sheet.getByRole('button', { name: `${desk.receiptNo('3')} · ${desk.print}` }).waitFor();
  await sheet.getByText('Give back €50 Cash').waitFor();
  await page.context().close();
}, 60_000);

test('PLY-6: of two tablets on one player one wins, the other is told by whom it was too late', async () => {
  const one = await listOf({ width: 1_024, height: 768 }, true);
  const { leaf } = stage;
  const token = await leaf.token('floor');
  const { body } = await leaf.get(`/tournaments/${id}/players`, token);
  const { items } = body as { items: { name: string; entryId: string }[] };
  const xu = items.find(({ name }) => name === 'Xu');
  // The second tablet's page has not heard of it yet: its own answer comes before the news.
  await one.route('**/busts', async (route) => {
    await leaf.post(`/tournaments/${id}/busts`, { busts: [{ entryId: xu?.entryId }] }, token);
    await route.continue();
  });
  await rows(one).filter({ hasText: 'Xu' }).locator('[data-name]').tap();
  await one.getByRole('dialog').getByRole('button', { name: entry.bust, exact: true }).tap();
  await says(one, new RegExp(errors.title, 'u'));
  await says(one, /Xu is out already/u);
  expect(stage.errors.filter((words) => !words.includes('409'))).toEqual([]);
  await one.context().close();
}, 60_000);
