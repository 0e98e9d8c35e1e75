import type { Recorded } from '../../kernel/decider.ts';
import type { DisplayEvent } from './events.ts';
import type { State } from './state.ts';
import { displayOf } from './state.ts';

/** Folds one event into the draft it is given, and answers the same draft. */
export const evolve = (state: State, event: Recorded<DisplayEvent>): State => {
  switch (event.type) {
    case 'display.named':
    case 'display.assigned': {
      const { nodeId } = event.data;
      state.displays[nodeId] = { ...displayOf(state, nodeId), ...event.data };
      return state;
    }
    case 'display.removed':
      delete state.displays[event.data.nodeId];
      return state;
    default:
      event satisfies never;
      return state;
  }
};
