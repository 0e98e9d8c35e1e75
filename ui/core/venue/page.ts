import type { OpenRequests, VenueLine } from '../../../src/core/app.ts';
import { number } from '../../amounts.ts';
import { del, get } from '../../api.ts';
import { html, useEffect, useRef, useSignal } from '../../html.ts';
import { Notice } from '../../parts/bits.ts';
import { text as general } from '../../text.ts';
import { core as text } from '../../texts/en/core.ts';
import { coreVenue as more } from '../../texts/en/core-venue.ts';
import { PageHead, WithPill } from '../frame.ts';
import { usePolling } from '../media.ts';
import type { Trouble } from '../model.ts';
import { behind, troublesOf } from '../model.ts';
import type { VenueTab } from '../routes.ts';
import { hrefOf, VENUE_TABS } from '../routes.ts';
import { StatePill } from '../state-pill.ts';
import { slowBeat, venueOf, venues } from '../store.ts';
import { ageText, attempt, momentText, toneOf, troubleText } from '../words.ts';
import { Kept } from './kept.ts';
import { LeafLines } from './leaf-lines.ts';
import { MoneyTab } from './money.ts';
import { OrdersTab } from './orders.ts';
import { PlayersTab } from './players.ts';
import { TournamentsTab } from './tournaments.ts';

const mayOwn = ({ role }: VenueLine): boolean => role !== 'leagueAdmin';

const Matter = ({ venue, trouble }: { venue: VenueLine; trouble: Trouble }) => {
  const { id } = venue;
  const putAway = () =>
    trouble.kind === 'alarm' && attempt(() => del(`/venues/${id}/alarms/${trouble.alarm.kind}`));
  const isAlarm = trouble.kind === 'alarm';
  return html`
    <${Notice}
      tone=${toneOf(trouble)}
      action=${isAlarm && mayOwn(venue) && html`<button type="button" class="btn btn-ghost" onClick=${putAway}>${text.trouble.put}</button>`}
    >
      <span class="font-medium">${troubleText(trouble)}</span>
      ${
        isAlarm &&
        html`<span class="block text-caption">${text.trouble.seen}: ${text.trouble.times(trouble.alarm.times)}, ${momentText(trouble.alarm.lastAt)}</span>`
      }
    <//>
  `;
};

const Matters = ({ venue }: { venue: VenueLine }) => {
  const all = troublesOf(venue, slowBeat.value);
  return all.length === 0
    ? null
    : html`<div class="flex flex-col gap-2 pb-4">
        ${all.map((trouble) => html`<${Matter} key=${JSON.stringify(trouble)} venue=${venue} trouble=${trouble} />`)}
      </div>`;
};

/** Who plays, where the money is, who was sent what: a league's administrator sees none of it. */
const OWN_TABS: ReadonlySet<VenueTab> = new Set(['players', 'money', 'orders']);

const Tabs = ({ venue, tab }: { venue: VenueLine; tab: VenueTab }) => {
  const row = useRef<HTMLElement>(null);
  // A phone has no room for all of them: the one that is open is never the one cut off.
  useEffect(() => {
    row.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [tab]);
  return html`
  <nav ref=${row} class="flex gap-1.5 lg:gap-2 pb-4 overflow-x-auto no-bar -mx-4 px-4 lg:mx-0 lg:px-0" aria-label=${text.venue.tabs}>
    ${VENUE_TABS.filter((one) => mayOwn(venue) || !OWN_TABS.has(one)).map(
      (one) => html`
        <a key=${one} class="chip flex-none px-3 lg:px-4" href=${hrefOf({ page: 'venue', id: venue.id, tab: one })} aria-current=${one === tab ? 'page' : undefined}>${more.tabs[one]}</a>
      `,
    )}
  </nav>
`;
};

const LeafTab = ({ venue }: { venue: VenueLine }) => html`
  <div class="grid lg:grid-cols-2 gap-3 items-start">
    <${LeafLines} venue=${venue} />
    ${mayOwn(venue) && html`<${Kept} id=${venue.id} />`}
  </div>
`;

const Body = ({ venue, tab }: { venue: VenueLine; tab: VenueTab }) => {
  switch (tab) {
    case 'tournaments':
      return html`<${TournamentsTab} venue=${venue} />`;
    case 'players':
      return html`<${PlayersTab} id=${venue.id} />`;
    case 'money':
      return html`<${MoneyTab} id=${venue.id} />`;
    case 'orders':
      return html`<${OrdersTab} venue=${venue} />`;
    case 'leaf':
      return html`<${LeafTab} venue=${venue} />`;
  }
};

const POLL_MS = 15_000;

/** What the core asked for and nobody there has decided yet. */
const Open = ({ id, tab }: { id: string; tab: VenueTab }) => {
  const open = useSignal<OpenRequests>({ waiting: 0, conflicted: 0 });
  const ask = async () => {
    const told = await get<OpenRequests>(`/venues/${id}/requests/open`).catch(() => undefined);
    if (told !== undefined) open.value = told;
  };
  usePolling(POLL_MS, ask, id);
  const { waiting, conflicted } = open.value;
  const words = [
    ...(waiting > 0 ? [more.open(number(waiting))] : []),
    ...(conflicted > 0 ? [more.conflicts(number(conflicted))] : []),
  ];
  if (words.length === 0) return null;
  const look =
    tab !== 'orders' &&
    html`<a class="btn btn-outline text-text w-full sm:w-auto" href=${hrefOf({ page: 'venue', id, tab: 'orders' })}>${more.look}</a>`;
  return html`<div class="pb-4"><${Notice} tone="info" action=${look}>
    <span class="font-medium">${words.join(' · ')}</span>
    <span class="block text-caption">${more.openLead}</span>
  <//></div>`;
};

/** One venue, read only. */
export const VenuePage = ({ id, tab: asked }: { id: string; tab: VenueTab }) => {
  const venue = venueOf(id);
  if (venue === undefined) {
    const words = venues.value === undefined ? general.loading : text.venue.gone;
    return html`<p class="text-secondary text-center p-16">${words}</p>`;
  }
  const tab = mayOwn(venue) || !OWN_TABS.has(asked) ? asked : 'tournaments';
  const { report, organisation } = venue;
  const heard = report === null ? '' : text.heard(ageText(slowBeat.value - report.heardAt));
  const waits = behind(venue);
  const since = report?.behindSince ?? null;
  const waiting =
    waits > 0 && since !== null ? text.waiting(number(waits), ageText(slowBeat.value - since)) : '';
  return html`
    <${PageHead}
      title=${venue.name}
      back=${hrefOf({ page: 'venues' })}
      lead=${html`<${WithPill} pill=${html`<${StatePill} venue=${venue} />`}>${[organisation?.name ?? '', heard, waiting].filter(Boolean).join(' · ')}<//>`}
    />
    <${Matters} venue=${venue} />
    ${mayOwn(venue) && html`<${Open} id=${venue.id} tab=${tab} />`}
    <${Tabs} venue=${venue} tab=${tab} />
    <${Body} venue=${venue} tab=${tab} />
    <p class="text-caption text-secondary pt-4">${text.venue.readOnly}</p>
  `;
};
