import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { PEOPLE } from '../../leaf.ts';
import type { Stage } from '../stage.ts';
import { openStage } from '../stage.ts';

const PHONE = { width: 390, height: 844 };
const LAPTOP = { width: 1_440, height: 900 };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

/** What the leaf has of the venue by now. */
const venue = async (): Promise<Record<string, unknown>> =>
  Object((await stage.leaf.get('/venue', await stage.leaf.token('admin'))).body);

const open = (section: string, size = PHONE): Promise<Page> =>
  stage.operator(size, { as: 'admin', path: `/#/settings/${section}` });

/** The leaf has answered a change. */
const changed = (page: Page, path: string): Promise<unknown> =>
  page.waitForResponse(
    (response) => response.request().method() !== 'GET' && response.url().includes(path),
  );

test('OPS-2: the venue is changed in its fields, what is wrong is said there, and it can be undone', async () => {
  const page = await open('venue');
  await page.getByLabel('Network name').fill('Guests');
  await page.getByLabel('Password').fill('short');
  await page.getByText('A Wi-Fi password has at least 8 characters.').waitFor();
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await page.getByLabel('Password').fill('long enough');
  await page.getByLabel('Public address').fill('https://club.example/');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').waitFor();
  const wifi = { ssid: 'Guests', password: 'long enough' };
  expect(await venue()).toMatchObject({ wifi, publicUrl: 'https://club.example' });
  const back = changed(page, '/venue');
  await page.getByRole('button', { name: 'Undo' }).click();
  await back;
  expect(await venue()).toMatchObject({ wifi: null, publicUrl: null, name: 'Card Room' });
  await page.context().close();
});

test('what only the leaf finds wrong with a field stands at that field, with the focus in it', async () => {
  const page = await open('venue');
  await page.route('**/api/v1/venue', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    const issues = [{ path: 'wifi.ssid', code: 'TOO_LONG', limit: 32, message: '' }];
    const error = { code: 'INVALID', message: '', details: { issues } };
    return route.fulfill({ status: 422, json: { error } });
  });
  const field = page.getByLabel('Network name');
  await field.fill('ÄÖÜ');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').filter({ hasText: 'At most 32 characters.' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  expect(await page.locator('.toast').count()).toBe(0);
  await page.context().close();
  // The browser itself notes the refusal; nothing else went wrong.
  expect(stage.errors.splice(0).filter((said) => !said.includes('422'))).toEqual([]);
});

test('DSP-5: accent and logo are seen before they are saved, then on this page and at the sign-in', async () => {
  const page = await open('look', LAPTOP);
  await page.getByLabel('Accent: Colour as #rrggbb').fill('#cba6f7');
  await page.getByLabel('Accent: Colour as #rrggbb').blur();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').waitFor();
  const primary = () =>
    page.evaluate(() => document.documentElement.style.getPropertyValue('--primary'));
  expect(await primary()).toBe('#cba6f7');

  // A picture that the browser itself makes, so that it is a real one.
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 64;
    canvas.getContext('2d')?.fillRect(0, 0, 40, 40);
    return canvas.toDataURL('image/png');
  });
  const buffer = Buffer.from(url.split(',')[1] ?? '', 'base64');
  const input = page.locator('input[type=file]');
  await input.setInputFiles({ name: 'evil.svg', mimeType: 'image/svg+xml', buffer });
  await page.getByText('This is no PNG, JPEG or WebP picture.').waitFor();
  await input.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer });
  await page.getByText('Logo changed').waitFor();
  const stranger = await stage.open('/', PHONE);
  const logo = stranger.locator('img').first();
  await logo.waitFor();
  expect(await logo.evaluate((img) => Object(img).naturalWidth)).toBe(64);
  await stranger.getByText('Card Room').waitFor();

  const back = changed(page, '/venue/logo');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await back;
  expect(await venue()).toMatchObject({ logo: null });
  for (const one of [page, stranger]) await one.context().close();
});

