import { METHODS } from '../../../src/rooms/tournament/commands.ts';
import { money, moneyField, parseMoney } from '../../amounts.ts';
import type { Signal } from '../../html.ts';
import { html, useSignal } from '../../html.ts';
import { Chips, NumberField } from '../../parts/form.ts';
import { text } from '../../text.ts';

export type Payment = {
  readonly method: Signal<string>;
  /** What was typed; empty is all of it. */
  readonly paid: Signal<string>;
};

export const usePayment = (): Payment => ({ method: useSignal('cash'), paid: useSignal('') });

export const METHOD_CHOICES = METHODS.map((value) => ({
  value,
  label: text.methods[value] ?? value,
}));

/** As the leaf takes it; undefined where what was typed is no amount, or more than the price. */
export const paymentOf = ({ method, paid }: Payment, price: number, currency: string) => {
  if (paid.value.trim() === '') return { method: method.value };
  const amount = parseMoney(paid.value, currency);
  return amount === null || amount > price ? undefined : { method: method.value, paid: amount };
};

/** Paid by what, and how much of it now; the rest is a marker. */
export const PaymentFields = ({
  payment,
  price,
  currency,
}: {
  payment: Payment;
  price: number;
  currency: string;
}) => {
  if (price === 0) return null;
  const now = paymentOf(payment, price, currency);
  const owed = now?.paid === undefined ? 0 : price - now.paid;
  return html`
    <${Chips} value=${payment.method} label=${text.buyIn.method} choices=${METHOD_CHOICES} />
    <${NumberField}
      value=${payment.paid}
      label=${text.buyIn.paidPart}
      placeholder=${moneyField(price, currency)}
      error=${now === undefined ? text.errors.notAmount : undefined}
      hint=${owed > 0 ? text.buyIn.owed(money(owed, currency)) : undefined}
    />
  `;
};
