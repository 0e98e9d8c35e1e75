import { useLayoutEffect } from '../html.ts';
import type { Place, Tab } from '../routes.ts';
import { go, TABS } from '../routes.ts';
import { command, redoLast, toggleClock, toggleEntries, undoLast } from './actions.ts';
import { toMenu } from './more-section.ts';
import { mayAct, night } from './night.ts';
import { switchBy } from './place.ts';
import type { Open } from './sheets.ts';
import { open, show } from './sheets.ts';

type Deed =
  | 'toggle'
  | 'undo'
  | 'redo'
  | 'next'
  | 'previous'
  | 'minuteMore'
  | 'minuteLess'
  | 'forward'
  | 'backward'
  | 'entries'
  | 'draw'
  | 'desk'
  | 'list'
  | 'find';

/** What a key asks for; null where it means nothing here. */
export type Wish = Open | { readonly do: Deed } | { readonly tab: Tab };

/** The same names as in the texts' list, which `?` shows. */
export const WISHES: Readonly<Record<string, Wish>> = {
  b: { sheet: 'bust' },
  i: { sheet: 'buyIn' },
  r: { sheet: 'rebuy' },
  a: { sheet: 'addOn' },
  ' ': { do: 'toggle' },
  z: { do: 'undo' },
  y: { do: 'redo' },
  c: { sheet: 'clock' },
  n: { do: 'next' },
  p: { do: 'previous' },
  '+': { do: 'minuteMore' },
  '-': { do: 'minuteLess' },
  h: { sheet: 'handTimer' },
  e: { sheet: 'balance' },
  o: { sheet: 'openTables' },
  k: { sheet: 'count' },
  w: { sheet: 'payouts' },
  q: { sheet: 'phoneLink' },
  x: { do: 'entries' },
  u: { do: 'draw' },
  d: { do: 'desk' },
  t: { do: 'list' },
  '/': { do: 'find' },
  '.': { do: 'forward' },
  ',': { do: 'backward' },
  '?': { sheet: 'keys' },
};

const READ_ONLY: ReadonlySet<string> = new Set(['c', 'h', 'q', 't', '/', '.', ',', '?']);

export const wishOf = (key: string, acts: boolean): Wish | null => {
  const name = key.toLowerCase();
  const tab = TABS[Number(name) - 1];
  if (/^\d$/.test(name) && tab !== undefined) return { tab };
  if (!acts && !READ_ONLY.has(name)) return null;
  return WISHES[name] ?? null;
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, select, textarea, [role=dialog]') !== null;

const MINUTE_MS = 60_000;

const findField = (): void =>
  document.querySelector<HTMLElement>('main input[type=search], main [role=combobox]')?.focus();

const follow = (wish: Wish, id: string): void => {
  if ('tab' in wish) openTab(id, wish.tab);
  else if ('sheet' in wish) show(wish);
  else act(wish.do, id);
};

const openTab = (id: string, tab: Tab): void => {
  if (tab === 'more') toMenu();
  go({ page: 'night', id, tab });
};

const act = (what: Deed, id: string): void => {
  const work: { readonly [D in Deed]: () => unknown } = {
    toggle: toggleClock,
    undo: undoLast,
    redo: redoLast,
    next: () => command('/advance'),
    previous: () => command('/rewind'),
    minuteMore: () => command('/clock/adjust', { byMs: MINUTE_MS }),
    minuteLess: () => command('/clock/adjust', { byMs: -MINUTE_MS }),
    forward: () => switchBy(id, 1),
    backward: () => switchBy(id, -1),
    entries: toggleEntries,
    draw: () => command('/tables/draw'),
    desk: () => go({ page: 'desk', id }),
    list: () => go({ page: 'tournaments' }),
    find: findField,
  };
  work[what]();
};

/** At the desk a letter begins a name, wherever the focus is: it never moves the clock. */
const AT_DESK: ReadonlySet<string> = new Set(['?', '/']);

/**
 * Every action of the night has a key, from the moment that the page stands there; none of them while
 * somebody types or a sheet is open.
 */
export const useKeys = (id: string, at: Place): void =>
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (at === 'desk' && !AT_DESK.has(event.key)) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.defaultPrevented || isTyping(event.target)) return;
      if (open.value !== null || night.value === null) return;
      // Space presses the button that has the focus; that is what its owner means then.
      if (event.key === ' ' && event.target instanceof HTMLButtonElement) return;
      const wish = wishOf(event.key, mayAct.value);
      if (wish === null) return;
      event.preventDefault();
      follow(wish, id);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [id, at]);
