import type { Log } from '../../log/port.ts';
import type { Query } from '../../log/postgres.ts';
import { inVenue, VENUE_LOCK } from '../../log/postgres.ts';
import { refreshProjections, shapesOf } from '../../log/refresh.ts';
import { player } from '../../rooms/players/room.ts';
import { isAway } from '../db/away.ts';
import type { Database } from '../db/open.ts';
import type { Build } from './build.ts';
import { newerThan, Outdated } from './build.ts';
import { keepPeopleAnew } from './document-store.ts';

/** Each holds a connection while it needs another, and there are ten of them. */
const AT_ONCE = 3;

/** Tries of one venue's rows in vain, until a person should hear of it. */
const TRIES = 3;
/** Between two of them, at first and at most: each goes through all of the venue's log. */
const REST_MS = 1_000;
const MOST_REST_MS = 60_000;

/** Which leaf of the venue counts, and which rooms its rows are of. */
const STANDING = `select (select epoch from epochs where venue_id = $1) as epoch,
  (select string_agg(room || ' ' || shape, ',' order by room collate "C")
    from projections where venue_id = $1) as shapes`;

/** What `STANDING` answers for a venue whose rows are of these rooms. */
const shapesText = ({ rooms }: Build): string =>
  [...shapesOf(rooms)]
    .map(([room, shape]) => [room, shape] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([room, shape]) => `${room} ${shape}`)
    .join(',');

/** So many at a time, the others behind them. */
const createSlots = (free: number) => {
  const queue: (() => void)[] = [];
  let left = free;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (left > 0) left -= 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) left += 1;
      else next();
    }
  };
};

type Failing = { readonly times: number; readonly restsUntil: number };

type Going = { done: boolean; readonly settled: Promise<void> };

/**
 * Brings the rows beside each venue's log to this build's shape, once per process and venue; nobody
 * appends to that venue meanwhile, and all others go on. An older build changes nothing.
 */
export const createRefresh = ({
  database: { tenant: sql, platform },
  build,
  stuck,
}: {
  readonly database: Pick<Database, 'tenant' | 'platform'>;
  readonly build: Build;
  /** Told once of a venue whose rows could not be written in several tries, with the last reason. */
  readonly stuck: (venueId: string, error: unknown) => void;
}) => {
  const inSlot = createSlots(AT_ONCE);
  const wanted = shapesText(build);
  const all = new Map<string, Going>();
  const failing = new Map<string, Failing>();

  /** The epoch of the venue now, and whether the rows beside its log are of this build. */
  const standing = async (query: Query, venueId: string) => {
    const [row] = await query(STANDING, [venueId]);
    return { epoch: Number(row?.['epoch'] ?? 0), isOurs: row?.['shapes'] === wanted };
  };

  const work = async (venueId: string, log: () => Promise<Log>): Promise<void> => {
    const { isOurs } = await inVenue(sql, venueId, (query) => standing(query, venueId));
    if (isOurs) return;
    const own = await log();
    await inSlot(() =>
      inVenue(sql, venueId, async (query) => {
        await query(VENUE_LOCK, [venueId]);
        // Asked behind the lock: a newer one that has been here is entered by then.
        const newer = await newerThan(platform, build);
        if (newer !== null) throw new Outdated(`a core of ${newer} has taken over`);
        const rooms = await refreshProjections(own, build.rooms);
        if (rooms.includes(player.name)) await keepPeopleAnew(query, venueId);
      }),
    );
  };

  /** A database that is away, or a newer build, says nothing about the venue. */
  const failed = (venueId: string, error: unknown): void => {
    if (isAway(error) || error instanceof Outdated) return;
    const times = (failing.get(venueId)?.times ?? 0) + 1;
    const restMs = Math.min(MOST_REST_MS, REST_MS * 2 ** (times - 1));
    failing.set(venueId, { times, restsUntil: performance.now() + restMs });
    if (times === TRIES) stuck(venueId, error);
  };

  const begin = (venueId: string, log: () => Promise<Log>): Going => {
    const known = all.get(venueId);
    if (known !== undefined) return known;
    const settled = work(venueId, log);
    const going: Going = { done: false, settled };
    all.set(venueId, going);
    settled.then(
      () => {
        going.done = true;
        failing.delete(venueId);
      },
      (error: unknown) => {
        all.delete(venueId);
        failed(venueId, error);
      },
    );
    return going;
  };

  return {
    standing,
    begin,
    /** Its rows could not be written a moment ago: who has time waits with the next try. */
    isResting: (venueId: string): boolean =>
      (failing.get(venueId)?.restsUntil ?? 0) > performance.now(),
    /** Another build wrote the venue's rows meanwhile. */
    forget: (venueId: string): void => {
      all.delete(venueId);
    },
  };
};
