import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { PEOPLE, startLeaf, type TestLeaf } from '../leaf.ts';
import { builtPages } from './built-pages.ts';
import { openBrowser } from './chromium.ts';

const PATIENCE_MS = 10_000;

let leaf: TestLeaf;
let browser: Browser;
let tournamentId: string;
const errors: string[] = [];

beforeAll(async () => {
  await builtPages();
  leaf = await startLeaf();
  const admin = await leaf.token('admin');
  const made = await leaf.post('/tournaments', { name: 'Friday', template: 'turbo' }, admin);
  tournamentId = String(Object(made.body).id);
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await leaf?.stop();
});

const openPage = async (path: string, width: number, height: number): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(leaf.url + path);
  return page;
};

const signedIn = async (hash: string): Promise<Page> => {
  const page = await openPage(`/${hash}`, 390, 844);
  await page.getByLabel('Your name').fill(PEOPLE.admin.name);
  await page.keyboard.press('Enter');
  await page.keyboard.type(PEOPLE.admin.pin);
  return page;
};

/** How many sounds the screen began since it was loaded, counted where the browser makes them. */
const listening = async (tv: Page): Promise<() => Promise<number>> => {
  await tv.addInitScript(() => {
    const counted = { begun: 0 };
    Object.assign(globalThis, { counted });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (when?: number) {
      counted.begun += 1;
      start.call(this, when ?? 0);
    };
  });
  return () => tv.evaluate(() => Object(globalThis).counted.begun);
};

/** The leaf has answered a change of a screen. */
const changed = (page: Page, part = '/displays/'): Promise<unknown> =>
  page.waitForResponse(
    (response) => response.request().method() === 'PUT' && response.url().includes(part),
  );

const displayOf = async (): Promise<Record<string, unknown>> => {
  const { body } = await leaf.get('/displays', await leaf.token('admin'));
  return Object(body).items[0];
};

test('DSP-9, 4, 10, 12: a screen is claimed by its code, cycles, and says aloud what is announced', async () => {
  const tv = await openPage('/tv', 1280, 720);
  const begun = await listening(tv);
  await tv.reload();
  const code = tv.getByText(/^\d{4}$/);
  await code.waitFor();
  const page = await signedIn(`#/t/${tournamentId}/more`);
  await page.getByRole('button', { name: /^Displays/ }).click();

  // A code that no screen shows says so, and the right one shows the tournament at once.
  await page.getByRole('button', { name: 'Add a screen' }).click();
  const dialog = page.getByRole('dialog');
  const shown = (await code.textContent()) ?? '';
  await dialog.getByLabel('Code on the screen').fill(shown === '0000' ? '0001' : '0000');
  await page.keyboard.press('Enter');
  await dialog.getByText('No screen shows this code.', { exact: false }).waitFor();
  await dialog.getByLabel('Code on the screen').fill(shown);
  await page.keyboard.press('Enter');
  await tv.getByText('Friday').first().waitFor();

  await dialog.getByLabel('Name').fill('Main wall');
  await page.keyboard.press('Tab');
  await page.getByText('Main wall changed').waitFor();
  expect(await displayOf()).toMatchObject({ name: 'Main wall', tournamentId, code: null });

  // A cycle, and what a bust brings up, are saved as one.
  await dialog.getByRole('button', { name: 'Set up a cycle' }).click();
  await dialog.getByLabel('Seconds of Rankings').fill('45');
  await dialog.getByLabel('When a player busts, show').selectOption('rankings');
  await dialog.getByRole('button', { name: 'Save the cycle' }).click();
  await page.getByText('Cycle of Main wall changed').waitFor();
  expect(await displayOf()).toMatchObject({
    cycle: [
      { view: 'clock', seconds: 60 },
      { view: 'rankings', seconds: 45 },
      { view: 'seating', seconds: 20 },
    ],
    onBust: { view: 'rankings', seconds: 20 },
  });

  // Sound: allowed here, and unlocked by somebody who touches the screen.
  const allowed = changed(page);
  await dialog.getByRole('switch', { name: 'May make sounds' }).click();
  await allowed;
  expect(await displayOf()).toMatchObject({ sound: true });
  await tv.mouse.click(600, 300);
  await page.keyboard.press('Escape');
  await page.getByText('Sound on').waitFor();
  const before = await begun();

  // Two taps: Announce, and the words.
  await page.getByRole('button', { name: 'Announce' }).click();
  await dialog.getByRole('button', { name: 'Please take your seats' }).click();
  const overlay = tv.getByRole('alert').getByText('Please take your seats');
  await overlay.waitFor();
  await tv.waitForFunction((sounds) => Object(globalThis).counted.begun > sounds, before);
  await page.getByRole('button', { name: 'Take down' }).click();
  await overlay.waitFor({ state: 'detached' });

  // For a while another view, and back.
  await page.getByRole('button', { name: 'Show on screens' }).click();
  await dialog.getByRole('button', { name: 'Blind schedule' }).click();
  await dialog.getByRole('button', { name: 'Show now' }).click();
  await page.getByText('1 screen is overridden').waitFor();
  expect(await displayOf()).toMatchObject({ override: { view: 'schedule' } });
  await page.getByRole('status').getByRole('button', { name: 'End it' }).first().click();
  await page.getByText('1 screen is overridden').waitFor({ state: 'detached' });

  // Removed by mistake, and back with all that it had.
  await page.getByRole('button', { name: /^Main wall/ }).click();
  await dialog.getByRole('button', { name: 'Remove this screen' }).click();
  await page.getByText('Main wall removed').waitFor();
  expect(await displayOf()).toMatchObject({ name: '', tournamentId: null });
  const back = changed(page, '/playlist');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await back;
  await page.getByRole('button', { name: /^Main wall/ }).waitFor();
  expect(await displayOf()).toMatchObject({ name: 'Main wall', tournamentId, sound: true });
  expect(await displayOf()).toMatchObject({ onBust: { view: 'rankings', seconds: 20 } });
  expect(errors).toEqual([]);
}, 60_000);

test('DSP-2: a screen with the lobby says that it shows all tournaments, not nothing', async () => {
  const admin = await leaf.token('admin');
  await leaf.put('/displays/foyer', { name: 'Foyer', tournamentId: null, view: 'lobby' }, admin);
  const page = await signedIn(`#/t/${tournamentId}/more`);
  await page.getByRole('button', { name: /^Displays/ }).click();
  await page.getByText('Foyer').first().waitFor();
  const shows = page.locator('select', { hasText: 'All tournaments' });
  expect(await shows.inputValue()).toBe('');
  await page.context().close();
}, 60_000);
