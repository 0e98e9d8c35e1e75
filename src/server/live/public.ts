import type { Notes } from './notes.ts';
import type { Screens } from './screens.ts';
import { phonesOf, topicOf } from './screens.ts';
import type { Door } from './socket.ts';
import { complain, isOpen } from './socket.ts';

/** A phone that is so far behind is gone, or had better ask anew. */
const MOST_WAITING = 128 * 1024;

/** Players' phones: the clock as on the screens, and nothing that they say is heard. */
export const publicDoor = (
  { screens, notes }: { readonly screens: Screens; readonly notes: Notes },
  tournamentId: string,
  failed: (error: unknown) => void,
): Door => ({
  mostWaiting: MOST_WAITING,
  open: (socket) => {
    socket.subscribe(topicOf(tournamentId));
    socket.subscribe(phonesOf(tournamentId));
    screens.watch(tournamentId);
    const first = (message: string) => {
      if (isOpen(socket)) socket.send(message);
    };
    screens.current(tournamentId, first).catch(failed);
    notes.current(tournamentId, first).catch(failed);
  },
  message: (socket) => complain(socket, { code: 'READ_ONLY', message: 'Nothing is heard here.' }),
  close: () => screens.unwatch(tournamentId),
});
