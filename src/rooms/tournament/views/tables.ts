import type { TableNow } from '../../../poker/balance.ts';
import type { State } from '../state.ts';
import { openTables } from '../state.ts';

/** Open tables as balancing sees them. */
export const tablesNow = (state: State): TableNow[] =>
  openTables(state).map((table) => ({
    tableId: table.id,
    name: table.name,
    number: table.number,
    seats: table.seats.length,
    blocked: table.blocked.map((b) => b.seat),
    players: table.seats.flatMap((entryId, i) => {
      const entry = entryId === null ? undefined : state.entries[entryId];
      if (entry === undefined) return [];
      return [{ seat: i + 1, entryId: entry.id, locked: entry.locked, moves: entry.moves }];
    }),
    button: table.button,
  }));
