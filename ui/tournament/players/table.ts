import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { html, useEffect, useRef } from '../../html.ts';
import { useWindow } from '../../parts/windowed.ts';
import { text } from '../../text.ts';
import type { Night } from '../night.ts';
import { mayAct } from '../night.ts';
import type { Column } from './model.ts';
import { tapped } from './model.ts';
import { ROW_PX, Row, sellsMore } from './row.ts';
import { current, sort } from './store.ts';
import { useSwipe } from './swipe.ts';

/** Which columns there is room for, and how wide: what is left belongs to the name. */
const HEADS: readonly { readonly column: Column; readonly class: string }[] = [
  { column: 'name', class: '' },
  { column: 'status', class: 'hidden md:table-cell md:w-24 lg:w-28' },
  { column: 'seat', class: 'w-24 md:w-26 lg:w-30' },
  { column: 'chips', class: 'w-24 md:w-22 lg:w-26' },
  { column: 'bought', class: 'hidden md:table-cell md:w-22 lg:w-26' },
  { column: 'hits', class: 'hidden lg:table-cell lg:w-26' },
  { column: 'paid', class: 'hidden md:table-cell md:w-34' },
  { column: 'prize', class: 'hidden lg:table-cell lg:w-34' },
];

const LEFT: ReadonlySet<Column> = new Set(['name', 'status', 'seat']);

const Head = ({ column, class: room }: { column: Column; class: string }) => {
  const { by, down } = sort.value;
  const isSorted = by === column;
  const order = isSorted ? (down ? 'descending' : 'ascending') : 'none';
  const side = LEFT.has(column) ? '' : 'flex-row-reverse';
  const inset = column === 'name' ? (mayAct.value ? '' : 'ps-4') : 'px-2';
  return html`
    <th scope="col" aria-sort=${order} class=${`head sticky z-10 p-0 ${room}`}>
      <button
        type="button"
        class=${`label flex items-center gap-1 w-full h-12 ${inset} ${side} ${isSorted ? 'text-primary' : ''}`}
        onClick=${() => {
          sort.value = tapped(sort.value, column);
        }}
      >
        <span class="truncate">${text.players.head[column]}</span>
        ${isSorted && html`<span class="flex-none" aria-hidden="true">${down ? '↓' : '↑'}</span>`}
      </button>
    </th>
  `;
};

/** To a row that may not be drawn yet: the page scrolls there, and then it is. */
const focusRow = (body: HTMLElement, entries: readonly EntryView[], index: number): void => {
  const entryId = entries[index]?.entryId;
  if (entryId === undefined) return;
  current.value = entryId;
  const find = () =>
    body.querySelector<HTMLElement>(`tr[data-entry="${CSS.escape(entryId)}"] [data-name]`);
  const there = find();
  if (there !== null) {
    there.focus();
    return;
  }
  const top = body.getBoundingClientRect().top + scrollY + index * ROW_PX;
  scrollTo(0, top - innerHeight / 2);
  requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()));
};

const goes = (key: string, from: number, count: number): number | undefined =>
  ({
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: Math.min(count - 1, from + 8),
    PageUp: Math.max(0, from - 8),
    Home: 0,
    End: count - 1,
  })[key];

/** Tells the styles how high the page's header is, below which the head of the table stays. */
const useHeaderHeight = (): void =>
  useEffect(() => {
    const header = document.querySelector('header');
    if (header === null) return undefined;
    const tell = new ResizeObserver(() => {
      document.documentElement.style.setProperty('--header', `${header.offsetHeight}px`);
    });
    tell.observe(header);
    return () => tell.disconnect();
  }, []);

/** Everybody of the list; only the rows near the screen exist once there are many. */
export const Table = ({ night, entries }: { night: Night; entries: readonly EntryView[] }) => {
  const body = useRef<HTMLTableSectionElement>(null);
  useSwipe(body, mayAct.value);
  useHeaderHeight();
  const { from, to } = useWindow(body, entries.length, ROW_PX);
  const shown = entries.slice(from, to);
  const stop = shown.some(({ entryId }) => entryId === current.value)
    ? current.value
    : shown[0]?.entryId;
  const keys = (event: KeyboardEvent) => {
    const { target, currentTarget } = event;
    if (!(target instanceof HTMLElement) || !(currentTarget instanceof HTMLElement)) return;
    const row = target.closest<HTMLElement>('tr[data-entry]');
    const at = entries.findIndex(({ entryId }) => entryId === row?.dataset['entry']);
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      const all = [...(row?.querySelectorAll<HTMLElement>('button') ?? [])];
      all[all.indexOf(target) + (event.key === 'ArrowRight' ? 1 : -1)]?.focus();
      return;
    }
    const next = goes(event.key, at, entries.length);
    if (next === undefined || at === -1) return;
    event.preventDefault();
    focusRow(currentTarget, entries, next);
  };
  return html`
    <table class="players table-fixed" aria-label=${text.tabs.players} aria-rowcount=${entries.length + 1}>
      <thead>
        <tr>
          ${mayAct.value && html`<th class="head sticky z-10 w-12 p-0"><span class="sr-only">${text.players.actions}</span></th>`}
          ${HEADS.filter(({ column }) => column !== 'bought' || sellsMore(night.state)).map((head) => html`<${Head} key=${head.column} ...${head} />`)}
          <td class="head sticky w-0 p-0"></td>
        </tr>
      </thead>
      <tbody ref=${body} onKeyDown=${keys}>
        ${from > 0 && html`<tr key="above" aria-hidden="true" style=${{ height: `${from * ROW_PX}px` }}></tr>`}
        ${shown.map(
          (entry, i) => html`<${Row}
            key=${entry.entryId}
            night=${night}
            entry=${entry}
            index=${from + i}
            isStop=${entry.entryId === stop}
          />`,
        )}
        ${to < entries.length && html`<tr key="below" aria-hidden="true" style=${{ height: `${(entries.length - to) * ROW_PX}px` }}></tr>`}
      </tbody>
    </table>
  `;
};
