import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import type { Stage } from '../stage.ts';
import { openStage } from '../stage.ts';

let stage: Stage;
let leaf: Stage['leaf'];
let token: string;
beforeAll(async () => {
  stage = await openStage();
  leaf = stage.leaf;
  token = await leaf.token('admin');
}, 60_000);
afterAll(() => stage?.close());

const signedIn = (): Promise<Page> =>
  stage.operator({ width: 1_024, height: 768 }, { as: 'admin' });

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at by what a test expects in them
const made = async (path: string, given: object): Promise<any> =>
  (await leaf.post(path, given, token)).body;

const group = (page: Page, title: string) => page.locator('summary', { hasText: title });

test('BUY-1, POL-2: a new tournament with a second price and a rake in percent', async () => {
  const page = await signedIn();
  await page.goto(`${leaf.url}/#/new`);
  await group(page, 'Buy-in prices').click();
  await page.getByRole('button', { name: 'Add a rake' }).click();
  await page.getByRole('combobox', { name: /^Taken as/u }).selectOption('percent');
  await page.getByLabel('Percent (%)').fill('12.5');
  await page.getByRole('button', { name: 'Add a price' }).click();
  const second = page.locator('fieldset').nth(1);
  // A price without a name cannot be sold.
  expect(await page.getByRole('button', { name: 'Create' }).isDisabled()).toBe(true);
  await second.getByLabel('Name').fill('Early bird');
  await second.getByLabel('Price (EUR)').fill('40');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL(/#\/t\//u);
  const id = new URL(page.url()).hash.split('/')[2] ?? '';
  const { body } = await leaf.get(`/tournaments/${id}`, token);
  const { config } = body as { config: { buyIns: readonly object[] } };
  expect(config.buyIns).toMatchObject([
    { price: 5_000, rakes: [{ name: 'House', kind: 'percent', basisPoints: 1_250 }] },
    { name: 'Early bird', price: 4_000 },
  ]);
  await page.close();
}, 60_000);

test('settings of a running tournament: one part changes, what is locked says why', async () => {
  const { id } = await made('/tournaments', { name: 'Friday', template: 'turbo' });
  const player = await made('/players', { firstName: 'Anna', lastName: 'Holm' });
  await made(`/tournaments/${id}/players/buyin`, { playerId: player.id });
  await made(`/tournaments/${id}/start`, {});
  const page = await signedIn();
  await page.goto(`${leaf.url}/#/t/${id}/more`);
  await page.getByRole('button', { name: /^Tournament settings/u }).click();
  await group(page, 'Entries and late registration').click();
  await page.getByText('Counting with or without names stays').waitFor();
  await group(page, 'Clock').click();
  await page.getByText('It has started already.').waitFor();
  await group(page, 'Prize pool').click();
  await page.getByLabel('Guarantee (EUR)').fill('x');
  const save = page.getByRole('button', { name: 'Save', exact: true });
  expect(await save.isDisabled()).toBe(true);
  await page.getByLabel('Guarantee (EUR)').fill('1.000');
  await save.click();
  await save.waitFor({ state: 'detached' });

  const { body } = await leaf.get(`/tournaments/${id}`, token);
  expect(body).toMatchObject({ config: { name: 'Friday', pool: { guarantee: 100_000 } } });
  await page.close();
}, 60_000);

test('BLD-6: a tournament made by mistake is discarded, and comes back by Undo', async () => {
  const { id } = await made('/tournaments', { name: 'Mistake', template: 'turbo' });
  await made(`/tournaments/${id}/tables`, { tables: 2, seats: 8 });
  const page = await signedIn();
  await page.goto(`${leaf.url}/#/t/${id}/more`);
  await page.getByRole('button', { name: /^Tournament settings/u }).click();
  await page.getByRole('button', { name: 'Discard this tournament' }).click();
  await page.getByText('Mistake is discarded').waitFor();
  expect((await leaf.get(`/tournaments/${id}`, token)).status).toBe(404);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForURL(/#\/t\//u);
  const again = new URL(page.url()).hash.split('/')[2] ?? '';
  const { body } = await leaf.get(`/tournaments/${again}`, token);
  expect(body).toMatchObject({ name: 'Mistake', tables: [{}, {}] });
  await page.close();
}, 60_000);

test('BLD-6: a template is saved and taken back by the toast, as new and as changed', async () => {
  const page = await signedIn();
  const { id } = await made('/tournaments', { name: 'House rules', template: 'turbo' });
  const templates = async () =>
    (await leaf.get('/library?kind=template', token)).body as { items: { name: string }[] };
  const names = async () => (await templates()).items.map(({ name }) => name);
  const undo = page.locator('.toast').getByRole('button', { name: 'Undo' });
  await page.goto(`${leaf.url}/#/t/${id}/more`);
  await page.getByRole('button', { name: /^Tournament settings/u }).click();
  const save = page.getByRole('button', { name: 'Save as a template' });
  await save.click();
  await undo.click();
  await page.locator('.toast', { hasText: 'removed' }).waitFor();
  expect(await names()).toEqual([]);

  await save.click();
  await undo.waitFor();
  const [own] = (await templates()).items as unknown as { id: string }[];
  await page.goto(`${leaf.url}/#/templates/${own?.id}`);
  await page.getByLabel('Name', { exact: true }).first().fill('Other rules');
  await page.getByRole('button', { name: 'Save the template' }).click();
  await page.locator('.toast', { hasText: 'Other rules is saved' }).getByText('Undo').click();
  await page.locator('.toast', { hasText: 'Undone' }).waitFor();
  expect(await names()).toEqual(['House rules']);
  await page.context().close();
}, 60_000);
