import type { Purchase, Seated } from '../events.ts';
import type { Entry, State } from '../state.ts';
import { isLive } from '../state.ts';

/** The seat that an entry had is free, unless another took it meanwhile. */
export const standUp = (state: State, entry: Entry): void => {
  if (entry.seat === null) return;
  const { tableId, seat } = entry.seat;
  const table = state.tables[tableId];
  if (table?.seats[seat - 1] === entry.id) table.seats[seat - 1] = null;
  entry.seat = null;
};

/** Puts an entry on a seat or on none. */
export const sit = (state: State, { entryId, seat }: Seated): void => {
  const entry = state.entries[entryId];
  if (entry === undefined) return;
  standUp(state, entry);
  const table = seat === null ? undefined : state.tables[seat.tableId];
  if (table !== undefined && seat !== null) table.seats[seat.seat - 1] = entryId;
  entry.seat = table === undefined ? null : seat;
};

/** All at once: everybody stands up before anybody sits down, so that two can change seats. */
export const sitAll = (state: State, seats: readonly Seated[]): void => {
  if (seats.length > 1) for (const { entryId } of seats) sit(state, { entryId, seat: null });
  for (const seated of seats) sit(state, seated);
};

/** Changes whether an entry is in, keeping the count of those who are. */
export const change = (state: State, entry: Entry, how: (entry: Entry) => void): void => {
  const before = isLive(entry);
  how(entry);
  const after = isLive(entry);
  if (before !== after) state.totals.live += after ? 1 : -1;
};

export const addEntry = (state: State, entry: Entry): void => {
  state.entries[entry.id] = entry;
  const own = state.byPlayer[entry.playerId];
  if (own === undefined) state.byPlayer[entry.playerId] = [entry.id];
  else own.push(entry.id);
  state.totals.entries += 1;
  state.totals.live += 1;
};

export const removeEntry = (state: State, entry: Entry): void => {
  standUp(state, entry);
  state.totals.entries -= 1;
  if (isLive(entry)) state.totals.live -= 1;
  delete state.entries[entry.id];
  const left = (state.byPlayer[entry.playerId] ?? []).filter((id) => id !== entry.id);
  if (left.length === 0) delete state.byPlayer[entry.playerId];
  else state.byPlayer[entry.playerId] = left;
};

/** What a purchase changes on the entry itself. */
export const charge = (entry: Entry, purchase: Purchase, sign: 1 | -1): void => {
  entry.price += sign * purchase.price;
  entry.paid += sign * purchase.paid;
  entry.points += sign * purchase.points;
  entry.chipsBought += sign * purchase.chips;
  entry.bounty += sign * purchase.bounty;
  if (entry.chips !== null) entry.chips += sign * purchase.chips;
};

/** Notes an event in the history of an entry. */
export const note = (state: State, entryId: string, eventId: string): void => {
  const own = state.history[entryId];
  if (own === undefined) state.history[entryId] = [eventId];
  else own.push(eventId);
};
