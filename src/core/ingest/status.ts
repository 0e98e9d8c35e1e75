import type { Query } from '../../log/postgres.ts';
import { oneLine } from '../../server/one-line.ts';
import { roomOrigin } from '../../server/origins.ts';
import type { Alarm } from '../../sync/inbox/alarm.ts';
import type { ReplicaHead } from '../../sync/port.ts';
import type { Health } from '../../sync/protocol.ts';
import type { Database } from '../db/open.ts';
import { keepOutcome } from '../releases/outcomes.ts';
import type { Tenant, Tenants } from '../tenants.ts';
import { placeTournaments } from '../venues/public-index.ts';
import type { Before, Oddity } from './leaf-seen.ts';
import { instanceBefore, odditiesIn, reportBefore } from './leaf-seen.ts';

const PUT = `insert into status (venue_id, epoch, heard_at, version, build, head_seq, head_at,
    applied_seq, applied_at, down_seq, docs_waiting, free_bytes, clock, live, leaf_now,
    behind_since, behind_seq, room, instance, instance_before, sequence, target, channel, alerts, waiting)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
    case when $6::bigint > $8::bigint then $3::bigint end,
    case when $6::bigint > $8::bigint then $6::bigint end,
    $16, $17, $18, $19, $20, $21, $22, (select coalesce(sum(events), 0) from waiting where venue_id = $1))
  on conflict (venue_id) do update set epoch = excluded.epoch, heard_at = excluded.heard_at,
    version = excluded.version, build = excluded.build, head_seq = excluded.head_seq,
    head_at = excluded.head_at, applied_seq = excluded.applied_seq,
    applied_at = excluded.applied_at, down_seq = excluded.down_seq,
    docs_waiting = excluded.docs_waiting, free_bytes = excluded.free_bytes,
    clock = excluded.clock, live = excluded.live, leaf_now = excluded.leaf_now,
    room = excluded.room, instance = excluded.instance,
    instance_before = excluded.instance_before, waiting = excluded.waiting,
    sequence = excluded.sequence, target = excluded.target, channel = excluded.channel,
    alerts = excluded.alerts,
    behind_since = case when excluded.behind_since is not null
      and excluded.applied_seq < status.behind_seq
      then status.behind_since else excluded.behind_since end,
    behind_seq = case when excluded.behind_since is not null
      and excluded.applied_seq < status.behind_seq
      then status.behind_seq else excluded.behind_seq end
  where (status.epoch, status.heard_at) <= (excluded.epoch, excluded.heard_at)`;

/**
 * Keeps what a leaf says of itself, with how far the core has its log, in a transaction of the venue.
 * @param before what it said before (`reportBefore`), in the same transaction.
 * @returns the build that an update went back from, where this report is the first to say so.
 */
export const keepReport = async (
  query: Query,
  venueId: string,
  { health, before, applied, nowMs }: Report,
): Promise<number | null> => {
  const { epoch, version, build = null, head, downSeq, docsWaiting, disk, clock = null } = health;
  const [wentBack] = await Promise.all([
    keepOutcome(query, venueId, health, nowMs),
    query(PUT, [
      ...[venueId, epoch, nowMs, version, build, head.seq, head.at, applied.seq, applied.at],
      ...[downSeq, docsWaiting, disk?.freeBytes ?? null, clock, JSON.stringify(health.live)],
      ...[health.now, roomOrigin(health.room)],
      ...[health.instance ?? null, instanceBefore(before, health)],
      ...[health.sequence ?? null, health.target ?? null, health.channel ?? null],
      JSON.stringify(health.alerts ?? []),
    ]),
    placeTournaments(query, venueId, nowMs),
  ]);
  return wentBack;
};

type Report = {
  readonly health: Health;
  readonly before: Before | null;
  readonly applied: ReplicaHead;
  readonly nowMs: number;
};

/** The same by itself; answers what is odd about it, held against what the leaf said before. */
export const keepHealth = (
  { venueId, within }: Pick<Tenant, 'venueId' | 'within'>,
  health: Health,
  applied: ReplicaHead,
  nowMs: number,
): Promise<readonly Oddity[]> =>
  within(async (query) => {
    const before = await reportBefore(query, venueId);
    await keepReport(query, venueId, { health, before, applied, nowMs });
    return odditiesIn(before, health);
  });

const NOTE = `insert into alarms (venue_id, kind, seq, first_at, last_at, times)
  values ($1, $2, $3, $4, $4, 1)
  on conflict (venue_id, kind) do update
    set seq = excluded.seq, last_at = excluded.last_at, times = alarms.times + 1`;

const LASTING: ReadonlySet<Alarm['kind']> = new Set([
  ...([
    'gap',
    'fork',
    'stale',
    'damaged',
    'tooNew',
    'witness',
    'twin',
    'behind',
    'rows',
    'quota',
  ] as const),
]);

/** What a leaf sent may stand in an error: of it no line of a log is made. */
const line = (text: string): string => oneLine(text).slice(0, 500);

/** Says an alarm in a line, and keeps it as a row of its venue until somebody has looked. */
export const createAlarms = ({
  tenants,
  now,
  say,
  failed,
}: {
  readonly tenants: Pick<Tenants, 'open'>;
  readonly now: () => number;
  readonly say: (line: string) => void;
  readonly failed: (error: unknown) => void;
}) => {
  const keep = async ({
    venueId,
    kind,
    seq = null,
  }: Omit<Alarm, 'seq'> & { seq?: number | null }) => {
    const tenant = await tenants.open(venueId);
    await tenant?.within((query) => query(NOTE, [venueId, kind, seq, now()]));
  };
  return (alarm: Alarm): void => {
    const { venueId, kind, seq, error } = alarm;
    const where = seq === undefined ? '' : ` at event ${seq}`;
    say(
      `ALARM ${kind} of venue ${venueId}${where}${error === undefined ? '' : `: ${line(String(error))}`}`,
    );
    if (LASTING.has(kind)) keep(alarm).catch(failed);
  };
};

/** One venue as the dashboard and `venue list` show it. */
export type VenueStatus = {
  readonly venueId: string;
  readonly epoch: number;
  readonly heardAt: number;
  readonly version: string;
  readonly build: string | null;
  readonly headSeq: number;
  readonly headAt: number;
  readonly appliedSeq: number;
  readonly appliedAt: number;
  readonly downSeq: number;
  readonly docsWaiting: number;
  readonly freeBytes: number | null;
  readonly clock: string | null;
  /** JSON list of running tournaments (`Health['live']`). */
  readonly live: string;
  /** JSON list of what somebody should look at there (`Health['alerts']`); null: of an older build. */
  readonly alerts: string | null;
  /** The leaf's wall clock at `heardAt`; null: it was never told. */
  readonly leafNow: number | null;
  /** Since when something of the leaf is missing here, wall clock of the core; null: nothing is. */
  readonly behindSince: number | null;
  /** Events that are kept and wait for an upgrade of the core. */
  readonly waiting: number;
};

/** Nothing personal is in it, so the platform sees that of all venues. */
export const statusOfAll = ({
  platform,
}: Pick<Database, 'platform'>): Promise<readonly VenueStatus[]> =>
  platform<VenueStatus[]>`select * from status`;
