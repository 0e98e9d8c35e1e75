import { minorDigits } from '../../../src/kernel/money.ts';
import type { PayoutWarning } from '../../../src/poker/payouts.ts';
import { payoutsView } from '../../../src/rooms/tournament/views/money.ts';
import type { PaidPlace } from '../../../src/rooms/tournament/views/paid-places.ts';
import { entriesView } from '../../../src/rooms/tournament/views/players.ts';
import { money, number } from '../../amounts.ts';
import { html } from '../../html.ts';
import type { Tone } from '../../parts/bits.ts';
import { Card, Empty, Notice, Pill } from '../../parts/bits.ts';
import { text } from '../../text.ts';
import type { Night } from '../night.ts';
import { mayAct } from '../night.ts';
import { show } from '../sheets.ts';
import { say } from '../words.ts';
import { CsvButton, decimal } from './csv.ts';
import { SheetButton } from './payout-sheet.ts';
import { changeAt, changedSinceLock, percentText, previewOf } from './plan-model.ts';
import { takers } from './takers.ts';

const AMOUNTS: ReadonlySet<string> = new Set(['fixed', 'pool', 'first', 'minCash']);

/** What is odd about the prizes, in words with the numbers in them. */
export const warningText = ({ code, params }: PayoutWarning, currency: string): string => {
  const told = (name: string): string => {
    const value = params[name];
    if (typeof value !== 'number') return value ?? '';
    if (name === 'basisPoints') return percentText(value);
    return AMOUNTS.has(name) ? money(value, currency) : number(value);
  };
  return text.money.warnings[code]?.(told) ?? code;
};

const Lock = ({ night: { state } }: { night: Night }) => {
  if (state.planBeforeLock === null) return null;
  const changed = changedSinceLock(state);
  const why = text.money.lockWhy[state.registration.why ?? ''] ?? '';
  return html`
    <p class="px-4 pb-2 text-caption text-secondary">
      ${text.money.lockedSince(why).trim()}.${changed?.reasons.map((one) => html`<span class="block text-warning">${text.money.changedWhy(one)}</span>`)}
    </p>
  `;
};

/** Why places share their prizes otherwise than the table has it. */
const Deal = ({ night }: { night: Night }) => {
  const { deal, facts } = night.state;
  const fact = deal === null ? undefined : facts[deal];
  if (fact === undefined) return null;
  const { title, detail } = say(night, fact);
  return html`
    <p class="px-4 pb-2 text-caption text-secondary" dir="auto">${title}${detail && ` · ${detail}`}</p>
  `;
};

const Row = ({
  prize,
  names,
  currency,
  change,
}: {
  prize: PaidPlace;
  names: readonly string[];
  currency: string;
  change: number;
}) => html`
  <div class="flex items-baseline gap-4 px-4 py-2 stripe">
    <span class="mono w-16 flex-none">${text.money.places(prize.from, prize.to)}</span>
    <span class="grow min-w-0 truncate text-secondary" title=${names.join(', ')}>
      ${names.map((name, i) => html`${i > 0 && ', '}<bdi>${name}</bdi>`)}
    </span>
    <span class="text-right flex-none">
      ${prize.each > 0 && html`<span class="mono">${money(prize.each, currency)}</span>`}
      ${change !== 0 && html`<span class="block text-micro text-warning mono">${change > 0 ? '+' : '−'}${money(Math.abs(change), currency)}</span>`}
      ${prize.other && html`<span class="block text-caption text-secondary">${prize.other}</span>`}
    </span>
  </div>
`;

/** Places with prizes, who has them already, and what stands in the way of paying them. */
export const Payouts = ({ night }: { night: Night }) => {
  const { state, names } = night;
  const view = payoutsView(state);
  const entries = entriesView(state, names);
  const changed = changedSinceLock(state);
  const before = changed === null ? null : previewOf(state, changed.before).places;
  const [tone, word]: readonly [Tone, string] = view.provisional
    ? ['warning', text.money.soFar]
    : ['success', text.money.locked];
  const rows = () => [
    [
      text.money.head.from,
      text.money.head.to,
      text.money.head.each,
      text.money.head.currency,
      text.money.head.other,
      text.money.head.players,
    ],
    ...view.paidPlaces.map((prize) => [
      prize.from,
      prize.to,
      decimal(prize.each, minorDigits(view.currency)),
      view.currency,
      prize.other ?? '',
      takers(entries, prize).join('; '),
    ]),
  ];
  const aside = html`
    <span class="flex items-center gap-1 ml-auto">
      <${Pill} tone=${tone}>${word}<//>
      ${view.places.length > 0 && html`<${CsvButton} what=${text.money.payouts} name=${state.config.name} rows=${rows} />`}
      ${view.places.length > 0 && html`<${SheetButton} night=${night} />`}
      ${mayAct.value && state.status !== 'ended' && html`<button type="button" class="btn btn-ghost" onClick=${() => show({ sheet: 'payouts' })}>${text.money.editShort}</button>`}
    </span>
  `;
  return html`
    <${Card} title=${text.money.payouts} aside=${aside}>
      <${Lock} night=${night} />
      <${Deal} night=${night} />
      ${view.warnings.length > 0 && html`<div class="px-4 pb-2"><${Notice} tone="warning">${view.warnings.map((one) => html`<div>${warningText(one, view.currency)}</div>`)}<//></div>`}
      ${
        view.places.length === 0
          ? html`<${Empty} icon="trophy" title=${text.money.empty} lead=${text.money.emptyLead} />`
          : html`<div class="pb-2">
              ${view.paidPlaces.map(
                (prize) => html`<${Row}
                  key=${`${prize.from} ${prize.each}`}
                  prize=${prize}
                  names=${takers(entries, prize)}
                  currency=${view.currency}
                  change=${before === null || prize.dealt.length > 0 ? 0 : changeAt(view.places, before, prize.from)}
                />`,
              )}
            </div>`
      }
    <//>
  `;
};
