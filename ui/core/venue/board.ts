import { money, number, ordinal } from '../../amounts.ts';
import type { Signal } from '../../html.ts';
import { html, useSignal } from '../../html.ts';
import { Card, Empty, Notice, Pill } from '../../parts/bits.ts';
import { SearchField } from '../../parts/search.ts';
import { Windowed } from '../../parts/windowed.ts';
import { text as general } from '../../text.ts';
import { core as text } from '../../texts/en/core.ts';
import { coreVenue as more } from '../../texts/en/core-venue.ts';
import { PageHead, WithPill } from '../frame.ts';
import { useMedia } from '../media.ts';
import { isSilent } from '../model.ts';
import { hrefOf } from '../routes.ts';
import { slowBeat, venueOf } from '../store.ts';
import { ageText } from '../words.ts';
import { Levels, Payouts, Pool } from './board-lists.ts';
import type { Place, Ranked, Tournament } from './board-model.ts';
import { stateOf, TONES, useBoard } from './board-model.ts';
import { Figures, Top } from './board-top.ts';
import { named } from './model.ts';

const ROW_PX = 56;

const seatText = ({ table, seat }: NonNullable<Ranked['seat']>): string =>
  more.seat(/^\d+$/u.test(table) ? more.table(table) : table, number(seat));

const RankRow = ({ line, currency }: { line: Ranked; currency: string }) => html`
  <div role="listitem" class="flex items-center gap-3 px-4 h-14 stripe">
    <span class="mono w-12 flex-none">${line.rank === null ? html`<span class="text-success text-caption">${text.board.in}</span>` : ordinal(line.rank)}</span>
    <span class="grow min-w-0">
      <span class="line-clamp-2 leading-tight break-words" dir="auto">${line.name}</span>
      ${line.seat !== null && html`<span class="block text-micro leading-none text-secondary truncate">${seatText(line.seat)}</span>`}
    </span>
    ${line.prize > 0 && html`<span class="mono text-prize flex-none">${money(line.prize, currency)}</span>`}
    ${line.other !== null && html`<span class="text-caption text-secondary truncate max-w-40" dir="auto">${line.other}</span>`}
  </div>
`;

const Ranking = ({
  lines,
  view,
  typed,
}: {
  lines: readonly Ranked[];
  view: Tournament;
  typed: Signal<string>;
}) => {
  const shown = named(lines, typed.value);
  const row = (line: Ranked) =>
    html`<${RankRow} key=${line.entryId} line=${line} currency=${view.currency} />`;
  return html`
    <${Card} title=${text.board.ranking}>
      ${view.stats.provisional && html`<p class="px-4 pb-2 text-caption text-secondary">${text.board.soFar}</p>`}
      ${
        lines.length === 0
          ? html`<${Empty} icon="players" title=${text.board.nobody} />`
          : html`<div class="px-4 pb-3"><${SearchField}
                value=${typed}
                label=${text.board.search}
                onTyped=${(words: string) => {
                  typed.value = words;
                }}
              /></div>
              <${Windowed} items=${shown} rowPx=${ROW_PX} row=${row} />`
      }
    <//>
  `;
};

const Silence = ({ id }: { id: string }) => {
  const venue = venueOf(id);
  if (venue === undefined || venue.report === null || !isSilent(venue, slowBeat.value)) return null;
  const age = ageText(slowBeat.value - venue.report.heardAt);
  return html`<div class="pb-4"><${Notice} tone="warning">${text.board.old(age)}<//></div>`;
};

const PARTS = ['ranking', 'payouts', 'levels', 'money'] as const;
type PartName = (typeof PARTS)[number];

const WORDS: { readonly [P in PartName]: string } = {
  ...{ ranking: text.board.ranking, payouts: text.board.payouts },
  ...{ levels: more.levels, money: more.tabs.money },
};

type Shown = {
  readonly path: string;
  readonly view: Tournament;
  readonly rankings: readonly Ranked[];
  readonly places: readonly Place[];
  readonly typed: Signal<string>;
};

const Part = ({ part, shown }: { part: PartName; shown: Shown }) => {
  const { path, view, rankings, places, typed } = shown;
  const here = view.status === 'running' ? view.clock.index : null;
  switch (part) {
    case 'ranking':
      return html`<${Ranking} lines=${rankings} view=${view} typed=${typed} />`;
    case 'payouts':
      return html`<${Payouts} places=${places} currency=${view.currency} />`;
    case 'levels':
      return html`<${Levels} lines=${view.schedule} here=${here} />`;
    case 'money':
      return html`<${Pool} path=${path} />`;
  }
};

const Wide = ({ parts, shown }: { parts: readonly PartName[]; shown: Shown }) => html`
  <div class="grid grid-cols-[3fr_2fr] gap-3 items-start">
    <${Part} part="ranking" shown=${shown} />
    <div class="flex flex-col gap-3 min-w-0">
      ${parts.slice(1).map((part) => html`<${Part} key=${part} part=${part} shown=${shown} />`)}
    </div>
  </div>
`;

const Narrow = ({ parts, shown }: { parts: readonly PartName[]; shown: Shown }) => {
  const picked = useSignal<PartName>('ranking');
  return html`
    <div class="flex gap-2 pb-3 overflow-x-auto no-bar -mx-4 px-4" role="group" aria-label=${more.parts}>
      ${parts.map(
        (part) => html`
          <button
            key=${part}
            type="button"
            class="chip flex-none px-3 lg:px-4"
            aria-pressed=${String(part === picked.value)}
            onClick=${() => {
              picked.value = part;
            }}
          >
            ${WORDS[part]}
          </button>
        `,
      )}
    </div>
    <${Part} part=${picked.value} shown=${shown} />
  `;
};

/** A tournament of a venue as its own screens show it, read only. */
export const BoardPage = ({ id, tournamentId }: { id: string; tournamentId: string }) => {
  const { heard, rankings, places, isGone } = useBoard(id, tournamentId);
  const typed = useSignal('');
  const wide = useMedia('(min-width: 1024px)');
  const venue = venueOf(id);
  const back = hrefOf({ page: 'venue', id, tab: 'tournaments' });
  if (heard === undefined) {
    const words = isGone.value ? general.errors.gone : general.loading;
    return html`<${PageHead} title=${venue?.name ?? ''} back=${back} /><p class="text-secondary text-center p-16">${words}</p>`;
  }
  const { view } = heard;
  const state = stateOf(view);
  const parts = PARTS.filter((part) => part !== 'money' || venue?.role !== 'leagueAdmin');
  const path = `/venues/${id}/tournaments/${tournamentId}`;
  const shown = { path, view, rankings, places, typed };
  return html`
    <${PageHead}
      title=${view.name}
      back=${back}
      lead=${html`<${WithPill} pill=${html`<${Pill} tone=${TONES[state]}>${general.status[state]}<//>`}>${venue?.name ?? ''}<//>`}
    />
    <${Silence} id=${id} />
    <div class="grid lg:grid-cols-[3fr_2fr] gap-3 pb-3">
      <${Top} heard=${heard} rankings=${rankings} />
      <${Figures} heard=${heard} />
    </div>
    ${wide ? html`<${Wide} parts=${parts} shown=${shown} />` : html`<${Narrow} parts=${parts} shown=${shown} />`}
  `;
};
