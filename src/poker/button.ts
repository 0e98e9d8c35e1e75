import type { SeatRef } from './draw.ts';

export type PlayerNow = {
  readonly seat: number;
  readonly entryId: string;
  /** The floor wants this player to stay (TDA R9). */
  readonly locked: boolean;
  /** How often this player was moved tonight. */
  readonly moves: number;
};

export type TableNow = {
  readonly tableId: string;
  readonly name: string;
  readonly number: number;
  readonly seats: number;
  readonly blocked: readonly number[];
  readonly players: readonly PlayerNow[];
  /** Seat of the button in the hand that is being played; null if not confirmed. */
  readonly button: number | null;
  /**
   * Seats of that hand's blinds, when they were kept: a blind who busts still leaves a dead small
   * blind or a dead button behind. Without them the blinds are the players after the button.
   */
  readonly blinds?: { readonly small: number; readonly big: number };
};

export type Positions = {
  readonly button: number;
  readonly small: number;
  readonly big: number;
};

const occupied = (table: TableNow): number[] =>
  table.players.map((player) => player.seat).sort((a, b) => a - b);

/** Steps clockwise from one seat to another; a full round for the seat itself. */
export const clockwise = (table: TableNow, from: number, to: number): number =>
  ((to - from - 1 + 2 * table.seats) % table.seats) + 1;

const nearest = (seats: readonly number[], distance: (seat: number) => number): number =>
  seats.reduce((best, seat) => (distance(seat) < distance(best) ? seat : best), seats[0] ?? 0);

const after = (table: TableNow, seat: number): number =>
  nearest(occupied(table), (other) => clockwise(table, seat, other));

const before = (table: TableNow, seat: number): number =>
  nearest(occupied(table), (other) => clockwise(table, other, seat));

/** Button and blinds of the hand being played; null with an unknown button or fewer than two players. */
export const positions = (table: TableNow): Positions | null => {
  const { button, blinds, players } = table;
  if (button === null || players.length < 2) return null;
  if (blinds) return { button, ...blinds };
  const headsUp = players.length === 2 && players.some((player) => player.seat === button);
  const small = headsUp ? button : after(table, button);
  return { button, small, big: after(table, small) };
};

/**
 * Button and blinds of the next hand under the dead-button rule (TDA R32): the big blind always goes
 * to the next player, the small blind to where the big blind was and the button to where the small
 * blind was, whether or not somebody still sits there. Heads-up the small blind has the button and
 * nobody is big blind twice running (R34-B).
 */
export const nextPositions = (table: TableNow): Positions | null => {
  const now = positions(table);
  if (!now) return null;
  const big = after(table, now.big);
  if (table.players.length === 2) {
    const other = after(table, big);
    return { button: other, small: other, big };
  }
  const small = now.big;
  // Coming from heads-up, the old small blind may be next big blind; the button stands before the small.
  const button = now.small === big ? before(table, small) : now.small;
  return { button, small, big };
};

/** Seat of the button in the next hand, maybe an empty one (SEA-6); null while it is unknown. */
export const nextButton = (table: TableNow): number | null => nextPositions(table)?.button ?? null;

/** Players in the order in which they will be big blind, from the next hand on; empty if unknown. */
export const bigBlindOrder = (table: TableNow): PlayerNow[] => {
  const next = nextPositions(table);
  if (!next) return [];
  const wait = (player: PlayerNow) => clockwise(table, next.big, player.seat) % table.seats;
  return [...table.players].sort((a, b) => wait(a) - wait(b));
};

/** Who is big blind in the next hand; null while the button is unknown. */
export const bigBlindNext = (table: TableNow): PlayerNow | null => bigBlindOrder(table)[0] ?? null;

export const seatRef = (table: TableNow, seat: number): SeatRef => ({
  tableId: table.tableId,
  seat,
});

/**
 * The button of the hand being played, told from who is big blind next: what a floor knows at a
 * glance. Null where nobody sits in that seat, or fewer than two play.
 */
export const buttonFor = (table: TableNow, bigBlindNextSeat: number): number | null => {
  const { blinds: _, ...plain } = table;
  const seats = occupied(table);
  if (seats.length < 2 || !seats.includes(bigBlindNextSeat)) return null;
  const next = (button: number) => nextPositions({ ...plain, button })?.big;
  return seats.find((button) => next(button) === bigBlindNextSeat) ?? null;
};
