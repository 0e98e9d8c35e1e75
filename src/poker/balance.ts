import { seeded, shuffled } from '../kernel/random.ts';
import {
  bigBlindOrder,
  clockwise,
  nextPositions,
  positions,
  seatRef,
  type TableNow,
} from './button.ts';
import { evenSeats, freeSeats, type SeatRef, type TablePlan } from './draw.ts';

export { bigBlindNext, nextButton, nextPositions, positions, type TableNow } from './button.ts';

export type Move = { readonly entryId: string; readonly from: SeatRef; readonly to: SeatRef };

/** What the floor is asked to do, with the reason that goes on the screen. */
export type Proposal =
  | ({
      readonly kind: 'move';
      readonly reason: 'BIG_BLIND_NEXT';
      readonly params: {
        readonly fromPlayers: number;
        readonly toPlayers: number;
        /** Hands until the mover is big blind at the new table; 0: in the first one. */
        readonly handsToBigBlind: number;
        /** The seat is between button and small blind: dealt in once the button has passed. */
        readonly waits: boolean;
        /** How often this player was moved before. */
        readonly movesBefore: number;
      };
    } & Move)
  | {
      readonly kind: 'break';
      readonly tableId: string;
      readonly reason: 'FITS_ELSEWHERE';
      readonly params: { readonly players: number; readonly openSeats: number };
    }
  | { readonly kind: 'ask'; readonly tableId: string; readonly reason: 'BUTTON_UNKNOWN' };

const asPlan = (table: TableNow): TablePlan => ({ ...table, taken: table.players });

const withPlayer = (table: TableNow, entryId: string, seat: number): TableNow => ({
  ...table,
  players: [...table.players, { seat, entryId, locked: true, moves: 0 }],
});

const without = (table: TableNow, entryId: string): TableNow => ({
  ...table,
  players: table.players.filter((player) => player.entryId !== entryId),
});

/** With the blinds of this hand kept, so that players who come and go do not shift them. */
const withBlinds = (table: TableNow): TableNow => {
  const now = positions(table);
  return now ? { ...table, blinds: { small: now.small, big: now.big } } : table;
};

/** `waits`: between button and small blind nobody is dealt in until the button has passed (TDA R8-A). */
type Spot = { readonly seat: number; readonly handsToBigBlind: number; readonly waits: boolean };

/** Where a newcomer in this seat would stand in the next hand; null for the small blind. */
const spotAt = (table: TableNow, seat: number): Spot | null => {
  const seated = withPlayer(table, '', seat);
  const next = nextPositions(seated);
  if (!next || next.small === seat) return null;
  const before = clockwise(table, next.button, seat) < clockwise(table, next.button, next.small);
  const handsToBigBlind = bigBlindOrder(seated).findIndex((player) => player.seat === seat);
  return { seat, handsToBigBlind, waits: before && next.button !== seat };
};

/**
 * The worst open position (TDA R11-A): soonest big blind, even if that makes the mover big blind
 * twice; never the small blind. Seats that have to wait come last of themselves, being big blind
 * latest; of seats that are equally bad, the first after the small blind.
 */
const worstSpot = (table: TableNow): Spot | null => {
  const open = freeSeats(asPlan(table));
  if (table.players.length < 2) {
    return open[0] ? { seat: open[0], handsToBigBlind: 0, waits: false } : null;
  }
  const small = nextPositions(table)?.small ?? 1;
  const distance = (spot: Spot) => clockwise(table, small, spot.seat);
  const badness = (a: Spot, b: Spot) =>
    a.handsToBigBlind - b.handsToBigBlind || distance(a) - distance(b);
  return open.flatMap((seat) => spotAt(table, seat) ?? []).sort(badness)[0] ?? null;
};

const openSeats = (table: TableNow, seatsPerTable: number): number =>
  Math.max(0, Math.min(freeSeats(asPlan(table)).length, seatsPerTable - table.players.length));

/** The last-opened table without a locked player, if all others together have room for its players. */
const breakFor = (tables: readonly TableNow[], seatsPerTable: number): Proposal | null => {
  const total = tables.reduce((n, table) => n + openSeats(table, seatsPerTable), 0);
  const fits = [...tables]
    .sort((a, b) => b.number - a.number)
    .find((table) => {
      const locked = table.players.some((player) => player.locked);
      return !locked && table.players.length <= total - openSeats(table, seatsPerTable);
    });
  if (!fits || tables.length < 2) return null;
  const open = total - openSeats(fits, seatsPerTable);
  const params = { players: fits.players.length, openSeats: open };
  return { kind: 'break', tableId: fits.tableId, reason: 'FITS_ELSEWHERE', params };
};

