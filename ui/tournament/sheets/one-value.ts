import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { entryOf } from '../../../src/rooms/tournament/views/players.ts';
import { money, moneyField, ordinal, parseCount, parseMoney } from '../../amounts.ts';
import { html, useSignal } from '../../html.ts';
import { Card, Line, Notice } from '../../parts/bits.ts';
import { Chips, NumberField, TextField } from '../../parts/form.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import type { Night } from '../night.ts';
import { hide } from '../sheets.ts';
import { METHOD_CHOICES } from './payment.ts';

export type Kind = 'pay' | 'receive' | 'chips' | 'rank';

type Filled = { readonly value: number; readonly method: string; readonly reason: string };

const TITLES: { readonly [K in Kind]: string } = {
  pay: text.entry.payPrize,
  receive: text.entry.receive,
  chips: text.entry.chips,
  rank: text.entry.rank,
};

const isMoney = (kind: Kind): boolean => kind === 'pay' || kind === 'receive';

const startOf = (kind: Kind, entry: EntryView, currency: string): string => {
  if (kind === 'pay') return moneyField(entry.due, currency);
  if (kind === 'receive') return moneyField(entry.owed, currency);
  return String((kind === 'chips' ? entry.chips : entry.rank) ?? '');
};

const give = (kind: Kind, { entryId, playerId }: EntryView, { value, method, reason }: Filled) => {
  if (kind === 'rank') return command('/rankings/correct', { entryId, rank: value, reason });
  if (kind === 'chips')
    return command(`/players/${playerId}/chips`, { entryId, chips: value }, { method: 'PUT' });
  return command(`/players/${playerId}/${kind}`, { entryId, amount: value, method });
};

/** What a payment to a player is made of, and what the player still owes (POL-8). */
const Owing = ({ entry, currency }: { entry: EntryView; currency: string }) => {
  const show = (amount: number) => money(amount, currency);
  const { prize, bountiesWon, prizePaid, owed, due, name } = entry;
  return html`
    <${Card} class="py-1">
      ${prize > 0 && html`<${Line} label=${text.money.payPrize} value=${show(prize)} />`}
      ${bountiesWon > 0 && html`<${Line} label=${text.money.payBounties} value=${show(bountiesWon)} />`}
      ${prizePaid > 0 && html`<${Line} label=${text.money.payDone} value=${show(-prizePaid)} />`}
      <${Line} strong label=${text.money.payDue} value=${show(due)} tone="text-prize" />
    <//>
    ${owed > 0 && html`<${Notice} tone="warning"><bdi>${text.money.owes(name, show(owed))}</bdi><//>`}
  `;
};

/** One number about one entry: a payment, a prize, a stack, a place. */
export const OneValueSheet = ({
  night,
  kind,
  entryId,
}: {
  night: Night;
  kind: Kind;
  entryId: string;
}) => {
  const { currency } = night.state.config;
  const entry = entryOf(night.state, entryId, night.names);
  const typed = useSignal(entry === null ? '' : startOf(kind, entry, currency));
  const method = useSignal('cash');
  const reason = useSignal('');
  const busy = useSignal(false);
  if (entry === null) return null;
  const value = isMoney(kind) ? parseMoney(typed.value, currency) : parseCount(typed.value);
  const lacksReason = kind === 'rank' && reason.value.trim() === '';
  const blocked = value === null || busy.value || lacksReason;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (value === null || blocked) return;
    busy.value = true;
    const answer = await give(kind, entry, { value, method: method.value, reason: reason.value });
    busy.value = false;
    if (answer !== undefined) hide();
  };
  const wrong = isMoney(kind) ? text.errors.notAmount : text.errors.notCount;
  return html`
    <${Sheet} title=${TITLES[kind]} onClose=${hide}>
      <form class="flex flex-col gap-5" onSubmit=${submit}>
        <p class="text-h3 font-semibold"><bdi>${entry.name}</bdi></p>
        ${kind === 'pay' && html`<${Owing} entry=${entry} currency=${currency} />`}
        ${kind === 'rank' && entry.rank !== null && html`<p class="text-secondary -mt-3">${text.money.rankNow(ordinal(entry.rank))}. ${text.money.rankHint}</p>`}
        <${NumberField}
          value=${typed}
          label=${TITLES[kind]}
          autoFocus
          error=${typed.value !== '' && value === null ? wrong : undefined}
        />
        ${isMoney(kind) && html`<${Chips} value=${method} label=${text.buyIn.method} choices=${METHOD_CHOICES} />`}
        ${kind === 'rank' && html`<${TextField} value=${reason} label=${text.buyIn.reason} />`}
        <button type="submit" class="btn btn-primary w-full" disabled=${blocked}>
          ${kind === 'pay' && value !== null ? text.money.pay(money(value, currency)) : text.save}
        </button>
      </form>
    <//>
  `;
};
