import { createHash } from 'node:crypto';
import type { Log } from '../log/port.ts';
import { LogConflict } from '../log/port.ts';
import type { Query } from '../log/postgres.ts';
import { inVenue, openPostgresLog, VENUE_LOCK } from '../log/postgres.ts';
import type { LogReplica } from '../log/replica.ts';
import { createReplica } from '../log/replica.ts';
import type { DocumentStore } from '../sync/inbox/documents.ts';
import type { Replica, ReplicaHead } from '../sync/port.ts';
import type { Database } from './db/open.ts';
import type { Build } from './ingest/build.ts';
import { BUILD, newerThan, Outdated } from './ingest/build.ts';
import { eraseWith, putDocuments } from './ingest/document-store.ts';
import { epochIn, hashIn, headIn } from './ingest/head.ts';
import { createRefresh } from './ingest/refresh.ts';
import { checkEvents, unfitOr } from './unfit.ts';

/** Venues whose folded states are kept in memory: 500 at work, and some that come and go. */
const KEPT = 600;
/** What a venue was found to be is asked again after this, should the word of a change be lost. */
const KNOWN_MS = 60_000;
/** So long a message waits for its venue's rows to be brought to this build; then it comes again. */
const PATIENCE_MS = 200;

/** One venue as the core holds it. */
export type Tenant = Replica &
  DocumentStore & {
    readonly venueId: string;
    /** A transaction of the venue: its rows and no others. */
    readonly within: <T>(work: (query: Query) => Promise<T>) => Promise<T>;
  };

type Follower = { readonly epoch: number; readonly replica: LogReplica };

/** The venue's rows are of another build than this one. */
class OtherRows extends Error {
  override readonly name = 'OtherRows';
}

/** Messages kept aside per venue: days of a replaced leaf; somebody who makes them up fills no disk. */
const MOST_ASIDE = 2_048;

const ASIDE = `insert into lost_tail (venue_id, digest, why, at, payload)
  select $1::uuid, $2::text, $3::text, $4::bigint, $5::text::bytea
  where (select count(*) from (select from lost_tail where venue_id = $1 limit ${MOST_ASIDE}) kept)
    < ${MOST_ASIDE}
  on conflict do nothing`;

const isVenueId = (id: string): boolean =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(id);

/**
 * The venues of this core. What is known of a venue is remembered, so that a message costs no question
 * of its own; each append finds out in its own transaction whether it still holds.
 * @param told hears of streams that this build cannot follow.
 * @param outdated told when a newer build is found to write this database.
 */
