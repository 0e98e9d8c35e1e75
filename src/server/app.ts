import type { MiddlewareHandler } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import { displayRoutes } from '../rooms/displays/routes.ts';
import { playersRoutes } from '../rooms/players/routes.ts';
import { requestRoutes } from '../rooms/requests/routes.ts';
import { tournamentRoutes } from '../rooms/tournament/routes.ts';
import { venueRoutes } from '../rooms/venue/routes.ts';
import { addressRoutes } from './address.ts';
import type { Alerts } from './alerts.ts';
import { alertRoutes } from './alerts.ts';
import type { Auth } from './auth/auth.ts';
import { authRoutes } from './auth/routes.ts';
import type { Backups } from './backup.ts';
import { backupRoutes } from './backup.ts';
import type { Cloud } from './cloud.ts';
import { cloudRoutes, cloudSetupRoutes } from './cloud.ts';
import { describes } from './describe.ts';
import { docsRoutes } from './docs/routes.ts';
import type { Env, Operator } from './env.ts';
import { ApiError } from './errors.ts';
import type { Hears } from './failure.ts';
import { failure } from './failure.ts';
import { securityHeaders } from './headers.ts';
import { limited } from './limits.ts';
import { liveRoutes } from './live/routes.ts';
import type { Live } from './live.ts';
import { mediaRoutes } from './media.ts';
import type { Counting } from './metrics/counting.ts';
import type { Registry } from './metrics/registry.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { originRefusal } from './origin.ts';
import { pageRoutes } from './page-routes.ts';
import type { Pages } from './pages.ts';
import { seesAddress } from './peer.ts';
import { moneyReadsLogged } from './reads.ts';
import type { Shell } from './shell.ts';
import type { Software } from './update.ts';
import { softwareRoutes } from './update.ts';

export type { AlertsView } from './alerts.ts';
export type { BackupPlace, BackupsView } from './backup.ts';
export type { CloudSetup, CloudView } from './cloud.ts';
export type { SoftwareView } from './update.ts';

export type Health = {
  readonly status: 'ok' | 'unwell';
  readonly version: string;
  /** Seconds since the leaf started. */
  readonly uptime: number;
  /** Events in the log. */
  readonly events: number;
  /** Each by a word; what is behind them only those who sign in are told (`/api/v1/alerts`). */
  readonly parts: v.InferOutput<typeof partsSchema>;
};

const partsSchema = v.object({
  /** `unwell`: it takes no writes, which is why the leaf cannot serve. */
  log: v.picklist(['ok', 'unwell']),
  /** `unsure`: nobody keeps the wall clock right. */
  clock: v.picklist(['ok', 'unsure']),
  disk: v.picklist(['ok', 'low', 'full']),
  /** The link to the core; `off`: this leaf belongs to none. */
  hub: v.picklist(['off', 'up', 'away']),
  /** Seconds that the copy in the cloud is behind; null: there is none. */
  lag: v.nullable(v.number()),
  /** The nats-server beside it. */
  children: v.picklist(['none', 'up', 'down']),
});

const healthSchema = v.object({
  status: v.picklist(['ok', 'unwell']),
  version: v.string(),
  uptime: v.number(),
  events: v.number(),
  parts: partsSchema,
});

export type AppDeps = {
  readonly shell: Shell;
  readonly auth: Auth;
  readonly live: Pick<Live, 'stream'>;
  /** How files of players are read, which no room may know. */
  readonly playerReader: Parameters<typeof playersRoutes>[1];
  /** What decisions about the core's requests mean in the other rooms. */
  readonly requestDesk: Parameters<typeof requestRoutes>[1];
  readonly cloud: Cloud;
  readonly software: Software;
  readonly backups: Backups;
  readonly pages: () => Promise<Pages | undefined>;
  readonly health: () => Promise<Health>;
  readonly isOwnHost: (name: string) => boolean;
  /** Addresses and nets of the proxies in front of it, beside this machine's own. */
  readonly proxies?: readonly string[];
  readonly version: string;
  /** The watch over this leaf, and what it counts. */
  readonly alerts: Alerts;
  readonly counting: Pick<Counting, 'middleware'>;
  readonly registry: Pick<Registry, 'families'>;
  /** With which others than this machine may ask for the figures; undefined: nobody. */
  readonly metricsToken?: string | undefined;
  /** Hears of what no answer tells: bugs, and a store that fails. */
  readonly failed: Hears;
};

