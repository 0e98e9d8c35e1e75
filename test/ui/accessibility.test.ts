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
import { wordsIn } from '../../scripts/pictures/words.ts';
import type { Leaf } from '../../src/leaf/wire.ts';
import { findings } from './axe.ts';
import { builtPages } from './built-pages.ts';
import { openBrowser } from './chromium.ts';
import { signIn } from './stage.ts';

/** Contrast 7:1 is asked of screens only: a room reads them from afar (DSP-5). */
const RULES: { readonly [kind in Subject['of']]: RunOptions } = {
  operator: {},
  phone: {},
  display: { rules: { 'color-contrast-enhanced': { enabled: true } } },
};
/** What takes half a minute to come about, or looks as another one does to a screen reader. */
const LEFT_OUT = /lost|announcement|-tv$|-paper-|operator-(setup|nothing-yet)/u;

let folder: string;
let leaf: Leaf;
let filled: Filled;
let browser: Browser;

beforeAll(async () => {
  await builtPages();
  folder = mkdtempSync(join(tmpdir(), 'felt-axe-'));
  const config = { port: 0, bind: '127.0.0.1', dataFolder: join(folder, 'data'), hosts: [] };
  ({ leaf, filled } = await startDemo(config));
  await hangForPictures(`http://localhost:${leaf.port}`, filled);
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await leaf?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const looks = [
  { device: 'phone', theme: 'dark', size: { width: 390, height: 844 }, of: ['operator', 'phone'] },
  { device: 'laptop', theme: 'light', size: { width: 1_440, height: 900 }, of: ['operator'] },
  { device: 'phone', theme: 'light', size: { width: 390, height: 844 }, of: ['phone'] },
  { device: 'screen', theme: 'dark', size: { width: 1_920, height: 1_080 }, of: ['display'] },
  { device: 'screen', theme: 'light', size: { width: 1_920, height: 1_080 }, of: ['display'] },
] as const satisfies readonly {
  readonly device: string;
  readonly theme: Theme;
  readonly size: { readonly width: number; readonly height: number };
  readonly of: readonly Subject['of'][];
}[];

/** One window through which all pages of a kind pass, one after the other. */
const openWindow = async (look: (typeof looks)[number], url: string, isStranger: boolean) => {
  const context = await browser.newContext({
    ...{ viewport: look.size, reducedMotion: 'reduce', colorScheme: look.theme },
  });
  context.setDefaultTimeout(20_000);
  await context.addInitScript((name) => localStorage.setItem('felt-theme', name), look.theme);
  const page = await context.newPage();
  await page.goto(url);
  if (!isStranger) await signIn(page, OPERATORS.admin);
  return page;
};

const visit = async (page: Page, url: string, subject: Subject): Promise<readonly string[]> => {
  const path = subject.path(filled);
  // Within the operator's page an address is a `#`, as it is for who uses it: sheets close on the
  // way, but "More" stays at what was opened in it.
  const isFresh = subject.name.includes('-more-');
  if (path.startsWith('/#')) await page.goto(isFresh ? 'about:blank' : `${url}/#/elsewhere`);
  await page.goto(url + path);
  await subject.act?.(page, wordsIn('en'));
  await settle(page);
  const found = await findings(page, RULES[subject.of]);
  await subject.leave?.(page, wordsIn('en'));
  return found;
};

for (const look of looks)
  for (const of of look.of)
    test(`axe finds nothing serious on any ${of} page (${look.device}, ${look.theme})`, async () => {
      const url = `http://localhost:${leaf.port}`;
      if (of === 'display') await lightScreens(url, { theme: look.theme, language: 'en' });
      const subjects = SUBJECTS.filter((one) => one.of === of && !LEFT_OUT.test(one.name));
      const known = await openWindow(look, url, of !== 'operator');
      const stranger = await openWindow(look, url, true);
      const found: Record<string, readonly string[]> = {};
      for (const subject of subjects) {
        const page = subject.stranger === undefined ? known : stranger;
        const all = await visit(page, url, subject).catch((error) => [`not seen: ${error}`]);
        if (all.length > 0) found[subject.name] = all;
      }
      for (const page of [known, stranger]) await page.context().close();
      expect(found).toEqual({});
    }, 120_000);
