import { Hono } from 'hono';
import * as v from 'valibot';
import type { Now } from '../kernel/time.ts';
import { describes } from '../server/describe.ts';
import type { Env } from '../server/env.ts';
import { ApiError } from '../server/errors.ts';
import { failure } from '../server/failure.ts';
import { securityHeaders } from '../server/headers.ts';
import { limited } from '../server/limits.ts';
import { originRefusal } from '../server/origin.ts';
import type { Told } from './doors/leaf.ts';
import { leafRoutes } from './doors/leaf.ts';
import type { Enrolment } from './enrolment.ts';
import type { Tenants } from './tenants.ts';

export type Health = {
  readonly status: 'ok' | 'unwell';
  readonly version: string;
  /** Seconds since this process started. */
  readonly uptime: number;
  /** Whether each of the two answers. */
  readonly database: boolean;
  readonly hub: boolean;
};

const healthSchema = v.object({
  status: v.picklist(['ok', 'unwell']),
  version: v.string(),
  uptime: v.number(),
  database: v.boolean(),
  hub: v.boolean(),
});

/** Everything that the core answers to over HTTP, in the order in which a request meets it. */
export const createCoreApp = (deps: {
  readonly now: () => Now;
  readonly health: () => Promise<Health>;
  readonly enrolment: Enrolment;
  readonly tenants: Tenants;
  readonly told: () => Told;
  readonly isOwnHost: (name: string) => boolean;
  readonly failed: (error: unknown) => void;
}) => {
  const { now, health, isOwnHost, failed } = deps;
  const app = new Hono<Env>()
    .use(securityHeaders)
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
    .route('/api/v1', leafRoutes(deps));

  app.notFound(() => {
    throw new ApiError('NOT_FOUND', 'There is nothing under this address.');
  });
  app.onError(failure(failed));
  return app;
};

export type CoreApp = ReturnType<typeof createCoreApp>;
