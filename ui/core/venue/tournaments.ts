import type { VenueLine } from '../../../src/core/app.ts';
import { money, number } from '../../amounts.ts';
import type { Page } from '../../api.ts';
import { get, getAll } from '../../api.ts';
import type { ComponentChildren } from '../../html.ts';
import { html, useSignal } from '../../html.ts';
import { Empty } from '../../parts/bits.ts';
import { SearchField } from '../../parts/search.ts';
import { text as general } from '../../text.ts';
import { core as text } from '../../texts/en/core.ts';
import { coreVenue as more } from '../../texts/en/core-venue.ts';
import { usePolling } from '../media.ts';
import { liveOf } from '../model.ts';
import { hrefOf } from '../routes.ts';
import { LiveClock } from '../venues.ts';
import { momentText } from '../words.ts';
import type { Filter, Listed, Status } from './model.ts';
import { byMoment, FILTERS, named, STATUSES } from './model.ts';

const POLL_MS = 10_000;
/** A venue's years; whoever wants older ones searches on its own leaf. */
const MOST = 2_000;
const PAGE = 200;
/** Drawn at once of each part. */
const STEP = 50;

/** All of them once; then, now and then, the newest, which are those that change. */
const useTournaments = (id: string): readonly Listed[] | undefined => {
  const items = useSignal<readonly Listed[] | undefined>(undefined);
  const ask = async () => {
    const path = `/venues/${id}/tournaments?limit=${PAGE}`;
    const known = items.value;
    const told = await (known === undefined
      ? getAll<Listed>(path, MOST)
      : get<Page<Listed>>(path).then((page) => page.items)
    ).catch(() => undefined);
    if (told === undefined) return;
    const fresh = new Set(told.map((one) => one.id));
    const older = told.length < PAGE ? [] : (known ?? []).filter((one) => !fresh.has(one.id));
    items.value = [...told, ...older];
  };
  usePolling(POLL_MS, ask, id);
  return items.value;
};

const leadOf = ({ status, startsAt, endedAt, entries, remaining }: Listed): string => {
  if (status === 'running') return text.venues.left(number(remaining), number(entries));
  const when =
    status === 'setup'
      ? startsAt && text.venue.starts(momentText(startsAt))
      : endedAt && text.venue.ended(momentText(endedAt));
  return [text.venue.entries(number(entries)), when].filter(Boolean).join(' · ');
};

const Live = ({ venue, id }: { venue: VenueLine; id: string }) => {
  const live = liveOf(venue).find(({ tournamentId }) => tournamentId === id);
  if (live === undefined) return null;
  return html`<span class="text-right flex-none text-text">
    <span class="text-h2 font-semibold leading-tight"><${LiveClock} live=${live} /></span>
    <span class="block text-micro text-secondary">${live.level === null ? '' : text.venues.level(live.level)}</span>
  </span>`;
};

const One = ({ venue, item }: { venue: VenueLine; item: Listed }) => html`
  <li>
    <a class="flex items-center gap-4 px-4 py-3 min-h-16" href=${hrefOf({ page: 'board', id: venue.id, tournamentId: item.id })}>
      <span class="grow min-w-0">
        <span class="block font-semibold text-text two-lines" dir="auto">${item.name}</span>
        <span class="block text-caption text-secondary truncate">${leadOf(item)}</span>
      </span>
      ${item.prizePool > 0 && html`<span class="mono text-prize flex-none ${item.status === 'running' ? 'hidden lg:block' : ''}">${money(item.prizePool, item.currency)}</span>`}
      <${Live} venue=${venue} id=${item.id} />
    </a>
  </li>
`;

const Part = ({ title, children }: { title: string; children?: ComponentChildren }) => html`
  <section class="pb-5">
    <h2 class="label pb-2">${title}</h2>
    <ul class="card rows overflow-hidden">${children}</ul>
  </section>
`;

const TITLES: { readonly [S in Status]: string } = {
  ...{ running: text.venue.on, setup: text.venue.coming, ended: text.venue.results },
};

const Filters = ({
  all,
  picked,
  onPick,
}: {
  all: readonly Listed[];
  picked: Filter;
  onPick: (filter: Filter) => void;
}) => html`
  <div class="flex gap-2 overflow-x-auto no-bar -mx-4 px-4 lg:mx-0 lg:px-0" role="group" aria-label=${more.filters}>
    ${FILTERS.map((filter) => {
      const count = all.filter(({ status }) => filter === 'all' || filter === status).length;
      return html`
        <button key=${filter} type="button" class="chip flex-none gap-2" aria-pressed=${String(picked === filter)} onClick=${() => onPick(filter)}>
          ${more.filter[filter]}<span class="mono text-caption">${number(count)}</span>
        </button>
      `;
    })}
  </div>
`;

const Parts = ({ venue, shown }: { venue: VenueLine; shown: readonly Listed[] }) => {
  const most = useSignal(STEP);
  const parts = STATUSES.map((status) => ({ status, own: byMoment(shown, status) }));
  const isCut = parts.some(({ own }) => own.length > most.value);
  return html`
    ${parts.map(({ status, own }) => {
      if (own.length === 0) return null;
      return html`<${Part} key=${status} title=${TITLES[status]}>
        ${own.slice(0, most.value).map((item) => html`<${One} key=${item.id} venue=${venue} item=${item} />`)}
      <//>`;
    })}
    ${
      isCut &&
      html`<button
        type="button"
        class="btn btn-outline w-full"
        onClick=${() => {
          most.value += STEP;
        }}
      >${text.venue.more}</button>`
    }
  `;
};

/** Whatever was, is and will be played at a venue, the clocks of what is on running. */
export const TournamentsTab = ({ venue }: { venue: VenueLine }) => {
  const items = useTournaments(venue.id);
  const [typed, filter] = [useSignal(''), useSignal<Filter>('all')];
  if (items === undefined) {
    return html`<p class="text-secondary text-center p-16 breathe">${general.loading}</p>`;
  }
  if (items.length === 0) {
    return html`<${Empty} icon="trophy" title=${text.venue.none} lead=${text.venue.noneLead} />`;
  }
  const picked = items.filter(({ status }) => filter.value === 'all' || status === filter.value);
  const shown = named(picked, typed.value);
  return html`
    <div class="flex flex-col lg:flex-row gap-3 pb-4">
      <${SearchField}
        class="grow"
        value=${typed}
        label=${more.find}
        onTyped=${(words: string) => {
          typed.value = words;
        }}
      />
      <${Filters}
        all=${items}
        picked=${filter.value}
        onPick=${(one: Filter) => {
          filter.value = one;
        }}
      />
    </div>
    ${
      shown.length === 0
        ? html`<${Empty} icon="search" title=${more.nothing} lead=${more.nothingLead} />`
        : html`<${Parts} key=${`${filter.value} ${typed.value}`} venue=${venue} shown=${shown} />`
    }
  `;
};
