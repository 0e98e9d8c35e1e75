import type { Notes } from './notes.ts';
import type { Screens } from './screens.ts';
import { phonesOf, topicOf } from './screens.ts';
import type { Door, Socket } from './socket.ts';
import { complain, isOpen } from './socket.ts';

/** A phone that is so far behind is gone, or had better ask anew. */
const MOST_WAITING = 128 * 1024;

/** The close code for a tournament that is no more: nobody needs to come back for it. */
const GONE = 4404;

/** What somebody who only looks on is told of, by whatever way. */
export type Followed = {
  readonly screens: Screens;
  readonly notes: Notes;
  /** Of the pages that this leaf serves. */
  readonly build: () => string;
};

/** Players' phones: the clock as on the screens, and nothing that they say is heard. */
export const createPhones = (
  { screens, notes, build }: Followed,
  failed: (error: unknown) => void,
) => {
  const open = new Map<string, Set<Socket>>();

  const enter = (tournamentId: string, socket: Socket) => {
    const sockets = open.get(tournamentId) ?? new Set<Socket>();
    open.set(tournamentId, sockets.add(socket));
    socket.subscribe(topicOf(tournamentId));
    socket.subscribe(phonesOf(tournamentId));
    screens.watch(tournamentId);
  };

  const leave = (tournamentId: string, socket: Socket) => {
    const sockets = open.get(tournamentId);
    sockets?.delete(socket);
    if (sockets?.size === 0) open.delete(tournamentId);
    screens.unwatch(tournamentId);
  };

  const greet = (tournamentId: string, socket: Socket) => {
    const first = (message: string) => {
      if (isOpen(socket)) socket.send(message);
    };
    const hello = () => first(JSON.stringify({ type: 'hello', build: build() }));
    screens.current(tournamentId, first).then(hello).catch(failed);
    notes.current(tournamentId, first).catch(failed);
  };

  return {
    doorFor: (tournamentId: string): Door => ({
      mostWaiting: MOST_WAITING,
      open: (socket) => {
        enter(tournamentId, socket);
        greet(tournamentId, socket);
      },
      message: (socket) =>
        complain(socket, { code: 'READ_ONLY', message: 'Nothing is heard here.' }),
      close: (socket) => leave(tournamentId, socket),
    }),
    /** The tournament was taken back: whoever follows it is told by the code of the close. */
    gone: (tournamentId: string): void => {
      for (const socket of [...(open.get(tournamentId) ?? [])])
        socket.close(GONE, 'the tournament was taken back');
    },
  };
};

export type Phones = ReturnType<typeof createPhones>;
