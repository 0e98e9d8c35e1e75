import type { Shell } from '../../../server/shell.ts';
import { VENUE } from '../room.ts';
import type { VenueState } from '../state.ts';

/** A venue's stream holds what its own room folded. */
const asVenue = (state: unknown): VenueState => state as VenueState;

/** The venue as of now, a copy of its own. */
export const stateOf = (shell: Shell): Promise<{ state: VenueState; version: number }> =>
  shell.handle.look(VENUE, (state, version) => ({
    state: structuredClone(asVenue(state)),
    version,
  }));
