import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { startLeaf, type TestLeaf } from '../leaf.ts';
import { builtPages } from './built-pages.ts';
import { FLAGS } from './chromium.ts';

const PIN = '739154';
const PLAYERS = 20;
/** What a person would have given up on. */
const PATIENCE_MS = 10_000;

let leaf: TestLeaf;
let browser: Browser;
/** Errors of any page, CSP breaches among them; a refused sign-in by cookie is no error. */
const errors: string[] = [];

beforeAll(async () => {
  await builtPages();
  leaf = await startLeaf();
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
});

afterAll(async () => {
  await browser?.close();
  await leaf?.stop();
});

const openPage = async (path: string, width: number, height: number): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    const isRefresh = message.text().includes('401');
    if (message.type() === 'error' && !isRefresh) errors.push(message.text());
  });
  await page.goto(leaf.url + path);
  return page;
};

const setUp = async (page: Page): Promise<void> => {
  await page.getByLabel('Venue name').fill('Copenhagen Card Room');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('PIN, 6 digits').fill(PIN);
  await page.getByLabel('PIN again').fill(PIN);
  await page.getByRole('button', { name: 'Set up and sign in' }).click();
  await page.getByText('No tournament yet').waitFor();
};

const signInAgain = async (page: Page): Promise<void> => {
  await page.getByLabel('Sign out').click();
  await page.getByLabel('Your name').fill('Ada');
  await page.keyboard.press('Enter');
  await page.keyboard.type(PIN);
  await page.getByRole('link', { name: 'New tournament' }).first().waitFor();
};

const create = async (page: Page): Promise<string> => {
  await page.getByRole('link', { name: 'New tournament' }).first().click();
  await page.getByRole('button', { name: /^Turbo/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Friday Turbo');
  await page.getByLabel('Tables to open').fill('3');
  await page.getByRole('switch', { name: 'Rebuys' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL(/#\/t\//);
  return new URL(page.url()).hash.split('/')[2] ?? '';
};

/** By the keyboard alone: a name that nobody has, Enter, Enter. */
const typeIn = async (page: Page): Promise<void> => {
  await page.keyboard.press('i');
  const search = page.getByRole('dialog').getByLabel('Player');
  for (let n = 1; n <= PLAYERS; n++) {
    await search.fill(`Player${n} Tester`);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Buy in · / }).waitFor();
    await page.keyboard.press('Enter');
    await search.waitFor();
    await page.getByText(`${n} / ${n}`, { exact: true }).waitFor();
  }
  await page.keyboard.press('Escape');
};

/** Enter takes the only match, once there is one. */
const pick = async (page: Page, name: string): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name or table').fill(name);
  await dialog.getByRole('button', { name }).waitFor();
  await page.keyboard.press('Enter');
};

const bust = async (page: Page, name: string): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('b');
  await pick(page, name);
  await dialog.getByRole('button', { name: /^Bust · / }).click();
  await dialog.waitFor({ state: 'detached' });
};

test('a whole night from the wizard to the payouts, live on the TV and the phone', async () => {
  const page = await openPage('/', 1024, 768);
  await page.waitForURL('**/setup');
  await setUp(page);
  await signInAgain(page);
  const id = await create(page);

  // The TV in a second window shows its name until it is given the tournament.
  const tv = await openPage('/display/tv-1', 1280, 720);
  await tv.getByText('tv-1').waitFor();
  await page.goto(`${leaf.url}/#/t/${id}/more`);
  await page.getByRole('button', { name: /^Displays/ }).click();
  await page.getByLabel('Shows').selectOption(id);
  await tv.getByRole('heading', { name: 'Friday Turbo' }).waitFor();
  const phone = await openPage(`/t/${id}`, 390, 844);
  await phone.getByRole('heading', { name: 'Friday Turbo' }).waitFor();

  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByText('Ready to start').waitFor();
  await typeIn(page);
  await tv.getByText('of 20').waitFor();
  await phone.getByText('20/20').waitFor();

  // Space starts the clock, everywhere at once.
  await page.keyboard.press(' ');
  await page.getByText('RUNNING').waitFor();
  await phone.getByText('RUNNING').waitFor();
  await tv.getByText(/^9:5\d$/).waitFor();

  // A bust, taken back by its toast, and put in again: the rank follows.
  await bust(page, 'Player3');
  await tv.getByText('19').first().waitFor();
  await phone.getByText('19/20').waitFor();
  await page
    .getByRole('status')
    .filter({ hasText: 'bust 20th so far' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await phone.getByText('20/20').waitFor();
  await bust(page, 'Player3');
  await phone.getByText('19/20').waitFor();

  // The one who is just out buys back in.
  await page.keyboard.press('r');
  await pick(page, 'Player3');
  await page.getByRole('button', { name: /^Rebuy · €50/ }).click();
  await phone.getByText('20/20').waitFor();

  // Entries close, the payouts are locked, and everybody but one goes out.
  await page.getByRole('button', { name: 'Close entries' }).click();
  await page.getByText('Entries closed, payouts locked').waitFor();
  for (let n = PLAYERS; n >= 2; n--) await bust(page, `Player${n}`);
  await page.getByRole('button', { name: 'End and rank' }).click();
  await page.getByText('Player1 T. wins').waitFor();
  await tv.getByText('Tournament complete').waitFor();

  // 21 × €50 is all there, and the winner's part can be paid.
  await page.getByRole('link', { name: 'Money' }).click();
  await page.getByText('€1,050').first().waitFor();
  await page.getByRole('button', { name: 'Pay prize' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Prize paid to Player1 T.').first().waitFor();
  await phone.getByRole('tab', { name: 'Rank' }).click();
  await phone.getByText('1st').waitFor();

  expect(errors).toEqual([]);
}, 60_000);

/** The seconds that a `9:57` stands for. */
const secondsOf = (words: string | null): number => {
  const [minutes = Number.NaN, seconds = Number.NaN] = (words ?? '').split(':').map(Number);
  return minutes * 60 + seconds;
};

test('DSP-6: a screen that loses the leaf counts on and says so, and recovers by itself', async () => {
  const token = await leaf.token('admin');
  const made = await leaf.post(
    '/tournaments',
    { template: 'turbo', name: 'Cut', currency: 'EUR' },
    token,
  );
  const { id } = made.body as { id: string };
  await leaf.put('/displays/tv-2', { tournamentId: id }, token);
  await leaf.post(`/tournaments/${id}/start`, {}, token);
  const tv = await openPage('/display/tv-2', 1280, 720);
  const digits = tv.locator('[role=timer]');
  await digits.waitFor();
  const before = secondsOf(await digits.textContent());

  await tv.context().setOffline(true);
  await tv.getByText(/^No connection · \d+ s old$/).waitFor();
  expect(secondsOf(await digits.textContent())).toBeLessThan(before);

  await tv.context().setOffline(false);
  await tv.getByText(/^No connection/).waitFor({ state: 'detached' });
  expect(secondsOf(await digits.textContent())).toBeLessThan(before);
}, 30_000);
