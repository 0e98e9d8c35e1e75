import type { EntryView } from '../../src/rooms/tournament/views/players.ts';
import { entriesView } from '../../src/rooms/tournament/views/players.ts';
import { money, number, ordinal } from '../amounts.ts';
import { html, signal, typedIn } from '../html.ts';
import { Card, Empty } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { Windowed } from '../parts/windowed.ts';
import { text } from '../text.ts';
import { Counters } from './counters.ts';
import type { ListFilter } from './model.ts';
import { filterEntries } from './model.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';
import { show } from './sheets.ts';

const filter = signal<ListFilter>('in');
const typed = signal('');
const ROW_PX = 64;

const boughtText = (entry: EntryView, currency: string): string =>
  [
    entry.rebuys > 0 ? text.players.rebuys(entry.rebuys) : '',
    entry.addOns > 0 ? text.players.addOns(entry.addOns) : '',
    entry.hits > 0 ? text.players.hits(entry.hits) : '',
    entry.owed > 0 ? text.players.owes(money(entry.owed, currency)) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');

const placeText = (entry: EntryView): string => {
  if (entry.status === 'unregistered') return text.players.unregistered;
  if (entry.status === 'noShow') return text.players.noShow;
  if (entry.rank !== null) return ordinal(entry.rank);
  return entry.seat === null
    ? text.players.noSeat
    : text.players.seatShort(entry.seat.table, entry.seat.seat);
};

/** A player with what matters now: the seat while in, the place and prize once out. */
const Row = ({ entry, currency }: { entry: EntryView; currency: string }) => {
  const isIn = entry.status === 'in';
  const bought = boughtText(entry, currency);
  return html`
    <div class="flex items-center h-16 border-b border-surface1" role="listitem">
      <button
        type="button"
        class="flex items-center gap-3 grow min-w-0 h-full pl-4 pr-2"
        onClick=${() => show({ sheet: 'entry', entryId: entry.entryId })}
      >
        <span class="grow min-w-0">
          <span class=${`block truncate font-medium ${isIn ? '' : 'text-secondary'}`}>${entry.name}</span>
          ${bought && html`<span class=${`block truncate text-caption ${entry.owed > 0 ? 'text-warning' : 'text-secondary'}`}>${bought}</span>`}
        </span>
        ${entry.chips !== null && isIn && html`<span class="mono text-secondary hidden sm:block">${number(entry.chips)}</span>`}
        ${entry.prize > 0 && html`<span class="mono text-prize">${money(entry.prize, currency)}</span>`}
        <span class=${`text-right whitespace-nowrap ${isIn ? 'text-secondary' : 'mono'}`}>${placeText(entry)}</span>
      </button>
      ${
        isIn &&
        mayAct.value &&
        html`<button
          type="button"
          class="btn btn-ghost text-danger mr-1"
          aria-label=${`${text.actions.bust}: ${entry.name}`}
          onClick=${() => show({ sheet: 'bust', entryId: entry.entryId })}
        >
          ${text.actions.bust}
        </button>`
      }
    </div>
  `;
};

const FILTERS: readonly ListFilter[] = ['in', 'out', 'all', 'owing'];

export const SearchField = ({ value, hint }: { value: typeof typed; hint: string }) => html`
  <label class="relative block grow min-w-52">
    <span class="absolute left-3 top-3.25 text-secondary"><${Icon} name="search" /></span>
    <input
      class="input pl-11"
      type="search"
      autocomplete="off"
      aria-label=${hint}
      placeholder=${hint}
      value=${value}
      onInput=${(event: Event) => {
        value.value = typedIn(event);
      }}
    />
  </label>
`;

export const Players = ({ night: { state, names } }: { night: Night }) => {
  if (state.config.mode === 'counters') return html`<${Counters} state=${state} />`;
  const all = entriesView(state, names);
  const rows = filterEntries(all, filter.value, typed.value);
  const { currency } = state.config;
  return html`
    <div class="flex flex-col gap-3">
      <div class="flex flex-wrap gap-2">
        <${SearchField} value=${typed} hint=${text.players.searchHint} />
        <div class="flex gap-2 overflow-x-auto">
          ${FILTERS.map(
            (one) => html`
              <button
                type="button"
                class="chip"
                aria-pressed=${String(filter.value === one)}
                onClick=${() => {
                  filter.value = one;
                }}
              >
                ${text.players[one]}<span class="mono text-caption ml-1.5 opacity-80">${filterEntries(all, one, '').length}</span>
              </button>
            `,
          )}
        </div>
        ${
          mayAct.value &&
          html`<button type="button" class="btn btn-primary hidden sm:flex" onClick=${() => show({ sheet: 'buyIn' })}>
            <${Icon} name="plus" size=${18} />${text.actions.buyIn}
          </button>`
        }
      </div>
      <${Card} class="overflow-hidden">
        ${
          rows.length === 0
            ? html`<${Empty}
                icon="players"
                title=${all.length === 0 ? text.players.empty : text.players.noMatch}
                lead=${all.length === 0 ? text.players.emptyLead : undefined}
              />`
            : html`<${Windowed}
                items=${rows}
                rowPx=${ROW_PX}
                row=${(entry: EntryView) => html`<${Row} key=${entry.entryId} entry=${entry} currency=${currency} />`}
              />`
        }
      <//>
    </div>
  `;
};
