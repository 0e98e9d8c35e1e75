import type { Locator, Page } from 'playwright-core';

/** What a person takes, by counting: a look and a tap, a key; in seconds. */
const TAP_S = 1;
const KEY_S = 0.2;

/**
 * Does what a person would do, as fast as the page goes, and counts how long the person would have
 * taken at it. Looking and thinking is told by `think`.
 */
export const createHuman = (page: Page) => {
  let seconds = 0;
  const steps: string[] = [];
  const told = (what: string, took: number): void => {
    steps.push(what);
    seconds += took;
  };
  const keys = async (words: string): Promise<void> => {
    await page.keyboard.type(words);
    seconds += words.length * KEY_S;
  };
  return {
    steps,
    /** What the person needed so far. */
    seconds: (): number => seconds,
    think: (took: number): void => {
      seconds += took;
    },
    tap: async (target: Locator): Promise<void> => {
      told(`tap ${target}`, TAP_S);
      await target.click();
    },
    /** Taps a field and writes into it, in place of what is there. */
    write: async (target: Locator, words: string): Promise<void> => {
      told(`write ${words}`, TAP_S + words.length * KEY_S);
      await target.fill(words);
    },
    type: keys,
    press: async (key: string): Promise<void> => {
      seconds += KEY_S;
      await page.keyboard.press(key);
    },
  };
};
