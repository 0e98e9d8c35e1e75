import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { entryOf } from '../../../src/rooms/tournament/views/players.ts';
import { moneyField, parseCount, parseMoney } from '../../amounts.ts';
import { html, useSignal } from '../../html.ts';
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
  const submit = async (event: Event) => {
    event.preventDefault();
    if (value === null || busy.value) return;
    busy.value = true;
    const answer = await give(kind, entry, { value, method: method.value, reason: reason.value });
    busy.value = false;
    if (answer !== undefined) hide();
  };
  const wrong = isMoney(kind) ? text.errors.notAmount : text.errors.notCount;
  return html`
    <${Sheet} title=${TITLES[kind]} onClose=${hide}>
      <form class="flex flex-col gap-5" onSubmit=${submit}>
        <p class="text-h3 font-semibold">${entry.name}</p>
        <${NumberField}
          value=${typed}
          label=${TITLES[kind]}
          autoFocus
          error=${typed.value !== '' && value === null ? wrong : undefined}
        />
        ${isMoney(kind) && html`<${Chips} value=${method} label=${text.buyIn.method} choices=${METHOD_CHOICES} />`}
        ${kind === 'rank' && html`<${TextField} value=${reason} label=${text.buyIn.reason} />`}
        <button type="submit" class="btn btn-primary w-full" disabled=${busy.value || value === null}>
          ${text.save}
        </button>
      </form>
    <//>
  `;
};
