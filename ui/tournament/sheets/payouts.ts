import { leftToGive, type PayoutRow } from '../../../src/poker/payouts.ts';
import { payoutsView } from '../../../src/rooms/tournament/views/money.ts';
import { money, moneyField, parseMoney } from '../../amounts.ts';
import { html, typedIn, useSignal } from '../../html.ts';
import { TextField } from '../../parts/form.ts';
import { Icon } from '../../parts/icons.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import type { Night } from '../night.ts';
import { hide } from '../sheets.ts';

/** Prizes place by place, as they are typed. */
export const rowsOf = (typed: readonly string[], currency: string): readonly PayoutRow[] | null => {
  const amounts = typed.map((one) => (one.trim() === '' ? 0 : parseMoney(one, currency)));
  if (amounts.some((amount) => amount === null)) return null;
  return amounts.flatMap((amount, i) =>
    amount === null ? [] : [{ from: i + 1, to: i + 1, kind: 'fixed' as const, amount }],
  );
};

/** Every prize by hand, with what is left to give always in sight. */
export const PayoutsSheet = ({ night: { state } }: { night: Night }) => {
  const view = payoutsView(state);
  const { currency } = view;
  const pool = view.pool - view.granted;
  const typed = useSignal<readonly string[]>(
    view.places.flatMap(({ from, to, each }) =>
      Array.from({ length: to - from + 1 }, () => moneyField(each, currency)),
    ),
  );
  const reason = useSignal('');
  const rows = rowsOf(typed.value, currency);
  const left = rows === null ? 0 : leftToGive(rows, pool).amount;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (rows === null) return;
    const why = reason.value.trim() === '' ? {} : { reason: reason.value };
    const answer = await command('/payouts', { rows, ...why }, { method: 'PUT' });
    if (answer !== undefined) hide();
  };
  const footer = html`
    <div class="flex items-center gap-4">
      <div class="grow">
        <div class="label">${left < 0 ? text.money.leftOver : text.money.left}</div>
        <div class=${`mono text-h2 ${left === 0 ? 'text-success' : 'text-warning'}`}>${money(Math.abs(left), currency)}</div>
      </div>
      <button type="submit" form="payouts" class="btn btn-primary" disabled=${rows === null || left !== 0}>
        ${text.money.apply}
      </button>
    </div>
  `;
  return html`
    <${Sheet} title=${text.money.edit} onClose=${hide} footer=${footer}>
      <form id="payouts" class="flex flex-col gap-2" onSubmit=${submit}>
        ${typed.value.map(
          (value, i) => html`
            <div class="flex items-center gap-3">
              <span class="mono w-8 text-secondary">${i + 1}</span>
              <input
                class="input mono text-right grow"
                inputmode="decimal"
                aria-label=${`${text.money.prize} ${i + 1}`}
                aria-invalid=${String(value.trim() !== '' && parseMoney(value, currency) === null)}
                value=${value}
                onInput=${(event: Event) => {
                  typed.value = typed.value.with(i, typedIn(event));
                }}
              />
              <button
                type="button"
                class="btn btn-icon text-secondary"
                aria-label=${`${text.remove} ${i + 1}`}
                onClick=${() => {
                  typed.value = typed.value.toSpliced(i, 1);
                }}
              >
                <${Icon} name="close" size=${18} />
              </button>
            </div>
          `,
        )}
        <button
          type="button"
          class="btn btn-ghost self-start"
          onClick=${() => {
            typed.value = [...typed.value, left > 0 ? moneyField(left, currency) : ''];
          }}
        >
          <${Icon} name="plus" size=${18} />${text.money.addPlace}
        </button>
        ${view.locked && html`<${TextField} value=${reason} label=${text.money.reasonLocked} />`}
      </form>
    <//>
  `;
};
