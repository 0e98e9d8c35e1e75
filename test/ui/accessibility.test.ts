import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { Filled } from '../../scripts/demo/fill.ts';
import { startDemo } from '../../scripts/demo/start.ts';
import { OPERATORS } from '../../scripts/demo/venue.ts';
import type { Theme } from '../../scripts/pictures/camera.ts';
import { settle } from '../../scripts/pictures/camera.ts';
import { hangForPictures, lightScreens } from '../../scripts/pictures/hang.ts';
import type { Subject } from '../../scripts/pictures/list.ts';
import { SUBJECTS } from '../../scripts/pictures/list.ts';
import { foreignTo, misfits } from '../../scripts/pictures/measure.ts';
import { wordsIn } from '../../scripts/pictures/words.ts';
import type { Language } from '../../src/kernel/language.ts';
import { LANGUAGES } from '../../src/kernel/language.ts';
import type { Leaf } from '../../src/leaf/wire.ts';
import { findings } from './axe.ts';
import { builtPages } from './built-pages.ts';
import { openBrowser } from './chromium.ts';
import { signIn } from './stage.ts';

/** Contrast 7:1 is asked of screens only: a room reads them from afar (DSP-5). */
const rulesFor = (of: Subject['of'], theme: Theme): RunOptions => {
  if (of !== 'display') return {};
  // A screen's markup is the same in both themes, and the dark one has had it looked at.
  return theme === 'light'
    ? { runOnly: ['color-contrast', 'color-contrast-enhanced'] }
    : { rules: { 'color-contrast-enhanced': { enabled: true } } };
};
/** What takes half a minute to come about, or looks as another one does to a screen reader. */
const LEFT_OUT = /lost|announcement|-tv$|-paper-|operator-(setup|nothing-yet)/u;

let folder: string;
let leaf: Leaf;
let filled: Filled;
let browser: Browser;
const foreign: Record<Language, readonly string[]> = { en: [], da: [], de: [] };

beforeAll(async () => {
  await builtPages();
  folder = mkdtempSync(join(tmpdir(), 'felt-axe-'));
  const config = { port: 0, bind: '127.0.0.1', dataFolder: join(folder, 'data'), hosts: [] };
  ({ leaf, filled } = await startDemo(config));
  await hangForPictures(`http://localhost:${leaf.port}`, filled);
  browser = await openBrowser();
  for (const language of LANGUAGES) foreign[language] = await foreignTo(language);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await leaf?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const PHONE = { width: 390, height: 844 };
const LAPTOP = { width: 1_440, height: 900 };
const SCREEN = { width: 1_920, height: 1_080 };

/** On the narrowest in the language of the longest words. */
const looks = [
  { size: PHONE, theme: 'dark', language: 'de', of: ['operator', 'phone'] },
  { size: LAPTOP, theme: 'light', language: 'en', of: ['operator'] },
  { size: PHONE, theme: 'light', language: 'da', of: ['phone'] },
  { size: SCREEN, theme: 'dark', language: 'en', of: ['display'] },
  { size: SCREEN, theme: 'light', language: 'en', of: ['display'] },
] as const satisfies readonly {
  readonly size: typeof PHONE;
  readonly theme: Theme;
  readonly language: Language;
  readonly of: readonly Subject['of'][];
}[];
type Look = (typeof looks)[number];

/** One window through which all pages of a kind pass, one after the other. */
const openWindow = async (look: Look, url: string, isStranger: boolean) => {
  const context = await browser.newContext({
    ...{ viewport: look.size, reducedMotion: 'reduce', colorScheme: look.theme },
  });
  context.setDefaultTimeout(20_000);
  await context.addInitScript((name) => localStorage.setItem('felt-theme', name), look.theme);
  const page = await context.newPage();
  await page.goto(url);
  if (!isStranger) await signIn(page, OPERATORS.admin);
  await context.addCookies([{ name: 'felt-language', value: look.language, url }]);
  await page.goto('about:blank');
  return page;
};

const visit = async (
  page: Page,
  url: string,
  subject: Subject,
  { language, theme }: Look,
): Promise<readonly string[]> => {
  const path = subject.path(filled);
  const words = wordsIn(language);
  // Within the operator's page an address is a `#`, as it is for who uses it: sheets close on the
  // way, but "More" stays at what was opened in it.
  const isFresh = subject.name.includes('-more-');
  if (path.startsWith('/#')) await page.goto(isFresh ? 'about:blank' : `${url}/#/elsewhere`);
  await page.goto(url + path);
  await subject.act?.(page, words);
  await settle(page);
  const found = await findings(page, rulesFor(subject.of, theme));
  const cut = subject.of === 'display' ? [] : await misfits(page, foreign[language]);
  await subject.leave?.(page, words);
  return [...found, ...cut];
};

for (const look of looks)
  for (const of of look.of)
    test(`axe finds nothing serious on any ${of} page, and nothing is cut off (${look.size.width} px, ${look.theme}, ${look.language})`, async () => {
      const url = `http://localhost:${leaf.port}`;
      const { theme, language } = look;
      if (of === 'display') await lightScreens(url, { theme, language });
      const subjects = SUBJECTS.filter((one) => one.of === of && !LEFT_OUT.test(one.name));
      const known = await openWindow(look, url, of !== 'operator');
      const stranger = await openWindow(look, url, true);
      const found: Record<string, readonly string[]> = {};
      for (const subject of subjects) {
        const page = subject.stranger === undefined ? known : stranger;
        const all = await visit(page, url, subject, look).catch((error) => [`not seen: ${error}`]);
        if (all.length > 0) found[subject.name] = all;
      }
      for (const page of [known, stranger]) await page.context().close();
      expect(found).toEqual({});
    }, 120_000);
