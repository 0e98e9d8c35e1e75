import type { Recorded } from '../../src/kernel/decider.ts';
import { refuse } from '../../src/kernel/decider.ts';
import type { Room, RowWrite, Table } from '../../src/kernel/room.ts';

/** A made-up room: counters that people add to, with the rows that follow from them. */
export type CounterState = {
  total: number;
  /** How many parts there are, so that no command costs more than another. */
  count: number;
  parts: { [eventId: string]: number };
};

export type CounterCommand =
  | { readonly type: 'add'; readonly by: number; readonly times?: number }
  | { readonly type: 'undo'; readonly eventId: string }
  | { readonly type: 'fail' };

export type CounterEvent =
  | { readonly type: 'counter.added'; readonly data: { readonly by: number } }
  | { readonly type: 'counter.undone'; readonly data: { readonly eventId: string } };

export const counters: Table = {
  name: 'counters',
  columns: { id: 'text', total: 'integer', parts: 'integer' },
  key: ['id'],
  indexes: [['total']],
  kind: 'projection',
};

export const parts: Table = {
  name: 'parts',
  columns: { counter: 'text', event: 'text', amount: 'integer' },
  key: ['counter', 'event'],
  kind: 'projection',
};

/** Personal things beside the log. */
export const profiles: Table = {
  name: 'profiles',
  columns: { id: 'text', name: 'text', born: 'integer' },
  key: ['id'],
  indexes: [['name']],
  kind: 'private',
};

const decide = (state: CounterState, command: CounterCommand) => {
  if (command.type === 'fail') throw new Error('a bug in decide');
  if (command.type === 'undo') {
    return command.eventId in state.parts
      ? [{ type: 'counter.undone' as const, data: { eventId: command.eventId } }]
      : refuse('NOT_THERE');
  }
  if (state.total + command.by > 1_000_000) return refuse('TOO_MUCH', { total: state.total });
  if (command.by === 0) return [];
  const event = { type: 'counter.added' as const, data: { by: command.by } };
  return Array.from({ length: command.times ?? 1 }, () => event);
};

const evolve = (state: CounterState, event: Recorded<CounterEvent>): CounterState => {
  switch (event.type) {
    case 'counter.added':
      state.parts[event.id] = event.data.by;
      state.total += event.data.by;
      state.count += 1;
      // An amount of 13 stands for a bug in evolve, which leaves the draft half changed.
      if (event.data.by === 13) throw new Error('a bug in evolve');
      return state;
    case 'counter.undone':
      state.total -= state.parts[event.data.eventId] ?? 0;
      state.count -= 1;
      delete state.parts[event.data.eventId];
      return state;
    default:
      event satisfies never;
      return state;
  }
};

const project = (
  event: Recorded<CounterEvent>,
  after: CounterState,
  id: string,
): readonly RowWrite[] => {
  const part = event.type === 'counter.added' ? event.id : event.data.eventId;
  const amount = after.parts[part];
  return [
    { table: 'counters', key: { id }, row: { total: after.total, parts: after.count } },
    {
      table: 'parts',
      key: { counter: id, event: part },
      row: amount === undefined ? null : { amount },
    },
  ];
};

export const counterRoom: Room<CounterState, CounterCommand, CounterEvent, string> = {
  name: 'counter',
  initial: () => ({ total: 0, count: 0, parts: {} }),
  decide,
  evolve,
  project,
  tables: [counters, parts],
  upcast: (envelope) => envelope,
  stateVersion: 'counter-1',
};
