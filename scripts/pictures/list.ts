import type { Page } from 'playwright-core';
import { more } from '../../ui/texts/en/more.ts';
import { phone } from '../../ui/texts/en/phone.ts';
import type { Filled } from '../demo/fill.ts';

/** The leaves before the camera: a busy one, one just set up, and one that nobody set up yet. */
export type Leaves = { readonly demo: string; readonly empty: string; readonly raw: string };

export type Subject = {
  readonly name: string;
  readonly of: 'operator' | 'display' | 'phone';
  readonly leaf?: keyof Leaves;
  readonly path: (at: Filled) => string;
  /** What leads from the page to the picture. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** Nobody has signed in. */
  readonly stranger?: true;
};

const press = (key: string) => async (page: Page) => {
  await page.getByRole('timer').first().waitFor();
  await page.keyboard.press(key);
  await page.getByRole('dialog').waitFor();
};
const heading = async (page: Page) => {
  await page.getByRole('heading').first().waitFor();
};
const timer = async (page: Page) => {
  await page.getByRole('timer').first().waitFor();
};
const tapped = (role: 'button' | 'link' | 'tab', name: string | RegExp) => async (page: Page) => {
  await page.getByRole(role, { name }).first().click();
};
/** A cut cable says nothing: a page asks after a while whether the leaf is there at all. */
const LOST_MS = 25_000;
const lost = async (page: Page) => {
  await timer(page);
  await page.context().setOffline(true);
  await page
    .getByText(/no connection/i)
    .first()
    .waitFor({ timeout: LOST_MS });
};

const operator = (
  name: string,
  path: Subject['path'],
  act: Subject['act'] = heading,
  rest: Partial<Subject> = {},
): Subject => ({ name: `operator-${name}`, of: 'operator', path, act, ...rest });

/** A tab of the night, where the tournament is known by its clock. */
const tab = (name: string, tournament: keyof Filled = 'major', act: Subject['act'] = timer) =>
  operator(`${tournament}-${name}`, (at) => `/#/t/${at[tournament]}/${name}`, act);

const opened = (name: string | RegExp) => async (page: Page) => {
  await timer(page);
  await tapped('button', name)(page);
};

const OPERATOR: readonly Subject[] = [
  operator('setup', () => '/setup', heading, { leaf: 'raw', stranger: true }),
  operator('sign-in', () => '/', heading, { stranger: true }),
  operator('nothing-yet', () => '/', heading, { leaf: 'empty' }),
  operator('tournaments', () => '/'),
  operator('new', () => '/#/new'),
  operator('templates', () => '/#/templates'),
  operator('import', () => '/#/import'),
  ...['', 'look', 'operators', 'chips', 'payouts', 'displays', 'about'].map((section) =>
    operator(`settings${section && `-${section}`}`, () => `/#/settings/${section}`),
  ),
  ...['overview', 'players', 'tables', 'money', 'more'].map((name) => tab(name)),
  ...(['overview', 'tables', 'money'] as const).map((name) => tab(name, 'knockout')),
  ...(['overview', 'money'] as const).map((name) => tab(name, 'turbo', heading)),
  operator('desk', (at) => `/#/desk/${at.knockout}`),
  operator(
    'seat',
    (at) => `/#/t/${at.major}/tables`,
    async (page) => {
      await timer(page);
      await page
        .getByRole('button', { name: /seat \d+: (?!free|blocked)/iu })
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
    },
  ),
  operator(
    'player',
    (at) => `/#/t/${at.major}/players`,
    async (page) => {
      await timer(page);
      await page.getByRole('main').getByRole('button').filter({ hasText: '·' }).first().click();
      await page.getByRole('dialog').waitFor();
    },
  ),
  ...(
    [
      ['bust', 'b'],
      ['buy-in', 'i'],
      ['rebuy', 'r'],
      ['add-on', 'a'],
      ['clock', 'c'],
      ['keys', '?'],
    ] as const
  ).map(([name, key]) => operator(`sheet-${name}`, (at) => `/#/t/${at.knockout}`, press(key))),
  ...[more.rankings, more.structure, more.settings, more.displays].map((name) =>
    operator(
      `more-${name.toLowerCase().replaceAll(' ', '-')}`,
      (at) => `/#/t/${at.major}/more`,
      opened(new RegExp(`^${name}`, 'u')),
    ),
  ),
  operator('lost', (at) => `/#/t/${at.major}`, lost),
];

/** Screens by their id; each is hung before the camera as `hang.ts` says. */
const display = (name: string, act: Subject['act'] = timer): Subject => ({
  ...{ name: `display-${name}`, of: 'display', path: () => `/display/picture-${name}`, act },
});
const anything = async (page: Page) => {
  await page.locator('body *').first().waitFor();
};

const DISPLAY: readonly Subject[] = [
  ...['clock', 'rankings', 'seating', 'schedule', 'prizePool', 'finalTable', 'movement'].map(
    (view) => display(view),
  ),
  ...['clock-paused', 'clock-warning', 'clock-break', 'clock-bounty'].map((name) => display(name)),
  display('clock-ended', heading),
  display('lobby', heading),
  display('announcement', async (page) => {
    await page.getByText('Dinner').first().waitFor();
  }),
  display('lost', lost),
  display('unassigned', anything),
  {
    ...{ name: 'display-tv', of: 'display', path: () => '/tv', act: anything },
  },
];

const onPhone = (
  name: string,
  tournament: keyof Filled,
  act: Subject['act'] = heading,
): Subject => ({
  ...{ name: `phone-${name}`, of: 'phone', path: (at) => `/t/${at[tournament]}`, act },
});
const phoneTab = (name: string) => async (page: Page) => {
  await heading(page);
  await tapped('tab', new RegExp(`^${name}$`, 'u'))(page);
};

const PHONE: readonly Subject[] = [
  onPhone('clock', 'major'),
  onPhone('schedule', 'major', phoneTab(phone.tabs.schedule)),
  onPhone('rank', 'major', phoneTab(phone.tabs.rank)),
  onPhone('payouts', 'major', phoneTab(phone.tabs.payouts)),
  onPhone('league', 'major', phoneTab('League')),
  onPhone('late', 'knockout'),
  onPhone('ended', 'turbo'),
  onPhone('lost', 'major', lost),
  {
    name: 'phone-missing',
    of: 'phone',
    path: () => '/t/01990000-0000-7000-8000-000000000000',
    act: anything,
  },
];

/** Everything there is to look at. */
export const SUBJECTS: readonly Subject[] = [...OPERATOR, ...DISPLAY, ...PHONE];
