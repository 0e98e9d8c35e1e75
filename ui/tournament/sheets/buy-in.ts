import type { Profile } from '../../../src/rooms/tournament/commands.ts';
import type { State } from '../../../src/rooms/tournament/state.ts';
import { liveEntriesOf, openTables, seatIsFree } from '../../../src/rooms/tournament/state.ts';
import { money } from '../../amounts.ts';
import type { Signal } from '../../html.ts';
import { html, useSignal } from '../../html.ts';
import { Chips, Select, TextField } from '../../parts/form.ts';
import { Icon } from '../../parts/icons.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import type { Outcome } from '../actions.ts';
import { command } from '../actions.ts';
import type { Person } from '../enter-takes.ts';
import type { Night } from '../night.ts';
import { hide, show } from '../sheets.ts';
import { seatText } from '../words.ts';
import { METHOD_CHOICES, PaymentFields, paymentOf, usePayment } from './payment.ts';
import { fullName, PersonSearch } from './person-search.ts';

/** What a sold entry is answered with. */
export type Sold = Outcome & { readonly entryId: string };

const seatChoices = (state: State) => [
  { value: 'draw', label: text.buyIn.seatDraw },
  { value: 'none', label: text.buyIn.seatNone },
  ...openTables(state).flatMap((table) =>
    table.seats.flatMap((_, i) =>
      seatIsFree(state, { tableId: table.id, seat: i + 1 })
        ? [{ value: `${table.id} ${i + 1}`, label: text.players.seat(table.name, i + 1) }]
        : [],
    ),
  ),
];

const seatOf = (choice: string) => {
  const [tableId = '', seat] = choice.split(' ');
  return seat === undefined ? choice : { tableId, seat: Number(seat) };
};

const profileChoices = (profiles: readonly Profile[], currency: string) =>
  profiles
    .filter(({ enabled }) => enabled)
    .map(({ id, name, price }) => ({ value: id, label: `${name} · ${money(price, currency)}` }));

/** Where somebody plays in this tournament already, who may not play twice; null for all others. */
export const whereIn =
  (state: State) =>
  (playerId: string): string | null => {
    if (state.config.reEntry.concurrent) return null;
    const [entry] = liveEntriesOf(state, playerId);
    return entry === undefined ? null : text.desk.thereAt(seatText(state, entry.seat));
  };

const next = <T>(list: readonly T[], now: T): T | undefined =>
  list[(list.indexOf(now) + 1) % list.length];

type Keyed = {
  readonly profileId: Signal<string>;
  readonly method: Signal<string>;
  readonly profiles: readonly Profile[];
  readonly back: () => void;
};

/** Single keys while no field is typed in: price, method, part of it, seat, back. */
const onFormKey = ({ profileId, method, profiles, back }: Keyed) => {
  const press = (form: HTMLElement, key: string): boolean => {
    const profile = /^[1-9]$/.test(key) ? profiles[Number(key) - 1] : undefined;
    if (profile !== undefined) profileId.value = profile.id;
    else if (key === 'm')
      method.value =
        next(
          METHOD_CHOICES.map(({ value }) => value),
          method.value,
        ) ?? method.value;
    else if (key === 'o') form.querySelector<HTMLElement>('input[inputmode=decimal]')?.focus();
    else if (key === 's') form.querySelector<HTMLElement>('select')?.focus();
    else if (key === 'escape') back();
    else return false;
    return true;
  };
  return (event: KeyboardEvent) => {
    const { currentTarget: form, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const types = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    if (!(form instanceof HTMLElement) || (types && event.key !== 'Escape')) return;
    if (!press(form, event.key.toLowerCase())) return;
    event.preventDefault();
    event.stopPropagation();
  };
};

/** What one person buys in for: price, paid by, seat. Enter sells it. */
export const BuyInForm = ({
  night: { state },
  person,
  onBack,
  onSold,
  quiet = false,
}: {
  night: Night;
  person: Person;
  onBack: () => void;
  onSold: (sold: Sold) => void;
  quiet?: boolean;
}) => {
  const { currency, buyIns, seating } = state.config;
  const profiles = buyIns.filter(({ enabled }) => enabled);
  const profileId = useSignal(profiles[0]?.id ?? '');
  const seat = useSignal(seating.autoSeat && openTables(state).length > 0 ? 'draw' : 'none');
  const reason = useSignal('');
  const payment = usePayment();
  const busy = useSignal(false);
  const price = buyIns.find(({ id }) => id === profileId.value)?.price ?? 0;
  const again = (state.byPlayer[person.playerId] ?? []).length > 0 && !state.config.reEntry.allowed;
  const asksReason = !state.registration.open || again;

  const submit = async (event: Event) => {
    event.preventDefault();
    const paid = paymentOf(payment, price, currency);
    if (paid === undefined || busy.value) return;
    busy.value = true;
    const order = {
      playerId: person.playerId,
      profileId: profileId.value,
      payment: paid,
      seat: seatOf(seat.value),
      ...(reason.value.trim() === '' ? {} : { override: reason.value }),
    };
    const sold = await command<Sold>('/players/buyin', order, { quiet });
    busy.value = false;
    if (sold !== undefined) onSold(sold);
  };
  const keys = onFormKey({ profileId, method: payment.method, profiles, back: onBack });
  return html`
    <form class="flex flex-col gap-5" onSubmit=${submit} onKeyDown=${keys}>
      <button type="button" class="card tone-primary flex items-center gap-3 px-4 min-h-14 text-left" onClick=${onBack}>
        <bdi class="grow text-h3 font-semibold text-text truncate">${fullName(person)}</bdi>
        <span>${text.bust.change}</span>
      </button>
      ${
        asksReason &&
        html`<${TextField}
          value=${reason}
          label=${state.registration.open ? text.buyIn.noReEntry : text.buyIn.closed}
          placeholder=${text.buyIn.reason}
          autoFocus
        />`
      }
      ${profiles.length > 1 && html`<${Chips} value=${profileId} label=${text.buyIn.profile} choices=${profileChoices(profiles, currency)} />`}
      <${PaymentFields} payment=${payment} price=${price} currency=${currency} />
      <${Select} value=${seat} label=${text.buyIn.seat} choices=${seatChoices(state)} />
      <button type="submit" class="btn btn-primary w-full" disabled=${busy.value} autofocus=${!asksReason}>
        <${Icon} name="check" size=${18} />${text.buyIn.submit(money(price, currency))}
      </button>
    </form>
  `;
};

/** Person, price, paid by, seat: then the next one, without closing in between. */
export const BuyInSheet = ({ night }: { night: Night }) => {
  const person = useSignal<Person | null>(null);
  const { state } = night;
  const back = () => {
    person.value = null;
  };
  const there = ({ playerId }: Person) => {
    const [entry] = liveEntriesOf(state, playerId);
    if (entry !== undefined) show({ sheet: 'entry', entryId: entry.id });
  };
  return html`
    <${Sheet} title=${text.buyIn.title} onClose=${hide}>
      ${
        person.value === null
          ? html`<${PersonSearch}
              whereIs=${whereIn(state)}
              onThere=${there}
              onPick=${(one: Person) => {
                person.value = one;
              }}
            />`
          : html`<${BuyInForm}
              key=${person.value.playerId}
              night=${night}
              person=${person.value}
              onBack=${back}
              onSold=${back}
            />`
      }
    <//>
  `;
};
