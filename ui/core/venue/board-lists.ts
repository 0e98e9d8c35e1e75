import type { PoolView } from '../../../src/rooms/tournament/views/money.ts';
import type { ScheduleLine } from '../../../src/rooms/tournament/views/screen.ts';
import { money, number, ordinal } from '../../amounts.ts';
import { get } from '../../api.ts';
import { html, useSignal } from '../../html.ts';
import { Card, Line } from '../../parts/bits.ts';
import { text as general } from '../../text.ts';
import { core as text } from '../../texts/en/core.ts';
import { coreVenue as more } from '../../texts/en/core-venue.ts';
import { usePolling } from '../media.ts';
import type { Place } from './board-model.ts';
import { stakes } from './board-model.ts';

export const Payouts = ({
  places,
  currency,
}: {
  places: readonly Place[];
  currency: string;
}) => html`
  <${Card} title=${text.board.payouts}>
    ${places.length === 0 && html`<p class="px-4 pb-4 text-secondary">${text.board.noPayouts}</p>`}
    <ol class="rows">
      ${places.map(
        ({ from, to, each, other }) => html`
          <li key=${from} class="flex items-baseline justify-between gap-3 px-4 py-2.5">
            <span class="mono">${from === to ? ordinal(from) : `${ordinal(from)} – ${ordinal(to)}`}</span>
            <span class="text-right">
              ${each > 0 && html`<span class="mono text-prize">${money(each, currency)}</span>`}
              ${other && html`<span class="block text-caption text-secondary" dir="auto">${other}</span>`}
            </span>
          </li>
        `,
      )}
    </ol>
  <//>
`;

const Level = ({ line, here }: { line: ScheduleLine; here: number | null }) => {
  const isHere = line.index === here;
  const isOver = here !== null && line.index < here;
  const tone = isHere ? 'tone-primary font-semibold' : isOver ? 'text-secondary' : '';
  return html`
    <li class=${`flex items-baseline gap-3 px-4 py-2.5 ${tone}`} aria-current=${isHere ? 'step' : undefined}>
      <span class="mono w-7 flex-none text-secondary">${line.kind === 'break' ? '' : number(line.level)}</span>
      <span class=${`grow min-w-0 ${line.kind === 'break' ? 'text-info' : 'mono'}`}>
        ${stakes(line)}${line.ante > 0 && html`<span class="text-caption text-secondary"> · ${number(line.ante)}</span>`}
      </span>
      <span class="text-caption text-secondary flex-none">${isHere ? more.now : more.minutes(number(line.minutes))}</span>
    </li>
  `;
};

/** @param here index of the level being played; null: none is. */
export const Levels = ({
  lines,
  here,
}: {
  lines: readonly ScheduleLine[];
  here: number | null;
}) => html`
  <${Card} title=${more.levels}>
    <ol class="rows lg:max-h-120 lg:overflow-y-auto pb-2" tabindex="0" aria-label=${more.levels}>
      ${lines.map((line) => html`<${Level} key=${line.index} line=${line} here=${here} />`)}
    </ol>
  <//>
`;

const POLL_MS = 15_000;

/** How the pool comes about, and what is in which till: for whoever answers for the venue. */
export const Pool = ({ path }: { path: string }) => {
  const told = useSignal<PoolView | undefined>(undefined);
  const ask = async () => {
    told.value = (await get<PoolView>(`${path}/prizepool`).catch(() => undefined)) ?? told.value;
  };
  usePolling(POLL_MS, ask, path);
  const view = told.value;
  if (view === undefined) return null;
  const show = (amount: number) => money(amount, view.currency);
  const lines = view.lines.filter(({ amount }) => amount !== 0);
  return html`
    <${Card} title=${more.tabs.money}>
      <div class="rows pb-2">
        ${lines.map(({ what, name, amount }) => html`<${Line} key=${`${what} ${name}`} label=${[general.money.line[what] ?? what, name].filter(Boolean).join(' · ')} value=${show(amount)} />`)}
        <${Line} label=${general.money.total} value=${show(view.pool)} tone="text-prize" strong />
        ${view.rakes.map(({ name, amount }) => html`<${Line} key=${`rake ${name}`} label=${general.money.rakeOf(name)} value=${show(amount)} />`)}
        ${view.bounties !== 0 && html`<${Line} label=${general.money.bounties} value=${show(view.bounties)} />`}
        ${view.cash.map(({ method, amount }) => html`<${Line} key=${`cash ${method}`} label=${general.money.inHand(general.methods[method] ?? method)} value=${show(amount)} />`)}
        ${view.owed !== 0 && html`<${Line} label=${general.money.owed} value=${show(view.owed)} tone="text-warning" />`}
      </div>
    <//>
  `;
};
