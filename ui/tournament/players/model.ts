import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';
import { locale } from '../../texts/en/locale.ts';
import { matches } from '../model.ts';

export const FILTERS = ['in', 'out', 'noSeat', 'owing', 'toPay', 'all'] as const;
export type Filter = (typeof FILTERS)[number];

const FITS: { readonly [F in Filter]: (entry: EntryView) => boolean } = {
  in: ({ status }) => status === 'in',
  out: ({ status }) => status !== 'in',
  noSeat: ({ status, seat }) => status === 'in' && seat === null,
  owing: ({ owed }) => owed > 0,
  toPay: ({ due }) => due > 0,
  all: () => true,
};

/** How many each filter holds. */
export const countsOf = (entries: readonly EntryView[]): { readonly [F in Filter]: number } => {
  const counts = { in: 0, out: 0, noSeat: 0, owing: 0, toPay: 0, all: 0 };
  for (const entry of entries) for (const one of FILTERS) if (FITS[one](entry)) counts[one] += 1;
  return counts;
};

/** Those of the filter whose name, table or entry number begins with what was typed. */
export const filtered = (
  entries: readonly EntryView[],
  filter: Filter,
  typed: string,
): readonly EntryView[] => {
  const words = typed.trim();
  const all = entries.filter(FITS[filter]);
  if (words === '') return all;
  return all.filter(({ name, seat, number }) =>
    matches(words, `${name} ${seat?.table ?? ''} ${number}`),
  );
};

export const COLUMNS = [
  'name',
  'status',
  'seat',
  'chips',
  'bought',
  'hits',
  'paid',
  'prize',
] as const;
export type Column = (typeof COLUMNS)[number];
export type Sort = { readonly by: Column; readonly down: boolean };

const STATUS_ORDER: { readonly [S in EntryView['status']]: number } = {
  ...{ in: 0, out: 1, noShow: 2, unregistered: 3 },
};

type Compare = (a: EntryView, b: EntryView) => number;

/** Names and tables as a person would file them: accents beside their letters, table 9 before 10. */
const words = new Intl.Collator(locale.tag, { numeric: true, sensitivity: 'base' });

const last = Number.MAX_SAFE_INTEGER;

/** Seats while in, those without one first, because they wait; then places. */
const bySeat: Compare = (a, b) =>
  STATUS_ORDER[a.status] - STATUS_ORDER[b.status] ||
  (a.rank ?? 0) - (b.rank ?? 0) ||
  words.compare(a.seat?.table ?? '', b.seat?.table ?? '') ||
  (a.seat?.seat ?? 0) - (b.seat?.seat ?? 0);

const COMPARE: { readonly [C in Column]: Compare } = {
  name: (a, b) => words.compare(a.name, b.name),
  status: (a, b) =>
    STATUS_ORDER[a.status] - STATUS_ORDER[b.status] || (a.rank ?? 0) - (b.rank ?? 0),
  seat: bySeat,
  chips: (a, b) => (a.chips ?? -1) - (b.chips ?? -1),
  bought: (a, b) => a.rebuys + a.addOns - b.rebuys - b.addOns,
  hits: (a, b) => a.hits - b.hits || a.bountiesWon - b.bountiesWon,
  paid: (a, b) => b.owed - a.owed || a.paid - b.paid,
  prize: (a, b) => a.prize - b.prize || (b.rank ?? last) - (a.rank ?? last),
};

/** A first tap on these shows the most at the top: that is what one looks for. */
const DOWN_FIRST: ReadonlySet<Column> = new Set(['chips', 'bought', 'hits', 'prize']);

/** What a tap on a head does: sorts by it, or turns the order round. */
export const tapped = (sort: Sort, column: Column): Sort =>
  sort.by === column
    ? { by: column, down: !sort.down }
    : { by: column, down: DOWN_FIRST.has(column) };

/** Sorted, equal ones by name and then by entry, so that no live change shuffles them. */
export const sorted = (entries: readonly EntryView[], { by, down }: Sort): readonly EntryView[] => {
  const sign = down ? -1 : 1;
  const compare = COMPARE[by];
  return entries.toSorted(
    (a, b) => sign * compare(a, b) || words.compare(a.name, b.name) || a.number - b.number,
  );
};
