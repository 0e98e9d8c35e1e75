import type { Recorded } from '../../kernel/decider.ts';
import { MINUTE } from '../../kernel/time.ts';
import type {
  ActionEvent,
  EventOf,
  Reversal,
  Seated,
  TournamentEvent,
  Undoable,
} from './events.ts';
import { UNDOABLE } from './events.ts';
import { apply, revert } from './evolve/actions.ts';
import { anchor } from './evolve/effect.ts';
import { note, sitAll } from './evolve/entries.ts';
import type { State, Table } from './state.ts';

type Event = Recorded<TournamentEvent>;
type Undoing = EventOf<`${Undoable}.undone`>;
type Redoing = EventOf<`${Undoable}.redone`>;

const ACTIONS: ReadonlySet<string> = new Set(UNDOABLE);

const isAction = (event: Event): event is Recorded<ActionEvent> => ACTIONS.has(event.type);
const isUndo = (event: Event): event is Recorded<Undoing> => event.type.endsWith('.undone');
const isRedo = (event: Event): event is Recorded<Redoing> => event.type.endsWith('.redone');

/** Entries that an action is about, for their histories. */
export const entriesIn = (event: ActionEvent): readonly string[] => {
  const { data } = event;
  if ('busts' in data) return data.busts.map((b) => b.entryId);
  if ('moves' in data) return data.moves.map((m) => m.entryId);
  if ('counts' in data) return data.counts.map((c) => c.entryId);
  if ('shares' in data) return data.shares.map((s) => s.entryId);
  return 'entryId' in data && data.entryId !== null ? [data.entryId] : [];
};

/** Where an action puts people; a redo brings its own seats, because these may be taken by then. */
const seatsAfter = (event: ActionEvent): readonly Seated[] => {
  switch (event.type) {
    case 'player.boughtIn':
      return [event.data];
    case 'player.rebought':
      return event.data.revives === null ? [] : [event.data];
    case 'player.moved':
    case 'seats.drawn':
    case 'table.broken':
      return event.data.moves;
    default:
      return [];
  }
};

const act = (state: State, event: Recorded<ActionEvent>): void => {
  state.facts[event.id] = event;
  for (const entryId of entriesIn(event)) note(state, entryId, event.id);
  apply(state, event);
  sitAll(state, seatsAfter(event));
};

/** What undo and redo share once the fact itself is taken back or put back. */
const settle = (state: State, eventId: string, { seats, anchor: clock }: Reversal): void => {
  sitAll(state, seats);
  if (clock !== null) anchor(state, eventId, clock);
};

const undo = (state: State, event: Recorded<Undoing>): void => {
  const fact = state.facts[event.data.eventId];
  if (fact === undefined) return;
  revert(state, fact);
  state.undone[fact.id] = event.id;
  settle(state, event.id, event.data);
};

const redo = (state: State, event: Recorded<Redoing>): void => {
  const fact = state.facts[event.data.eventId];
  if (fact === undefined) return;
  delete state.undone[fact.id];
  apply(state, fact);
  settle(state, event.id, event.data);
};

const create = (state: State, event: Recorded<EventOf<'tournament.created'>>): void => {
  const { config, levels } = event.data;
  state.status = 'setup';
  state.createdAtMs = event.at;
  state.config = config;
  state.levels = levels;
  state.plan = config.payouts;
  const first = (levels[0]?.minutes ?? 0) * MINUTE;
  anchor(state, event.id, { ...state.clock.anchor, level: 0, remainingMs: first });
};

const configure = (state: State, { data }: EventOf<'tournament.configured'>): void => {
  state.config = { ...state.config, ...data.changes };
  if (data.changes.payouts !== undefined && state.planBeforeLock === null)
    state.plan = data.changes.payouts;
};

const restructure = (state: State, event: Recorded<EventOf<'structure.changed'>>): void => {
  const { fromLevel, levels } = event.data;
  state.levels = [...state.levels.slice(0, fromLevel), ...levels];
  if (state.status !== 'setup') return;
  const first = (state.levels[0]?.minutes ?? 0) * MINUTE;
  anchor(state, event.id, { ...state.clock.anchor, level: 0, remainingMs: first });
};

