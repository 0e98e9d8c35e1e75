import { minorDigits } from '../../src/kernel/money.ts';
import { money } from '../amounts.ts';
import type { Signal } from '../html.ts';
import { html, typedIn, useEffect, useSignal } from '../html.ts';
import { Card } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { SearchField } from '../parts/search.ts';
import { Windowed } from '../parts/windowed.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';
import { CsvButton, decimal } from './money/csv.ts';
import { askOperators, operatorName } from './money/operators.ts';
import type { Line, Wish } from './money/transactions-model.ts';
import { EVERYTHING, filtered, linesOf, totalsOf } from './money/transactions-model.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';
import { show } from './sheets.ts';
import { nameOfEntry, say } from './words.ts';

const clockTime = new Intl.DateTimeFormat(locale.times, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const byText = (line: Line): string => operatorName(line.fact.by) ?? text.money.unknownOperator;

const methodText = (method: string): string => text.methods[method] ?? method;

const Row = ({ night, line }: { night: Night; line: Line }) => {
  const { fact, cash, isVoid } = line;
  const amount = money(cash.amount, night.state.config.currency);
  const { title } = say(night, fact);
  const at = clockTime.format(fact.at);
  return html`
    <div class="flex items-center gap-2 sm:gap-3 pl-4 pr-1 h-16 border-b border-surface1" role="listitem">
      <span class="text-caption text-secondary mono whitespace-nowrap hidden sm:inline">${at}</span>
      <span class="grow min-w-0 leading-tight">
        <bdi class=${`line-clamp-2 break-words ${isVoid ? 'line-through text-secondary' : ''}`}>${title}</bdi>
        <span class="block text-caption text-secondary truncate"><span class="sm:hidden">${at} · </span>${methodText(cash.method)} · ${byText(line)}</span>
      </span>
      <span class=${`mono whitespace-nowrap ${isVoid ? 'line-through text-secondary' : cash.amount < 0 ? 'text-danger' : ''}`}>${amount}</span>
      ${
        isVoid || !mayAct.value
          ? html`<span class="text-caption text-secondary w-16 text-center">${isVoid ? text.money.voided : ''}</span>`
          : html`<button type="button" class="btn btn-ghost min-w-12 px-0 sm:px-3" aria-label=${`${text.money.void}: ${title}`} onClick=${() => show({ sheet: 'void', eventId: fact.id })}>
              <span class="sm:hidden"><${Icon} name="undo" size=${20} /></span><span class="hidden sm:inline">${text.money.void}</span>
            </button>`
      }
    </div>
  `;
};

type Choice = readonly [value: string, label: string];

const Pick = ({
  label,
  value,
  choices,
  onPick,
}: {
  label: string;
  value: string;
  choices: readonly Choice[];
  onPick: (value: string) => void;
}) => html`
  <select class="input w-auto grow max-w-60" aria-label=${label} value=${value} onChange=${(event: Event) => onPick(typedIn(event))}>
    ${choices.map(([one, words]) => html`<option value=${one} selected=${one === value}>${words}</option>`)}
  </select>
`;

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];

const Filters = ({ lines, wish }: { lines: readonly Line[]; wish: Signal<Wish> }) => {
  const set = (part: Partial<Wish>) => {
    wish.value = { ...wish.value, ...part };
  };
  const types = distinct(lines.map(({ fact }) => fact.type));
  const methods = distinct(lines.map(({ cash }) => cash.method));
  const people = distinct(lines.map(({ fact }) => fact.by));
  const name = (id: string) => operatorName(id) ?? text.money.unknownOperator;
  return html`
    <div class="flex flex-wrap gap-2 px-4 pb-3">
      <${SearchField} class="grow min-w-56" value=${wish.value.typed} label=${text.money.find} field=${{ type: 'search' }} onTyped=${(typed: string) => set({ typed })} />
      <${Pick} label=${text.money.type} value=${wish.value.type} choices=${[['', text.money.allTypes], ...types.map((one) => [one, text.money.types[one] ?? one])]} onPick=${(type: string) => set({ type })} />
      <${Pick} label=${text.money.method} value=${wish.value.method} choices=${[['', text.money.allMethods], ...methods.map((one) => [one, methodText(one)])]} onPick=${(method: string) => set({ method })} />
      ${people.length > 1 && html`<${Pick} label=${text.money.operator} value=${wish.value.operator} choices=${[['', text.money.allOperators], ...people.map((one) => [one, name(one)])]} onPick=${(operator: string) => set({ operator })} />`}
      <${Pick}
        label=${text.money.validity}
        value=${wish.value.validity}
        choices=${[
          ['all', text.money.withVoid],
          ['valid', text.money.onlyValid],
          ['void', text.money.onlyVoid],
        ]}
        onPick=${(one: string) => set({ validity: one === 'valid' || one === 'void' ? one : 'all' })}
      />
    </div>
  `;
};

