import type { Room } from '../../kernel/room.ts';
import type { Command, RefusalCode } from './commands.ts';
import { decide } from './decide.ts';
import type { DisplayEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { State } from './state.ts';
import { initial } from './state.ts';
import { TYPES } from './types.ts';

/** The venue's screens: what they are called, show and say; one stream. */
export const displays = {
  name: 'displays',
  initial,
  decide,
  evolve,
  tables: [],
  project: () => [],
  upcast: (envelope) => envelope,
  stateVersion: '2',
  types: TYPES,
} satisfies Room<State, Command, DisplayEvent, RefusalCode>;

export type { RefusalCode } from './commands.ts';
export type { AnnouncementMade, DisplayEvent } from './events.ts';
export type { Display, State as DisplaysState } from './state.ts';
export { DISPLAYS_STREAM, displayOf, isKnown, msLeft } from './state.ts';
export type { House, Seen, Shown, Signal, SignalMessage } from './views.ts';
export {
  announceMessage,
  assignMessage,
  dueNow,
  HEARD,
  holdersIn,
  isFor,
  resolved,
} from './views.ts';

/** The stream of this room as the log keeps it, whose types do not know what it holds. */
export const displaysState = (state: unknown): State => state as State;
