import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Language } from '../../src/kernel/language.ts';
import { foreignTo, misfits } from './measure.ts';
import type { PageWords } from './words.ts';
import { wordsIn } from './words.ts';

export type Size = { readonly width: number; readonly height: number };
export type Theme = 'dark' | 'light';
export type Act = (page: Page, words: PageWords) => Promise<unknown>;
export type Person = { readonly name: string; readonly pin: string };

/** A picture that was taken, for the sheets. */
export type Shot = { readonly file: string; readonly name: string; readonly size: Size };

/** Longer than any page takes that works. */
const PATIENCE_MS = 8_000;
/** The touch of a finger on small screens, a mouse on large ones. */
const TOUCH_BELOW = 1_200;

export const sizeName = ({ width, height }: Size): string => `${width}x${height}`;

/** Signs in by the page itself, so that the browser holds what a person's would. */
const signIn = async (page: Page, url: string, { name, pin }: Person): Promise<void> => {
  await page.goto(url);
  await page.getByRole('textbox').first().fill(name);
  await page.keyboard.press('Enter');
  await page.keyboard.type(pin);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.locator('input').waitFor({ state: 'detached' });
};

/** How a leaf is told which language a page's reader chose. */
const languageCookie = (url: string, value: Language) => ({ name: 'felt-language', value, url });

/** Fonts loaded, nothing moving, nothing fading away: what a person sees who looks for a second. */
export const settle = async (page: Page): Promise<void> => {
  await page.locator('.leaving').first().waitFor({ state: 'detached' });
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await document.fonts.ready;
    await frame();
    const isOnce = ({ effect }: Animation) => effect?.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(
      document
        .getAnimations()
        .filter(isOnce)
        .map((one) => one.finished),
    );
    await frame();
  });
};

/**
 * Takes pictures into a folder, with one window per size, theme and person, which stays open: most
 * of the time of a picture would be its loading.
 */
export const createCamera = (browser: Browser, folder: string, language: Language) => {
  mkdirSync(folder, { recursive: true });
  const contexts = new Map<string, Promise<BrowserContext>>();
  const foreign = foreignTo(language);
  const shots: Shot[] = [];
  const failures: string[] = [];

  const open = async (
    url: string,
    size: Size,
    theme: Theme,
    as: Person | null,
  ): Promise<BrowserContext> => {
    const context = await browser.newContext({
      ...{ viewport: size, hasTouch: size.width < TOUCH_BELOW, reducedMotion: 'reduce' },
      ...{ locale: 'en-GB', timezoneId: 'Europe/Copenhagen', colorScheme: theme },
    });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addCookies([languageCookie(url, language)]);
    await context.addInitScript((name) => {
      localStorage.setItem('felt-theme', name);
      // The camera has no paper: what would be printed stays on the page.
      window.print = () => undefined;
    }, theme);
    if (as !== null) {
      const page = await context.newPage();
      await signIn(page, url, as);
      await page.close();
    }
    return context;
  };

  const windowOf = (url: string, size: Size, theme: Theme, as: Person | null) => {
    const key = `${url} ${sizeName(size)} ${theme} ${as?.name ?? ''}`;
    const known = contexts.get(key) ?? open(url, size, theme, as);
    contexts.set(key, known);
    return known;
  };

  const shoot = async (page: Page, name: string, size: Size): Promise<void> => {
    await settle(page);
    const file = join(folder, `${name}.png`);
    await page.screenshot({ path: file });
    shots.push({ file, name, size });
  };

  return {
    shots,
    failures,
    /** Opens a page, does what leads to the picture, and takes it; a page that fails is told of. */
    take: async ({
      name,
      url,
      path,
      size,
      theme,
      as,
      act,
      leave,
      isMeasured,
    }: {
      readonly name: string;
      readonly url: string;
      readonly path: string;
      readonly size: Size;
      readonly theme: Theme;
      readonly as: Person | null;
      readonly act: Act;
      readonly leave: Act;
      /** Whether what is cut off, or in another language, is told of, too. */
      readonly isMeasured: boolean;
    }): Promise<void> => {
      const page = await (await windowOf(url, size, theme, as)).newPage();
      const words = wordsIn(language);
      const told = async (work: () => Promise<unknown>): Promise<void> => {
        try {
          await work();
        } catch (error) {
          const [first = ''] = String(error).split('\n');
          failures.push(`${name}: ${first}`);
        }
      };
      await told(async () => {
        await page.goto(url + path);
        await act(page, words);
      });
      // Also where that failed: the picture shows why.
      await told(() => shoot(page, name, size));
      await told(async () => {
        const all = isMeasured ? await misfits(page, await foreign) : [];
        failures.push(...all.map((one) => `${name}: ${one}`));
      });
      await told(() => leave(page, words));
      await page.context().setOffline(false);
      await page.close();
    },
    close: async (): Promise<void> => {
      for (const context of contexts.values()) await (await context).close();
    },
  };
};

export type Camera = ReturnType<typeof createCamera>;
