import './players/players.css';
import { entriesView } from '../../src/rooms/tournament/views/players.ts';
import { html, useLayoutEffect } from '../html.ts';
import { Card, Empty } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { SearchField } from '../parts/search.ts';
import { text } from '../text.ts';
import { Counters } from './counters.ts';
import { CsvButton } from './money/csv.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';
import { csvRows } from './players/csv.ts';
import type { Filter } from './players/model.ts';
import { countsOf, FILTERS, filtered, sorted } from './players/model.ts';
import { filter, opened, sort, typed } from './players/store.ts';
import { Table } from './players/table.ts';
import { show } from './sheets.ts';

/** These are there only while somebody is in them. */
const NEEDED: ReadonlySet<Filter> = new Set(['noSeat', 'owing', 'toPay']);

const labels: { readonly [F in Filter]: string } = {
  ...text.players.filters,
  ...{ in: text.players.in, out: text.players.out, all: text.players.all },
};

const Search = () => html`
  <${SearchField} class="grow min-w-52" value=${typed} label=${text.players.searchHint} field=${{ type: 'search' }} onTyped=${(
    words: string,
  ) => {
    typed.value = words;
  }} />
`;

const Chips = ({ counts }: { counts: ReturnType<typeof countsOf> }) => html`
  <div class="flex gap-2 overflow-x-auto no-bar -mx-3 px-3 md:mx-0 md:px-0 py-0.5" role="group" aria-label=${text.players.filter}>
    ${FILTERS.filter((one) => !NEEDED.has(one) || counts[one] > 0 || filter.value === one).map(
      (one) => html`
        <button
          type="button"
          key=${one}
          class="chip"
          aria-pressed=${String(filter.value === one)}
          onClick=${() => {
            filter.value = one;
          }}
        >
          ${labels[one]}<span class="mono text-caption ms-1.5">${counts[one]}</span>
        </button>
      `,
    )}
  </div>
`;

const Nobody = ({ none }: { none: boolean }) => html`
  <${Empty}
    icon="players"
    title=${none ? text.players.empty : typed.value.trim() === '' ? text.players.nobody : text.players.noMatch}
    lead=${none ? text.players.emptyLead : undefined}
  />
`;

/** Everybody of this tournament: to be found, sorted, acted on and looked into. */
export const Players = ({ night }: { night: Night }) => {
  const { state, names } = night;
  useLayoutEffect(
    () => () => {
      opened.value = null;
    },
    [],
  );
  if (state.config.mode === 'counters') return html`<${Counters} state=${state} />`;
  const all = entriesView(state, names);
  const entries = sorted(filtered(all, filter.value, typed.value), sort.value);
  return html`
    <div class="flex flex-col gap-3">
      <div class="flex flex-wrap items-center gap-2">
        <${Search} />
        ${entries.length > 0 && html`<${CsvButton} what=${text.tabs.players} name=${state.config.name} rows=${() => csvRows(night, entries)} />`}
        ${
          mayAct.value &&
          state.status !== 'ended' &&
          html`<button type="button" class="btn btn-primary hidden md:flex" onClick=${() => show({ sheet: 'buyIn' })}>
            <${Icon} name="plus" size=${18} />${text.actions.buyIn}
          </button>`
        }
      </div>
      <${Chips} counts=${countsOf(all)} />
      <${Card} class="overflow-clip">
        ${entries.length === 0 ? html`<${Nobody} none=${all.length === 0} />` : html`<${Table} night=${night} entries=${entries} />`}
      <//>
    </div>
  `;
};
