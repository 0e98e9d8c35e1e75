import type { Room } from '../../kernel/room.ts';
import type { VenueCommand, VenueRefusal } from './commands.ts';
import { decide } from './decide.ts';
import type { VenueEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { project, TABLES } from './projections.ts';
import type { VenueState } from './state.ts';
import { initial } from './state.ts';
import { TYPES } from './types.ts';

/** The venue itself: its settings and its operators, in one stream. */
export const venue = {
  name: 'venue',
  initial,
  decide,
  evolve,
  tables: TABLES,
  project,
  upcast: (envelope) => envelope,
  stateVersion: '3',
  types: TYPES,
} satisfies Room<VenueState, VenueCommand, VenueEvent, VenueRefusal>;

/** The only stream of this room. */
export const VENUE = 'venue:main';

export type { VenueRefusal } from './commands.ts';
export { loginBody, nameKey, newPin, setupBody } from './commands.ts';
export type { VenueEvent } from './events.ts';
export type { VenueState } from './state.ts';
export { activeAdmins } from './state.ts';
export { logoPath } from './views.ts';
