import { sum } from '../../../kernel/money.ts';
import type { Now } from '../../../kernel/time.ts';
import type { SeatRef } from '../../../poker/draw.ts';
import type { State } from '../state.ts';
import { isLive, openTables, stands } from '../state.ts';
import { poolView } from './money.ts';
import { paidPlaces } from './paid-places.ts';
import type { Names } from './players.ts';
import { nameOf } from './players.ts';
import type { ScheduleLine, ScreenView } from './screen.ts';
import { schedule } from './screen.ts';
import { knockouts, standings } from './standings.ts';

/** A seat as the room calls it. */
export type Place = { readonly table: string; readonly seat: number };

/** Those still in first, by chips where they were counted, then by name; then by rank. */
export type RankingsBoard = {
  readonly kind: 'rankings';
  readonly lines: readonly {
    readonly rank: number | null;
    readonly name: string;
    readonly prize: number;
    readonly hits: number;
    /** The last count; null where nobody counted, and of those who are out. */
    readonly chips: number | null;
    readonly seat: Place | null;
    /** On its own head. */
    readonly bounty: number;
  }[];
};

/** Who sits where, by name. */
export type SeatingBoard = {
  readonly kind: 'seating';
  readonly lines: readonly ({ readonly name: string } & Place)[];
};

export type ScheduleBoard = { readonly kind: 'schedule'; readonly lines: readonly ScheduleLine[] };

export type PrizePoolBoard = {
  readonly kind: 'prizePool';
  /** Adds up to the pool: entries, rebuys, addOns, rake, withheld, houseContribution, overlay. */
  readonly made: readonly { readonly line: string; readonly amount: number }[];
  readonly places: readonly {
    readonly from: number;
    readonly to: number;
    readonly each: number;
    /**
     * Who has it already, or agreed on it; nobody while entries are open, because places are "so far"
     * until then.
     */
    readonly names: readonly string[];
  }[];
};

/** The table with most players left, the first of several; seat 1 first, null is free. */
export type FinalTableBoard = {
  readonly kind: 'finalTable';
  readonly table: string;
  /** Seat with the dealer button; null: nobody told. */
  readonly button: number | null;
  readonly seats: readonly ({
    readonly seat: number;
    readonly name: string;
    readonly chips: number | null;
    readonly bounty: number;
  } | null)[];
};

/** Where players were moved to, newest first, each player's last move; at most 30. */
export type MovementBoard = {
  readonly kind: 'movement';
  readonly moves: readonly {
    readonly name: string;
    readonly from: Place | null;
    readonly to: Place | null;
    /** Wall clock. */
    readonly atMs: number;
  }[];
};

export type Board =
  | RankingsBoard
  | SeatingBoard
  | ScheduleBoard
  | PrizePoolBoard
  | FinalTableBoard
  | MovementBoard;
export type BoardKind = Board['kind'];

export const BOARDS = [
  'rankings',
  'seating',
  'schedule',
  'prizePool',
  'finalTable',
  'movement',
] as const satisfies readonly BoardKind[];

/** One tournament of the lobby. */
export type LobbyLine = { readonly tournamentId: string } & ScreenView;

const MOST_MOVES = 30;

/** The same order on every leaf; numbers in names count as numbers. */
const collator = new Intl.Collator('en', { numeric: true });
const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  collator.compare(a.name, b.name);

const placeOf = (state: State, seat: SeatRef | null): Place | null =>
  seat === null ? null : { table: state.tables[seat.tableId]?.name ?? '', seat: seat.seat };

const rankings = (state: State, names: Names): RankingsBoard => {
  const hits = knockouts(state);
  const lines = standings(state).list.map(({ entryId, playerId, rank, prize }) => {
    const entry = state.entries[entryId];
    const isIn = entry !== undefined && isLive(entry);
    return {
      rank,
      name: nameOf(names, playerId),
      prize,
      hits: hits.get(entryId)?.hits ?? 0,
      chips: isIn ? entry.chips : null,
      seat: isIn ? placeOf(state, entry.seat) : null,
      bounty: isIn ? entry.bounty : 0,
    };
  });
  const first = lines.filter(({ rank }) => rank === null);
  first.sort((a, b) => (b.chips ?? -1) - (a.chips ?? -1) || byName(a, b));
  return { kind: 'rankings', lines: [...first, ...lines.filter(({ rank }) => rank !== null)] };
};

