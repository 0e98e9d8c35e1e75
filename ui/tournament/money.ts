import { chipsView } from '../../src/rooms/tournament/views/money.ts';
import { number } from '../amounts.ts';
import { html } from '../html.ts';
import { Card, Line } from '../parts/bits.ts';
import { text } from '../text.ts';
import { Due } from './money/due.ts';
import { Payouts } from './money/payouts.ts';
import { Pool } from './money/pool.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';
import { show } from './sheets.ts';
import { Transactions } from './transactions.ts';

const Chips = ({ night: { state } }: { night: Night }) => {
  const view = chipsView(state);
  const lines = view.lines.filter(({ chips }) => chips !== 0);
  const may = mayAct.value && state.status === 'running' && state.config.mode === 'named';
  const aside =
    may &&
    html`<button type="button" class="btn btn-ghost" onClick=${() => show({ sheet: 'count' })}>${text.chips.open}</button>`;
  return html`
    <${Card} title=${text.money.chips} aside=${aside}>
      ${lines.map(({ reason, chips }) => html`<${Line} label=${text.money.chipsLine[reason] ?? reason} value=${number(chips)} />`)}
      <div class="border-t border-surface2 py-1">
        <${Line} strong label=${text.money.chips} value=${number(view.inPlay)} />
        ${view.difference !== null && view.difference !== 0 && html`<p class="px-4 pb-2 text-warning">${text.money.difference(number(view.difference))}</p>`}
        ${view.difference === 0 && html`<p class="px-4 pb-2 text-success">${text.chips.exact}</p>`}
      </div>
    <//>
  `;
};

/** Where the money stands: the pool and how it came about, prizes, who is paid, every line of the book. */
export const Money = ({ night }: { night: Night }) => html`
  <div class="grid grid-cols-1 md:grid-cols-2 gap-4 items-start">
    <div class="flex flex-col gap-4 min-w-0">
      <${Pool} night=${night} />
      <${Chips} night=${night} />
    </div>
    <div class="flex flex-col gap-4 min-w-0">
      <${Payouts} night=${night} />
      ${night.state.config.mode === 'named' && html`<${Due} night=${night} />`}
    </div>
    <div class="md:col-span-2 min-w-0"><${Transactions} night=${night} /></div>
  </div>
`;
