import type { Recorded } from '../../kernel/decider.ts';
import type { RowWrite, Table } from '../../kernel/room.ts';
import type { ActionEvent, TournamentEvent, Undoable } from './events.ts';
import { UNDOABLE } from './events.ts';
import type { State } from './state.ts';
import { stands } from './state.ts';
import { cashOf } from './views/actions.ts';
import { entryOf } from './views/players.ts';
import { poolOf } from './views/standings.ts';

export const TABLES: readonly Table[] = [
  {
    name: 'tournaments',
    kind: 'projection',
    key: ['id'],
    columns: {
      id: 'text',
      name: 'text',
      currency: 'text',
      status: 'text',
      createdAt: 'integer',
      startsAt: 'integer',
      startedAt: 'integer',
      endedAt: 'integer',
      entries: 'integer',
      remaining: 'integer',
      prizePool: 'integer',
    },
    indexes: [['status'], ['createdAt']],
  },
  {
    // Every time money changed hands or was promised; void ones stay, marked (RCP-2).
    name: 'transactions',
    kind: 'projection',
    key: ['id'],
    columns: {
      id: 'text',
      tournamentId: 'text',
      type: 'text',
      entryId: 'text',
      playerId: 'text',
      /** Handed over by the player; negative: to the player. */
      amount: 'integer',
      price: 'integer',
      method: 'text',
      operator: 'text',
      at: 'integer',
      version: 'integer',
      voidedBy: 'text',
    },
    indexes: [['tournamentId', 'version']],
  },
  {
    // One row per entry of a tournament that is over: what leagues and statistics stand on.
    name: 'results',
    kind: 'projection',
    key: ['tournamentId', 'entryId'],
    columns: {
      tournamentId: 'text',
      entryId: 'text',
      playerId: 'text',
      rank: 'integer',
      ties: 'integer',
      prize: 'integer',
      bounties: 'integer',
      /** Thousandths of a hit, because shared hits may count in parts. */
      hits1000: 'integer',
      price: 'integer',
      rebuys: 'integer',
      addOns: 'integer',
      points: 'integer',
      endedAt: 'integer',
    },
    indexes: [['playerId', 'endedAt']],
  },
];

const MONEY: ReadonlySet<Undoable> = new Set([
  'player.boughtIn',
  'player.rebought',
  'player.addedOn',
  'player.unregistered',
  'player.noShowed',
  'payment.received',
  'prize.paid',
  'refund.paid',
]);

const tournamentRow = (state: State, id: string): RowWrite => {
  if (state.status === 'none') return { table: 'tournaments', key: { id }, row: null };
  const named = state.config.mode === 'named';
  return {
    table: 'tournaments',
    key: { id },
    row: {
      id,
      name: state.config.name,
      currency: state.config.currency,
      status: state.status,
      createdAt: state.createdAtMs,
      startsAt: state.config.startsAt,
      startedAt: state.startedAtMs,
      endedAt: state.endedAtMs,
      entries: named ? state.totals.entries : state.counters.entries,
      remaining: named ? state.totals.live : state.counters.remaining,
      prizePool: poolOf(state).pool,
    },
  };
};

const moneyRow = (fact: Recorded<ActionEvent>, state: State, tournamentId: string): RowWrite => {
  const { data } = fact;
  const entryId = 'entryId' in data ? data.entryId : null;
  const buyer = fact.type === 'player.boughtIn' ? fact.data.playerId : null;
  const [cash] = cashOf(fact);
  return {
    table: 'transactions',
    key: { id: fact.id },
    row: {
      id: fact.id,
      tournamentId,
      type: fact.type,
      entryId,
      playerId: buyer ?? playerOf(state, entryId),
      amount: cash?.amount ?? 0,
      price: 'purchase' in data ? data.purchase.price : 0,
      method: cash?.method ?? ('purchase' in data ? data.purchase.method : ''),
      operator: fact.by,
      at: fact.at,
      version: fact.version,
      voidedBy: stands(state, fact.id) ? null : (state.undone[fact.id] ?? null),
    },
  };
};

const playerOf = (state: State, entryId: string | null): string | null =>
  (entryId === null ? undefined : state.entries[entryId]?.playerId) ?? null;

const resultRow = (state: State, tournamentId: string, entryId: string): RowWrite => {
  const key = { tournamentId, entryId };
  const entry = state.status === 'ended' ? entryOf(state, entryId, {}) : null;
  if (entry === null || entry.rank === null) return { table: 'results', key, row: null };
  const { playerId, rank, ties, prize, price, rebuys, addOns, points } = entry;
  return {
    table: 'results',
    key,
    row: {
      ...key,
      playerId,
      rank,
      ties,
      prize,
      bounties: entry.bountiesWon,
      hits1000: Math.round(entry.hits * 1_000),
      price,
      rebuys,
      addOns,
      points: Math.round(points),
      endedAt: state.endedAtMs ?? 0,
    },
  };
};

const ACTIONS: ReadonlySet<string> = new Set(UNDOABLE);
const isAction = (event: Recorded<TournamentEvent>): event is Recorded<ActionEvent> =>
  ACTIONS.has(event.type);

/** The fact that an event made, took back or put back. */
const factOf = (event: Recorded<TournamentEvent>, state: State) =>
  isAction(event) ? event : 'eventId' in event.data ? state.facts[event.data.eventId] : undefined;

const resultsChange = (event: Recorded<TournamentEvent>, state: State): boolean =>
  state.status === 'ended' || event.type === 'tournament.ended.undone';

export const project = (
  event: Recorded<TournamentEvent>,
  after: State,
  id: string,
): readonly RowWrite[] => {
  const fact = factOf(event, after);
  return [
    tournamentRow(after, id),
    ...(fact !== undefined && MONEY.has(fact.type) ? [moneyRow(fact, after, id)] : []),
    ...(resultsChange(event, after)
      ? Object.keys(after.entries).map((entryId) => resultRow(after, id, entryId))
      : []),
  ];
};
