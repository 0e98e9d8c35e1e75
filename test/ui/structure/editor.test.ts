import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import type { Stage } from '../stage.ts';
import { openStage } from '../stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

/** The structure of a new tournament, open in the editor; with the tournament's id. */
const openEditor = async (width: number, height: number) => {
  const id = await stage.tournament({ name: 'Friday', template: 'turbo' });
  const page = await stage.operator({ width, height }, { path: `/#/t/${id}/more` });
  await page.getByRole('button', { name: /^Structure/ }).click();
  return { page, id };
};

type Told = { levels: { kind: string; bigBlind?: number; minutes: number }[] };
const levelsOf = async (id: string): Promise<Told['levels']> =>
  ((await stage.leaf.get(`/tournaments/${id}`, await stage.leaf.token('floor'))).body as Told)
    .levels;

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
  const { page, id } = await openEditor(1024, 768);
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
}, 60_000);

test('BLD-2: what cannot be played says why at its row, and is not saved', async () => {
  const { page } = await openEditor(1024, 768);
  await page.getByLabel('Level 1: Small', { exact: true }).fill('40');
  await page.keyboard.press('Enter');
  await page.getByText('40 cannot be paid: the smallest chip still in play is 25.').waitFor();
  expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
  await page.context().close();
}, 60_000);

test('BLD-2: a length that cannot be is not kept in sight; a sheet gives the focus back', async () => {
  const { page } = await openEditor(1024, 768);
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
}, 60_000);

test('BLD-3: on a phone the wizard makes a structure, and a finger moves a row', async () => {
  const { page } = await openEditor(390, 844);
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
}, 60_000);

test('BLD-5: somebody else’s structure does not wipe out a draft: mine or theirs, and each way back', async () => {
  const { page, id } = await openEditor(390, 844);
  const save = async (minutes: number) => {
    const levels = (await levelsOf(id)).map((level) => ({ ...level, minutes }));
    const token = await stage.leaf.token('admin');
    const { status } = await stage.leaf.put(
      `/tournaments/${id}/structure`,
      { fromLevel: 0, levels },
      token,
    );
    expect(status).toBe(200);
  };
  // Nothing of one's own is in it: theirs stands there at once.
  await save(11);
  await page.getByText('11 min').first().waitFor();
  const draft = async () => {
    await page.getByRole('button', { name: 'Add a break' }).click();
    await page.getByText('Not saved yet').waitFor();
  };
  await draft();
  await save(12);
  const asked = page.getByRole('alert').filter({ hasText: 'Somebody else saved' });
  await asked.waitFor();
  expect(await page.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: 'Take theirs' }).click();
  await asked.waitFor({ state: 'detached' });
  await page.getByText('12 min').first().waitFor();
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await asked.waitFor();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByText('11 min').first().waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Not saved yet').waitFor({ state: 'detached' });
  const mine = await levelsOf(id);
  expect(mine.at(-1)).toMatchObject({ kind: 'break' });
  expect(mine[0]?.minutes).toBe(11);
  // What was saved over theirs can be taken back, like everything else.
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await page.getByText('12 min').first().waitFor();
  expect((await levelsOf(id))[0]?.minutes).toBe(12);
  expect(stage.errors).toEqual([]);
  await page.context().close();
}, 60_000);
