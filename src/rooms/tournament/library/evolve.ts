import type { Recorded } from '../../../kernel/decider.ts';
import type { LibraryEvent } from './events.ts';
import type { State } from './state.ts';

/** Folds one event into the draft it is given, and answers the same draft. */
export const evolve = (state: State, event: Recorded<LibraryEvent>): State => {
  switch (event.type) {
    case 'library.saved': {
      const { id, item } = event.data;
      state.items[id] = { ...item, id, savedAtMs: event.at };
      return state;
    }
    case 'library.removed':
      delete state.items[event.data.id];
      return state;
    default:
      event satisfies never;
      return state;
  }
};
