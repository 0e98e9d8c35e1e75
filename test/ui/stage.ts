import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { login } from '../../ui/texts/en/login.ts';
import { PEOPLE, startLeaf } from '../leaf.ts';
import { builtPages } from './built-pages.ts';
import { openBrowser } from './chromium.ts';

/** What a person would have given up on. */
const PATIENCE_MS = 15_000;

export type Size = { readonly width: number; readonly height: number };
type Person = { readonly name: string; readonly pin: string };
type Look = { readonly touch?: boolean; readonly theme?: 'dark' | 'light' };

/** What a page says, in one line; what is hidden is not said. */
const said = (page: Page): Promise<string> =>
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not said
  page.evaluate(() => document.body.innerText.replace(/\s+/gu, ' '));

/** Waits until the page says it, whatever its letters' case and however it is broken into lines. */
export const says = async (page: Page, words: RegExp): Promise<void> => {
  try {
    await page.waitForFunction(
      // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not said
      (source) => new RegExp(source, 'iu').test(document.body.innerText.replace(/\s+/gu, ' ')),
      words.source,
      { polling: 50 },
    );
  } catch (cause) {
    const instead = await said(page);
    throw new Error(`${page.url()} never said ${words}, but: ${instead}`, { cause });
  }
};

/** The seconds that a `1:02:03` or a `9:57` stands for. */
export const secondsOf = (words: string | null): number =>
  (words ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** What the clock of a page shows, in seconds. */
export const secondsOn = async (page: Page): Promise<number> =>
  secondsOf(await page.getByRole('timer').first().textContent());

export const signIn = async (page: Page, { name, pin }: Person): Promise<void> => {
  const typed = page.getByLabel(login.operator, { exact: true });
  await typed.fill(name);
  await page.keyboard.press('Enter');
  await page.keyboard.type(pin);
  await typed.waitFor({ state: 'detached' });
};

/** A leaf and a browser, and windows of any kind on it; the leaf on a folder that is there, if told. */
export const openStage = async (options: { readonly folder?: string } = {}) => {
  await builtPages();
  const [leaf, browser] = await Promise.all([startLeaf(options), openBrowser()]);
  /** Errors of any page, breaches of its security policy among them. */
  const errors: string[] = [];

  const listen = (page: Page): Page => {
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      // A sign-in by cookie that is refused is no error, nor is a network that a test cut.
      const isExpected = /\b401\b|ERR_(INTERNET_DISCONNECTED|CONNECTION)/u.test(message.text());
      if (message.type() === 'error' && !isExpected) errors.push(message.text());
    });
    return page;
  };

  const newContext = async (
    size: Size,
    { touch = false, theme = 'dark' }: Look,
    rest: BrowserContextOptions = {},
  ): Promise<BrowserContext> => {
    const context = await browser.newContext({
      ...{ viewport: size, hasTouch: touch, reducedMotion: 'reduce', colorScheme: theme },
      ...rest,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript((name) => localStorage.setItem('felt-theme', name), theme);
    return context;
  };

  const open = async (path: string, size: Size, look: Look = {}): Promise<Page> => {
    const context = await newContext(size, look);
    const page = listen(await context.newPage());
    await page.goto(leaf.url + path);
    return page;
  };

  return {
    ...{ leaf, browser, errors, open, newContext, listen },
    /** The operator's page of somebody who has signed in; the first one sets the venue up. */
    operator: async (
      size: Size,
      {
        as = 'floor',
        path = '/',
        ...look
      }: Look & { as?: keyof typeof PEOPLE; path?: string } = {},
    ): Promise<Page> => {
      await leaf.token(as);
      const page = await open('/', size, look);
      await signIn(page, PEOPLE[as]);
      if (path !== '/') await page.goto(leaf.url + path);
      return page;
    },
    /** A tournament by REST; answers its id. */
    tournament: async (body: object): Promise<string> => {
      const made = await leaf.post('/tournaments', body, await leaf.token('floor'));
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      return (made.body as { id: string }).id;
    },
    /** A screen that shows a tournament's clock. */
    screen: async (nodeId: string, tournamentId: string, size: Size): Promise<Page> => {
      await leaf.put(
        `/displays/${nodeId}`,
        { tournamentId, view: 'clock' },
        await leaf.token('floor'),
      );
      const page = await open(`/display/${nodeId}`, size);
      await page.getByRole('timer').first().waitFor();
      return page;
    },
    close: async (): Promise<void> => {
      await browser.close();
      await leaf.stop();
    },
  };
};

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** By the keyboard alone: Tab until something of this name has the focus. @throws after a round. */
export const tabTo = async (page: Page, target: Locator): Promise<void> => {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    if (await target.first().evaluate((own) => own === document.activeElement)) return;
  }
  throw new Error(`the keyboard does not reach ${target}`);
};
