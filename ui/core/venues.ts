import type { LiveLine, VenueLine } from '../../src/core/app.ts';
import { clockText } from '../../src/kernel/time.ts';
import { number } from '../amounts.ts';
import { html, useSignal } from '../html.ts';
import { Empty, Stat } from '../parts/bits.ts';
import { SearchField } from '../parts/search.ts';
import { Windowed } from '../parts/windowed.ts';
import { text as general } from '../text.ts';
import { core as text } from '../texts/en/core.ts';
import './core.css';
import { PageHead } from './frame.ts';
import { useMedia } from './media.ts';
import type { Filter } from './model.ts';
import {
  FILTERS,
  found,
  inOrder,
  leftMs,
  liveOf,
  passes,
  stateOf,
  totals,
  troublesOf,
} from './model.ts';
import { AddVenue } from './new-venue.ts';
import { hrefOf } from './routes.ts';
import { beat, isAdmin, slowBeat, venues } from './store.ts';
import { ageText, toneOf, troubleText } from './words.ts';

/** Rows of one height, so that 500 of them cost what a screenful costs. */
const ROW_PX = { wide: 84, narrow: 116 } as const;
/** Boards that a row has room for. */
const SHOWN = { wide: 2, narrow: 1 } as const;

/** Counted on from the anchor, four times a second, and nothing else is drawn anew. */
export const LiveClock = ({ live }: { live: LiveLine }) => {
  const left = leftMs(live, beat.value);
  // At 0:00 the venue's leaf has the next level already, and says so with its next report.
  const isOver = left === 0 || left === null;
  const tone = isOver ? 'text-secondary' : live.clock?.running === true ? '' : 'text-warning';
  return html`<span class=${`mono ${tone}`} role="timer">${left === null ? '–' : clockText(left)}</span>`;
};

const Board = ({ live }: { live: LiveLine }) => html`
  <span class="flex items-baseline gap-3 min-w-0 text-text">
    <span class="grow min-w-0 truncate text-caption font-medium" dir="auto">${live.name}</span>
    <span class="text-micro text-secondary whitespace-nowrap hidden xl:inline">${live.level === null ? '' : text.venues.level(live.level)}</span>
    <span class="w-17 text-right"><${LiveClock} live=${live} /></span>
    <span class="w-23 text-right text-caption text-secondary whitespace-nowrap">${text.venues.left(number(live.remaining), number(live.entries))}</span>
  </span>
`;

const Boards = ({ venue, most }: { venue: VenueLine; most: number }) => {
  const all = liveOf(venue);
  const rest = all.length - most;
  if (all.length === 0) {
    return html`<span class="text-caption text-secondary">${text.venues.noGame}</span>`;
  }
  return html`<span class="flex flex-col gap-1 min-w-0">
    ${all.slice(0, most).map((live) => html`<${Board} key=${live.tournamentId} live=${live} />`)}
    ${rest > 0 && html`<span class="text-micro text-secondary">${text.venues.more(rest)}</span>`}
  </span>`;
};

/** What is the matter, in words, or when it was heard last. */
const Note = ({ venue }: { venue: VenueLine }) => {
  const now = slowBeat.value;
  const [first, ...others] = troublesOf(venue, now);
  if (first !== undefined) {
    const more = others.length > 0 ? ` · ${text.venues.more(others.length)}` : '';
    return html`<span class=${`text-caption truncate text-${toneOf(first)}`}>${troubleText(first)}${more}</span>`;
  }
  const state = stateOf(venue, now);
  const heard =
    venue.report === null ? '' : ` · ${text.heard(ageText(now - venue.report.heardAt))}`;
  return html`<span class="text-caption text-secondary truncate">${text.state[state]}${heard}</span>`;
};

