import type { EventOf, TournamentEvent } from '../../src/rooms/tournament/events.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { text } from '../text.ts';

/** A command to the open tournament, as REST takes it. */
export type Order = {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
};

const put = (path: string, body: unknown): Order => ({ method: 'PUT', path, body });
const post = (path: string, body: unknown = {}): Order => ({ method: 'POST', path, body });
const remove = (path: string): Order => ({ method: 'DELETE', path });

/** Only what this change really changed: what somebody else set meanwhile stays theirs. */
const settingsBack = ({ data }: EventOf<'tournament.configured'>): readonly Order[] => {
  const after = new Map(Object.entries(data.changes));
  const before = Object.entries(data.before).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(after.get(key)),
  );
  return before.length === 0 ? [] : [put('', Object.fromEntries(before))];
};

const lockBack = (state: State, { data }: EventOf<'seat.locked'>): readonly Order[] => {
  const entry = state.entries[data.entryId];
  if (entry === undefined) return [];
  const body = { entryId: entry.id, seat: entry.seat, locked: !data.locked };
  return [put(`/players/${entry.playerId}/seat`, body)];
};

/** What is no fact to be undone, but has a plain way back: the other command of the pair. */
const wayBack = (state: State, event: TournamentEvent): readonly Order[] => {
  switch (event.type) {
    case 'tournament.started':
    case 'clock.resumed':
      return [post('/pause')];
    case 'clock.paused':
      return [post('/resume')];
    case 'registration.closed':
      return [put('/registration', { open: true })];
    case 'registration.reopened':
      return [put('/registration', { open: false })];
    case 'tournament.configured':
      return settingsBack(event);
    case 'structure.changed':
      return [put('/structure', { fromLevel: event.data.fromLevel, levels: event.data.before })];
    case 'level.corrected': {
      const { before: level, index } = event.data;
      return [put('/level', { level, index, reason: text.undo })];
    }
    case 'tables.opened':
      return event.data.tables.map(({ tableId }) => remove(`/tables/${tableId}`));
    case 'table.closed':
      return [put(`/tables/${event.data.tableId}`, { open: true })];
    case 'table.reopened':
      return [remove(`/tables/${event.data.tableId}`)];
    case 'table.changed':
      return event.data.before === undefined
        ? []
        : [put(`/tables/${event.data.tableId}`, event.data.before)];
    case 'button.moved':
      return event.data.before === undefined
        ? []
        : [put(`/tables/${event.data.tableId}`, { button: event.data.before })];
    case 'seat.locked':
      return lockBack(state, event);
    default:
      return [];
  }
};

/** Entries that closed or opened because the settings did follow these back by themselves. */
const follows = (events: readonly TournamentEvent[], { type }: TournamentEvent): boolean =>
  type.startsWith('registration.') && events.some((one) => one.type === 'tournament.configured');

/**
 * The commands that lead back to what was before these events of one command, in the order in which
 * they have to be given; none where there is no way back, or where undo by the event is the way.
 */
export const waysBack = (state: State, events: readonly TournamentEvent[]): readonly Order[] =>
  events
    .filter((event) => !follows(events, event))
    .toReversed()
    .flatMap((event) => wayBack(state, event));
