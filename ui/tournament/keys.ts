import { useEffect } from '../html.ts';
import { go, TABS } from '../routes.ts';
import { toggleClock, undoLast } from './actions.ts';
import { mayAct, night } from './night.ts';
import type { Open } from './sheets.ts';
import { open, show } from './sheets.ts';

/** What a key asks for; null where it means nothing here. */
export type Wish =
  | Open
  | { readonly do: 'toggle' | 'undo' }
  | { readonly tab: (typeof TABS)[number] };

const SHEETS: Readonly<Record<string, Open>> = {
  b: { sheet: 'bust' },
  i: { sheet: 'buyIn' },
  r: { sheet: 'rebuy' },
  a: { sheet: 'addOn' },
  c: { sheet: 'clock' },
  '?': { sheet: 'keys' },
};

const READ_ONLY: ReadonlySet<string> = new Set(['c', '?']);

export const wishOf = (key: string, acts: boolean): Wish | null => {
  const name = key.toLowerCase();
  const tab = TABS[Number(name) - 1];
  if (/^\d$/.test(name) && tab !== undefined) return { tab };
  if (!acts && !READ_ONLY.has(name)) return null;
  if (name === ' ') return { do: 'toggle' };
  if (name === 'z') return { do: 'undo' };
  return SHEETS[name] ?? null;
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, select, textarea, [role=dialog]') !== null;

const follow = (wish: Wish, id: string): void => {
  if ('tab' in wish) go({ page: 'night', id, tab: wish.tab });
  else if ('sheet' in wish) show(wish);
  else if (wish.do === 'toggle') toggleClock();
  else undoLast();
};

/** Every action of the night has a key; none of them while somebody types or a sheet is open. */
export const useKeys = (id: string): void =>
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (isTyping(event.target) || open.value !== null || night.value === null) return;
      // Space presses the button that has the focus; that is what its owner means then.
      if (event.key === ' ' && event.target instanceof HTMLButtonElement) return;
      const wish = wishOf(event.key, mayAct.value);
      if (wish === null) return;
      event.preventDefault();
      follow(wish, id);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [id]);
