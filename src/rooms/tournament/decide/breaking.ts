import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { TableBreak } from '../../../poker/balance.ts';
import { breakTable as breakUp } from '../../../poker/balance.ts';
import type { CommandOf, RefusalCode } from '../commands.ts';
import type { TournamentEvent } from '../events.ts';
import type { State } from '../state.ts';
import { tablesNow } from '../views/tables.ts';
import { targetsProblem } from './seating.ts';

type No = Refusal<RefusalCode>;
type Drawn = NonNullable<CommandOf<'breakTable'>['drawn']>;

/**
 * Who would go where, were the table broken with this seed (TDA R10-B): the order of the players and
 * the scrambled seat cards are both drawn. Refused where the other tables have no room for all.
 */
export const drawBreak = (
  state: State,
  { tableId, seed }: { readonly tableId: string; readonly seed: string },
): TableBreak | No => {
  const all = tablesNow(state);
  const table = all.find((one) => one.tableId === tableId);
  if (table === undefined) return refuse('NO_SUCH_TABLE', { tableId });
  const others = all.filter((one) => one.tableId !== tableId);
  const drawn = breakUp({ table, others, seed });
  const { unseated } = drawn;
  return unseated.length > 0 ? refuse('NO_ROOM', { tableId, unseated }) : drawn;
};

/** What was shown still has to be so: the same players, and their seats elsewhere and free. */
const stale = (state: State, tableId: string, { moves }: Drawn): No | null => {
  const table = state.tables[tableId];
  if (!table?.open) return refuse('NO_SUCH_TABLE', { tableId });
  const here = table.seats.filter((entryId) => entryId !== null);
  const going = new Set(moves.map(({ entryId }) => entryId));
  const same = here.length === moves.length && here.every((entryId) => going.has(entryId));
  if (!same) return refuse('TABLE_CHANGED', { tableId });
  if (moves.some(({ to }) => to.tableId === tableId)) return refuse('NO_SUCH_SEAT', { tableId });
  return targetsProblem(state, moves);
};

/** Everybody of a table to random seats elsewhere: to those that a preview drew, or drawn now. */
export const breakTable = (
  state: State,
  { tableId, drawn, seed }: CommandOf<'breakTable'>,
): readonly TournamentEvent[] | No => {
  const problem = drawn === undefined ? null : stale(state, tableId, drawn);
  if (problem !== null) return problem;
  const found = drawn ?? drawBreak(state, { tableId, seed });
  if ('refused' in found) return found;
  const moves = found.moves.map(({ entryId, to }) => ({
    entryId,
    from: state.entries[entryId]?.seat ?? null,
    seat: to,
  }));
  return [{ type: 'table.broken', data: { tableId, moves, seed: drawn?.seed ?? seed } }];
};
