import type { Profile } from '../../../src/rooms/tournament/commands.ts';
import type { State } from '../../../src/rooms/tournament/state.ts';
import { liveEntriesOf, openTables, seatIsFree } from '../../../src/rooms/tournament/state.ts';
import { money } from '../../amounts.ts';
import { html, useSignal } from '../../html.ts';
import { Chips, Select, TextField } from '../../parts/form.ts';
import { Icon } from '../../parts/icons.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import type { Person } from '../enter-takes.ts';
import type { Night } from '../night.ts';
import { hide } from '../sheets.ts';
import { PaymentFields, paymentOf, usePayment } from './payment.ts';
import { fullName, PersonSearch } from './person-search.ts';

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

/** Person, price, paid by, seat: then the next one, without closing in between. */
export const BuyInSheet = ({ night: { state } }: { night: Night }) => {
  const { currency, buyIns, seating, reEntry } = state.config;
  const person = useSignal<Person | null>(null);
  const profileId = useSignal(buyIns.find(({ enabled }) => enabled)?.id ?? '');
  const draws = seating.autoSeat && openTables(state).length > 0;
  const seat = useSignal(draws ? 'draw' : 'none');
  const reason = useSignal('');
  const payment = usePayment();
  const busy = useSignal(false);

  const profile = buyIns.find(({ id }) => id === profileId.value);
  const price = profile?.price ?? 0;
  const closed = !state.registration.open;
  const isIn = (playerId: string) =>
    !reEntry.concurrent && liveEntriesOf(state, playerId).length > 0;

  const submit = async () => {
    const paid = paymentOf(payment, price, currency);
    if (person.value === null || paid === undefined || busy.value) return;
    busy.value = true;
    const answer = await command('/players/buyin', {
      playerId: person.value.playerId,
      profileId: profileId.value,
      payment: paid,
      seat: seatOf(seat.value),
      ...(reason.value.trim() === '' ? {} : { override: reason.value }),
    });
    busy.value = false;
    if (answer === undefined) return;
    person.value = null;
    payment.paid.value = '';
    seat.value = draws ? 'draw' : 'none';
  };

  const picked = person.value;
  return html`
    <${Sheet} title=${text.buyIn.title} onClose=${hide}>
      ${
        picked === null
          ? html`<${PersonSearch}
              isIn=${isIn}
              onPick=${(one: Person) => {
                person.value = one;
              }}
            />`
          : html`
              <form
                class="flex flex-col gap-5"
                onSubmit=${(event: Event) => {
                  event.preventDefault();
                  void submit();
                }}
              >
                <button
                  type="button"
                  class="card tone-primary flex items-center gap-3 px-4 min-h-14 text-left"
                  onClick=${() => {
                    person.value = null;
                  }}
                >
                  <span class="grow text-h3 font-semibold text-text truncate">${fullName(picked)}</span>
                  <span>${text.bust.change}</span>
                </button>
                ${closed && html`<${TextField} value=${reason} label=${text.buyIn.closed} placeholder=${text.buyIn.reason} />`}
                ${buyIns.length > 1 && html`<${Chips} value=${profileId} label=${text.buyIn.profile} choices=${profileChoices(buyIns, currency)} />`}
                <${PaymentFields} payment=${payment} price=${price} currency=${currency} />
                <${Select} value=${seat} label=${text.buyIn.seat} choices=${seatChoices(state)} />
                <button type="submit" class="btn btn-primary w-full" disabled=${busy.value} autofocus>
                  <${Icon} name="check" size=${18} />${text.buyIn.submit(money(price, currency))}
                </button>
              </form>
            `
      }
    <//>
  `;
};
