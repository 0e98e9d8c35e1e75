import { refuse } from '../../../kernel/decider.ts';
import type { SeatRef, TablePlan } from '../../../poker/draw.ts';
import { drawOne } from '../../../poker/draw.ts';
import type { Seated } from '../events.ts';
import type { State } from '../state.ts';
import { openTables, seatIsFree, tablePlans } from '../state.ts';
import type { No } from './who.ts';

/** A random seat at a table with the fewest players; null where all are full. */
export const drawSeat = (
  tables: readonly TablePlan[],
  entryId: string,
  seed: string,
): SeatRef | null => {
  const drawn = drawOne({ tables, entryId, seed });
  return drawn === null ? null : { tableId: drawn.tableId, seat: drawn.seat };
};

/** Why nobody can be put on this seat now. */
export const seatProblem = (state: State, seat: SeatRef): No | null => {
  const table = state.tables[seat.tableId];
  if (table === undefined || !table.open) return refuse('NO_SUCH_TABLE', { tableId: seat.tableId });
  if (seat.seat > table.seats.length) return refuse('NO_SUCH_SEAT', seat);
  if (table.blocked.some((b) => b.seat === seat.seat)) return refuse('SEAT_BLOCKED', seat);
  const by = table.seats[seat.seat - 1] ?? null;
  return by === null ? null : refuse('SEAT_TAKEN', { ...seat, entryId: by });
};

/** The seat a player comes back to: the old one while it is free, else a drawn one. */
export const seatAgain = (
  state: State,
  entryId: string,
  old: SeatRef | null,
  seed: string,
): SeatRef | null => {
  if (old !== null && seatIsFree(state, old)) return old;
  if (old === null || openTables(state).length === 0) return null;
  return drawSeat(tablePlans(state), entryId, seed);
};

/** Seats for those who come back: the old one while it is free, else one drawn from what is left. */
export const seatsAgain = (
  state: State,
  wishes: readonly Seated[],
  seed: string,
): readonly Seated[] => {
  const given: { readonly entryId: string; readonly seat: SeatRef }[] = [];
  const free = (seat: SeatRef) =>
    seatIsFree(state, seat) &&
    !given.some((g) => g.seat.tableId === seat.tableId && g.seat.seat === seat.seat);
  const tables = () =>
    tablePlans(state).map((t) => ({
      ...t,
      taken: [
        ...t.taken,
        ...given.flatMap((g) =>
          g.seat.tableId === t.tableId ? [{ seat: g.seat.seat, entryId: g.entryId }] : [],
        ),
      ],
    }));
  return wishes.map(({ entryId, seat }) => {
    const again =
      seat === null || free(seat) ? seat : drawSeat(tables(), entryId, `${seed}/${entryId}`);
    if (again !== null) given.push({ entryId, seat: again });
    return { entryId, seat: again };
  });
};
