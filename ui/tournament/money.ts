import type { Prize } from '../../src/poker/payouts.ts';
import { chipsView, payoutsView, poolView } from '../../src/rooms/tournament/views/money.ts';
import type { EntryView } from '../../src/rooms/tournament/views/players.ts';
import { entriesView } from '../../src/rooms/tournament/views/players.ts';
import { money, number } from '../amounts.ts';
import { html } from '../html.ts';
import type { Tone } from '../parts/bits.ts';
import { Card, Empty, Line, Notice, Pill } from '../parts/bits.ts';
import { text } from '../text.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';
import { show } from './sheets.ts';
import { Transactions } from './transactions.ts';

const Pool = ({ night: { state } }: { night: Night }) => {
  const view = poolView(state);
  const amount = (minor: number) => money(minor, view.currency);
  const lines = view.lines.filter((line) => line.amount !== 0 || line.what === 'entries');
  const below: readonly (readonly [string, number])[] = [
    ...view.rakes.map(({ name, amount: taken }) => [name, taken] as const),
    [text.money.bounties, view.bounties],
    [text.money.owed, view.owed],
    ...view.cash.map(
      ({ method, amount: inHand }) =>
        [`${text.money.cash} · ${text.methods[method] ?? method}`, inHand] as const,
    ),
  ];
  return html`
    <${Card} title=${text.money.pool}>
      ${lines.map(
        (line) => html`<${Line}
          label=${[text.money.line[line.what] ?? line.what, line.name].filter(Boolean).join(' · ')}
          value=${amount(line.amount)}
        />`,
      )}
      <div class="border-t border-surface2 mt-1 pb-1">
        <${Line} strong label=${text.money.total} value=${amount(view.pool)} tone="text-prize" />
      </div>
      <div class="border-t border-surface1 py-1">
        ${below.filter(([, sum]) => sum !== 0).map(([label, sum]) => html`<${Line} label=${label} value=${amount(sum)} />`)}
      </div>
    <//>
  `;
};

/** Who has the places of a prize already. */
const takers = (entries: readonly EntryView[], { from, to }: Prize): string =>
  entries
    .filter(({ rank }) => rank !== null && from <= rank && rank <= to)
    .map(({ name }) => name)
    .join(', ');

const Payouts = ({ night: { state, names } }: { night: Night }) => {
  const view = payoutsView(state);
  const entries = entriesView(state, names);
  const [tone, word]: readonly [Tone, string] = view.provisional
    ? ['warning', text.money.soFar]
    : ['success', text.money.locked];
  const edit =
    mayAct.value &&
    state.status !== 'ended' &&
    html`<button type="button" class="btn btn-ghost" onClick=${() => show({ sheet: 'payouts' })}>${text.money.edit}</button>`;
  return html`
    <${Card} title=${text.money.payouts} aside=${html`<span class="flex items-center gap-2"><${Pill} tone=${tone}>${word}<//>${edit}</span>`}>
      ${view.warnings.length > 0 && html`<div class="px-4 pb-2"><${Notice} tone="warning">${view.warnings.map(({ code }) => html`<div>${text.money.warnings[code] ?? code}</div>`)}<//></div>`}
      ${
        view.places.length === 0
          ? html`<${Empty} icon="trophy" title=${text.money.empty} />`
          : html`<div class="pb-2">
              ${view.places.map(
                (prize) => html`
                  <div class="flex items-baseline gap-4 px-4 py-2 odd:bg-[var(--bar)]">
                    <span class="mono w-16">${text.money.places(prize.from, prize.to)}</span>
                    <span class="grow min-w-0 truncate text-secondary">${takers(entries, prize)}</span>
                    <span class="text-right">
                      ${prize.each > 0 && html`<span class="mono">${money(prize.each, view.currency)}</span>`}
                      ${prize.other && html`<span class="block text-caption text-secondary">${prize.other}</span>`}
                    </span>
                  </div>
                `,
              )}
            </div>`
      }
    <//>
  `;
};

const Due = ({ night: { state, names } }: { night: Night }) => {
  const entries = entriesView(state, names);
  const { currency } = state.config;
  const due = entries.filter((entry) => entry.due > 0);
  const owing = entries.filter((entry) => entry.owed > 0);
  const Row = ({
    entry,
    amount,
    sheet,
    label,
  }: {
    entry: EntryView;
    amount: number;
    sheet: 'pay' | 'receive';
    label: string;
  }) => html`
    <div class="flex items-center gap-3 pl-4 pr-2 py-1 min-h-14">
      <span class="grow min-w-0 truncate">${entry.name}</span>
      <span class="mono">${money(amount, currency)}</span>
      ${mayAct.value && html`<button type="button" class="btn btn-soft" onClick=${() => show({ sheet, entryId: entry.entryId })}>${label}</button>`}
    </div>
  `;
  return html`
    <${Card} title=${text.money.toPay}>
      ${
        due.length === 0
          ? html`<p class="px-4 pb-4 text-secondary">${state.registration.open ? text.money.toPayWait : text.money.toPayNone}</p>`
          : html`<div class="rows pb-2">
              ${due.map((entry) => html`<${Row} entry=${entry} amount=${entry.due} sheet="pay" label=${text.entry.payPrize} />`)}
            </div>`
      }
    <//>
    <${Card} title=${text.money.owed}>
      ${
        owing.length === 0
          ? html`<p class="px-4 pb-4 text-secondary">${text.money.owedNone}</p>`
          : html`<div class="rows pb-2">
              ${owing.map((entry) => html`<${Row} entry=${entry} amount=${entry.owed} sheet="receive" label=${text.money.receive} />`)}
            </div>`
      }
    <//>
  `;
};

const Chips = ({ night: { state } }: { night: Night }) => {
  const view = chipsView(state);
  const lines = view.lines.filter(({ chips }) => chips !== 0);
  return html`
    <${Card} title=${text.money.chips}>
      ${lines.map(({ reason, chips }) => html`<${Line} label=${text.money.chipsLine[reason] ?? reason} value=${number(chips)} />`)}
      <div class="border-t border-surface2 py-1">
        <${Line} strong label=${text.money.chips} value=${number(view.inPlay)} />
        ${view.difference !== null && view.difference !== 0 && html`<p class="px-4 pb-2 text-warning">${text.money.difference(number(view.difference))}</p>`}
      </div>
    <//>
  `;
};

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
    <div class="md:col-span-2"><${Transactions} night=${night} /></div>
  </div>
`;
