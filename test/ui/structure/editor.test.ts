import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { TestLeaf } from '../../leaf.ts';
import { PEOPLE, startLeaf } from '../../leaf.ts';
import { builtPages } from '../built-pages.ts';
import { FLAGS } from '../chromium.ts';

/** What a person would have given up on. */
const PATIENCE_MS = 10_000;

let leaf: TestLeaf;
let browser: Browser;
let token: string;
beforeAll(async () => {
  await builtPages();
  leaf = await startLeaf();
  token = await leaf.token('admin');
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await leaf?.stop();
});

const signedIn = async (width: number, height: number): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(leaf.url);
  await page.getByLabel('Your name').fill(PEOPLE.admin.name);
  await page.keyboard.press('Enter');
  await page.keyboard.type(PEOPLE.admin.pin);
  await page.getByRole('heading', { name: 'Tournaments' }).waitFor();
  return page;
};

const create = async (): Promise<string> => {
  const wish = { name: 'Friday', template: 'turbo' };
  const { body } = await leaf.post('/tournaments', wish, token);
  return (body as { id: string }).id;
};

type Told = { levels: { kind: string; bigBlind?: number; minutes: number }[] };
const levelsOf = async (id: string): Promise<Told['levels']> =>
  ((await leaf.get(`/tournaments/${id}`, token)).body as Told).levels;

/** As Ctrl+V does it, with what a spreadsheet puts on the clipboard. */
const paste = (page: Page, label: string, copied: string): Promise<void> =>
  page.getByLabel(label, { exact: true }).evaluate((field, text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, copied);

/** Waits until the cell `row:column` holds this figure. */
const shows = async (page: Page, at: string, figure: string): Promise<void> => {
  await page.waitForFunction(
    ([place, wanted]) =>
      document.querySelector<HTMLInputElement>(`[data-at="${place}"]`)?.value === wanted,
    [at, figure],
  );
};

test('BLD-2: a table is pasted, taken back, pasted again, put right by keyboard, and saved', async () => {
  const [page, id] = [await signedIn(1024, 768), await create()];
  await page.goto(`${leaf.url}/#/t/${id}/more`);
  await page.getByRole('button', { name: /^Structure/ }).click();
  const big = (level: number) => page.getByLabel(`Level ${level}: Big`, { exact: true });
  const before = await big(2).inputValue();
  const table = 'Level\tSB\tBB\tAnte\tMin\n2\t150\t300\t\t12\nBreak\t\t\t\t5\n3\t300\t600\t600\t12';
  await paste(page, 'Level 2: Small', table);
  await shows(page, '1:1', '300');
  expect(await page.getByLabel('Level 3: Ante', { exact: true }).inputValue()).toBe('600');

  await big(2).focus();
  await page.keyboard.press('Control+z');
  await shows(page, '1:1', before);
  await page.keyboard.press('Control+y');
  await shows(page, '1:1', '300');

  // Arrow down leads past the break's empty cells, and Enter keeps what was typed.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('700');
  await page.keyboard.press('Enter');
  expect(await big(3).inputValue()).toBe('700');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Not saved yet').waitFor({ state: 'detached' });

  const saved = await levelsOf(id);
  expect(saved.slice(0, 4)).toMatchObject([
    { kind: 'round', bigBlind: 100 },
    { kind: 'round', bigBlind: 300, minutes: 12 },
    { kind: 'break', minutes: 5 },
    { kind: 'round', bigBlind: 700, minutes: 12 },
  ]);
  await page.context().close();
}, 30_000);

test('BLD-2: what cannot be played says why at its row, and is not saved', async () => {
  const [page, id] = [await signedIn(1024, 768), await create()];
  await page.goto(`${leaf.url}/#/t/${id}/more`);
  await page.getByRole('button', { name: /^Structure/ }).click();
  await page.getByLabel('Level 1: Small', { exact: true }).fill('40');
  await page.keyboard.press('Enter');
  await page.getByText('40 cannot be paid: the smallest chip still in play is 25.').waitFor();
  expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
  await page.context().close();
}, 30_000);

test('BLD-2: a length that cannot be is not kept in sight; a sheet gives the focus back', async () => {
  const [page, id] = [await signedIn(1024, 768), await create()];
  await page.goto(`${leaf.url}/#/t/${id}/more`);
  await page.getByRole('button', { name: /^Structure/ }).click();
  const minutes = page.getByLabel('Level 1: Minutes', { exact: true });
  await minutes.fill('0');
  expect(await minutes.getAttribute('aria-invalid')).toBe('true');
  await page.keyboard.press('Tab');
  await shows(page, '0:3', '10');
  await page.getByRole('button', { name: 'Wizard' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Wizard');
  await page.context().close();
}, 30_000);

test('BLD-3: on a phone the wizard makes a structure, and a finger moves a row', async () => {
  const [page, id] = [await signedIn(390, 844), await create()];
  await page.goto(`${leaf.url}/#/t/${id}/more`);
  await page.getByRole('button', { name: /^Structure/ }).click();
  await page.getByRole('button', { name: 'Wizard' }).click();
  const wizard = page.getByRole('dialog');
  await wizard.getByLabel('Players').fill('20');
  await wizard.getByRole('button', { name: '2 h', exact: true }).click();
  await wizard.getByText(/over after about 2 h|over after about 1 h 5\d min/).waitFor();
  await wizard.getByRole('button', { name: 'Use this structure' }).click();
  await wizard.waitFor({ state: 'detached' });
  const words = (row: number) => page.locator(`[data-row="${row}"] .mono.truncate`).first();
  const [first, second] = [await words(0).textContent(), await words(1).textContent()];

  await page.locator('[data-handle="0"]').scrollIntoViewIfNeeded();
  const from = await page.locator('[data-handle="0"]').boundingBox();
  const to = await page.locator('[data-handle="1"]').boundingBox();
  if (from === null || to === null) throw new Error('the rows have handles');
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 10, to.y + to.height - 2, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(
    (was) => document.querySelector('[data-row="0"] .mono.truncate')?.textContent === was,
    second,
  );
  expect(await words(1).textContent()).toBe(first);
  await page.context().close();
}, 30_000);
