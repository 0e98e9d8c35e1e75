import { minorDigits } from '../../src/kernel/money.ts';
import type { EntryView } from '../../src/rooms/tournament/views/players.ts';
import { entriesView } from '../../src/rooms/tournament/views/players.ts';
import { money, number, ordinal } from '../amounts.ts';
import { html, useSignal } from '../html.ts';
import type { Tone } from '../parts/bits.ts';
import { Card, Empty, Pill } from '../parts/bits.ts';
import { Windowed } from '../parts/windowed.ts';
import { text } from '../text.ts';
import { CsvButton, decimal } from './money/csv.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';
import { show } from './sheets.ts';

const csvRows = (entries: readonly EntryView[], currency: string, provisional: boolean) => {
  const { head } = text.money;
  const amount = (minor: number) => decimal(minor, minorDigits(currency));
  return [
    [
      head.rank,
      head.ties,
      head.player,
      head.status,
      head.prize,
      head.other,
      head.bounties,
      head.currency,
      head.hits,
      head.points,
      head.provisional,
    ],
    ...entries.map((entry) => [
      entry.rank ?? '',
      entry.rank !== null && entry.ties > 1 ? entry.ties : '',
      entry.name,
      entry.rank === null ? text.players.in : text.players.out,
      amount(entry.prize),
      entry.otherPrize ?? '',
      amount(entry.bountiesWon),
      currency,
      entry.hits,
      entry.points,
      provisional ? text.money.yes : '',
    ]),
  ];
};

/** Those still in by chips where they were counted, then by name. */
const order = (a: EntryView, b: EntryView): number =>
  a.rank !== null || b.rank !== null
    ? (a.rank ?? 0) - (b.rank ?? 0)
    : (b.chips ?? -1) - (a.chips ?? -1) || a.name.localeCompare(b.name);

const note = (entry: EntryView): string =>
  [
    entry.rank !== null && entry.ties > 1 ? text.money.tie(entry.ties) : '',
    entry.seat === null ? '' : text.players.seatShort(entry.seat.table, entry.seat.seat),
    entry.rank === null && entry.chips !== null ? `${number(entry.chips)} ${text.chipsWord}` : '',
    entry.hits > 0 ? text.players.hits(entry.hits) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');

const Row = ({
  entry,
  currency,
  mayCorrect,
}: {
  entry: EntryView;
  currency: string;
  mayCorrect: boolean;
}) => html`
  <div class="flex items-center h-16 border-b border-surface1 pr-1" role="listitem">
    <button type="button" class="flex items-center gap-3 grow min-w-0 h-16 pl-4 text-left" onClick=${() => show({ sheet: 'entry', entryId: entry.entryId })}>
      <span class=${`mono w-14 flex-none ${entry.rank === null ? 'text-success' : ''}`}>${entry.rank === null ? text.players.in : ordinal(entry.rank)}</span>
      <span class="grow min-w-0">
        <bdi class="block truncate font-medium">${entry.name}</bdi>
        <span class="block text-caption text-secondary truncate">${note(entry)}</span>
      </span>
      <span class="text-right flex-none pr-3">
        ${entry.prize > 0 && html`<span class="mono text-prize block">${money(entry.prize, currency)}</span>`}
        ${entry.otherPrize && html`<span class="text-prize block text-caption">${entry.otherPrize}</span>`}
        ${entry.bountiesWon > 0 && html`<span class="mono text-caption text-bounty block">${money(entry.bountiesWon, currency)}</span>`}
      </span>
    </button>
    ${
      mayCorrect && entry.rank !== null
        ? html`<button type="button" class="btn btn-ghost hidden sm:inline-flex" aria-label=${`${text.entry.rank}: ${entry.name}`} onClick=${() => show({ sheet: 'rank', entryId: entry.entryId })}>
            ${text.money.correctPlace}
          </button>`
        : null
    }
  </div>
`;

/** Places with what they brought; those still in come first. Until entries close all of it is so far. */
export const Rankings = ({ night: { state, names } }: { night: Night }) => {
  const only = useSignal<'all' | 'paid'>('all');
  const all = entriesView(state, names)
    .filter(({ status }) => status === 'in' || status === 'out')
    .toSorted(order);
  if (all.length === 0)
    return html`<${Card}><${Empty} icon="trophy" title=${text.players.empty} /><//>`;
  const { currency, name } = state.config;
  const provisional = state.registration.open;
  const isPaid = ({ prize, otherPrize, bountiesWon }: EntryView) =>
    prize > 0 || otherPrize !== null || bountiesWon > 0;
  const entries = only.value === 'paid' ? all.filter(isPaid) : all;
  const [tone, word]: readonly [Tone, string] = provisional
    ? ['warning', text.money.soFar]
    : ['success', text.money.final];
  // Who is in still has no place: nothing is final before the end, though what stands there stands.
  const isTold = provisional || state.status === 'ended';
  const mayCorrect = mayAct.value && state.status === 'running';
  return html`
    <${Card} class="overflow-hidden">
      <div class="flex flex-wrap items-center gap-2 px-4 py-2 border-b border-surface1">
        ${isTold && html`<${Pill} tone=${tone}>${word}<//>`}
        <span class="grow"></span>
        ${(['all', 'paid'] as const).map(
          (one) => html`<button
            type="button"
            class="chip"
            aria-pressed=${String(only.value === one)}
            onClick=${() => {
              only.value = one;
            }}
          >
            ${one === 'all' ? text.players.all : text.money.inMoney}
          </button>`,
        )}
        <${CsvButton} what=${text.more.rankings} name=${name} rows=${() => csvRows(all, currency, provisional)} />
      </div>
      ${provisional && html`<p class="px-4 py-3 text-warning text-caption">${text.money.provisionalHint}</p>`}
      <${Windowed}
        items=${entries}
        rowPx=${64}
        row=${(entry: EntryView) => html`<${Row} key=${entry.entryId} entry=${entry} currency=${currency} mayCorrect=${mayCorrect} />`}
      />
    <//>
  `;
};