export const createTenants = ({
  database,
  now,
  told,
  build = BUILD,
  outdated = () => undefined,
  stuck = () => undefined,
}: {
  readonly database: Pick<Database, 'tenant' | 'platform'>;
  readonly now: () => number;
  readonly told: (line: string) => void;
  readonly build?: Build;
  readonly outdated?: () => void;
  /** Told of a venue whose rows could not be brought to this build in several tries. */
  readonly stuck?: (venueId: string, error: unknown) => void;
}) => {
  const { tenant: sql, platform } = database;
  const { tables, rooms } = build;
  const followers = new Map<string, Follower>();
  const heads = new Map<string, ReplicaHead>();
  /** Until when a venue counts as one that is there. */
  const known = new Map<string, number>();
  const refresh = createRefresh({ database, build, stuck });

  const within = <T>(venueId: string, work: (query: Query) => Promise<T>): Promise<T> =>
    inVenue(sql, venueId, work);

  /** The log of one of the venue's leaves: appends end with its epoch, and with this build's time. */
  const logOf = (venueId: string, epoch: number): Promise<Log> =>
    openPostgresLog({
      ...{ sql, venueId, tables },
      guard: async (query, { events }) => {
        const standing = await refresh.standing(query, venueId);
        if (standing.epoch !== epoch) throw new LogConflict('the venue has another leaf by now');
        if (!standing.isOurs) throw new OtherRows();
        await eraseWith(query, venueId, epoch, events);
      },
    });

  const readLog = (venueId: string): Promise<Log> =>
    openPostgresLog({
      ...{ sql, venueId, tables },
      guard: () => Promise.reject(new LogConflict('this log is only read here')),
    });

  const refreshed = (venueId: string) => refresh.begin(venueId, () => readLog(venueId));

  const follower = async (venueId: string, epoch: number): Promise<Follower> => {
    const before = followers.get(venueId);
    followers.delete(venueId);
    if (before?.epoch === epoch) {
      followers.set(venueId, before);
      return before;
    }
    const log = await logOf(venueId, epoch);
    await refreshed(venueId).settled;
    const unknown = (stream: string, reason: unknown) =>
      told(`venue ${venueId}: ${stream} cannot be followed: ${String(reason)}`);
    const fresh = { epoch, replica: createReplica({ log, rooms, unknown }) };
    followers.set(venueId, fresh);
    const [oldest] = followers.keys();
    if (followers.size > KEPT && oldest !== undefined) followers.delete(oldest);
    return fresh;
  };

  /** How often anything was forgotten: what was asked before that is not remembered after it. */
  let forgotten = 0;

  const forget = (venueId: string): void => {
    forgotten += 1;
    for (const of of [followers, heads, known]) of.delete(venueId);
  };

  const unlessOutdated = (error: unknown): void => {
    if (!(error instanceof Outdated)) throw error;
    outdated();
  };

  /** Rows of another build: this one brings them to its own again, unless it is the older one. */
  const takenOver = async (venueId: string): Promise<null> => {
    refresh.forget(venueId);
    const newer = await newerThan(platform, build);
    if (newer === null) return null;
    outdated();
    throw new Outdated(`a core of ${newer} has taken over`);
  };

  const apply = async (
    venueId: string,
    expected: ReplicaHead,
    bodies: readonly string[],
  ): Promise<ReplicaHead | null> => {
    const { epoch } = expected;
    checkEvents(bodies);
    const { replica } = await follower(venueId, epoch);
    // Whatever becomes of it, what was known before is over.
    heads.delete(venueId);
    const before = forgotten;
    try {
      const applied = await replica.apply(expected, bodies);
      if (applied === null) return null;
      if (forgotten === before) heads.set(venueId, { ...applied, epoch });
      return { ...applied, epoch };
    } catch (error) {
      followers.delete(venueId);
      if (error instanceof OtherRows) return takenOver(venueId);
      const isOver = async () => (await within(venueId, (q) => epochIn(q, venueId))) !== epoch;
      if (error instanceof LogConflict && (await isOver())) return null;
      throw unfitOr(error);
    }
  };

  const head = async (venueId: string, how?: 'fresh'): Promise<ReplicaHead> => {
    const remembered = how === 'fresh' ? undefined : heads.get(venueId);
    if (remembered !== undefined) return remembered;
    const before = forgotten;
    const fresh = await within(venueId, (query) => headIn(query, venueId));
    if (forgotten === before) heads.set(venueId, fresh);
    return fresh;
  };

  const keepAside = async (venueId: string, why: string, payload: Uint8Array): Promise<void> => {
    const digest = createHash('sha256').update(payload).digest('hex');
    const hex = `\\x${Buffer.from(payload).toString('hex')}`;
    await within(venueId, (query) => query(ASIDE, [venueId, digest, why, now(), hex]));
  };

  const tenantOf = (venueId: string): Tenant => ({
    ...{ venueId, within: (work) => within(venueId, work) },
    head: (how) => head(venueId, how),
    hashAt: (seq) => within(venueId, (query) => hashIn(query, venueId, seq)),
    apply: (expected, bodies) => apply(venueId, expected, bodies),
    keepAside: ({ why, payload }) => keepAside(venueId, why, payload),
    put: (documents) =>
      within(venueId, async (query) => {
        await query(VENUE_LOCK, [venueId]);
        await putDocuments(query, venueId, await epochIn(query, venueId), documents);
      }).catch((error: unknown) => {
        throw unfitOr(error);
      }),
  });

  /** @param venueId as the hub's subject says it. */
  const open = async (venueId: string): Promise<Tenant | null> => {
    if (!isVenueId(venueId)) return null;
    if ((known.get(venueId) ?? 0) <= performance.now()) {
      const [venue] = await platform`
        select from venues where id = ${venueId} and revoked_at is null`;
      if (venue === undefined) return null;
      known.set(venueId, performance.now() + KNOWN_MS);
    }
    return tenantOf(venueId);
  };

  return {
    /** Answers null for a venue that is unknown or was revoked. */
    open,
    /** The same for who writes; `later` while the venue's rows are brought to this build. */
    openToWrite: async (venueId: string): Promise<Tenant | null | 'later'> => {
      const tenant = await open(venueId);
      if (tenant === null) return null;
      if (refresh.isResting(venueId)) return 'later';
      const going = refreshed(venueId);
      if (going.done) return tenant;
      await Promise.race([going.settled, Bun.sleep(PATIENCE_MS)]).catch(unlessOutdated);
      return going.done ? tenant : 'later';
    },
    /** Who may write a venue's log has changed, or where it ends; all venues where none is named. */
    forget: (venueId?: string): void => {
      for (const id of venueId === undefined ? [...known.keys()] : [venueId]) forget(id);
    },
    /** Brings the rows of all venues to this build, one after another, unless it is an older one. */
    refreshAll: async (stopped: AbortSignal): Promise<void> => {
      const rows = await platform<{ venueId: string }[]>`select venue_id from epochs`;
      for (const { venueId } of rows) {
        if (stopped.aborted) return;
        await refreshed(venueId).settled.catch(unlessOutdated);
      }
    },
    /** The log of a venue to read from, whatever became of its leaves. */
    log: async (venueId: string): Promise<Log> => {
      const log = await readLog(venueId);
      // An older build reads the rows of the newer one as far as it knows them.
      await refreshed(venueId).settled.catch(unlessOutdated);
      return log;
    },
    within,
  };
};

export type Tenants = ReturnType<typeof createTenants>;
