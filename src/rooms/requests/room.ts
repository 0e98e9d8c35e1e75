import type { Room } from '../../kernel/room.ts';
import type { Command, RefusalCode } from './commands.ts';
import { decide } from './decide.ts';
import type { RequestEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { project, REQUESTS } from './projections.ts';
import type { State } from './state.ts';
import { initial } from './state.ts';
import { TYPES } from './types.ts';

export type { RefusalCode } from './commands.ts';

/** What the core asks of this venue, and the leaf's answers. */
export const requests = {
  name: 'requests',
  initial,
  decide,
  evolve,
  tables: [REQUESTS],
  project,
  upcast: (envelope) => envelope,
  stateVersion: '1',
  types: TYPES,
} satisfies Room<State, Command, RequestEvent, RefusalCode>;

/** The only stream of this room. */
export const REQUESTS_STREAM = 'requests:main';

export { lastSeq } from './state.ts';

/** A stream of this room as the log keeps it, whose types do not know what it holds. */
export const requestsState = (state: unknown): State => state as State;
