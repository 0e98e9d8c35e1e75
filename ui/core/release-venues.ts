import type { RunningLine } from '../../src/core/app.ts';
import { html } from '../html.ts';
import { Windowed } from '../parts/windowed.ts';
import { core as text } from '../texts/en/core.ts';
import { useMedia } from './media.ts';
import { buildText, channelText, updateText } from './release-words.ts';
import { inOrder, isFailure } from './releases-model.ts';
import { hrefOf } from './routes.ts';

const say = text.releases;

const ROW_PX = { wide: 64, narrow: 104 } as const;
const COLUMNS =
  'grid text-text grid-cols-[minmax(0,1fr)_10.5rem_4.5rem_minmax(0,1.2fr)] gap-4 items-center px-4 h-full';

const toneOf = ({ outcomes: [last] }: RunningLine): string =>
  isFailure(last?.outcome) ? 'text-danger' : 'text-secondary';

const Wide = ({ venue }: { readonly venue: RunningLine }) => html`
  <span class="font-medium leading-tight line-clamp-2" dir="auto">${venue.name}</span>
  <span class="mono leading-tight line-clamp-2">${buildText(venue.version, venue.sequence)}</span>
  <span class="text-secondary">${channelText(venue.channel)}</span>
  <span class=${`text-caption leading-tight line-clamp-2 ${toneOf(venue)}`} title=${updateText(venue)}>${updateText(venue)}</span>
`;

const Narrow = ({ venue }: { readonly venue: RunningLine }) => html`
  <span class="font-medium leading-tight line-clamp-2 break-words" dir="auto">${venue.name}</span>
  <span class="block text-caption text-secondary truncate">${[buildText(venue.version, venue.sequence), channelText(venue.channel)].join(' · ')}</span>
  <span class=${`text-caption leading-tight line-clamp-2 ${toneOf(venue)}`}>${updateText(venue)}</span>
`;

const Row = ({ venue, wide }: { readonly venue: RunningLine; readonly wide: boolean }) => html`
  <div role="listitem" class=${`${wide ? 'h-16' : 'h-26'} border-b border-surface1`}>
    <a
      class=${wide ? COLUMNS : 'flex flex-col justify-center gap-0.5 px-4 h-full min-w-0 text-text'}
      href=${hrefOf({ page: 'venue', id: venue.id, tab: 'leaf' })}
    >
      ${wide ? html`<${Wide} venue=${venue} />` : html`<${Narrow} venue=${venue} />`}
    </a>
  </div>
`;

const Head = () => html`
  <div class="grid grid-cols-[minmax(0,1fr)_10.5rem_4.5rem_minmax(0,1.2fr)] gap-4 items-center px-4 h-11 border-b border-surface1 label" aria-hidden="true">
    ${Object.entries(say.columns).map(([column, name]) => html`<span key=${column}>${name}</span>`)}
  </div>
`;

/** Every venue's build and what became of its last update; what went wrong stands first. */
export const RunningList = ({ venues }: { readonly venues: readonly RunningLine[] }) => {
  const wide = useMedia('(min-width: 1024px)');
  const row = (venue: RunningLine) => html`<${Row} key=${venue.id} venue=${venue} wide=${wide} />`;
  return html`
    <section aria-label=${say.venues}>
      <h2 class="font-semibold text-secondary pb-2">${say.venues}</h2>
      ${
        venues.length === 0
          ? html`<p class="card p-4 text-secondary">${say.noVenues}</p>`
          : html`<div class="card overflow-hidden">
              ${wide && html`<${Head} />`}
              <${Windowed} items=${inOrder(venues)} rowPx=${wide ? ROW_PX.wide : ROW_PX.narrow} row=${row} />
            </div>`
      }
    </section>
  `;
};
