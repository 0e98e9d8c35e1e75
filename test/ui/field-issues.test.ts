import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Locator, Page } from 'playwright-core';
import { buyIn } from '../../ui/texts/en/buy-in.ts';
import { create } from '../../ui/texts/en/create.ts';
import { money } from '../../ui/texts/en/money.ts';
import { settings } from '../../ui/texts/en/settings.ts';
import { templates } from '../../ui/texts/en/templates.ts';
import type { Stage } from './stage.ts';
import { openStage } from './stage.ts';

setDefaultTimeout(60_000);

let stage: Stage;
let page: Page;
let id: string;
beforeAll(async () => {
  stage = await openStage();
  page = await stage.operator({ width: 1_024, height: 900 });
  id = await stage.tournament({ name: 'Main', currency: 'EUR', template: 'standard' });
});
afterAll(() => stage?.close());

const idIn = (body: unknown): string => String(Object(body).id);
const toasts = (): Promise<number> => page.locator('.toasts [role="alert"]').count();

/** It says itself what is wrong with it, is in sight and has the focus, and no toast says it too. */
const saysItself = async (field: Locator, words: RegExp): Promise<void> => {
  const label = page.locator('label', { has: field });
  await label.getByRole('alert').filter({ hasText: words }).waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  expect(await field.evaluate((own) => own === document.activeElement)).toBe(true);
  expect(await toasts()).toBe(0);
};

/** A level far beyond any structure, in a part of the settings that is folded again. */
const mistype = async (): Promise<Locator> => {
  const summary = page.locator('summary', { hasText: settings.groups.reEntry });
  await summary.click();
  const field = page.getByLabel(settings.lateReg);
  await field.fill('20000');
  await summary.click();
  return field;
};

test('a new tournament says at the field what the leaf has against it, and opens the part it is in', async () => {
  await page.goto(`${stage.leaf.url}/#/new`);
  const field = await mistype();
  await page.getByRole('button', { name: create.submit, exact: true }).click();
  await saysItself(field, /10,000/u);
  await field.fill('6');
  expect(await page.locator('label', { has: field }).getByRole('alert').count()).toBe(0);
});

test('so do the settings of a tournament, and the template that it is saved as', async () => {
  await page.goto(`${stage.leaf.url}/#/t/${id}/more`);
  await page.getByRole('button', { name: /^Tournament settings/u }).click();
  const field = await mistype();
  await page.getByRole('button', { name: settings.save, exact: true }).click();
  await saysItself(field, /10,000/u);

  await page.getByRole('button', { name: templates.saveAs }).click();
  await page.locator('.toasts', { hasText: templates.saved('Main') }).waitFor();
  const { body } = await stage.leaf.get('/library?kind=template', await stage.leaf.token('floor'));
  await page.goto(`${stage.leaf.url}/#/templates/${idIn(Object(body).items[0])}`);
  const own = await mistype();
  await page.getByRole('button', { name: templates.save, exact: true }).click();
  await saysItself(own, /10,000/u);
});

test('so do the prizes of the night, row by row, and a player whose name is too long', async () => {
  await page.goto(`${stage.leaf.url}/#/t/${id}/money`);
  await page.getByRole('button', { name: money.editShort }).first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText(money.byKind['percent'] ?? '', { exact: true }).click();
  await sheet.getByLabel(money.toPlace(1)).fill('30000');
  await sheet.getByRole('button', { name: money.apply }).click();
  await sheet
    .getByRole('alert')
    .filter({ hasText: /20,000/u })
    .waitFor();
  expect(await toasts()).toBe(0);
  await page.keyboard.press('Escape');

  await page.keyboard.press('i');
  const search = page.getByRole('combobox', { name: buyIn.search });
  await search.fill(`Anna ${'Holm'.repeat(26)}`);
  await page.getByRole('button', { name: /Holm/u }).click();
  await page.getByRole('alert').filter({ hasText: /100/u }).waitFor();
  expect(await search.getAttribute('aria-invalid')).toBe('true');
  expect(await toasts()).toBe(0);
  await search.fill('Anna');
  await page.getByRole('alert').waitFor({ state: 'detached' });
});
