import type { AnnouncementMade } from '../../rooms/displays/room.ts';
import { announceMessage, DISPLAYS_STREAM, displaysState } from '../../rooms/displays/room.ts';
import type { Shell } from '../shell.ts';
import type { Screens, Sink } from './screens.ts';

/** Announcements on players' phones (DSP-10): those that were meant for phones, and no others. */
export const createNotes = ({
  shell,
  screens,
}: {
  readonly shell: Pick<Shell, 'handle' | 'now'>;
  readonly screens: Screens;
}) => {
  const textOf = (made: AnnouncementMade): string | null => {
    const message = made.phones ? announceMessage(made, shell.now()) : null;
    return message === null ? null : JSON.stringify(message);
  };

  return {
    /** What stands on the phones of one tournament, for one who has just come. */
    current: (tournamentId: string, use: Sink): Promise<void> =>
      shell.handle.look(DISPLAYS_STREAM, (state) => {
        for (const made of Object.values(displaysState(state).announcements)) {
          const text = textOf(made);
          if (text !== null && (made.tournamentId ?? tournamentId) === tournamentId) use(text);
        }
      }),
    made: (made: AnnouncementMade): void => {
      const text = textOf(made);
      if (text !== null) screens.tellPhones(made.tournamentId, text);
    },
    /** To all: who never heard of it has nothing to take down. */
    ended: (id: string): void =>
      screens.tellPhones(null, JSON.stringify({ type: 'announceEnd', id })),
  };
};

export type Notes = ReturnType<typeof createNotes>;
