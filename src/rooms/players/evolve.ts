import type { Recorded } from '../../kernel/decider.ts';
import type { PlayerEvent } from './events.ts';
import type { State } from './state.ts';

/** Total; changes the draft that it is given. */
export const evolve = (state: State, event: Recorded<PlayerEvent>): State => {
  switch (event.type) {
    case 'player.added':
    case 'player.merged.undone':
      state.status = 'active';
      state.merged = null;
      return state;
    case 'player.profileChanged':
      return state;
    case 'player.merged':
      state.status = 'merged';
      state.merged = { into: event.data.into, eventId: event.id };
      return state;
    case 'player.mergeReceived':
      state.received[event.data.from] = { eventId: event.id, version: event.version };
      return state;
    case 'player.mergeReceived.undone':
      delete state.received[event.data.from];
      return state;
    case 'player.erased':
      state.status = 'erased';
      state.merged = null;
      return state;
    case 'players.imported':
      state.status = 'import';
      return state;
    default:
      event satisfies never;
      return state;
  }
};
