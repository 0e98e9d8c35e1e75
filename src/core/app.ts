import { Hono } from 'hono';
import * as v from 'valibot';
import type { Now } from '../kernel/time.ts';
import { describes } from '../server/describe.ts';
import { docsRoutes } from '../server/docs/routes.ts';
import type { Env } from '../server/env.ts';
import { ApiError } from '../server/errors.ts';
import type { Hears } from '../server/failure.ts';
import { failure } from '../server/failure.ts';
import { securityHeaders } from '../server/headers.ts';
import type { SessionOf } from '../server/limits.ts';
import { limited } from '../server/limits.ts';
import type { Counting } from '../server/metrics/counting.ts';
import type { Registry } from '../server/metrics/registry.ts';
import { metricsRoutes } from '../server/metrics/routes.ts';
import { originRefusal } from '../server/origin.ts';
import type { Pages } from '../server/pages.ts';
import { seesAddress } from '../server/peer.ts';
import { VERSION } from '../server/version.ts';
import { auditRoutes } from './doors/audit.ts';
import { coreBackupRoutes } from './doors/backups.ts';
import { fleetRoutes } from './doors/fleet.ts';
import type { Told } from './doors/leaf.ts';
import { leafRoutes } from './doors/leaf.ts';
import { orderRoutes } from './doors/orders.ts';
import { corePageRoutes } from './doors/pages.ts';
import { peopleRoutes } from './doors/people.ts';
import { publicRoutes } from './doors/public.ts';
import { releaseRoutes } from './doors/releases.ts';
import { signInRoutes } from './doors/sign-in.ts';
import { updateRoutes } from './doors/updates.ts';
import { venueReadRoutes } from './doors/venue.ts';
import type { Tenants } from './tenants.ts';
import type { Enrolment } from './venues/enrolment.ts';
import type { VenueReads } from './venues/reads.ts';

export type Health = {
  readonly status: 'ok' | 'unwell';
  readonly version: string;
  /** Seconds since this process started. */
  readonly uptime: number;
  /** Whether each of the two answers. */
  readonly database: boolean;
  readonly hub: boolean;
  /** `outdated`: a newer core writes the database; this one is read from, and waits to be replaced. */
  readonly ingest: 'taking' | 'outdated';
};

const healthSchema = v.object({
  status: v.picklist(['ok', 'unwell']),
  version: v.string(),
  uptime: v.number(),
  database: v.boolean(),
  hub: v.boolean(),
  ingest: v.picklist(['taking', 'outdated']),
});

/** What people do here, beside what leaves do. */
type Doors = Omit<Parameters<typeof fleetRoutes>[0], 'now'> &
  Parameters<typeof orderRoutes>[0] &
  Parameters<typeof releaseRoutes>[0] &
  Pick<Parameters<typeof coreBackupRoutes>[0], 'backups'> & { readonly reads: VenueReads };

/** Everything that the core answers to over HTTP, in the order in which a request meets it. */
export const createCoreApp = (
  deps: Doors & {
    readonly now: () => Now;
    readonly health: () => Promise<Health>;
    readonly enrolment: Enrolment;
    readonly tenants: Tenants;
    readonly told: () => Told;
    readonly pages: () => Promise<Pages | undefined>;
    readonly isOwnHost: (name: string) => boolean;
    /** Addresses and nets of the proxies in front of it, beside this machine's own. */
    readonly proxies?: readonly string[];
    readonly counting: Pick<Counting, 'middleware'>;
    readonly registry: Pick<Registry, 'families'>;
    /** With which others than this machine may ask for the figures; undefined: nobody. */
    readonly metricsToken?: string | undefined;
    readonly failed: Hears;
  },
) => {
  const { now, health, isOwnHost, failed } = deps;
  const sessionOf: SessionOf = async (c) => (await deps.auth.known(c))?.session ?? null;
  const slowed = (rate: Parameters<typeof limited>[1]) => limited(now, rate, sessionOf);
  const people = { ...deps, now: () => now().wallMs };
  // The chain below goes on to be this very object, with every route in its type.
  const root = new Hono<Env>();
  const app = root
    .use(deps.counting.middleware)
    .use(securityHeaders)
    .use(seesAddress(deps.proxies))
    .use(async (c, next) => {
      const refusal = originRefusal(c.req.raw, isOwnHost);
      if (refusal !== null) throw refusal;
      await next();
    })
    // 75 bits cannot be guessed at any rate; this keeps a mistaken loop from being a burden.
    .use('/api/v1/enrol/*', limited(now, { perSecond: 5, burst: 60 }))
    .use('/api/v1/leaf/*', limited(now, { perSecond: 50, burst: 500 }))
    .get(
      '/health',
      describes({
        summary: 'Whether the core can serve; 503 where its database or its hub does not answer',
        tags: ['Health'],
        answers: { 200: healthSchema },
      }),
      async (c) => {
        const found = await health();
        return c.json(found, found.status === 'ok' ? 200 : 503);
      },
    )
    .use('/metrics', limited(now, { perSecond: 5, burst: 60 }))
    .route('/', metricsRoutes(deps.registry, deps.metricsToken))
    .use('/api/v1/session', slowed({ perSecond: 5, burst: 60 }))
    .use('/api/v1/first', slowed({ perSecond: 1, burst: 20 }))
    .use('/api/v1/sign-in/*', slowed({ perSecond: 5, burst: 60 }))
    .route('/api/v1', leafRoutes(deps))
    .route('/api/v1', signInRoutes(people))
    .route('/api/v1', fleetRoutes(people))
    .route('/api/v1', peopleRoutes(people))
    .route('/api/v1', auditRoutes(people))
    .route('/api/v1', orderRoutes(deps))
    .route('/api/v1', releaseRoutes(deps))
    .route('/api/v1', coreBackupRoutes(people))
    .use('/api/v1/updates/*', limited(now, { perSecond: 50, burst: 500 }))
    .route('/api/v1', updateRoutes(deps))
    // Behind every other route of a venue: whatever it does not know is refused.
    .route('/api/v1', venueReadRoutes(people))
    .route('/api/v1', docsRoutes(root, VERSION))
    .use('/t/*', limited(now, { perSecond: 100, burst: 1_000 }))
    .use('/api/v1/tournaments/*', limited(now, { perSecond: 500, burst: 5_000 }))
    .route('/', publicRoutes({ ...people, load: deps.pages }))
    .route('/', corePageRoutes(deps.pages));

  app.notFound(() => {
    throw new ApiError('NOT_FOUND', 'There is nothing under this address.');
  });
  app.onError(failure(failed));
  return app;
};

export type { Account } from './auth/accounts.ts';
export type { Grant } from './auth/grants.ts';
export type { AuditLine } from './doors/audit.ts';
export type { CodeTold } from './doors/fleet.ts';
export type { AccountLine } from './doors/people.ts';
export type { SessionLine, Who } from './doors/sign-in.ts';
export type { FeedMessage } from './fleet/feed.ts';
export type { LiveLine, VenueLine } from './fleet.ts';
export type { ReleaseLine, RunningLine } from './releases/fleet.ts';
export type { Asked, AskedLine, WaitingLine } from './venues/asked.ts';
export type { MoneyTotals, OpenRequests, ResultLine, Results } from './venues/results.ts';
export type CoreApp = ReturnType<typeof createCoreApp>;
