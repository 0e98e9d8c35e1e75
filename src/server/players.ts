import { idOf, roomOf } from '../kernel/envelope.ts';
import type { Handle } from '../log/handle.ts';
import type { Log } from '../log/port.ts';
import {
  boardNames,
  mergedIdsOf,
  player,
  playerExists,
  survivorOf,
} from '../rooms/players/room.ts';
import { createNames } from './names.ts';

/**
 * What the rest of Felt knows of the player database: names for boards, kept until a commit changes
 * them, and who is behind an id. `stop` ends the listening.
 */
export const createPlayers = ({
  log,
  handle,
}: {
  readonly log: Log;
  readonly handle: Pick<Handle, 'onCommitted'>;
}) => {
  const names = createNames((ids) => boardNames(log, ids));

  /** Tournaments may still know a player by an id that was merged. */
  const changed = async (ids: readonly string[]) => {
    const others = await Promise.all(ids.map((id) => mergedIdsOf(log, id)));
    names.changed([...new Set([...ids, ...others.flat()])]);
  };

  const stop = handle.onCommitted((events) => {
    const touched = events.filter(({ envelope: { stream } }) => roomOf(stream) === player.name);
    const ids = touched.map(({ envelope }) => idOf(envelope.stream));
    // A log that closes meanwhile has nobody left to tell.
    if (ids.length > 0) changed(ids).catch(() => names.changed(ids));
  });

  return {
    names,
    players: {
      exists: (id: string) => playerExists(log, id),
      resolve: (id: string) => survivorOf(log, id),
      ids: async (id: string) => {
        const survivor = await survivorOf(log, id);
        return [survivor, ...(await mergedIdsOf(log, survivor))];
      },
    },
    stop,
  };
};
