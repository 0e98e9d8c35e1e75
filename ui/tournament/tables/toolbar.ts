import type { Table } from '../../../src/rooms/tournament/state.ts';
import { openTables } from '../../../src/rooms/tournament/state.ts';
import { html, signal } from '../../html.ts';
import { Icon } from '../../parts/icons.ts';
import { SearchField } from '../../parts/search.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import { seatedAt } from '../model.ts';
import { CsvButton } from '../money/csv.ts';
import type { Night } from '../night.ts';
import { mayAct } from '../night.ts';
import { show } from '../sheets.ts';
import { seatTold } from '../table-picture.ts';

type View = 'pictures' | 'list';
const KEPT = 'felt-tables';

/** How this tablet likes its tables; kept for the next time. */
export const view = signal<View>(localStorage.getItem(KEPT) === 'list' ? 'list' : 'pictures');
const look = (as: View): void => {
  view.value = as;
  localStorage.setItem(KEPT, as);
};

/** Pictures or lines. */
export const Switch = () => html`
  <div class="flex" role="group" aria-label=${text.tables.view}>
    ${(['pictures', 'list'] as const).map(
      (as, i) => html`
        <button
          type="button"
          class=${`btn btn-outline px-3.5 ${i === 0 ? 'rounded-r-none' : 'rounded-l-none border-l-0'} ${view.value === as ? 'bg-[var(--soft-primary)] text-primary' : ''}`}
          aria-pressed=${String(view.value === as)}
          aria-label=${text.tables[as]}
          title=${text.tables[as]}
          onClick=${() => look(as)}
        >
          <${Icon} name=${as === 'list' ? 'list' : 'table'} size=${20} />
        </button>
      `,
    )}
  </div>
`;

/** What can be done with all tables. */
export const Buttons = ({ night: { state } }: { night: Night }) => {
  if (!mayAct.value || state.status === 'ended') return null;
  const several = openTables(state).length > 1;
  return html`
    ${
      several &&
      html`<button type="button" class="btn btn-soft max-sm:px-3" onClick=${() => show({ sheet: 'balance' })}>
        <span class="hidden sm:block"><${Icon} name="move" size=${18} /></span>${text.tables.balance}
      </button>`
    }
    <button type="button" class="btn btn-outline max-sm:px-3" onClick=${() => show({ sheet: 'moves' })}>${text.tables.moves}</button>
    <button type="button" class="btn btn-outline px-3.5" aria-label=${text.tables.open} onClick=${() => show({ sheet: 'openTables' })}>
      <${Icon} name="plus" size=${18} /><span class="hidden sm:inline">${text.tables.open}</span>
    </button>
    ${
      state.status === 'setup' &&
      html`<button type="button" class="btn btn-outline" onClick=${() => command('/tables/draw', { everyone: true })}>
        ${text.tables.drawAll}
      </button>`
    }
  `;
};

export const Search = ({ typed }: { typed: { value: string } }) => html`
  <${SearchField} class="grow min-w-60 basis-60 md:min-w-56 md:basis-56 max-w-120" value=${typed.value} label=${text.tables.find} field=${{ type: 'search' }} onTyped=${(
    words: string,
  ) => {
    typed.value = words;
  }} />
`;

/** Who sits where as a file, seat by seat, with what was counted last. */
const csvRows = (night: Night, tables: readonly Table[]) => {
  const { table, seatHead, name, chips } = text.tables.head;
  return [
    [table, seatHead, name, chips],
    ...tables.flatMap((one) =>
      one.seats.flatMap((_, i) => {
        const told = seatTold(night, one, i + 1);
        return told.name === null ? [] : [[one.name, told.seat, told.name, told.chips ?? '']];
      }),
    ),
  ];
};

/** How many there are, how seats are changed, and all of it as a file. */
export const Summary = ({ night, tables }: { night: Night; tables: readonly Table[] }) => {
  const seated = tables.reduce((n, table) => n + seatedAt(table), 0);
  const seats = tables.reduce((n, { seats: all, blocked }) => n + all.length - blocked.length, 0);
  return html`
    <div class="flex items-center gap-2">
      <p class="text-caption text-secondary grow">
      ${text.tables.sum(tables.length, seated, seats - seated)}
      ${mayAct.value && html`<span class="hidden md:inline"> · ${text.tables.dragHint}</span><span class="hidden xl:inline"> ${text.tables.dragKeys}</span>`}
      </p>
      <${CsvButton} what=${text.tables.title} name=${night.state.config.name} rows=${() => csvRows(night, tables)} />
    </div>
  `;
};
