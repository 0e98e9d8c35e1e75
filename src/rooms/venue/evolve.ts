import type { Recorded } from '../../kernel/decider.ts';
import { VENUE_DEFAULTS } from './commands.ts';
import type { VenueEvent } from './events.ts';
import type { OperatorFacts, VenueState } from './state.ts';

const changed = (state: VenueState, id: string, change: Partial<OperatorFacts>): VenueState => {
  const operator = state.operators[id];
  if (operator !== undefined) Object.assign(operator, change);
  return state;
};

export const evolve = (state: VenueState, event: Recorded<VenueEvent>): VenueState => {
  switch (event.type) {
    case 'venue.setUp':
    case 'venue.configured':
      state.venue = { ...VENUE_DEFAULTS, ...event.data };
      return state;
    case 'venue.restored':
      state.restored = { ...event.data, settled: false };
      return state;
    case 'venue.restoreSettled':
      if (state.restored !== null) state.restored.settled = true;
      return state;
    case 'venue.restoreReopened':
      if (state.restored?.series === event.data.series) state.restored.settled = false;
      return state;
    case 'operator.added':
      state.operators[event.data.operatorId] = { role: event.data.role, active: true };
      return state;
    case 'operator.roleChanged':
      return changed(state, event.data.operatorId, { role: event.data.role });
    case 'operator.deactivated':
      return changed(state, event.data.operatorId, { active: false });
    case 'operator.reactivated':
      return changed(state, event.data.operatorId, { active: true });
    case 'venue.softwareUpdated':
    case 'venue.softwareRolledBack':
    case 'venue.machineChanged':
    case 'operator.renamed':
    case 'operator.pinChanged':
    case 'operator.unlocked':
      return state;
    default:
      event satisfies never;
      return state;
  }
};
