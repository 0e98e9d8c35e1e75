import type { Command } from '../rooms/displays/commands.ts';
import { DISPLAYS_STREAM } from '../rooms/displays/state.ts';
import type { EventOf } from '../rooms/tournament/events.ts';
import type { FlowOf } from './flow.ts';

/** Screens of a tournament that was taken back have nothing to show: nobody has to release them. */
export const discarded: FlowOf<EventOf<'tournament.discarded'>> = {
  name: 'discarded',
  room: 'tournament',
  on: ['tournament.discarded'],
  orders: (_event, tournamentId) => [
    {
      stream: DISPLAYS_STREAM,
      command: { type: 'release', tournamentId } satisfies Command,
    },
  ],
};
