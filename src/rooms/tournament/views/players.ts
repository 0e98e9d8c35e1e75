import type { State } from '../state.ts';
import { isLive, owedBy } from '../state.ts';
import { bountyKept, dueTo, grantedTo, knockouts, standings } from './standings.ts';

/** Board names by player id; a missing one was erased. */
export type Names = { readonly [playerId: string]: string };

export const nameOf = (names: Names, playerId: string): string => names[playerId] ?? '—';

export type SeatView = { readonly tableId: string; readonly table: string; readonly seat: number };

/** An entry with everything that follows from its facts (PLY-4); money in minor units. */
export type EntryView = {
  readonly entryId: string;
  readonly playerId: string;
  readonly name: string;
  readonly number: number;
  readonly status: 'in' | 'out' | 'unregistered' | 'noShow';
  readonly rank: number | null;
  readonly ties: number;
  readonly seat: SeatView | null;
  readonly locked: boolean;
  readonly moves: number;
  readonly chips: number | null;
  readonly chipsBought: number;
  readonly rebuys: number;
  readonly addOns: number;
  readonly price: number;
  readonly paid: number;
  readonly owed: number;
  readonly hits: number;
  readonly bountiesWon: number;
  readonly bounty: number;
  readonly prize: number;
  readonly otherPrize: string | null;
  /** What is still to be handed over. */
  readonly due: number;
  readonly prizePaid: number;
  readonly points: number;
  /** Won less spent. */
  readonly net: number;
  readonly boughtInAt: number;
  readonly outAt: number | null;
};

const seatView = (state: State, seat: State['entries'][string]['seat']): SeatView | null =>
  seat === null
    ? null
    : { tableId: seat.tableId, table: state.tables[seat.tableId]?.name ?? '', seat: seat.seat };

const statusOf = (entry: State['entries'][string]): EntryView['status'] =>
  entry.gone ?? (isLive(entry) ? 'in' : 'out');

const entryView = (
  state: State,
  entry: State['entries'][string],
  hits: ReturnType<typeof knockouts>,
  names: Names,
): EntryView => {
  const standing = standings(state).of.get(entry.id);
  const own = hits.get(entry.id) ?? { hits: 0, won: 0 };
  const prize = (standing?.prize ?? 0) + grantedTo(state, entry.id);
  const bountiesWon = own.won + bountyKept(state, entry);
  const out = entry.out === null ? undefined : state.facts[entry.out.eventId];
  return {
    entryId: entry.id,
    playerId: entry.playerId,
    name: nameOf(names, entry.playerId),
    number: entry.number,
    status: statusOf(entry),
    rank: standing?.rank ?? null,
    ties: standing?.ties ?? 1,
    seat: seatView(state, entry.seat),
    locked: entry.locked,
    moves: entry.moves,
    chips: entry.chips,
    chipsBought: entry.chipsBought,
    rebuys: entry.rebuys,
    addOns: entry.addOns,
    price: entry.price,
    paid: entry.paid,
    owed: owedBy(entry),
    hits: own.hits,
    bountiesWon,
    bounty: entry.bounty,
    prize,
    otherPrize: standing?.other ?? null,
    due: entry.gone === 'noShow' ? entry.refund : Math.max(0, dueTo(state, entry)),
    prizePaid: entry.prizePaid,
    points: entry.points + own.hits * state.config.pointsForHit,
    net: prize + bountiesWon - (entry.gone === null ? entry.price : 0),
    boughtInAt: entry.atMs,
    outAt: out?.at ?? null,
  };
};

/** Every entry, those still in first, then by rank. */
export const entriesView = (state: State, names: Names): readonly EntryView[] => {
  const hits = knockouts(state);
  const ranked = standings(state).list.flatMap((s) => state.entries[s.entryId] ?? []);
  const known = new Set(ranked);
  const others = Object.values(state.entries).filter((e) => !known.has(e));
  return [...ranked, ...others].map((entry) => entryView(state, entry, hits, names));
};

export const entryOf = (state: State, entryId: string, names: Names): EntryView | null => {
  const entry = state.entries[entryId];
  return entry === undefined ? null : entryView(state, entry, knockouts(state), names);
};

export type RankingLine = {
  readonly rank: number | null;
  readonly ties: number;
  readonly name: string;
  readonly prize: number;
  readonly other: string | null;
  readonly seat: SeatView | null;
  readonly hits: number;
};

/** Rankings and seats as anybody in the room may see them. */
export const rankingsView = (state: State, names: Names): readonly RankingLine[] => {
  const hits = knockouts(state);
  return standings(state).list.map((s) => ({
    rank: s.rank,
    ties: s.ties,
    name: nameOf(names, s.playerId),
    prize: s.prize,
    other: s.other,
    seat: seatView(state, state.entries[s.entryId]?.seat ?? null),
    hits: hits.get(s.entryId)?.hits ?? 0,
  }));
};
