import type { Recorded } from '../../src/kernel/decider.ts';
import type { Table } from '../../src/kernel/room.ts';
import type { AnyRoom } from '../../src/log/rooms.ts';
import { player } from '../../src/rooms/players/room.ts';
import type { TournamentEvent } from '../../src/rooms/tournament/events.ts';
import { tournament } from '../../src/rooms/tournament/room.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { SYNC_TABLES } from '../../src/sync/tables.ts';

export const ROOMS: readonly AnyRoom[] = [tournament, player];

/** A build from before add-ons and players: it knows neither those events nor that room. */
const NEW = new Set<string>(['player.addedOn', 'player.busted']);
export const OLDER_ROOMS: readonly AnyRoom[] = [
  {
    ...tournament,
    stateVersion: 'older',
    evolve: (state: State, event: Recorded<TournamentEvent>) =>
      NEW.has(event.type) ? state : tournament.evolve(state, event),
    project: (event: Recorded<TournamentEvent>, after: State, id: string) =>
      NEW.has(event.type) ? [] : tournament.project(event, after, id),
  },
];

export const TABLES: readonly Table[] = [...ROOMS.flatMap(({ tables }) => tables), ...SYNC_TABLES];
