import { renderToString } from 'preact-render-to-string';
import type { FirstTold } from '../../src/rooms/tournament/views/public.ts';
import { h } from '../html.ts';
import type { Taps } from './page.ts';
import { MissingPage, PhonePage } from './page.ts';
import { text } from './text.ts';

const nothing = (): void => {};
/** Nobody taps on markup. */
const taps: Taps = {
  ...{ onTab: nothing, onMe: nothing, onLanguage: nothing, onTheme: nothing, onDismiss: nothing },
};

/** The page of a moment as the leaf sends it, before any script (a `FirstPaint`). */
export const first = ({ view, ts, ...visitor }: FirstTold) => {
  if (view === null) return { title: text.notFound, body: renderToString(h(MissingPage, {})) };
  const now = { data: view, leftMs: view.clock.remainingMs, wallMs: ts, ageMs: 0 };
  const shown = { ...visitor, view, now, announcement: null };
  return { title: view.title, body: renderToString(h(PhonePage, { shown, taps })) };
};
