import * as v from 'valibot';
import { Health } from '../sync/protocol.ts';
import type { CoreRole, User } from './auth/grants.ts';
import { isPlatformAdmin, roleIn } from './auth/grants.ts';
import type { Platform } from './db/open.ts';
import type { VenueStatus } from './ingest/status.ts';

const liveSchema = v.object({
  tournamentId: v.string(),
  name: v.string(),
  status: v.string(),
  level: v.nullable(v.number()),
  /** `at` is of the core's wall clock, ms. */
  clock: v.nullable(
    v.object({ remainingMs: v.number(), at: v.number(), running: v.boolean(), level: v.number() }),
  ),
  entries: v.number(),
  remaining: v.number(),
});
export type LiveLine = v.InferOutput<typeof liveSchema>;

/** What a leaf says of itself; `since` is of the core's wall clock. */
const leafAlertSchema = v.object({
  kind: v.string(),
  tone: v.picklist(['warning', 'danger']),
  since: v.number(),
  value: v.nullable(v.number()),
  says: v.string(),
});

const alarmSchema = v.object({
  kind: v.string(),
  seq: v.nullable(v.number()),
  firstAt: v.number(),
  lastAt: v.number(),
  times: v.number(),
});

/** A venue as the dashboard and the fleet list show it: nothing personal. Times in ms. */
export const venueLine = v.object({
  id: v.string(),
  slug: v.string(),
  name: v.string(),
  organisation: v.nullable(v.object({ id: v.string(), name: v.string() })),
  timezone: v.string(),
  currency: v.string(),
  /** What whoever asks is here. */
  role: v.picklist(['platformAdmin', 'venueOwner', 'leagueAdmin']),
  revokedAt: v.nullable(v.number()),
  /** Null: none was enrolled yet. */
  leaf: v.nullable(
    v.object({ epoch: v.number(), enrolledAt: v.number(), version: v.string(), key: v.string() }),
  ),
  /** A code waits to be used until then; null: none does. */
  codeUntil: v.nullable(v.number()),
  /** Null: it was never heard. */
  report: v.nullable(
    v.object({
      heardAt: v.number(),
      version: v.string(),
      build: v.nullable(v.string()),
      headSeq: v.number(),
      headAt: v.number(),
      appliedSeq: v.number(),
      appliedAt: v.number(),
      behindSince: v.nullable(v.number()),
      docsWaiting: v.number(),
      /** Events that are kept and that this core cannot follow before an upgrade. */
      waiting: v.number(),
      freeBytes: v.nullable(v.number()),
      clock: v.nullable(v.string()),
      /** What the leaf's clock is ahead of the core's; null: it was never told. */
      clockAheadMs: v.nullable(v.number()),
      live: v.array(liveSchema),
      /** What somebody should look at there, as it was last heard; the gravest first. */
      alerts: v.array(leafAlertSchema),
    }),
  ),
  alarms: v.array(alarmSchema),
});
export type VenueLine = v.InferOutput<typeof venueLine>;

type VenueRecord = {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly organisationId: string | null;
  readonly organisation: string | null;
  readonly timezone: string;
  readonly currency: string;
  readonly revokedAt: number | null;
  readonly epoch: number | null;
  readonly enrolledAt: number;
  readonly leafVersion: string;
  readonly key: string;
  readonly codeUntil: number | null;
};
type AlarmRecord = v.InferOutput<typeof alarmSchema> & { readonly venueId: string };

/** A leaf's report is of its own wall clock; `at` is when the same moment was on the core's. */
const liveOf = ({ live, heardAt, leafNow }: VenueStatus): LiveLine[] => {
  const read = v.safeParse(Health.entries.live, JSON.parse(live));
  const skew = leafNow === null ? 0 : heardAt - leafNow;
  return (read.success ? read.output : []).map(({ clock, ...line }) => ({
    ...line,
    clock: clock && {
      ...{ remainingMs: clock.remainingMs, running: clock.running, level: clock.level },
      at: clock.wallMs + skew,
    },
  }));
};

type LeafAlert = v.InferOutput<typeof leafAlertSchema>;
const storedAlerts = v.array(leafAlertSchema);

const alertsOf = ({ alerts, heardAt, leafNow }: VenueStatus): LeafAlert[] => {
  const read = v.safeParse(storedAlerts, JSON.parse(alerts ?? '[]'));
  const skew = leafNow === null ? 0 : heardAt - leafNow;
  return (read.success ? read.output : []).map((one) => ({ ...one, since: one.since + skew }));
};

const reportOf = (status: VenueStatus | undefined): VenueLine['report'] =>
  status === undefined
    ? null
    : {
        heardAt: status.heardAt,
        version: status.version,
        build: status.build,
        headSeq: status.headSeq,
        headAt: status.headAt,
        appliedSeq: status.appliedSeq,
        appliedAt: status.appliedAt,
        behindSince: status.behindSince,
        docsWaiting: status.docsWaiting,
        waiting: status.waiting,
        freeBytes: status.freeBytes,
        clock: status.clock,
        clockAheadMs: status.leafNow === null ? null : status.leafNow - status.heardAt,
        live: liveOf(status),
        alerts: alertsOf(status),
      };

const leafOf = ({ epoch, enrolledAt, leafVersion, key }: VenueRecord): VenueLine['leaf'] =>
  epoch === null ? null : { epoch, enrolledAt, version: leafVersion, key };

/** Every venue as an administrator sees it, by name. */
export const fleetOf = async (platform: Platform, nowMs: number): Promise<readonly VenueLine[]> => {
  const [venues, statuses, alarms] = await Promise.all([
    platform<VenueRecord[]>`
      select v.id, v.slug, v.name, v.organisation_id, o.name as organisation, v.timezone,
        v.currency, v.revoked_at, l.epoch, l.enrolled_at, l.version as leaf_version,
        l.nats_key as key, c.until as code_until
      from venues v
        left join organisations o on o.id = v.organisation_id
        left join leaves l on l.venue_id = v.id and l.revoked_at is null
        left join (select venue_id, max(expires_at) as until from enrolments
          where used_at is null and expires_at > ${nowMs} group by venue_id) c on c.venue_id = v.id
      order by lower(v.name), v.id`,
    platform<VenueStatus[]>`select * from status`,
    platform<AlarmRecord[]>`select venue_id, kind, seq, first_at, last_at, times from alarms`,
  ]);
  const byVenue = new Map(statuses.map((one) => [one.venueId, one]));
  const alarmsBy = Map.groupBy(alarms, ({ venueId }) => venueId);
  return venues.map((venue) => ({
    ...{ id: venue.id, slug: venue.slug, name: venue.name },
    organisation:
      venue.organisationId === null
        ? null
        : { id: venue.organisationId, name: venue.organisation ?? '' },
    ...{ timezone: venue.timezone, currency: venue.currency, role: 'platformAdmin' as const },
    ...{ revokedAt: venue.revokedAt, leaf: leafOf(venue), codeUntil: venue.codeUntil },
    report: reportOf(byVenue.get(venue.id)),
    alarms: (alarmsBy.get(venue.id) ?? []).map(({ venueId: _, ...alarm }) => alarm),
  }));
};

/** The line with somebody's own role; null where they may not know of the venue. */
export const lineFor = (line: VenueLine, user: Pick<User, 'grants'>): VenueLine | null => {
  if (isPlatformAdmin(user)) return line;
  const organisationId = line.organisation?.id ?? null;
  const role: CoreRole | null = roleIn(user, { id: line.id, organisationId });
  return role === null ? null : { ...line, role };
};
