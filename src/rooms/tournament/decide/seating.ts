import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { SeatRef } from '../../../poker/draw.ts';
import { drawSeats } from '../../../poker/draw.ts';
import type { CommandOf, RefusalCode } from '../commands.ts';
import type { Moved, TournamentEvent } from '../events.ts';
import type { Entry, State, Table } from '../state.ts';
import { isLive, openTables, tablePlans } from '../state.ts';
import { seatProblem } from './seats.ts';
import { gone, liveTarget } from './who.ts';

type Answer = readonly TournamentEvent[] | Refusal<RefusalCode>;

/** At once; more than any room has. */
const MOST_TABLES = 1_000;

const notOver = (state: State): Refusal<RefusalCode> | null =>
  state.status === 'ended' ? refuse('ENDED') : null;

export const openTablesOf = (state: State, command: CommandOf<'openTables'>): Answer => {
  const refusal = notOver(state);
  if (refusal !== null) return refusal;
  if (openTables(state).length + command.tableIds.length > MOST_TABLES) return refuse('NO_ROOM');
  const seats = command.seats ?? state.config.seating.seatsPerTable;
  const tables = command.tableIds.map((tableId, i) => {
    const number = state.lastTable + 1 + i;
    return {
      tableId,
      number,
      name: command.name ?? `${command.word ?? 'Table'} ${number}`,
      seats,
      blocked: command.blocked ?? [],
      features: command.features ?? [],
      place: command.place ?? null,
    };
  });
  return [{ type: 'tables.opened', data: { tables } }];
};

const tableOf = (state: State, tableId: string) => {
  const table = state.tables[tableId];
  return table?.open ? table : refuse<RefusalCode>('NO_SUCH_TABLE', { tableId });
};

type Parts = Omit<CommandOf<'changeTable'>, 'type' | 'now' | 'tableId' | 'open' | 'button'>;

/** What is asked for, and the same parts as they are now. */
const partsOf = (table: Table, { name, seats, blocked, features, place }: Parts) => ({
  after: {
    ...(name === undefined ? {} : { name }),
    ...(seats === undefined ? {} : { seats }),
    ...(blocked === undefined ? {} : { blocked }),
    ...(features === undefined ? {} : { features }),
    ...(place === undefined ? {} : { place }),
  },
  before: {
    ...(name === undefined ? {} : { name: table.name }),
    ...(seats === undefined ? {} : { seats: table.seats.length }),
    ...(blocked === undefined ? {} : { blocked: [...table.blocked] }),
    ...(features === undefined ? {} : { features: [...table.features] }),
    ...(place === undefined ? {} : { place: table.place }),
  },
});

/** A closed or broken table is there again, empty and as it was. */
const reopened = (state: State, tableId: string): Answer => {
  if (state.tables[tableId] === undefined) return refuse('NO_SUCH_TABLE', { tableId });
  return openTables(state).length < MOST_TABLES
    ? [{ type: 'table.reopened', data: { tableId } }]
    : refuse('NO_ROOM');
};

export const changeTable = (state: State, command: CommandOf<'changeTable'>): Answer => {
  const { tableId, seats, blocked, button } = command;
  if (command.open === true && state.tables[tableId]?.open !== true)
    return reopened(state, tableId);
  const table = tableOf(state, tableId);
  if ('refused' in table) return table;
  const size = seats ?? table.seats.length;
  if (table.seats.slice(size).some((s) => s !== null)) return refuse('TABLE_IN_USE', { tableId });
  const over = blocked?.find((b) => b.seat > size || table.seats[b.seat - 1] != null);
  if (over !== undefined) return refuse('SEAT_TAKEN', { tableId, seat: over.seat });
  if (button != null && button > size) return refuse('NO_SUCH_SEAT', { tableId, seat: button });
  const { after, before } = partsOf(table, command);
  const changed = Object.keys(after).length > 0;
  return [
    ...(changed ? [{ type: 'table.changed', data: { tableId, ...after, before } } as const] : []),
    ...(button === undefined
      ? []
      : [{ type: 'button.moved', data: { tableId, seat: button, before: table.button } } as const]),
  ];
};

export const closeTable = (state: State, { tableId }: CommandOf<'closeTable'>): Answer => {
  const table = tableOf(state, tableId);
  if ('refused' in table) return table;
  return table.seats.some((s) => s !== null)
    ? refuse('TABLE_IN_USE', { tableId })
    : [{ type: 'table.closed', data: { tableId } }];
};

