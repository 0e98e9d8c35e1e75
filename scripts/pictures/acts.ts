import type { Page } from 'playwright-core';
import type { Act } from './camera.ts';
import type { PageWords } from './words.ts';

/** A cut cable says nothing: a page asks after a while whether the leaf is there at all. */
const LOST_MS = 25_000;

export const heading: Act = (page) => page.getByRole('heading').first().waitFor();
export const timer: Act = (page) => page.getByRole('timer').first().waitFor();
export const anything: Act = (page) => page.locator('body *').first().waitFor();

/** Until a screen was told what its board shows, the clock is on it. */
export const board: Act = (page) => page.locator('.board-title').waitFor();

/** What is called so, or begins so where more stands in it. */
const begins = (words: string): RegExp => new RegExp(`^\\s*${words}`, 'u');

export const tapped =
  (wordsOf: (words: PageWords) => string, role: 'button' | 'tab' = 'button'): Act =>
  async (page, words) => {
    await page
      .getByRole(role, { name: begins(wordsOf(words)) })
      .first()
      .click();
  };

/** One after the other. */
export const first =
  (...acts: readonly Act[]): Act =>
  async (page, words) => {
    for (const act of acts) await act(page, words);
  };

const dialog: Act = (page) => page.getByRole('dialog').waitFor();
export const pressed = (key: string): Act =>
  first(timer, (page) => page.keyboard.press(key), dialog);

export const lost: Act = async (page, words) => {
  await timer(page, words);
  await page.context().setOffline(true);
  await page
    .getByText(/no connection|ingen forbindelse|keine verbindung/i)
    .first()
    .waitFor({ timeout: LOST_MS });
};

export const seat: Act = first(
  timer,
  (page) => page.locator('button[data-entry]').first().click(),
  dialog,
);

export const player: Act = first(
  timer,
  (page) => page.getByRole('main').getByRole('button').filter({ hasText: '·' }).first().click(),
  dialog,
);

/** A form stands in the sheet. */
export const field: Act = (page) => page.getByRole('dialog').getByRole('textbox').first().waitFor();

/** The first person of the list in the sheet. */
const somebody: Act = (page) =>
  page.getByRole('dialog').getByRole('listitem').getByRole('button').first().click();
const button = (page: Page, css: string) => page.getByRole('dialog').locator(`button.${css}`);

export const busting: Act = first(pressed('b'), somebody, (page) =>
  button(page, 'btn-danger').waitFor(),
);
const told: Act = (page) => page.locator('.toast button').first().waitFor();
/** Takes back what the toast tells of. */
export const takenBack: Act = (page) => page.locator('.toast button').first().click();

/** Somebody is out, by the first who could have done it; the toast says so. */
export const busted: Act = first(
  busting,
  (page) => page.getByRole('dialog').locator('fieldset .chip').first().click(),
  (page) => button(page, 'btn-danger').click(),
  told,
);
export const rebought: Act = first(
  pressed('r'),
  somebody,
  (page) => button(page, 'btn-primary').click(),
  told,
);

/** The newest receipt of the desk, once more. */
export const printed: Act = first(timer, (page, { desk }) =>
  page
    .getByRole('button')
    .filter({ hasText: new RegExp(`^\\s*${desk.print}\\s*$`, 'u') })
    .first()
    .click(),
);

/** Paper as it leaves the printer: nothing of the page around it. */
export const onPaper: Act = first(
  (page) => page.locator('.paper').first().waitFor({ state: 'attached' }),
  (page) => page.emulateMedia({ media: 'print' }),
);
