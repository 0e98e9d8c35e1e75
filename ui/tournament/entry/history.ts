import type { ActionFact } from '../../../src/rooms/tournament/decide/blockers.ts';
import { blockers } from '../../../src/rooms/tournament/decide/blockers.ts';
import type { State } from '../../../src/rooms/tournament/state.ts';
import { stands } from '../../../src/rooms/tournament/state.ts';
import { isByClock } from '../actions.ts';

/** What may be done with a line of the history now (PLY-6). */
export type Way =
  | { readonly kind: 'undo' | 'redo' | 'none' }
  /** `first` stands on it and has to be taken back before. */
  | { readonly kind: 'blocked'; readonly first: ActionFact };

/** The newest of what stands on a fact: the leaf refuses its undo until that is gone. */
export const wayOf = (state: State, fact: ActionFact): Way => {
  if (isByClock(fact)) return { kind: 'none' };
  if (!stands(state, fact.id)) return { kind: 'redo' };
  const standing = blockers(state, fact).flatMap((id) => state.facts[id] ?? []);
  const first = standing.toSorted((a, b) => b.version - a.version)[0];
  return first === undefined ? { kind: 'undo' } : { kind: 'blocked', first };
};

/** What happened to an entry, newest first, void lines among it. */
export const factsOf = (state: State, entryId: string): readonly ActionFact[] =>
  (state.history[entryId] ?? []).flatMap((id) => state.facts[id] ?? []).reverse();

/** Would an undone bust draw another seat, because its own is taken or its table closed? */
export const seatLost = (state: State, fact: ActionFact): boolean =>
  fact.type === 'player.busted' &&
  fact.data.busts.some(({ seat }) => {
    const there = seat === null ? undefined : state.tables[seat.tableId];
    return there !== undefined && (!there.open || there.seats[(seat?.seat ?? 0) - 1] !== null);
  });

/** The person's other entries in this tournament, newest first. */
export const otherEntries = (state: State, entryId: string): readonly string[] => {
  const playerId = state.entries[entryId]?.playerId;
  const all = playerId === undefined ? [] : (state.byPlayer[playerId] ?? []);
  return all.filter((id) => id !== entryId).reverse();
};
