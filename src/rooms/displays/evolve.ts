import type { Recorded } from '../../kernel/decider.ts';
import type { DisplayEvent } from './events.ts';
import type { Display, State } from './state.ts';
import { displayOf } from './state.ts';

const change = (state: State, nodeId: string, changes: Partial<Display>): State => {
  state.displays[nodeId] = { ...displayOf(state, nodeId), ...changes };
  return state;
};

/** Only screens that are still there: an override makes none. */
const setOverride = (state: State, nodeIds: readonly string[], override: Display['override']) => {
  for (const nodeId of nodeIds) {
    if (state.displays[nodeId] !== undefined) change(state, nodeId, { override });
  }
  return state;
};

/** Folds one event into the draft it is given, and answers the same draft. */
export const evolve = (state: State, event: Recorded<DisplayEvent>): State => {
  switch (event.type) {
    case 'display.claimed':
    case 'display.named':
    case 'display.assigned':
    case 'playlist.changed':
      return change(state, event.data.nodeId, event.data);
    case 'display.configured': {
      const { nodeId, ...settings } = event.data;
      return change(state, nodeId, settings.locked ? { ...settings, override: null } : settings);
    }
    case 'display.removed':
      delete state.displays[event.data.nodeId];
      return state;
    case 'override.started': {
      const { overrideId: id, nodeIds, view, tournamentId, until } = event.data;
      return setOverride(state, nodeIds, { id, view, tournamentId, until });
    }
    case 'override.ended':
      return setOverride(state, event.data.nodeIds, null);
    case 'announcement.made':
      state.announcements[event.data.announcementId] = event.data;
      return state;
    case 'announcement.ended':
      delete state.announcements[event.data.announcementId];
      return state;
    default:
      event satisfies never;
      return state;
  }
};
