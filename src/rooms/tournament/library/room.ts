import type { Room } from '../../../kernel/room.ts';
import type { Command, RefusalCode } from './commands.ts';
import { decide } from './decide.ts';
import type { LibraryEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { State } from './state.ts';
import { initial } from './state.ts';
import { TYPES } from './types.ts';

/** What a house keeps for the next tournament. One stream, `library:main`. */
export const library = {
  name: 'library',
  initial,
  decide,
  evolve,
  tables: [],
  project: () => [],
  upcast: (envelope) => envelope,
  stateVersion: '1',
  types: TYPES,
} satisfies Room<State, Command, LibraryEvent, RefusalCode | 'STRUCTURE_INVALID'>;

export const LIBRARY_STREAM = 'library:main';

/** The stream of this room as the log keeps it, whose types do not know what it holds. */
export const libraryState = (state: unknown): State => state as State;
