import { SECOND } from '../../kernel/time.ts';
import type { Log } from '../../log/port.ts';
import type { Query } from '../../log/postgres.ts';
import { mergedIdsOf, playerExists, survivorOf } from '../../rooms/players/room.ts';
import type { VenueState } from '../../rooms/venue/room.ts';
import { VENUE } from '../../rooms/venue/room.ts';
import { ApiError } from '../../server/errors.ts';
import { createNodes } from '../../server/nodes.ts';
import type { Shell } from '../../server/shell.ts';
import { CORE_BOOT, createLooks } from '../fleet/looks.ts';
import { ROOMS } from '../rooms.ts';
import { createNames } from './names.ts';

type Within = <T>(work: (query: Query) => Promise<T>) => Promise<T>;

/** Names are looked after so often: a room full of phones asks many times in that. */
const NAMES_MS = SECOND;

const readOnly = (): Promise<never> =>
  Promise.reject(new ApiError('METHOD_NOT_ALLOWED', 'A venue is only read here.'));

const signedOut = { sealPin: readOnly, unlockRows: readOnly, endSessionsOf: readOnly };

/**
 * One venue for the rooms' own routes: their questions are answered from the core's copy, their
 * commands are refused. `refresh` comes before each request.
 */
export const createVenueShell = ({
  venueId,
  log,
  within,
  nowMs,
}: {
  readonly venueId: string;
  readonly log: Log;
  readonly within: Within;
  readonly nowMs: () => number;
}) => {
  const look = createLooks(log, ROOMS);
  let venue: VenueState['venue'] = null;
  /** What the leaf's clock is ahead of the core's, ms. */
  let aheadMs = 0;
  const names = createNames(within, venueId);
  let namesAt = Number.NEGATIVE_INFINITY;

  const now = () => {
    const wallMs = nowMs() + aheadMs;
    return { wallMs, bootMs: wallMs, bootId: CORE_BOOT };
  };

  const handle: Shell['handle'] = {
    ...{ execute: readOnly, executeAll: readOnly, look },
    read: (stream) => look(stream, (state, version) => ({ state, version })),
    onCommitted: () => () => undefined,
    idle: async () => 0,
    close: async () => undefined,
  };

  const shell: Shell = {
    ...{ handle, log, now, newId: () => crypto.randomUUID(), newSeed: () => '' },
    names,
    nodes: createNodes({ now, newSeed: () => '' }),
    ...{ lanOrigin: () => null, coreOrigin: () => null },
    auth: {
      ...{ ...signedOut, signDocument: readOnly },
      isSetUp: () => venue !== null,
      venue: () => venue,
    },
    players: {
      exists: (id) => playerExists(log, id),
      resolve: (id) => survivorOf(log, id),
      ids: async (id) => {
        const survivor = await survivorOf(log, id);
        return [survivor, ...(await mergedIdsOf(log, survivor))];
      },
    },
  };

  const refresh = async (): Promise<void> => {
    if (Math.abs(nowMs() - namesAt) >= NAMES_MS) {
      namesAt = nowMs();
      await names.look();
    }
    // The venue's stream holds what its own room folded.
    venue = await look(VENUE, (state) => structuredClone((state as VenueState).venue));
    const [row] = await within((query) =>
      query('select heard_at, leaf_now from status where venue_id = $1', [venueId]),
    );
    const [heardAt, leafNow] = [row?.['heard_at'], row?.['leaf_now']];
    aheadMs = heardAt === undefined || leafNow == null ? 0 : Number(leafNow) - Number(heardAt);
  };

  return { shell, refresh };
};

export type VenueShell = ReturnType<typeof createVenueShell>;