/** A table while moves are planned; `count` also knows of movers whom nobody has named yet. */
type Planned = { table: TableNow; count: number; canGive: boolean; canTake: boolean };

const pair = (planned: readonly Planned[], seatsPerTable: number) => {
  const from = planned
    .filter((p) => p.canGive)
    .sort((a, b) => b.count - a.count || b.table.number - a.table.number)[0];
  const to = planned
    .filter((p) => p.canTake && p.count < seatsPerTable)
    .sort((a, b) => a.count - b.count || a.table.number - b.table.number)[0];
  return from && to ? { from, to } : null;
};

const isUnknown = ({ table }: Planned): boolean =>
  table.button === null && table.players.length > 1;

/** One move between two tables with known buttons; marks a table that can give or take nobody. */
const moveBetween = (from: Planned, to: Planned): Proposal | null => {
  const mover = bigBlindOrder(from.table).find((player) => !player.locked);
  const spot = worstSpot(to.table);
  from.canGive = mover !== undefined;
  to.canTake = spot !== null;
  if (!mover || !spot) return null;
  const proposal: Proposal = {
    kind: 'move',
    entryId: mover.entryId,
    from: seatRef(from.table, mover.seat),
    to: seatRef(to.table, spot.seat),
    reason: 'BIG_BLIND_NEXT',
    params: {
      fromPlayers: from.count,
      toPlayers: to.count,
      handsToBigBlind: spot.handsToBigBlind,
      waits: spot.waits,
      movesBefore: mover.moves,
    },
  };
  from.table = without(from.table, mover.entryId);
  to.table = withPlayer(to.table, mover.entryId, spot.seat);
  return proposal;
};

/**
 * What the floor should do to even the tables (SEA-3, TDA R11), effective next hand: break a table
 * when the others have room, else moves from the fullest table (the last-opened among equals) to the
 * shortest, who is big blind next into the worst position. Nobody is named at a table whose button is
 * not confirmed: it is asked for instead. Tables without players are not in play.
 */
export const proposeBalance = (question: {
  readonly tables: readonly TableNow[];
  /** Largest difference in players that is left alone; at least 1. */
  readonly maxDifference: number;
  readonly seatsPerTable: number;
  /** The floor wants to go on with every table for now: only moves. */
  readonly keepTables?: boolean;
}): Proposal[] => {
  const tables = question.tables.filter((table) => table.players.length > 0);
  const breaking = question.keepTables ? null : breakFor(tables, question.seatsPerTable);
  if (breaking) return [breaking];
  const planned = tables.map(
    (table): Planned => ({
      table: withBlinds(table),
      count: table.players.length,
      canGive: true,
      canTake: true,
    }),
  );
  const proposals: Proposal[] = [];
  const asked = new Set<string>();
  for (;;) {
    const next = pair(planned, question.seatsPerTable);
    if (!next || next.from.count - next.to.count <= Math.max(1, question.maxDifference)) break;
    const unknown = [next.from, next.to].filter(isUnknown);
    for (const { table } of unknown) asked.add(table.tableId);
    const proposal = unknown.length > 0 ? null : moveBetween(next.from, next.to);
    if (unknown.length === 0 && !proposal) continue;
    if (proposal) proposals.push(proposal);
    next.from.count -= 1;
    next.to.count += 1;
  }
  return [
    ...[...asked].map((tableId): Proposal => ({ kind: 'ask', tableId, reason: 'BUTTON_UNKNOWN' })),
    ...proposals,
  ];
};

export type TableBreak = {
  /** Players in the order of their drawn cards, high card first. */
  readonly order: readonly string[];
  /** The scrambled seat cards; the n-th player gets the n-th. */
  readonly cards: readonly SeatRef[];
  readonly moves: readonly Move[];
  /** Players for whom no seat is open, last in the order. */
  readonly unseated: readonly string[];
};

/**
 * Two-step random breaking (SEA-4, TDA R10-B): open seats that leave the other tables even are
 * scrambled, the players are put in a random order, and each takes the next seat card.
 */
export const breakTable = (question: {
  readonly table: TableNow;
  readonly others: readonly TableNow[];
  readonly seed: string;
}): TableBreak => {
  const { table } = question;
  const random = seeded(question.seed);
  const cards = evenSeats(random, question.others.map(asPlan), table.players.length);
  const players = shuffled(random, table.players);
  const moves = players.flatMap((player, i): Move[] => {
    const to = cards[i];
    return to ? [{ entryId: player.entryId, from: seatRef(table, player.seat), to }] : [];
  });
  return {
    order: players.map((player) => player.entryId),
    cards,
    moves,
    unseated: players.slice(cards.length).map((player) => player.entryId),
  };
};
