import type { Filled } from '../demo/fill.ts';
import {
  anything,
  board,
  busted,
  busting,
  field,
  first,
  heading,
  lost,
  onPaper,
  player,
  pressed,
  printed,
  rebought,
  seat,
  takenBack,
  tapped,
  timer,
} from './acts.ts';
import type { Act } from './camera.ts';
import type { PageWords } from './words.ts';

/** The leaves before the camera: a busy one, one just set up, and one that nobody set up yet. */
export type Leaves = { readonly demo: string; readonly empty: string; readonly raw: string };

export type Subject = {
  readonly name: string;
  readonly of: 'operator' | 'display' | 'phone';
  readonly leaf?: keyof Leaves;
  readonly path: (at: Filled) => string;
  /** What leads from the page to the picture. */
  readonly act?: Act;
  /** What puts back what the picture changed. */
  readonly leave?: Act;
  /** Nobody has signed in. */
  readonly stranger?: true;
};

const operator = (
  name: string,
  path: Subject['path'],
  act: Act = heading,
  rest: Partial<Subject> = {},
): Subject => ({ name: `operator-${name}`, of: 'operator', path, act, ...rest });

/** A tab of the night, where the tournament is known by its clock. */
const tab = (name: string, tournament: keyof Filled = 'major', act: Act = timer) =>
  operator(`${tournament}-${name}`, (at) => `/#/t/${at[tournament]}/${name}`, act);

type Section = 'rankings' | 'structure' | 'settings' | 'displays';
const section = (name: Section, ...then: readonly Act[]): Act =>
  first(
    timer,
    tapped(({ more }) => more[name]),
    ...then,
  );

const night =
  (tournament: keyof Filled, name = ''): Subject['path'] =>
  (at) =>
    `/#/t/${at[tournament]}/${name}`;

const moves = first(
  timer,
  tapped(({ tables }) => tables.moves),
);

/** Of the settings; the first is what they open with. */
const SECTIONS = [
  ...['', 'look', 'operators', 'displays', 'cloud', 'software', 'backups', 'alerts'],
  ...['chips', 'payouts', 'device', 'about'],
];

const OPERATOR: readonly Subject[] = [
  operator('setup', () => '/setup', heading, { leaf: 'raw', stranger: true }),
  operator('sign-in', () => '/', heading, { stranger: true }),
  operator('nothing-yet', () => '/', heading, { leaf: 'empty' }),
  operator('tournaments', () => '/'),
  operator('new', () => '/#/new'),
  operator('templates', () => '/#/templates'),
  operator('import', () => '/#/import'),
  ...SECTIONS.map((section) =>
    operator(`settings${section && `-${section}`}`, () => `/#/settings/${section}`),
  ),
  ...['overview', 'players', 'tables', 'money', 'more'].map((name) => tab(name)),
  ...(['overview', 'tables', 'money'] as const).map((name) => tab(name, 'knockout')),
  ...(['overview', 'money'] as const).map((name) => tab(name, 'turbo', heading)),
  operator('desk', (at) => `/#/desk/${at.knockout}`),
  operator('seat', night('major', 'tables'), seat),
  operator('player', night('major', 'players'), player),
  operator(
    'profile',
    night('major', 'players'),
    first(
      player,
      tapped(({ profile }) => profile.title),
      field,
    ),
  ),
  ...(
    [
      ['bust', 'b'],
      ['buy-in', 'i'],
      ['rebuy', 'r'],
      ['add-on', 'a'],
      ['clock', 'c'],
      ['hand-timer', 'h'],
      ['count', 'k'],
      ['balance', 'e'],
      ['open-tables', 'o'],
      ['payouts', 'w'],
      ['phone-link', 'q'],
      ['keys', '?'],
    ] as const
  ).map(([name, key]) => operator(`sheet-${name}`, night('knockout'), pressed(key))),
  operator('sheet-bust-whom', night('knockout'), busting),
  operator('toast-bust', night('knockout'), busted, { leave: takenBack }),
  operator('toast-rebuy', night('knockout'), rebought),
  operator('sheet-moves', night('major', 'tables'), moves),
  operator(
    'paper-moves',
    night('major', 'tables'),
    first(
      moves,
      tapped(({ tables }) => tables.print),
      onPaper,
    ),
  ),
  operator('paper-receipt', (at) => `/#/desk/${at.knockout}`, first(printed, onPaper)),
  ...(['rankings', 'structure', 'settings', 'displays'] as const).map((name) =>
    operator(`more-${name}`, night('major', 'more'), section(name)),
  ),
  operator(
    'more-wizard',
    night('major', 'more'),
    section(
      'structure',
      tapped(({ structure }) => structure.wizard),
    ),
  ),
  operator(
    'more-announce',
    night('major', 'more'),
    section(
      'displays',
      tapped(({ displays }) => displays.announce.title),
    ),
  ),
  operator('lost', night('major'), lost),
];

/** Screens by their id; each is hung before the camera as `hang.ts` says. */
const display = (name: string, act: Act = timer): Subject => ({
  ...{ name: `display-${name}`, of: 'display', path: () => `/display/picture-${name}`, act },
});
const DISPLAY: readonly Subject[] = [
  ...['rankings', 'seating', 'schedule', 'prizePool', 'finalTable', 'movement'].map((view) =>
    display(view, board),
  ),
  ...['clock', 'clock-paused', 'clock-warning', 'clock-break', 'clock-bounty'].map((name) =>
    display(name),
  ),
  display('clock-ended', heading),
  display('lobby', heading),
  display('announcement', (page) => page.getByText('Dinner').first().waitFor()),
  display('lost', lost),
  display('unassigned', anything),
  {
    ...{ name: 'display-tv', of: 'display', path: () => '/tv', act: anything },
  },
];

const onPhone = (name: string, tournament: keyof Filled, act: Act = heading): Subject => ({
  ...{ name: `phone-${name}`, of: 'phone', path: (at) => `/t/${at[tournament]}`, act },
});
const phoneTab = (name: keyof PageWords['phone']['tabs']): Act =>
  first(
    heading,
    tapped(({ phone }) => phone.tabs[name], 'tab'),
  );

const PHONE: readonly Subject[] = [
  onPhone('clock', 'major'),
  onPhone('schedule', 'major', phoneTab('schedule')),
  onPhone('rank', 'major', phoneTab('rank')),
  onPhone('payouts', 'major', phoneTab('payouts')),
  onPhone('league', 'major', phoneTab('league')),
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