const Row = ({ venue, wide }: { venue: VenueLine; wide: boolean }) => {
  const state = stateOf(venue, slowBeat.value);
  const height = wide ? 'h-21' : 'h-29';
  return html`
    <div role="listitem" class=${`${height} border-b border-surface1`}>
      <a
        class="h-full px-4 py-2 flex flex-col lg:flex-row lg:items-center justify-center gap-1.5 lg:gap-6"
        href=${hrefOf({ page: 'venue', id: venue.id, tab: 'tournaments' })}
      >
        <span class="flex items-center gap-3 min-w-0 lg:w-86 xl:w-100 flex-none">
          <span class=${`dot dot-${state}`} aria-hidden="true"></span>
          <span class="grow min-w-0">
            <span class="font-semibold text-text leading-tight line-clamp-2 break-words" dir="auto">${venue.name}</span>
            <span class="flex gap-2 min-w-0">
              <${Note} venue=${venue} />
            </span>
          </span>
        </span>
        <span class="block grow min-w-0 pl-5.5 lg:pl-0"><${Boards} venue=${venue} most=${wide ? SHOWN.wide : SHOWN.narrow} /></span>
        <span class="hidden xl:line-clamp-2 w-44 flex-none text-caption leading-tight text-secondary break-words" dir="auto">${venue.organisation?.name ?? ''}</span>
      </a>
    </div>
  `;
};

const Totals = ({ all }: { all: readonly VenueLine[] }) => {
  const sums = totals(all);
  return html`
    <div class="grid grid-cols-2 lg:grid-cols-4 gap-3 pb-4">
      <${Stat} label=${text.venues.statPlaying} value=${number(sums.playing)} />
      <${Stat} label=${text.venues.statPlayers} value=${number(sums.players)} />
      <div class="hidden lg:block"><${Stat} label=${text.venues.statVenues} value=${number(sums.venues)} /></div>
      <div class="hidden lg:block"><${Stat} label=${text.venues.statWaiting} value=${number(sums.waiting)} /></div>
    </div>
  `;
};

const Filters = ({
  all,
  picked,
  onPick,
}: {
  all: readonly VenueLine[];
  picked: Filter;
  onPick: (filter: Filter) => void;
}) => html`
  <div class="flex gap-2 overflow-x-auto no-bar -mx-4 px-4 lg:mx-0 lg:px-0" role="group" aria-label=${text.venues.list}>
    ${FILTERS.map((filter) => {
      const count = all.filter((venue) => passes(filter, venue, slowBeat.value)).length;
      return html`
        <button key=${filter} type="button" class="chip flex-none gap-2" aria-pressed=${String(picked === filter)} onClick=${() => onPick(filter)}>
          ${text.venues[filter]}<span class="mono text-caption">${number(count)}</span>
        </button>
      `;
    })}
  </div>
`;

const List = ({ all }: { all: readonly VenueLine[] }) => {
  const wide = useMedia('(min-width: 1024px)');
  const [typed, filter] = [useSignal(''), useSignal<Filter>('all')];
  const now = slowBeat.value;
  const shown = found(
    inOrder(all, now).filter((venue) => passes(filter.value, venue, now)),
    typed.value,
  );
  const row = (venue: VenueLine) => html`<${Row} key=${venue.id} venue=${venue} wide=${wide} />`;
  return html`
    <${Totals} all=${all} />
    <div class="flex flex-col lg:flex-row gap-3 pb-4">
      <${SearchField}
        class="grow"
        value=${typed}
        label=${text.venues.search}
        onTyped=${(words: string) => {
          typed.value = words;
        }}
      />
      <${Filters}
        all=${all}
        picked=${filter.value}
        onPick=${(one: Filter) => {
          filter.value = one;
        }}
      />
    </div>
    ${
      shown.length === 0
        ? html`<${Empty} icon="search" title=${text.venues.nothing} lead=${text.venues.nothingLead} />`
        : html`<div class="card overflow-hidden" aria-label=${text.venues.list}>
            <${Windowed} items=${shown} rowPx=${wide ? ROW_PX.wide : ROW_PX.narrow} row=${row} />
          </div>`
    }
  `;
};

/** All venues at a glance: what needs somebody, where people play, with every clock running. */
export const VenuesPage = () => {
  const all = venues.value;
  return html`
    <${PageHead} title=${text.venues.title} aside=${isAdmin.value && html`<${AddVenue} />`} />
    ${
      all === undefined
        ? html`<p class="text-secondary text-center p-16 breathe">${general.loading}</p>`
        : all.length === 0
          ? html`<${Empty} icon="house" title=${text.venues.none} lead=${isAdmin.value ? text.venues.firstLead : text.venues.noneLead} />`
          : html`<${List} all=${all} />`
    }
  `;
};