const openTables = (state: State, { data }: EventOf<'tables.opened'>): void => {
  for (const { tableId, number, name, seats, blocked, features, place } of data.tables) {
    state.lastTable = Math.max(state.lastTable, number);
    state.tables[tableId] = {
      id: tableId,
      number,
      name,
      seats: Array<string | null>(seats).fill(null),
      blocked: [...blocked],
      features: [...features],
      place,
      button: null,
      open: true,
    };
  }
};

const changeTable = (table: Table, { data }: EventOf<'table.changed'>): void => {
  if (data.name !== undefined) table.name = data.name;
  if (data.blocked !== undefined) table.blocked = [...data.blocked];
  if (data.features !== undefined) table.features = [...data.features];
  if (data.place !== undefined) table.place = data.place;
  if (data.seats !== undefined)
    table.seats = Array.from({ length: data.seats }, (_, i) => table.seats[i] ?? null);
};

const lock = (state: State, { data }: EventOf<'registration.closed'>): void => {
  state.registration = { open: false, why: data.why };
  state.planBeforeLock = state.plan;
  state.plan = data.plan;
};

const unlock = (state: State): void => {
  state.registration = { open: true, why: null };
  if (state.planBeforeLock !== null) state.plan = state.planBeforeLock;
  state.planBeforeLock = null;
};

type Other = Exclude<Event, ActionEvent | Undoing | Redoing>;

const ofTable = (state: State, tableId: string, how: (table: Table) => void): void => {
  const table = state.tables[tableId];
  if (table !== undefined) how(table);
};

/** Total: an event that it does not know leaves the state as it is, so that older peers fold on. */
const evolveOther = (state: State, event: Other): void => {
  switch (event.type) {
    case 'tournament.created':
      create(state, event);
      break;
    case 'tournament.configured':
      configure(state, event);
      break;
    case 'tournament.discarded':
      state.status = 'none';
      break;
    case 'tournament.started':
      state.status = 'running';
      state.startedAtMs = event.at;
      anchor(state, event.id, event.data.anchor);
      break;
    case 'structure.changed':
      restructure(state, event);
      break;
    case 'level.corrected':
      state.levels = state.levels.with(event.data.index, event.data.level);
      anchor(state, event.id, event.data.anchor);
      break;
    case 'clock.paused':
    case 'clock.resumed':
    case 'clock.reanchored':
      anchor(state, event.id, event.data.anchor);
      break;
    case 'clock.warned':
      state.clock.warned[`${event.data.level}:${event.data.seconds}`] = true;
      break;
    case 'clock.interrupted':
      state.clock.interrupted = { stopped: event.data.stopped, outageMs: event.data.outageMs };
      anchor(state, event.id, event.data.anchor);
      break;
    case 'clock.settled':
      state.clock.interrupted = null;
      anchor(state, event.id, event.data.anchor);
      break;
    case 'registration.closed':
      lock(state, event);
      break;
    case 'registration.reopened':
      unlock(state);
      break;
    case 'tables.opened':
      openTables(state, event);
      break;
    case 'table.changed':
      ofTable(state, event.data.tableId, (table) => changeTable(table, event));
      break;
    case 'table.closed':
    case 'table.reopened':
      ofTable(state, event.data.tableId, (table) => {
        table.open = event.type === 'table.reopened';
      });
      break;
    case 'button.moved':
      ofTable(state, event.data.tableId, (table) => {
        table.button = event.data.seat;
      });
      break;
    case 'tournament.restored':
      state.series.push({ name: event.data.series, from: event.version });
      break;
    case 'seat.locked': {
      const entry = state.entries[event.data.entryId];
      if (entry !== undefined) entry.locked = event.data.locked;
      break;
    }
    default:
      event satisfies never;
  }
};

/** Folds one event into the draft it is given, and answers the same draft. */
export const evolve = (state: State, event: Event): State => {
  if (isAction(event)) act(state, event);
  else if (isUndo(event)) undo(state, event);
  else if (isRedo(event)) redo(state, event);
  else evolveOther(state, event);
  state.version = event.version;
  return state;
};