const seating = (state: State, names: Names): SeatingBoard => {
  const lines = Object.values(state.entries).flatMap((entry) => {
    const place = isLive(entry) ? placeOf(state, entry.seat) : null;
    return place === null ? [] : [{ name: nameOf(names, entry.playerId), ...place }];
  });
  return { kind: 'seating', lines: lines.sort(byName) };
};

/** Rakes by their names are the house's own business: the room sees one sum. */
const madeOf = (state: State): PrizePoolBoard['made'] => {
  const { lines } = poolView(state);
  const kinds = [...new Set(lines.map(({ what }) => what))];
  return kinds
    .map((line) => ({
      line,
      amount: sum(lines.filter(({ what }) => what === line).map(({ amount }) => amount)),
    }))
    .filter(({ amount }) => amount !== 0);
};

const prizePool = (state: State, names: Names): PrizePoolBoard => {
  const placed = state.registration.open ? [] : standings(state).list;
  return {
    kind: 'prizePool',
    made: madeOf(state),
    places: paidPlaces(state).map(({ from, to, each, dealt }) => ({
      ...{ from, to, each },
      names: placed
        .filter(({ entryId, rank }) =>
          dealt.length > 0 ? dealt.includes(entryId) : rank !== null && from <= rank && rank <= to,
        )
        .map(({ playerId }) => nameOf(names, playerId)),
    })),
  };
};

const taken = (seats: readonly (string | null)[]): number =>
  seats.filter((entryId) => entryId !== null).length;

const finalTable = (state: State, names: Names): FinalTableBoard => {
  const [table] = openTables(state).sort(
    (a, b) => taken(b.seats) - taken(a.seats) || a.number - b.number,
  );
  if (table === undefined) return { kind: 'finalTable', table: '', button: null, seats: [] };
  const seats = table.seats.map((entryId, i) => {
    const entry = entryId === null ? undefined : state.entries[entryId];
    if (entry === undefined) return null;
    const { playerId, chips, bounty } = entry;
    return { seat: i + 1, name: nameOf(names, playerId), chips, bounty };
  });
  return { kind: 'finalTable', table: table.name, button: table.button, seats };
};

/** Moves of a fact that still stands; of anything else none. */
const movesIn = (state: State, fact: State['facts'][string]) =>
  (fact.type === 'player.moved' || fact.type === 'seats.drawn' || fact.type === 'table.broken') &&
  stands(state, fact.id)
    ? fact.data.moves
    : [];

const movement = (state: State, names: Names): MovementBoard => {
  const moves: MovementBoard['moves'][number][] = [];
  const told = new Set<string>();
  for (const fact of Object.values(state.facts).reverse()) {
    for (const { entryId, from, seat } of movesIn(state, fact)) {
      const entry = state.entries[entryId];
      // Who went out needs no seat, and an older move would send somebody to the wrong table.
      if (entry === undefined || !isLive(entry) || told.has(entryId)) continue;
      told.add(entryId);
      moves.push({
        name: nameOf(names, entry.playerId),
        from: placeOf(state, from),
        to: placeOf(state, seat),
        atMs: fact.at,
      });
    }
    if (moves.length >= MOST_MOVES) break;
  }
  return { kind: 'movement', moves: moves.slice(0, MOST_MOVES) };
};

/** What a screen shows beside the clock; nothing private, and no name but the one for boards. */
export const boardOf = (state: State, kind: BoardKind, names: Names, now: Now): Board => {
  switch (kind) {
    case 'rankings':
      return rankings(state, names);
    case 'seating':
      return seating(state, names);
    case 'schedule':
      return { kind, lines: schedule(state, now) };
    case 'prizePool':
      return prizePool(state, names);
    case 'finalTable':
      return finalTable(state, names);
    case 'movement':
      return movement(state, names);
  }
};
