import { idOf, roomOf } from '../kernel/envelope.ts';
import type { Handle } from '../log/handle.ts';
import type { Log } from '../log/port.ts';
import {
  boardNames,
  idsInMerges,
  mergedIdsOf,
  outsideNames,
  player,
  playerExists,
  profileOf,
  survivorOf,
} from '../rooms/players/room.ts';
import { createNames } from './names.ts';

/**
 * Whether any merge is about an id: nearly never, and every command that names a player asks. Read
 * once, and again after `forget`.
 */
const createMerges = (log: Log) => {
  let known: Promise<ReadonlySet<string>> | null = null;
  const forget = () => {
    known = null;
  };
  const read = (): Promise<ReadonlySet<string>> => {
    const reading = idsInMerges(log);
    // Who waits for it hears of it; the next one tries anew.
    reading.catch(forget);
    return reading;
  };
  return {
    forget,
    has: async (id: string): Promise<boolean> => {
      known ??= read();
      return (await known).has(id);
    },
  };
};

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
  const names = createNames(
    (ids) => boardNames(log, ids),
    (ids) => outsideNames(log, ids),
  );
  const merges = createMerges(log);

  /** Tournaments may still know a player by an id that was merged. */
  const changed = async (ids: readonly string[]) => {
    const others = await Promise.all(ids.map((id) => mergedIdsOf(log, id)));
    names.changed([...new Set([...ids, ...others.flat()])]);
  };

  const stop = handle.onCommitted((events) => {
    const touched = events.filter(({ envelope: { stream } }) => roomOf(stream) === player.name);
    const ids = touched.map(({ envelope }) => idOf(envelope.stream));
    if (touched.some(({ envelope }) => envelope.type !== 'player.added')) merges.forget();
    // A log that closes meanwhile has nobody left to tell.
    if (ids.length > 0) changed(ids).catch(() => names.changed(ids));
  });

  return {
    names,
    players: {
      exists: async (id: string) =>
        (await merges.has(id)) ? playerExists(log, id) : (await profileOf(log, id)) !== null,
      resolve: async (id: string) => ((await merges.has(id)) ? survivorOf(log, id) : id),
      ids: async (id: string) => {
        if (!(await merges.has(id))) return [id];
        const survivor = await survivorOf(log, id);
        return [survivor, ...(await mergedIdsOf(log, survivor))];
      },
    },
    stop,
  };
};
