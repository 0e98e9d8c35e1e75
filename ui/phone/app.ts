import type { Far, FirstTold, Visitor } from '../../src/rooms/tournament/views/public.ts';
import { effect, html, signal } from '../html.ts';
import { paintAccent } from './accent.ts';
import { announcement, details, dismiss, gone, moment } from './follow.ts';
import { setCookie } from './memory.ts';
import { tabOf } from './model.ts';
import type { Taps } from './page.ts';
import { CalledOffPage, MissingPage, PhonePage } from './page.ts';

const START: Visitor = { me: null, tab: 'clock', theme: 'auto', language: 'en' };

export const visitor = signal<Visitor>(START);

const far = signal<Far | null>(null);

/** The visitor as the leaf took it to be: the first picture has to be the same. */
export const beginAs = ({ me, tab, theme, language, far: from }: FirstTold): void => {
  far.value = from ?? null;
  visitor.value = { me, tab, theme, language };
};

/** Whether the part that shows is the one with everybody in it. */
export const showsList = (): boolean => tabOf(visitor.value.tab) === 'rank';

/** The part that the address names, which the phone's own copy of the page does not know. */
export const showAsked = (): void => {
  const tab = tabOf(new URLSearchParams(location.search).get('tab'));
  if (tab !== visitor.value.tab) visitor.value = { ...visitor.value, tab };
};

const themeOf = (name: string): Visitor['theme'] =>
  name === 'dark' || name === 'light' ? name : 'auto';

/** In the venue's colour, now and whenever the theme, the phone or the venue changes it. */
export const followAccent = (): void => {
  const paint = () => paintAccent(visitor.value.theme, details.value?.accent ?? null);
  effect(paint);
  // Phones of 2019 do not tell; they are right again at the next visit.
  matchMedia('(prefers-color-scheme: light)').addEventListener?.('change', paint);
};

const taps: Taps = {
  onTab: (tab) => {
    visitor.value = { ...visitor.value, tab };
    history.replaceState(null, '', tab === 'clock' ? location.pathname : `?tab=${tab}`);
    scrollTo(0, 0);
  },
  onMe: (me) => {
    visitor.value = { ...visitor.value, me };
    setCookie('felt-me', me === null ? '' : String(me), location.pathname);
  },
  onLanguage: (language) => {
    setCookie('felt-language', language, '/');
    location.reload();
  },
  onTheme: (name) => {
    const theme = themeOf(name);
    visitor.value = { ...visitor.value, theme };
    document.documentElement.dataset['theme'] = theme;
    setCookie('felt-theme', theme === 'auto' ? '' : theme, '/t/');
  },
  onDismiss: dismiss,
};

export const Phone = () => {
  const view = details.value;
  const now = moment.value;
  if (gone.value && view !== null) return html`<${CalledOffPage} name=${view.title} />`;
  if (gone.value) return html`<${MissingPage} />`;
  if (view === null || now === null) return null;
  const { me, theme, language } = visitor.value;
  const tab = tabOf(visitor.value.tab);
  const shown = { me, tab, theme, language, view, now };
  const told = { announcement: announcement.value, far: far.value };
  return html`<${PhonePage} shown=${{ ...shown, ...told }} taps=${taps} />`;
};