const ownOrigin =
  (isOwnHost: AppDeps['isOwnHost']): MiddlewareHandler<Env> =>
  (c, next) => {
    const refusal = originRefusal(c.req.raw, isOwnHost);
    if (refusal !== null) throw refusal;
    return next();
  };

/** Limits what asks something of others, and not the page that looks how far it is. */
const onlyPosts =
  (limit: MiddlewareHandler<Env>): MiddlewareHandler<Env> =>
  (c, next) =>
    c.req.method === 'POST' ? limit(c, next) : next();

/** Says who asks, where a valid token came; `needs` says where that matters. */
const authenticate =
  (auth: Auth): MiddlewareHandler<Env> =>
  (c, next) => {
    const header = c.req.header('authorization');
    if (!header?.startsWith('Bearer ')) return next();
    const go = (operator: Operator | null) => {
      if (operator !== null) c.set('operator', operator);
      return next();
    };
    const found = auth.authenticate(header.slice(7));
    return found instanceof Promise ? found.then(go) : go(found);
  };

/** Everything that the leaf answers to over HTTP, in the order in which a request meets it. */
export const createApp = (deps: AppDeps) => {
  const { shell, auth, live, version } = deps;
  const { now } = shell;

  // The chain below goes on to be this very object, with every route in its type.
  const root = new Hono<Env>();
  const app = root
    .use(deps.counting.middleware)
    .use(securityHeaders)
    .use(seesAddress(deps.proxies))
    .use(ownOrigin(deps.isOwnHost))
    .use(authenticate(auth))
    .use('/api/v1/*', moneyReadsLogged(shell))
    .use('/api/v1/auth/*', limited(now, { perSecond: 5, burst: 60 }))
    .use('/api/v1/setup/*', limited(now, { perSecond: 5, burst: 60 }))
    // Asks whatever address it is given, for anybody: slower than somebody looks around by it.
    .use('/api/v1/setup/cloud', onlyPosts(limited(now, { perSecond: 0.1, burst: 10 })))
    .use('/api/v1/setup', onlyPosts(limited(now, { perSecond: 0.1, burst: 10 })))
    .use('/api/v1/tools/*', limited(now, { perSecond: 200, burst: 1_000 }))
    .use('/api/v1/players/import', limited(now, { perSecond: 2, burst: 100 }))
    .use('/api/v1/displays/claim', limited(now, { perSecond: 1, burst: 30 }))
    .use('/api/v1/cloud/enrol', limited(now, { perSecond: 1, burst: 30 }))
    .use('/api/v1/audit', limited(now, { perSecond: 20, burst: 200 }))
    .get(
      '/health',
      describes({
        summary: 'Whether the leaf can serve; 503 where its log cannot be written',
        tags: ['Health'],
        answers: { 200: healthSchema },
      }),
      async (c) => {
        const health = await deps.health();
        return c.json(health, health.status === 'ok' ? 200 : 503);
      },
    )
    .use('/metrics', limited(now, { perSecond: 5, burst: 60 }))
    .route('/', metricsRoutes(deps.registry, deps.metricsToken))
    .route('/api/v1/auth', authRoutes(auth))
    .route('/api/v1', cloudSetupRoutes(deps.cloud, auth))
    .route('/api/v1', venueRoutes(shell, deps.cloud))
    .route('/api/v1', tournamentRoutes(shell))
    .route('/api/v1', playersRoutes(shell, deps.playerReader))
    .route('/api/v1', displayRoutes(shell))
    .route('/api/v1', requestRoutes(shell, deps.requestDesk))
    .route('/api/v1', liveRoutes(live))
    .route('/api/v1', addressRoutes(shell))
    .route('/api/v1', cloudRoutes(deps.cloud, shell))
    .route('/api/v1', softwareRoutes(deps.software))
    .route('/api/v1', backupRoutes(deps.backups))
    .route('/api/v1', alertRoutes(deps.alerts))
    .route('/api/v1', docsRoutes(root, version))
    .route('/', mediaRoutes(shell))
    .route('/', pageRoutes(deps.pages, shell, deps.failed));

  app.notFound(() => {
    throw new ApiError('NOT_FOUND', 'There is nothing under this address.');
  });
  app.onError(failure(deps.failed));
  return app;
};

export type App = ReturnType<typeof createApp>;
