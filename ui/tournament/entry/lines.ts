import type { ActionFact } from '../../../src/rooms/tournament/decide/blockers.ts';
import { stands } from '../../../src/rooms/tournament/state.ts';
import { cashOf } from '../../../src/rooms/tournament/views/actions.ts';
import { money } from '../../amounts.ts';
import { receiptLabel, receiptOf } from '../../desk/receipts.ts';
import { printReceipt } from '../../desk/slips.ts';
import { html, useEffect } from '../../html.ts';
import { Card } from '../../parts/bits.ts';
import { Icon } from '../../parts/icons.ts';
import { text } from '../../text.ts';
import { redo, undo } from '../actions.ts';
import { askOperators, operatorName } from '../money/operators.ts';
import type { Night } from '../night.ts';
import { mayAct } from '../night.ts';
import { cashToReturn, say, timeOfDay } from '../words.ts';
import { factsOf, seatLost, wayOf } from './history.ts';

type Of = { readonly night: Night; readonly fact: ActionFact };

/** Undo or redo, or what stands in the way of it. */
const Back = ({ night, fact }: Of) => {
  const way = wayOf(night.state, fact);
  if (!mayAct.value || way.kind === 'none' || way.kind === 'blocked') return null;
  const isUndo = way.kind === 'undo';
  const label = isUndo ? text.undo : text.redo;
  return html`
    <button
      type="button"
      class="btn btn-ghost flex-none"
      aria-label=${`${label}: ${say(night, fact).title}`}
      onClick=${() => void (isUndo ? undo : redo)(night.id, fact.id)}
    >
      ${label}
    </button>
  `;
};

/** What would follow from the undo, told before it is done (PLY-6, RCP-5). */
const Consequence = ({ night, fact }: Of) => {
  const { state } = night;
  const way = wayOf(state, fact);
  if (!mayAct.value) return null;
  if (way.kind === 'blocked')
    return html`<span class="block text-caption text-warning">${text.did.blockedBy(say(night, way.first).title)}</span>`;
  if (way.kind !== 'undo') return null;
  const back = cashToReturn(cashOf(fact), state.config.currency);
  const said = [back, seatLost(state, fact) ? text.entry.seatGone : ''].filter((one) => one !== '');
  return said.length === 0
    ? null
    : html`<span class="block text-caption text-secondary">${text.undo}: ${said.join(' · ')}</span>`;
};

const Receipt = ({ night, fact }: Of) => {
  const receipt = receiptOf(fact.id);
  if (receipt === undefined) return null;
  const label = text.desk.receiptNo(receiptLabel(receipt));
  return html`
    <button
      type="button"
      class="btn btn-ghost -ms-3 text-caption"
      onClick=${() => printReceipt(night, receipt)}
    >
      ${label} · ${text.desk.print}${receipt.isVoid && html` <span class="text-danger">(${text.desk.isVoid})</span>`}
    </button>
  `;
};

const Line = ({ night, fact }: Of) => {
  const { state } = night;
  const said = say(night, fact);
  const gone = !stands(state, fact.id);
  const by = operatorName(fact.by);
  const cash = cashOf(fact);
  return html`
    <li class="flex items-start gap-3 ps-4 pe-1 py-2">
      <span class=${`rounded-lg p-1.75 mt-0.5 flex-none tone-${gone ? 'plain' : said.tone}`}>
        <${Icon} name=${said.icon} size=${18} />
      </span>
      <div class="grow min-w-0">
        <div class=${gone ? 'line-through text-secondary' : ''}>
          <bdi class="block leading-tight break-words">${said.title}</bdi>
          ${said.detail && html`<bdi class="block text-caption text-secondary break-words">${said.detail}</bdi>`}
        </div>
        <div class="text-caption text-secondary">
          <time class="mono" datetime=${new Date(fact.at).toISOString()}>${timeOfDay(fact.at)}</time>
          ${by && html` · <bdi>${text.entry.by(by)}</bdi>`}${gone && html` · ${text.overview.undone}`}
        </div>
        <${Consequence} night=${night} fact=${fact} />
        <${Receipt} night=${night} fact=${fact} />
      </div>
      <div class="flex flex-col items-end flex-none">
        ${cash.map(
          ({ amount }) =>
            html`<span class=${`mono pe-3 pt-1 ${gone ? 'line-through text-secondary' : amount < 0 ? 'text-danger' : ''}`}>${money(amount, state.config.currency)}</span>`,
        )}
        <${Back} night=${night} fact=${fact} />
      </div>
    </li>
  `;
};

/** All that happened to an entry, newest first, each line with its money, its receipt and its way back. */
export const History = ({
  night,
  entryId,
  title,
}: {
  night: Night;
  entryId: string;
  title: string;
}) => {
  useEffect(() => void askOperators(), []);
  return html`
    <${Card} title=${title}>
      <ul class="rows pb-1">
        ${factsOf(night.state, entryId).map((fact) => html`<${Line} key=${fact.id} night=${night} fact=${fact} />`)}
      </ul>
    <//>
  `;
};
