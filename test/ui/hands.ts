import type { Locator, Page } from 'playwright-core';
import { actions } from '../../ui/texts/en/actions.ts';
import { bust } from '../../ui/texts/en/bust.ts';
import { buyIn } from '../../ui/texts/en/buy-in.ts';
import { clock } from '../../ui/texts/en/clock.ts';
import { general } from '../../ui/texts/en/general.ts';
import { overview } from '../../ui/texts/en/overview.ts';
import { players } from '../../ui/texts/en/players.ts';
import { tabs } from '../../ui/texts/en/tabs.ts';
import { tabTo } from './stage.ts';

/** What a floor manager does in a night, however the hands do it. */
export type Hands = {
  readonly buyIn: (name: string) => Promise<void>;
  readonly start: () => Promise<void>;
  readonly pauseOrResume: () => Promise<void>;
  readonly nextLevel: () => Promise<void>;
  readonly bust: (name: string) => Promise<void>;
  readonly undo: () => Promise<void>;
  readonly rebuy: (name: string) => Promise<void>;
  readonly closeEntries: () => Promise<void>;
  readonly end: () => Promise<void>;
  readonly payFirst: () => Promise<void>;
};

type Tab = 'overview' | 'players' | 'tables' | 'money' | 'more';

const literal = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
/** A label's beginning: `Bust` of `Bust · 9th so far`. */
const begins = (words: string): RegExp => new RegExp(`^${literal(words)}`, 'u');
/** A player of that name, known or to be added. */
const holds = (name: string): RegExp => new RegExp(literal(name), 'u');

export const namesOf = (page: Page) => {
  const dialog = page.getByRole('dialog');
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  return {
    dialog,
    button,
    inSheet: (name: string | RegExp): Locator => dialog.getByRole('button', { name }),
    floating: button(actions.open),
    /** A line of a list to choose from. */
    choice: (name: string | RegExp): Locator =>
      dialog.getByRole('option', { name }).or(dialog.getByRole('button', { name })).first(),
    search: dialog.getByLabel(buyIn.search, { exact: true }).and(dialog.locator('input')),
    who: dialog.getByLabel(players.searchHint, { exact: true }).and(dialog.locator('input')),
    closeEntries: page.getByRole('main').getByRole('button', { name: overview.closeNow }),
    end: page.getByRole('main').getByRole('button', { name: overview.end }),
    undo: page.getByRole('status').getByRole('button', { name: general.undo }),
    tab: (name: Tab): Locator =>
      page.getByRole('navigation').getByRole('link', { name: tabs[name] }),
    buy: dialog.getByRole('button', { name: begins(buyIn.submit('').trim()) }),
    bust: dialog.getByRole('button', { name: new RegExp(`^${bust.submit(1)} · `, 'u') }),
    rebuy: dialog.getByRole('button', { name: /^Rebuy · /u }),
    pay: page.getByRole('main').getByRole('button', { name: /^Pay\b/u }),
    save: dialog.locator('button[type=submit]'),
  };
};

/** Fingers: every action by taps, names by the keyboard of the screen. */
export const touch = (page: Page): Hands => {
  const it = namesOf(page);
  const act = async (name: string) => {
    await it.floating.tap();
    await it.inSheet(begins(name)).tap();
  };
  const gone = () => it.dialog.waitFor({ state: 'detached' });
  const onTab = async (name: Tab) => {
    await it.tab(name).tap();
  };
  return {
    buyIn: async (name) => {
      if ((await it.search.count()) === 0) await act(actions.buyIn);
      await it.search.fill(name);
      await it.choice(holds(name)).tap();
      await it.buy.tap();
      await it.search.waitFor();
    },
    start: async () => {
      if ((await it.dialog.count()) > 0) await it.inSheet(general.close).first().tap();
      await gone();
      await act(actions.start);
    },
    pauseOrResume: async () => {
      await it.floating.tap();
      await it.inSheet(new RegExp(`^(${actions.pause}|${actions.resume})`, 'u')).tap();
    },
    nextLevel: async () => {
      await page.getByRole('banner').getByRole('timer').tap();
      await it.inSheet(clock.nextLevel).tap();
      await it.inSheet(general.close).first().tap();
      await gone();
    },
    // Seat, then Bust: two taps, because nobody asks who did it where nothing hangs on it.
    bust: async (name) => {
      await onTab('tables');
      await page
        .getByRole('button', { name: new RegExp(`seat \\d+: ${name}`, 'iu') })
        .first()
        .tap();
      await it
        .inSheet(begins(bust.submit(1)))
        .first()
        .tap();
      if (await it.bust.isVisible().catch(() => false)) await it.bust.tap();
      await gone();
    },
    undo: async () => {
      await it.undo.last().tap();
    },
    rebuy: async (name) => {
      await act(actions.rebuy);
      await it.who.fill(name);
      await it.choice(begins(name)).tap();
      await it.rebuy.tap();
      await gone();
    },
    closeEntries: async () => {
      await onTab('overview');
      await it.closeEntries.tap();
    },
    end: async () => {
      await onTab('overview');
      await it.end.tap();
    },
    payFirst: async () => {
      await onTab('money');
      await it.pay.first().tap();
      await it.save.tap();
      await gone();
    },
  };
};

/** The keyboard of a laptop, and nothing else. */
export const keyboard = (page: Page): Hands => {
  const it = namesOf(page);
  const press = (key: string) => page.keyboard.press(key);
  const gone = () => it.dialog.waitFor({ state: 'detached' });
  const type = (words: string) => page.keyboard.type(words);
  /** Enter takes the only match, once it is there. */
  const pick = async (name: string) => {
    await it.who.waitFor();
    await type(name);
    await it.choice(begins(name)).waitFor();
    await press('Enter');
  };
  const onTab = async (key: string) => {
    await press('Escape');
    await press(key);
  };
  return {
    buyIn: async (name) => {
      if ((await it.search.count()) === 0) await press('i');
      await it.search.waitFor();
      await type(name);
      await it.choice(holds(name)).waitFor();
      await press('Enter');
      await it.buy.waitFor();
      await press('Enter');
      await it.search.waitFor();
    },
    start: async () => {
      await press('Escape');
      await gone();
      await press('Space');
    },
    pauseOrResume: () => press('Space'),
    nextLevel: async () => {
      await press('c');
      await it.dialog.waitFor();
      await tabTo(page, it.inSheet(clock.nextLevel));
      await press('Enter');
      await press('Escape');
      await gone();
    },
    bust: async (name) => {
      await press('b');
      await pick(name);
      await it.bust.waitFor();
      await press('Enter');
      await gone();
    },
    undo: () => press('z'),
    rebuy: async (name) => {
      await press('r');
      await pick(name);
      await it.rebuy.waitFor();
      await press('Enter');
      await gone();
    },
    closeEntries: async () => {
      await onTab('1');
      await it.closeEntries.waitFor();
      await tabTo(page, it.closeEntries);
      await press('Enter');
    },
    end: async () => {
      await onTab('1');
      await it.end.waitFor();
      await tabTo(page, it.end);
      await press('Enter');
    },
    payFirst: async () => {
      await onTab('4');
      await it.pay.first().waitFor();
      await tabTo(page, it.pay);
      await press('Enter');
      await it.save.waitFor();
      await tabTo(page, it.save);
      await press('Enter');
      await gone();
    },
  };
};
