import { renderToString } from 'preact-render-to-string';
import type { FirstTold } from '../../src/rooms/tournament/views/public.ts';
import { h } from '../html.ts';
import { atFirst, tabOf } from './model.ts';
import type { Taps } from './page.ts';
import { CalledOffPage, MissingPage, PhonePage } from './page.ts';
import { text } from './text.ts';

const nothing = (): void => {};
/** Nobody taps on markup. */
const taps: Taps = {
  ...{ onTab: nothing, onMe: nothing, onLanguage: nothing, onTheme: nothing, onDismiss: nothing },
};

/** The page of a moment as the leaf sends it, before any script (a `FirstPaint`). */
export const first = (whole: FirstTold) => {
  const { view: all, ts, calledOff, ...visitor } = whole;
  if (all === null) {
    const body = calledOff
      ? renderToString(h(CalledOffPage, { name: '' }))
      : renderToString(h(MissingPage, {}));
    return { title: calledOff ? text.calledOff : text.notFound, body, told: whole };
  }
  const view = atFirst(all, visitor.me, tabOf(visitor.tab));
  const now = { data: view, leftMs: view.clock.remainingMs, wallMs: ts, ageMs: 0 };
  const shown = { ...visitor, view, now, announcement: null };
  const body = renderToString(h(PhonePage, { shown, taps }));
  return { title: view.title, body, told: { ...whole, view } };
};
