import type { Cell } from '../../../kernel/room.ts';
import type { Now } from '../../../kernel/time.ts';
import { checkStructure, roundNumber } from '../../../poker/blinds.ts';
import type { Position } from '../../../poker/clock.ts';
import type { Config } from '../commands.ts';
import { choices } from '../decide/clock.ts';
import type { State, Table } from '../state.ts';
import { openTables } from '../state.ts';
import type { ActionView, EntryView, Names } from '../views.ts';
import { nameOf, schedule, screenView } from '../views.ts';
import { iso } from './words.ts';

type Row = { readonly [column: string]: Cell };

const moment = (cell: Cell | undefined): string | null =>
  typeof cell === 'number' ? iso(cell) : null;

/** A tournament in the list. */
export const listItem = (row: Row) => ({
  id: row['id'],
  name: row['name'],
  currency: row['currency'],
  status: row['status'],
  createdAt: moment(row['createdAt']),
  startsAt: moment(row['startsAt']),
  startedAt: moment(row['startedAt']),
  endedAt: moment(row['endedAt']),
  entries: row['entries'],
  remaining: row['remaining'],
  prizePool: row['prizePool'],
});

/** The settings as `PUT /tournaments/:id` takes them back. */
const configView = ({ startsAt, registration, rebuys, addOns, ...rest }: Config) => ({
  ...rest,
  startsAt: iso(startsAt),
  registration: { ...registration, until: iso(registration.until) },
  rebuys: { ...rebuys, until: iso(rebuys.until) },
  addOns: { ...addOns, until: iso(addOns.until) },
});

const seatsOf = (state: State, table: Table, names: Names) =>
  table.seats.map((entryId, i) => {
    const entry = entryId === null ? undefined : state.entries[entryId];
    const blocked = table.blocked.find((b) => b.seat === i + 1);
    return {
      seat: i + 1,
      blocked: blocked?.label ?? null,
      entryId,
      playerId: entry?.playerId ?? null,
      name: entry === undefined ? null : nameOf(names, entry.playerId),
      chips: entry?.chips ?? null,
      locked: entry?.locked ?? false,
    };
  });

/** Open tables with who sits where, seat 1 first. */
export const tablesView = (state: State, names: Names) =>
  openTables(state).map((table) => ({
    tableId: table.id,
    number: table.number,
    name: table.name,
    features: table.features,
    place: table.place,
    button: table.button,
    players: table.seats.filter((entryId) => entryId !== null).length,
    seats: seatsOf(state, table, names),
  }));

/** A position as screens number it: `level` is the round, `index` its place in the structure. */
const positionView = (state: State, { level, remainingMs }: Position) => ({
  level: roundNumber(state.levels, level),
  index: level,
  remainingMs,
});

const choicesView = (state: State, now: Now) => {
  const both = choices(state, now);
  return both === null
    ? null
    : { stopped: positionView(state, both.stopped), counted: positionView(state, both.counted) };
};

/** Everything but the players, for whoever runs the night. */
export const tournamentView = (id: string, state: State, now: Now) => {
  const { clock, title, chips, winners: _, ...screen } = screenView(state, now);
  return {
    id,
    name: title,
    version: state.version,
    ...screen,
    clock: { ...clock, startsAt: iso(clock.startsAt) },
    /** What a director should look at in the structure; nothing here makes it unplayable (BLD-1). */
    findings: checkStructure(state.levels, state.config.chips),
    /** Both times, while the floor has to choose after a long stop. */
    choices: choicesView(state, now),
    createdAt: iso(state.createdAtMs),
    startedAt: iso(state.startedAtMs),
    endedAt: iso(state.endedAtMs),
    config: configView(state.config),
    levels: state.levels,
    schedule: schedule(state, now),
    chipSet: chips,
    tables: openTables(state).map(({ id: tableId, number, name }) => ({ tableId, number, name })),
  };
};

export const entryItem = ({ boughtInAt, outAt, ...entry }: EntryView) => ({
  ...entry,
  boughtInAt: iso(boughtInAt),
  outAt: iso(outAt),
});

export const rankingItem = (entry: EntryView) => ({
  rank: entry.rank,
  ties: entry.ties,
  entryId: entry.entryId,
  playerId: entry.playerId,
  name: entry.name,
  status: entry.status,
  prize: entry.prize,
  other: entry.otherPrize,
  hits: entry.hits,
  bountiesWon: entry.bountiesWon,
  points: entry.points,
  seat: entry.seat,
});

export const actionItem = ({ at, ...action }: ActionView) => ({ ...action, at: iso(at) });

/** A line of the transaction log; `amount` is what the player handed over, negative to the player. */
export const transactionItem = (row: Row) => ({
  id: row['id'],
  tournamentId: row['tournamentId'],
  type: row['type'],
  entryId: row['entryId'],
  playerId: row['playerId'],
  amount: row['amount'],
  price: row['price'],
  method: row['method'],
  operator: row['operator'],
  at: moment(row['at']),
  voidedBy: row['voidedBy'],
});