test('SEC-1: an operator is added, gets another role, is kept out and let in again', async () => {
  const page = await open('operators');
  await page.getByRole('button', { name: 'Add an operator' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Nia');
  await dialog.getByLabel('PIN, 6 digits').fill('918273');
  await dialog.getByLabel('PIN again').fill('918274');
  await dialog.getByText('The two PINs differ.').waitFor();
  await dialog.getByLabel('PIN again').fill('918273');
  await dialog.getByRole('button', { name: 'Add an operator' }).click();
  await page.getByText('Nia can sign in').waitFor();
  expect((await stage.leaf.login('Nia', '918273')).status).toBe(200);

  await page.getByRole('button', { name: /^Nia/ }).click();
  await dialog.getByRole('radio', { name: /^Viewer/ }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Nia is now: Viewer').waitFor();
  await dialog.getByRole('button', { name: /^Deactivate/ }).click();
  await page.getByText('Nia can no longer sign in').waitFor();
  expect((await stage.leaf.login('Nia', '918273')).status).toBe(401);
  const back = changed(page, '/operators/');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await back;
  expect(await stage.leaf.login('Nia', '918273')).toMatchObject({
    body: { operator: { role: 'viewer' } },
  });
  await page.context().close();
});

test('CHP-1, POL-3: chips and payouts are written once; a table that does not give all is no table', async () => {
  const page = await open('chips');
  await page.getByRole('button', { name: 'New chip set' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Players and rebuys').fill('10');
  await dialog.getByText('300 chips in all').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: /^Standard/ }).waitFor();

  await page.goto(`${stage.leaf.url}/#/settings/payouts`);
  await page.getByRole('button', { name: 'New payout table' }).click();
  await dialog.getByLabel('Percent of 1st').fill('40');
  await dialog.getByText('10 % left to give').waitFor();
  expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await dialog.getByRole('button', { name: 'Rest to the first' }).click();
  await dialog.getByText('100 % given').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: /^House payouts/ }).waitFor();
  await page.context().close();
});

test('SEC-1: a shared tablet is handed over in two taps and a PIN; locked, it still shows the clock', async () => {
  const id = await stage.tournament({ name: 'Shared', template: 'turbo' });
  await stage.leaf.token('floor');
  const page = await stage.operator(PHONE, { as: 'admin', path: `/#/t/${id}/more` });
  await page.getByRole('button', { name: /^Switch operator/ }).click();
  await page.getByText('Who goes on?').waitFor();
  await page.getByRole('timer').getByText('Shared').waitFor();
  await page.getByRole('button', { name: 'Somebody else' }).click();
  await page.getByLabel('Your name').fill(PEOPLE.floor.name);
  await page.keyboard.press('Enter');
  await page.keyboard.type(PEOPLE.floor.pin);
  await page.getByText(`${PEOPLE.floor.name} · Floor`).waitFor();

  // The first one comes back by a tap on the name; a stranger's browser knows no names.
  await page.keyboard.press('l');
  await page.getByRole('button', { name: PEOPLE.admin.name, exact: true }).click();
  await page.getByLabel('Your name').waitFor();
  await page.keyboard.type(PEOPLE.admin.pin);
  await page.getByText(`${PEOPLE.admin.name} · Admin`).waitFor();
  const stranger = await stage.open('/', PHONE);
  await stranger.getByLabel('Your name').waitFor();
  expect(await stranger.getByText(PEOPLE.admin.name).count()).toBe(0);
  for (const one of [page, stranger]) await one.context().close();
});

test('OPS-12: the language of a device is chosen once and stays; about tells what runs and its licences', async () => {
  const page = await open('device');
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await page.waitForFunction(() => document.documentElement.lang === 'de');
  await page.goto(`${stage.leaf.url}/#/settings/about`);
  await page.locator('summary', { hasText: 'preact 11' }).waitFor();
  expect(stage.errors).toEqual([]);
  await page.context().close();
});
