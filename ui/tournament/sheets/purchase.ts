import type { Profile } from '../../../src/rooms/tournament/commands.ts';
import { isLive } from '../../../src/rooms/tournament/state.ts';
import { money, number } from '../../amounts.ts';
import { html, useSignal } from '../../html.ts';
import { Notice } from '../../parts/bits.ts';
import { Chips, TextField } from '../../parts/form.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import { Meanwhile } from '../meanwhile.ts';
import type { Who } from '../model.ts';
import { liveOnes, whoIs } from '../model.ts';
import type { Night } from '../night.ts';
import { leafNow } from '../night.ts';
import type { Kind } from '../selling.ts';
import { isOpen, mayBuy, salesOf } from '../selling.ts';
import { hide } from '../sheets.ts';
import { PaymentFields, paymentOf, usePayment } from './payment.ts';
import { WhoList } from './who-list.ts';

/** The last ones out may still buy back in; a rebuy names the one or the other. */
const JUST_OUT = 10;

const justOut = ({ state, names }: Night): readonly Who[] =>
  Object.values(state.entries)
    .filter((entry) => entry.out !== null && entry.gone === null)
    .sort((a, b) => (b.out?.order ?? 0) - (a.out?.order ?? 0))
    .slice(0, JUST_OUT)
    .map((entry) => whoIs(state, names, entry));

const candidates = (night: Night, kind: Kind): readonly Who[] => {
  const live = liveOnes(night.state, night.names);
  const all = kind === 'rebuy' ? [...justOut(night), ...live] : live;
  return all.filter(({ entry }) => mayBuy(night.state, kind, entry));
};

const Form = ({
  night,
  kind,
  who,
  profile,
  onOther,
}: {
  night: Night;
  kind: Kind;
  who: Who;
  profile: Profile;
  onOther: () => void;
}) => {
  const { state } = night;
  const { currency } = state.config;
  const times = useSignal('1');
  const reason = useSignal('');
  const payment = usePayment();
  const busy = useSignal(false);
  const refused = useSignal(false);
  const price = profile.price * Number(times.value);
  const submit = async (event: Event) => {
    event.preventDefault();
    const paid = paymentOf(payment, price, currency);
    if (paid === undefined || busy.value) return;
    busy.value = true;
    const path = kind === 'rebuy' ? 'rebuy' : 'addon';
    const answer = await command(`/players/${who.entry.playerId}/${path}`, {
      entryId: who.entry.id,
      profileId: profile.id,
      times: Number(times.value),
      payment: paid,
      ...(reason.value.trim() === '' ? {} : { override: reason.value }),
    });
    busy.value = false;
    refused.value = answer === undefined;
    if (answer !== undefined) hide();
  };
  const submitText = kind === 'rebuy' ? text.purchase.rebuySubmit : text.purchase.addOnSubmit;
  const isOut = !isLive(who.entry);
  const asksReason =
    refused.value || !isOpen(state, kind, leafNow()) || !mayBuy(state, kind, who.entry);
  return html`
    <form class="flex flex-col gap-5" onSubmit=${submit}>
      <${Meanwhile} night=${night} entryIds=${[who.entry.id]} />
      <button type="button" class="card tone-primary flex items-center gap-3 px-4 min-h-14 text-left" onClick=${onOther}>
        <span class="grow min-w-0">
          <span class="block text-h3 font-semibold text-text truncate">${who.name}</span>
          <span class="block text-caption text-text">
            ${isOut ? `${text.purchase.out} · ` : ''}${number(profile.chips * Number(times.value))} ${text.chipsWord}
          </span>
        </span>
        <span>${text.bust.change}</span>
      </button>
      ${!isOut && html`<${Chips} value=${times} label=${text.purchase.times} choices=${['1', '2', '3'].map((value) => ({ value, label: value }))} />`}
      <${PaymentFields} payment=${payment} price=${price} currency=${currency} />
      ${asksReason && html`<${TextField} value=${reason} label=${text.purchase.override} placeholder=${text.buyIn.reason} />`}
      <button type="submit" class="btn btn-primary w-full" disabled=${busy.value} autofocus>
        ${submitText(money(price, currency))}
      </button>
    </form>
  `;
};

/** Rebuy or add-on: who, how many, paid by. */
export const PurchaseSheet = ({
  night,
  kind,
  entryId,
}: {
  night: Night;
  kind: Kind;
  entryId?: string | undefined;
}) => {
  const picked = useSignal(entryId ?? null);
  const sales = salesOf(night.state, kind);
  const profile = sales.profiles.find(({ enabled }) => enabled);
  const all = candidates(night, kind);
  const entry = picked.value === null ? undefined : night.state.entries[picked.value];
  const title = kind === 'rebuy' ? text.purchase.rebuyTitle : text.purchase.addOnTitle;
  const body = () => {
    if (!sales.allowed || profile === undefined)
      return html`<${Notice} tone="warning">${text.purchase.off}<//>`;
    if (entry === undefined)
      return html`<${WhoList}
        all=${all}
        empty=${text.purchase.empty}
        onPick=${(id: string) => {
          picked.value = id;
        }}
      />`;
    return html`<${Form}
      night=${night}
      kind=${kind}
      who=${whoIs(night.state, night.names, entry)}
      profile=${profile}
      onOther=${() => {
        picked.value = null;
      }}
    />`;
  };
  return html`<${Sheet} title=${title} onClose=${hide}>${body()}<//>`;
};
