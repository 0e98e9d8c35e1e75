import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { money } from '../../ui/texts/en/money.ts';
import type { Stage } from './stage.ts';
import { openStage } from './stage.ts';

setDefaultTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const idIn = (body: unknown): string => String(Object(body).id);

test('what winners sign says who gets what, and the first digits of the log as it is then', async () => {
  const { leaf } = stage;
  const token = await leaf.token('floor');
  const buyIns = [{ id: 'b', name: 'Buy-in', price: 110_00, chips: 20_000 }];
  const id = await stage.tournament({
    name: 'Main',
    currency: 'EUR',
    template: 'standard',
    buyIns,
  });
  const playerIds: string[] = [];
  for (const firstName of ['Anna', 'Ben', 'Cleo', 'Dan']) {
    const { body } = await leaf.post('/players', { firstName, lastName: 'Holm' }, token);
    playerIds.push(idIn(body));
  }
  for (const playerId of playerIds) {
    await leaf.post(`/tournaments/${id}/players/buyin`, { playerId }, token);
  }
  await leaf.post(`/tournaments/${id}/tables`, { tables: 1 }, token);
  await leaf.post(`/tournaments/${id}/start`, {}, token);
  for (const playerId of playerIds.slice(1)) {
    await leaf.post(`/tournaments/${id}/players/${playerId}/bust`, {}, token);
  }
  expect((await leaf.post(`/tournaments/${id}/end`, {}, token)).status).toBe(200);
  const page = await stage.operator(
    { width: 1280, height: 900 },
    { path: `/#/t/${id}/money`, theme: 'light' },
  );
  await page.evaluate(() => {
    window.print = () => undefined;
  });
  await page.getByRole('button', { name: money.printSheet }).click();
  const paper = page.locator('.payout-sheet');
  await paper.waitFor({ state: 'attached' });
  await page.emulateMedia({ media: 'print' });
  const { body } = await leaf.get('/audit/head', token);
  const { seq, hash } = Object(body);
  const digits = `${hash.slice(0, 4)} ${hash.slice(4, 8)}`.toUpperCase();
  expect(await paper.locator('.record').textContent()).toContain(money.sheetRecord(digits, seq));
  const [first] = await paper.locator('tbody tr').all();
  expect(await first?.locator('td').allTextContents()).toEqual([
    ...['1', 'Anna H.', expect.stringMatching(/^€\d+$/u), ''],
  ]);
  expect(await page.locator('header').first().isVisible()).toBe(false);
  expect((await leaf.get('/audit/head')).status).toBe(401);
  expect(stage.errors).toEqual([]);
});
