import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export type Size = { readonly width: number; readonly height: number };
export type Theme = 'dark' | 'light';
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

/** Fonts loaded, nothing moving: what a person sees who looks for a second. */
export const settle = async (page: Page): Promise<void> => {
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
export const createCamera = (browser: Browser, folder: string) => {
  mkdirSync(folder, { recursive: true });
  const contexts = new Map<string, Promise<BrowserContext>>();
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
    await context.addInitScript((name) => {
      localStorage.setItem('felt-theme', name);
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
    }: {
      readonly name: string;
      readonly url: string;
      readonly path: string;
      readonly size: Size;
      readonly theme: Theme;
      readonly as: Person | null;
      readonly act: (page: Page) => Promise<unknown>;
    }): Promise<void> => {
      const page = await (await windowOf(url, size, theme, as)).newPage();
      try {
        await page.goto(url + path);
        await act(page);
      } catch (error) {
        const [words = ''] = String(error).split('\n');
        failures.push(`${name}: ${words}`);
      }
      await shoot(page, name, size);
      await page.context().setOffline(false);
      await page.close();
    },
    close: async (): Promise<void> => {
      for (const context of contexts.values()) await (await context).close();
    },
  };
};

export type Camera = ReturnType<typeof createCamera>;
