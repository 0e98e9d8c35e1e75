import type { SeatRef } from '../../../src/poker/draw.ts';
import { freeSeats } from '../../../src/poker/draw.ts';
import type { State, Table } from '../../../src/rooms/tournament/state.ts';
import { openTables, seatIsFree, tablePlans } from '../../../src/rooms/tournament/state.ts';
import { matches } from '../model.ts';

/** A move as the leaf takes it; null is "stands up". */
export type Move = { readonly entryId: string; readonly to: SeatRef | null };

type Sides = readonly [
  bottomLeft: number,
  left: number,
  top: number,
  right: number,
  bottomRight: number,
];

/** How many seats stand on which side; the dealer sits in the middle of the lower side. */
const SIDES: Readonly<Record<number, Sides>> = {
  2: [0, 1, 0, 1, 0],
  3: [0, 1, 1, 1, 0],
  4: [0, 1, 2, 1, 0],
  5: [0, 1, 3, 1, 0],
  6: [1, 1, 2, 1, 1],
  7: [1, 1, 3, 1, 1],
  8: [1, 2, 2, 2, 1],
  9: [1, 2, 3, 2, 1],
  10: [1, 3, 2, 3, 1],
  11: [1, 3, 3, 3, 1],
};
const ROUND: Sides = [1, 2, 3, 2, 1];

/** Centre of a name plate: `x` in per cent of the table's width, `row` from the top, maybe a half. */
export type Plate = { readonly x: number; readonly row: number };

/** Where the plate of each seat stands, seat 1 at the dealer's left, and how many rows there are. */
export const platesOf = (
  seats: number,
): { readonly rows: number; readonly plates: readonly Plate[] } => {
  const [bottomLeft, left, top, right, bottomRight] = SIDES[seats] ?? ROUND;
  const sides = Math.max(left, right);
  const last = sides + 1;
  const across = (n: number, i: number): number =>
    n === 1 ? 50 : n === 2 ? 33 + 34 * i : 17 + 33 * i;
  const lower = (n: number, x: number): Plate[] =>
    Array.from({ length: n }, () => ({ x, row: last }));
  const aside = (n: number, x: number, row: (i: number) => number): Plate[] =>
    Array.from({ length: n }, (_, i) => ({ x, row: row(i) }));
  return {
    rows: sides + 2,
    plates: [
      ...lower(bottomLeft, 29),
      ...aside(left, 15, (i) => sides - i),
      ...Array.from({ length: top }, (_, i) => ({ x: across(top, i), row: 0 })),
      ...aside(right, 85, (i) => i + 1),
      ...lower(bottomRight, 71),
    ],
  };
};

/** What letting somebody go over a seat asks for. */
export type Drop =
  | { readonly kind: 'move' }
  | { readonly kind: 'swap'; readonly withId: string }
  | { readonly kind: 'nothing' };

export const dropMeans = (state: State, entryId: string, to: SeatRef): Drop => {
  if (seatIsFree(state, to)) return { kind: 'move' };
  const withId = state.tables[to.tableId]?.seats[to.seat - 1] ?? null;
  return withId === null || withId === entryId ? { kind: 'nothing' } : { kind: 'swap', withId };
};

/** Two players change seats; who had none leaves the other without one. */
export const swapOf = (state: State, entryId: string, withId: string): readonly Move[] => [
  { entryId, to: state.entries[withId]?.seat ?? null },
  { entryId: withId, to: state.entries[entryId]?.seat ?? null },
];

export const sameSeat = (a: SeatRef | null, b: SeatRef | null): boolean =>
  a?.tableId === b?.tableId && a?.seat === b?.seat;

/** Open tables with the seats that may be taken, the emptiest first. */
export const freePlaces = (
  state: State,
  except: readonly string[] = [],
): readonly { readonly table: Table; readonly seats: readonly number[] }[] => {
  const free = new Map(tablePlans(state).map((plan) => [plan.tableId, freeSeats(plan)]));
  const seated = ({ seats }: Table) => seats.filter((one) => one !== null).length;
  return openTables(state)
    .map((table) => ({ table, seats: free.get(table.id) ?? [] }))
    .filter(({ table, seats }) => seats.length > 0 && !except.includes(table.id))
    .sort((a, b) => seated(a.table) - seated(b.table) || a.table.number - b.table.number);
};

/** Clockwise to the next one who sits; null at an empty table. */
export const nextPlayerSeat = ({ seats, button }: Table): number | null => {
  for (let step = 1; step <= seats.length; step++) {
    const seat = (((button ?? 0) + step - 1) % seats.length) + 1;
    if (seats[seat - 1] !== null) return seat;
  }
  return null;
};

/** Tables that a search finds by their own name, or by that of somebody who sits there. */
export const findTables = (
  tables: readonly Table[],
  typed: string,
  nameAt: (entryId: string) => string,
): readonly { readonly table: Table; readonly found: ReadonlySet<number> }[] => {
  if (typed.trim() === '') return tables.map((table) => ({ table, found: new Set<number>() }));
  return tables.flatMap((table) => {
    const found = new Set(
      table.seats.flatMap((entryId, i) =>
        entryId !== null && matches(typed, nameAt(entryId)) ? [i + 1] : [],
      ),
    );
    return found.size > 0 || matches(typed, table.name) ? [{ table, found }] : [];
  });
};

const LONG_NAME = 16;

/**
 * A name as it fits on a plate. Where the whole is long, the later parts of what is joined by hyphens
 * become initials, and a word that is still too long is cut: Anne-Sophie-Charlotte O’B. is
 * Anne-S.-C. O’B., Bartholomäus-Maximilian D. is Bartholom… D. The joiner keeps the dots on the word's line.
 */
export const plateName = (name: string): string =>
  name.length <= LONG_NAME
    ? name
    : name
        .replace(/(?<=\p{L})-(\p{L})\p{L}+/gu, '-$1.')
        .replace(/(\p{L}{9})\p{L}{3,}(-\p{L}\.)*/gu, '$1\u2060…');
