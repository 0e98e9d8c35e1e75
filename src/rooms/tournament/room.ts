import type { Room } from '../../kernel/room.ts';
import type { Command, RefusalCode } from './commands.ts';
import { decide } from './decide.ts';
import type { TournamentEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { project, TABLES } from './projections.ts';
import type { State } from './state.ts';
import { initial } from './state.ts';
import { TYPES } from './types.ts';

/** Tournaments: clock, entries, seats, money, ranks; one stream each. */
export const tournament = {
  name: 'tournament',
  initial,
  decide,
  evolve,
  tables: TABLES,
  project,
  upcast: (envelope) => envelope,
  stateVersion: '4',
  types: TYPES,
} satisfies Room<State, Command, TournamentEvent, RefusalCode>;
export type { RefusalCode } from './commands.ts';
export type { TournamentEvent } from './events.ts';
export type { State as TournamentState } from './state.ts';
export type { BoardKind, LobbyLine } from './views/boards.ts';
export { BOARDS, boardOf } from './views/boards.ts';
export type {
  Far,
  FirstPaint,
  FirstTold,
  PublicVenue,
  PublicView,
  Visitor,
} from './views/public.ts';
export { publicView } from './views/public.ts';
export type { ScreenView } from './views/screen.ts';
export { screenView, winnersOf } from './views/screen.ts';

/** A stream of this room as the log keeps it, whose types do not know what it holds. */
export const tournamentState = (state: unknown): State => state as State;
