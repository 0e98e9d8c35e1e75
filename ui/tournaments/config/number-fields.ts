import { moneyField, number, parseCount, parseMoney } from '../../amounts.ts';
import { html, typedIn, useEffect, useSignal } from '../../html.ts';
import { Field } from '../../parts/form.ts';
import { text } from '../../text.ts';
import type { Editing } from './editing.ts';
import { mark } from './editing.ts';
import { useRefusal } from './refused.ts';

type Base = {
  /** Tells it from every other field of the form. */
  readonly id: string;
  readonly label: string;
  readonly edit: Pick<Editing, 'bad' | 'refused' | 'fields'>;
  /** Where it stands in what is sent, if elsewhere than its id says. */
  readonly at?: string;
  readonly hint?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly error?: string | undefined;
  readonly class?: string;
};

/** What stands in a field and what it means; undefined where it means nothing. */
type Format<T> = {
  readonly show: (value: T) => string;
  readonly read: (typed: string) => T | undefined;
};

/** Keeps what is typed; only what means something goes on, the rest is marked. */
const Typed = <T>({
  value,
  format,
  onChange,
  wrong,
  ...base
}: Base & {
  readonly value: T;
  readonly format: Format<T>;
  readonly onChange: (value: T) => void;
  readonly wrong: string;
}) => {
  const typed = useSignal<string | null>(null);
  const isBad = typed.value !== null && format.read(typed.value) === undefined;
  const refusal = useRefusal(base.edit, base.at ?? base.id);
  const error = isBad ? wrong : (base.error ?? refusal.words);
  useEffect(() => mark(base.edit, base.id, isBad), [isBad]);
  useEffect(() => () => mark(base.edit, base.id, false), []);
  return html`
    <${Field} label=${base.label} hint=${base.hint} error=${error} class=${base.class ?? ''}>
      <input
        class="input mono"
        inputmode="decimal"
        autocomplete="off"
        name=${base.id}
        placeholder=${base.placeholder}
        aria-invalid=${String(error !== undefined)}
        value=${typed.value ?? format.show(value)}
        onInput=${(event: Event) => {
          typed.value = typedIn(event);
          refusal.forget();
          const read = format.read(typed.value);
          if (read !== undefined) onChange(read);
        }}
        onBlur=${() => {
          if (!isBad) typed.value = null;
        }}
      />
    <//>
  `;
};

type Range = { readonly least?: number; readonly most?: number };

const LEAST = 0;
const MOST = 1_000_000_000;

const within = (value: number | null, { least = LEAST, most = MOST }: Range) =>
  value === null || value < least || value > most ? undefined : value;

const countWords = ({ least = LEAST, most = MOST }: Range): string =>
  least === LEAST && most === MOST
    ? text.errors.notCount
    : text.errors.notBetween(number(least), number(most));

/** A whole number. */
export const CountField = (
  props: Base & Range & { readonly value: number; readonly onChange: (value: number) => void },
) => {
  const format: Format<number> = {
    show: String,
    read: (typed) => within(parseCount(typed), props),
  };
  return html`<${Typed} ...${props} format=${format} wrong=${countWords(props)} />`;
};

/** A whole number, or nothing at all: no limit. */
export const LimitField = (
  props: Base &
    Range & { readonly value: number | null; readonly onChange: (value: number | null) => void },
) => {
  const format: Format<number | null> = {
    show: (value) => (value === null ? '' : String(value)),
    read: (typed) => (typed.trim() === '' ? null : within(parseCount(typed), props)),
  };
  return html`<${Typed} ...${props} format=${format} wrong=${countWords(props)} />`;
};

/** Money, as it is typed in this currency. */
export const AmountField = (
  props: Base & {
    readonly value: number;
    readonly currency: string;
    readonly onChange: (value: number) => void;
  },
) => {
  const { currency } = props;
  const format: Format<number> = {
    show: (value) => moneyField(value, currency),
    read: (typed) => parseMoney(typed, currency) ?? undefined,
  };
  return html`<${Typed} ...${props} label=${`${props.label} (${currency})`} format=${format} wrong=${text.errors.notAmount} />`;
};

/** Money or nothing. */
export const AmountOrNoneField = (
  props: Base & {
    readonly value: number | null;
    readonly currency: string;
    readonly onChange: (value: number | null) => void;
  },
) => {
  const { currency } = props;
  const format: Format<number | null> = {
    show: (value) => (value === null ? '' : moneyField(value, currency)),
    read: (typed) => (typed.trim() === '' ? null : (parseMoney(typed, currency) ?? undefined)),
  };
  return html`<${Typed} ...${props} label=${`${props.label} (${currency})`} format=${format} wrong=${text.errors.notAmount} />`;
};

/** A share, typed in percent with up to two decimals, kept in basis points. */
export const PercentField = (
  props: Base & {
    readonly value: number;
    readonly most?: number;
    readonly onChange: (value: number) => void;
  },
) => {
  // Two decimals, which is what any currency with cents reads and shows.
  const format: Format<number> = {
    show: (value) => moneyField(value, 'EUR'),
    read: (typed) =>
      within(parseMoney(typed.replace('%', ''), 'EUR'), { most: props.most ?? 10_000 }),
  };
  return html`<${Typed} ...${props} label=${`${props.label} (%)`} format=${format} wrong=${text.errors.notPercent(number((props.most ?? 10_000) / 100))} />`;
};

/** Several whole numbers, one after the other. */
export const NumbersField = (
  props: Base &
    Range & {
      readonly value: readonly number[];
      readonly onChange: (value: readonly number[]) => void;
    },
) => {
  const format: Format<readonly number[]> = {
    show: (value) => value.join(', '),
    read: (typed) => {
      const all = typed.split(/[\s,;]+/).filter((one) => one !== '');
      const read = all.flatMap((one) => within(parseCount(one), props) ?? []);
      return read.length === all.length && read.length <= 10 ? read : undefined;
    },
  };
  return html`<${Typed} ...${props} format=${format} wrong=${countWords(props)} />`;
};
