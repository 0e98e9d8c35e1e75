import type { RequestView } from '../../src/rooms/requests/views.ts';
import { money } from '../amounts.ts';
import { html, useSignal } from '../html.ts';
import type { Choice } from '../parts/form.ts';
import { Chips, TextField } from '../parts/form.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { decide } from './store.ts';
import { nameOf, tournamentOf } from './words.ts';

const words = text.requests;
const UNPAID = 'unpaid';
const METHODS = ['cash', 'card', 'ticket', 'online'] as const;
const FORM = 'accept';
const LONGEST_REASON = 200;

const payments: readonly Choice[] = [
  { value: UNPAID, label: words.unpaid },
  ...METHODS.map((value) => ({ value, label: text.methods[value] ?? value })),
];

/** What the entry costs and how it is paid, as at the desk; then it is one. */
export const AcceptSheet = ({ one, onClose }: { one: RequestView; onClose: () => void }) => {
  const profile = useSignal(one.prices[0]?.id ?? '');
  const payment = useSignal<string>(UNPAID);
  const why = useSignal('');
  const busy = useSignal(false);
  const price = one.prices.find(({ id }) => id === profile.value)?.price ?? 0;
  const amount = one.currency === null ? '' : money(price, one.currency);
  const isReady = !one.isClosed || why.value.trim() !== '';
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value || !isReady) return;
    busy.value = true;
    const method = payment.value === UNPAID ? 'cash' : payment.value;
    const body = {
      ...(profile.value === '' ? {} : { profileId: profile.value }),
      payment: { method, paid: payment.value === UNPAID ? 0 : price },
      ...(one.isClosed ? { override: why.value.trim() } : {}),
    };
    const isDone = await decide(one.id, 'accept', body, words.isIn(nameOf(one)));
    busy.value = false;
    if (isDone) onClose();
  };
  const said =
    payment.value === UNPAID ? words.unpaid : `${amount} ${text.methods[payment.value] ?? ''}`;
  const footer = html`
    <button type="submit" form=${FORM} class="btn btn-primary w-full" disabled=${busy.value || !isReady}>
      ${words.letIn} · ${said}
    </button>
  `;
  return html`
    <${Sheet} title=${words.letIn} onClose=${onClose} footer=${footer}>
      <form id=${FORM} class="flex flex-col gap-5" onSubmit=${submit}>
        <div>
          <p class="text-h3 font-semibold break-words"><bdi>${nameOf(one)}</bdi></p>
          <p class="text-secondary">${words.wants(tournamentOf(one))}</p>
        </div>
        ${
          one.prices.length > 1 &&
          html`<${Chips}
            value=${profile}
            label=${words.price}
            choices=${one.prices.map(({ id, name, price: each }) => ({
              value: id,
              label: `${name} · ${one.currency === null ? '' : money(each, one.currency)}`,
            }))}
          />`
        }
        <${Chips} value=${payment} label=${words.payment} choices=${payments} />
        ${
          one.isClosed &&
          html`<${TextField} value=${why} label=${words.why} hint=${words.whyHint} maxLength=${LONGEST_REASON} autoFocus />`
        }
      </form>
    <//>
  `;
};
