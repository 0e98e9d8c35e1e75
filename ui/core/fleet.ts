import type { VenueLine } from '../../src/core/app.ts';
import { number } from '../amounts.ts';
import { html, useSignal } from '../html.ts';
import { Empty } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { SearchField } from '../parts/search.ts';
import { Windowed } from '../parts/windowed.ts';
import { text as general } from '../text.ts';
import { core as text } from '../texts/en/core.ts';
import { PageHead } from './frame.ts';
import { LeafSheet } from './leaf-sheet.ts';
import { useMedia } from './media.ts';
import { behind, found, inOrder } from './model.ts';
import { AddVenue } from './new-venue.ts';
import { hrefOf } from './routes.ts';
import { StatePill } from './state-pill.ts';
import { isAdmin, slowBeat, venues } from './store.ts';
import { ageText, spanText } from './words.ts';

const ROW_PX = { wide: 64, narrow: 88 } as const;

/** Number and backlog where there is room; the sheet says them in any case. */
const COLUMNS =
  'grid grid-cols-[minmax(0,1fr)_5.5rem_7rem_8rem] xl:grid-cols-[minmax(0,1fr)_4rem_5.5rem_7rem_6rem_9rem] gap-4 items-center';
const ROOMY: ReadonlySet<string> = new Set(['leaf', 'lag']);

const heardText = ({ report }: VenueLine): string =>
  report === null ? text.leaf.never : spanText(slowBeat.value - report.heardAt);

const lineText = ({ leaf, report }: VenueLine): string =>
  [
    report?.version ?? leaf?.version ?? text.leaf.none,
    ...(report === null ? [] : [text.heard(ageText(slowBeat.value - report.heardAt))]),
  ].join(' · ');

const Cells = ({ venue }: { venue: VenueLine }) => html`
  <span class="min-w-0">
    <span class="block font-medium truncate" dir="auto" title=${venue.name}>${venue.name}</span>
    <span class="block text-caption text-secondary truncate">${venue.slug}</span>
  </span>
  <span class="mono hidden xl:block">${venue.leaf === null ? '–' : number(venue.leaf.epoch)}</span>
  <span class="mono">${venue.report?.version ?? venue.leaf?.version ?? '–'}</span>
  <span>${heardText(venue)}</span>
  <span class="mono hidden xl:block">${number(behind(venue))}</span>
  <span><${StatePill} venue=${venue} /></span>
`;

const Narrow = ({ venue }: { venue: VenueLine }) => html`
  <span class="flex items-center gap-3 min-w-0 w-full">
    <span class="grow min-w-0">
      <span class="font-medium leading-tight line-clamp-2 break-words" dir="auto">${venue.name}</span>
      <span class="block text-caption text-secondary truncate">${lineText(venue)}</span>
    </span>
    <${StatePill} venue=${venue} />
  </span>
`;

const Row = ({
  venue,
  wide,
  onOpen,
}: {
  venue: VenueLine;
  wide: boolean;
  onOpen: () => void;
}) => html`
  <div role="listitem" class=${`${wide ? 'h-16' : 'h-22'} border-b border-surface1`}>
    <button type="button" class=${`w-full h-full px-4 text-left ${wide ? COLUMNS : 'flex'}`} onClick=${onOpen}>
      ${wide ? html`<${Cells} venue=${venue} />` : html`<${Narrow} venue=${venue} />`}
    </button>
  </div>
`;

const Head = () => html`
  <div class=${`${COLUMNS} px-4 h-11 border-b border-surface1 label`} aria-hidden="true">
    ${Object.entries(text.fleet.columns).map(([column, name]) => html`<span key=${column} class=${ROOMY.has(column) ? 'hidden xl:block' : ''}>${name}</span>`)}
  </div>
`;

/** On a phone the bar below has no room for them. */
const ToReleases = () => html`
  <a class="btn btn-outline btn-icon flex-none lg:hidden" href=${hrefOf({ page: 'releases' })} aria-label=${text.releases.title}><${Icon} name="download" /></a>
`;

/** Every venue's leaf: what runs there, when it was heard, and what can be done about it. */
export const FleetPage = () => {
  const wide = useMedia('(min-width: 1024px)');
  const typed = useSignal('');
  const open = useSignal<string | null>(null);
  const all = venues.value;
  if (all === undefined) {
    return html`<p class="text-secondary text-center p-16 breathe">${general.loading}</p>`;
  }
  const shown = found(inOrder(all, slowBeat.value), typed.value);
  const opened = all.find(({ id }) => id === open.value);
  const show = (id: string | null) => {
    open.value = id;
  };
  const row = (venue: VenueLine) =>
    html`<${Row} key=${venue.id} venue=${venue} wide=${wide} onOpen=${() => show(venue.id)} />`;
  return html`
    <${PageHead} title=${text.fleet.title} aside=${isAdmin.value && html`<${AddVenue} />`} />
    <div class="flex gap-2 pb-4">
      <${SearchField}
        class="grow min-w-0"
        value=${typed}
        label=${text.fleet.search}
        onTyped=${(words: string) => {
          typed.value = words;
        }}
      />
      ${isAdmin.value && html`<${ToReleases} />`}
    </div>
    ${
      shown.length === 0
        ? html`<${Empty} icon="chip" title=${all.length === 0 ? text.venues.none : text.venues.nothing} />`
        : html`<div class="card overflow-hidden">
            ${wide && html`<${Head} />`}
            <${Windowed} items=${shown} rowPx=${wide ? ROW_PX.wide : ROW_PX.narrow} row=${row} />
          </div>`
    }
    ${opened !== undefined && html`<${LeafSheet} venue=${opened} onClose=${() => show(null)} />`}
  `;
};
