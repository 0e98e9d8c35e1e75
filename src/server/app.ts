import type { MiddlewareHandler } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import { displayRoutes } from '../rooms/displays/routes.ts';
import { playersRoutes } from '../rooms/players/routes.ts';
import { requestRoutes } from '../rooms/requests/routes.ts';
import { tournamentRoutes } from '../rooms/tournament/routes.ts';
import { venueRoutes } from '../rooms/venue/routes.ts';
import { addressRoutes } from './address.ts';
import type { Auth } from './auth/auth.ts';
import { authRoutes } from './auth/routes.ts';
import type { Cloud } from './cloud.ts';
import { cloudRoutes, cloudSetupRoutes } from './cloud.ts';
import { describes } from './describe.ts';
import { docsRoutes } from './docs/routes.ts';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';
import { failure } from './failure.ts';
import { securityHeaders } from './headers.ts';
import { limited } from './limits.ts';
import { liveRoutes } from './live/routes.ts';
import type { Live } from './live.ts';
import { mediaRoutes } from './media.ts';
import { originRefusal } from './origin.ts';
import { pageRoutes } from './page-routes.ts';
import type { Pages } from './pages.ts';
import { moneyReadsLogged } from './reads.ts';
import type { Shell } from './shell.ts';

export type { CloudSetup, CloudView } from './cloud.ts';

export type Health = {
  readonly status: 'ok' | 'unwell';
  readonly version: string;
  /** Seconds since the leaf started. */
  readonly uptime: number;
  /** Events in the log. */
  readonly events: number;
};

const healthSchema = v.object({
  status: v.picklist(['ok', 'unwell']),
  version: v.string(),
  uptime: v.number(),
  events: v.number(),
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
  readonly pages: () => Promise<Pages | undefined>;
  readonly health: () => Promise<Health>;
  readonly isOwnHost: (name: string) => boolean;
  readonly version: string;
  /** Hears of what no answer tells: bugs, and a store that fails. */
  readonly failed: (error: unknown) => void;
};

const ownOrigin =
  (isOwnHost: AppDeps['isOwnHost']): MiddlewareHandler<Env> =>
  async (c, next) => {
    const refusal = originRefusal(c.req.raw, isOwnHost);
    if (refusal !== null) throw refusal;
    await next();
  };

/** Says who asks, where a valid token came; `needs` says where that matters. */
const authenticate =
  (auth: Auth): MiddlewareHandler<Env> =>
  async (c, next) => {
    const header = c.req.header('authorization');
    if (header?.startsWith('Bearer ')) {
      const found = auth.authenticate(header.slice(7));
      const operator = found instanceof Promise ? await found : found;
      if (operator !== null) c.set('operator', operator);
    }
    await next();
  };

/** Everything that the leaf answers to over HTTP, in the order in which a request meets it. */
export const createApp = (deps: AppDeps) => {
  const { shell, auth, live, version } = deps;
  const { now } = shell;

  // The chain below goes on to be this very object, with every route in its type.
  const root = new Hono<Env>();
  const app = root
    .use(securityHeaders)
    .use(ownOrigin(deps.isOwnHost))
    .use(authenticate(auth))
    .use('/api/v1/*', moneyReadsLogged(shell))
    .use('/api/v1/auth/*', limited(now, { perSecond: 5, burst: 60 }))
    .use('/api/v1/setup/*', limited(now, { perSecond: 5, burst: 60 }))
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
