import { createHash } from 'node:crypto';
import type { Log } from '../log/port.ts';
import { LogConflict } from '../log/port.ts';
import type { Query } from '../log/postgres.ts';
import { inVenue, openPostgresLog, VENUE_LOCK } from '../log/postgres.ts';
import { refreshProjections } from '../log/project.ts';
import type { LogReplica } from '../log/replica.ts';
import { createReplica } from '../log/replica.ts';
import type { DocumentStore } from '../sync/document-inbox.ts';
import type { Replica, ReplicaHead } from '../sync/port.ts';
import type { Document } from '../sync/protocol.ts';
import type { Database } from './db/open.ts';
import { keepPeople } from './people.ts';
import { ROOMS, TABLES } from './rooms.ts';

/** Venues whose folded states are kept in memory. */
const KEPT = 200;

/** One venue as the core holds it. */
export type Tenant = Replica &
  DocumentStore & {
    readonly venueId: string;
    /** A transaction of the venue: its rows and no others. */
    readonly within: <T>(work: (query: Query) => Promise<T>) => Promise<T>;
  };

type Follower = { readonly epoch: number; readonly log: Log; readonly replica: LogReplica };

const PUT = `insert into documents (venue_id, kind, id, epoch, rev, doc)
  select $1::uuid, t.* from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[]) t
  on conflict (venue_id, kind, id) do update
    set epoch = excluded.epoch, rev = excluded.rev, doc = excluded.doc
    where (documents.epoch, documents.rev) < (excluded.epoch, excluded.rev)`;

/** Of each document the newest: one statement may touch a row only once. */
const newest = (documents: readonly Document[]): readonly Document[] => {
  const byId = new Map<string, Document>();
  for (const one of documents) {
    const key = `${one.kind} ${one.id}`;
    const known = byId.get(key);
    if (known === undefined || one.rev > known.rev) byId.set(key, one);
  }
  // Two processes that write the same rows must lock them in one order.
  return [...byId.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
};

/**
 * The venues of this core. `open` answers null for one that is unknown or was revoked.
 * @param told hears of streams that this build cannot follow.
 */
export const createTenants = ({
  database: { tenant: sql, platform },
  now,
  told,
}: {
  readonly database: Pick<Database, 'tenant' | 'platform'>;
  readonly now: () => number;
  readonly told: (line: string) => void;
}) => {
  const followers = new Map<string, Follower>();
  /** One at a time, because each holds a connection while it needs another. */
  let refreshing: Promise<unknown> = Promise.resolve();
  const refreshed = new Map<string, Promise<unknown>>();

  const epochIn = async (query: Query, venueId: string): Promise<number> => {
    const [row] = await query('select epoch from epochs where venue_id = $1', [venueId]);
    return Number(row?.['epoch'] ?? 0);
  };

  /** The log of one of the venue's leaves: appends end with its epoch. */
  const logOf = (venueId: string, epoch: number): Promise<Log> =>
    openPostgresLog({
      ...{ sql, venueId, tables: TABLES },
      guard: async (query) => {
        if ((await epochIn(query, venueId)) === epoch) return;
        throw new LogConflict('the venue has another leaf by now');
      },
    });

  /** Rows of rooms that this build projects anew; nobody may append meanwhile. */
  const refresh = (venueId: string, log: Log): Promise<unknown> => {
    const work = async () => {
      await inVenue(sql, venueId, async (query) => {
        await query(VENUE_LOCK, [venueId]);
        await refreshProjections(log, ROOMS);
      });
    };
    refreshing = refreshing.then(work, work);
    return refreshing;
  };

  const refreshOnce = (venueId: string, log: Log): Promise<unknown> => {
    const known = refreshed.get(venueId) ?? refresh(venueId, log);
    refreshed.set(venueId, known);
    return known.catch((error: unknown) => {
      refreshed.delete(venueId);
      throw error;
    });
  };

  const follower = async (venueId: string, epoch: number): Promise<Follower> => {
    const known = followers.get(venueId);
    followers.delete(venueId);
    if (known?.epoch === epoch) {
      followers.set(venueId, known);
      return known;
    }
    const log = await logOf(venueId, epoch);
    await refreshOnce(venueId, log);
    const unknown = (stream: string, reason: unknown) =>
      told(`venue ${venueId}: ${stream} cannot be followed: ${String(reason)}`);
    const fresh = { epoch, log, replica: createReplica({ log, rooms: ROOMS, unknown }) };
    followers.set(venueId, fresh);
    const [oldest] = followers.keys();
    if (followers.size > KEPT && oldest !== undefined) followers.delete(oldest);
    return fresh;
  };

  const open = (venueId: string): Tenant => {
    const within: Tenant['within'] = (work) => inVenue(sql, venueId, work);
    const epochNow = () => within((query) => epochIn(query, venueId));

    const head = async (): Promise<ReplicaHead> => {
      const epoch = await epochNow();
      return { ...(await (await follower(venueId, epoch)).replica.head()), epoch };
    };

    const apply: Replica['apply'] = async (expected, bodies) => {
      const { epoch } = expected;
      const { replica } = await follower(venueId, epoch);
      try {
        const applied = await replica.apply(expected, bodies);
        return applied === null ? null : { ...applied, epoch };
      } catch (error) {
        if (error instanceof LogConflict && (await epochNow()) !== epoch) return null;
        throw error;
      }
    };

    return {
      ...{ venueId, within, head, apply },
      hashAt: async (seq) => (await follower(venueId, await epochNow())).replica.hashAt(seq),
      keepAside: async ({ why, payload }) => {
        const digest = createHash('sha256').update(payload).digest('hex');
        const hex = `\\x${Buffer.from(payload).toString('hex')}`;
        await within((query) =>
          query(
            `insert into lost_tail (venue_id, digest, why, at, payload)
             values ($1, $2, $3, $4, $5::text::bytea) on conflict do nothing`,
            [venueId, digest, why, now(), hex],
          ),
        );
      },
      put: async (documents) => {
        await within(async (query) => {
          await query(VENUE_LOCK, [venueId]);
          const epoch = await epochIn(query, venueId);
          const all = newest(documents.filter((one) => one.epoch === epoch));
          const column = (of: (one: Document) => string | number | null) => all.map(of);
          await query(PUT, [
            venueId,
            column(({ kind }) => kind),
            column(({ id }) => id),
            column((one) => one.epoch),
            column(({ rev }) => rev),
            column(({ doc }) => (doc === null ? null : JSON.stringify(doc))),
          ]);
          await keepPeople(query, venueId, all);
        });
      },
    };
  };

  return {
    /** @param venueId as the hub's subject says it. */
    open: async (venueId: string): Promise<Tenant | null> => {
      if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(venueId)) return null;
      const [venue] = await platform`
        select from venues where id = ${venueId} and revoked_at is null`;
      return venue === undefined ? null : open(venueId);
    },
    /** The log of a venue to read from, whatever became of its leaves. */
    log: (venueId: string): Promise<Log> =>
      openPostgresLog({
        ...{ sql, venueId, tables: TABLES },
        guard: () => Promise.reject(new LogConflict('this log is only read here')),
      }),
    within: <T>(venueId: string, work: (query: Query) => Promise<T>): Promise<T> =>
      inVenue(sql, venueId, work),
  };
};

export type Tenants = ReturnType<typeof createTenants>;