const Totals = ({ lines, currency }: { lines: readonly Line[]; currency: string }) => html`
  <div class="flex flex-wrap gap-x-6 gap-y-1 px-4 pb-3" role="group" aria-label=${text.money.totals}>
    ${totalsOf(lines).map(
      ({ method, amount }) => html`
        <span class="flex items-baseline gap-2">
          <span class="text-caption text-secondary">${methodText(method)}</span>
          <span class="mono">${money(amount, currency)}</span>
        </span>
      `,
    )}
  </div>
`;

/** Whose money it was, where it was somebody's. */
const whoseText = (night: Night, { fact }: Line): string =>
  'entryId' in fact.data && typeof fact.data.entryId === 'string'
    ? nameOfEntry(night, fact.data.entryId)
    : say(night, fact).title;

const csvRows = ({ night, lines }: { night: Night; lines: readonly Line[] }) => {
  const { head } = text.money;
  const { currency } = night.state.config;
  const digits = minorDigits(currency);
  return [
    [
      head.time,
      head.what,
      head.player,
      head.method,
      head.amount,
      head.currency,
      head.operator,
      head.state,
    ],
    ...lines.map((line) => [
      new Date(line.fact.at).toISOString(),
      text.money.types[line.fact.type] ?? line.fact.type,
      whoseText(night, line),
      methodText(line.cash.method),
      decimal(line.cash.amount, digits),
      currency,
      byText(line),
      line.isVoid ? text.money.voided : '',
    ]),
  ];
};

/** Every time that money changed hands, newest first: to be searched, added up, voided and taken out. */
export const Transactions = ({ night }: { night: Night }) => {
  const wish = useSignal<Wish>(EVERYTHING);
  useEffect(() => void askOperators(), []);
  const { currency, name } = night.state.config;
  const all = linesOf(night.state);
  const words = (line: Line) =>
    `${say(night, line.fact).title} ${byText(line)} ${line.cash.amount / 10 ** minorDigits(currency)}`;
  const shown = filtered(all, wish.value, words);
  const aside = html`
    <span class="flex items-center gap-1">
      <span class="text-caption text-secondary">${text.money.lines(shown.length, all.length)}</span>
      ${shown.length > 0 && html`<${CsvButton} what=${text.money.transactions} name=${name} rows=${() => csvRows({ night, lines: shown })} />`}
    </span>
  `;
  if (all.length === 0)
    return html`<${Card} title=${text.money.transactions}><p class="px-4 pb-4 text-secondary">${text.money.transactionsNone}</p><//>`;
  return html`
    <${Card} title=${text.money.transactions} aside=${aside} class="overflow-hidden">
      <${Filters} lines=${all} wish=${wish} />
      <${Totals} lines=${shown} currency=${currency} />
      ${shown.length === 0 && html`<p class="px-4 pb-4 text-secondary">${text.money.transactionsNoMatch}</p>`}
      <${Windowed}
        items=${shown}
        rowPx=${64}
        row=${(line: Line) => html`<${Row} key=${line.fact.id} night=${night} line=${line} />`}
      />
    <//>
  `;
};