/** A seat that is asked for has to be there, and free but for those who stand up for the draw. */
const fixedProblem = (
  state: State,
  fixed: CommandOf<'drawSeats'>['fixed'],
  drawing: ReadonlySet<string>,
): Refusal<RefusalCode> | null => {
  const given = new Set<string>();
  for (const [entryId, ref] of Object.entries(fixed)) {
    if (!drawing.has(entryId)) return refuse('NO_SUCH_ENTRY', { entryId });
    const problem = seatProblem(state, ref);
    const by = state.tables[ref.tableId]?.seats[ref.seat - 1] ?? '';
    if (problem !== null && !(problem.refused === 'SEAT_TAKEN' && drawing.has(by))) return problem;
    const key = `${ref.tableId}/${ref.seat}`;
    if (given.has(key)) return refuse('SEAT_TAKEN', ref);
    given.add(key);
  }
  return null;
};

/** Seats for everybody, or for those without one; who is locked stays. */
export const draw = (state: State, command: CommandOf<'drawSeats'>): Answer => {
  const refusal = notOver(state);
  if (refusal !== null) return refusal;
  if (openTables(state).length === 0) return refuse('NO_TABLES');
  const drawing = Object.values(state.entries).filter(
    (e) => isLive(e) && !(e.locked && e.seat !== null) && (command.everyone || e.seat === null),
  );
  if (drawing.length === 0) return [];
  const ids = new Set(drawing.map((e) => e.id));
  const tables = tablePlans(state).map((t) => ({
    ...t,
    taken: t.taken.filter((s) => !ids.has(s.entryId)),
  }));
  const { seed, fixed, apart } = command;
  const wrong = fixedProblem(state, fixed, ids);
  if (wrong !== null) return wrong;
  const result = drawSeats({ tables, entries: [...ids], seed, fixed, apart });
  const from = (entryId: string) => state.entries[entryId]?.seat ?? null;
  const moves: Moved[] = result.seats.map(({ entryId, tableId, seat }) => ({
    entryId,
    from: from(entryId),
    seat: { tableId, seat },
  }));
  // Who sat before and found no seat this time has to stand up all the same.
  const standing = result.unseated.flatMap((entryId): Moved[] =>
    from(entryId) === null ? [] : [{ entryId, from: from(entryId), seat: null }],
  );
  const all = [...moves, ...standing];
  return [{ type: 'seats.drawn', data: { moves: all, seed, unseated: result.unseated } }];
};

const sameSeat = (a: SeatRef | null, b: SeatRef | null): boolean =>
  a?.tableId === b?.tableId && a?.seat === b?.seat;

/** Moves that happen at once, so that two players can change seats; all of them or none. */
export const move = (state: State, { moves, reason }: CommandOf<'move'>): Answer => {
  const refusal = notOver(state);
  if (refusal !== null) return refusal;
  const entries: Entry[] = [];
  for (const { entryId } of moves) {
    const entry = state.entries[entryId];
    if (entry === undefined) return refuse('NO_SUCH_ENTRY', { entryId });
    if (!isLive(entry)) return gone(state, entry);
    entries.push(entry);
  }
  const problem = targetsProblem(state, moves);
  if (problem !== null) return problem;
  const changed = moves.flatMap(({ entryId, to }, i) => {
    const from = entries[i]?.seat ?? null;
    return sameSeat(from, to) ? [] : [{ entryId, from, seat: to }];
  });
  return changed.length === 0 ? [] : [{ type: 'player.moved', data: { moves: changed, reason } }];
};

/** Why these moves cannot happen at once. */
export const targetsProblem = (
  state: State,
  moves: CommandOf<'move'>['moves'],
): Refusal<RefusalCode> | null => {
  const leaving = new Set(moves.map((m) => m.entryId));
  if (leaving.size !== moves.length) return refuse('WHICH_ENTRY');
  const taken = new Set<string>();
  for (const { to } of moves) {
    if (to === null) continue;
    const problem = seatProblem(state, to);
    const by = state.tables[to.tableId]?.seats[to.seat - 1] ?? '';
    const vacated = problem?.refused === 'SEAT_TAKEN' && leaving.has(by);
    if (problem !== null && !vacated) return problem;
    const key = `${to.tableId}/${to.seat}`;
    if (taken.has(key)) return refuse('SEAT_TAKEN', to);
    taken.add(key);
  }
  return null;
};

export const seat = (state: State, command: CommandOf<'seat'>): Answer => {
  const entry = liveTarget(state, command);
  if ('refused' in entry) return entry;
  const to = command.seat;
  const moves = [{ entryId: entry.id, to }];
  const moved = move(state, { type: 'move', moves, reason: '', now: command.now });
  if ('refused' in moved) return moved;
  const { locked } = command;
  if (locked === undefined || locked === entry.locked) return moved;
  return [...moved, { type: 'seat.locked', data: { entryId: entry.id, locked } }];
};
