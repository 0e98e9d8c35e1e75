import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { describes } from '../describe.ts';
import type { Env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { addressOf } from '../peer.ts';
import type { Registry } from './registry.ts';
import { CONTENT_TYPE, prometheusText } from './text.ts';

const LOOPBACK = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)$/u;
/** Whatever a proxy adds: what came through one is not of this machine, even if the proxy is. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

const isOfThisMachine = (c: Context<Env>): boolean =>
  LOOPBACK.test(addressOf(c) ?? '') && FORWARDED.every((name) => c.req.header(name) === undefined);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const holds = (header: string | undefined, token: string): boolean =>
  timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));

/**
 * `GET /metrics`: always for this machine, for others with the token of FELT_METRICS_TOKEN.
 * 401 without it, 403 where no token was set. Nothing personal is in it.
 */
export const metricsRoutes = (registry: Pick<Registry, 'families'>, token: string | undefined) =>
  new Hono<Env>().get(
    '/metrics',
    describes({
      summary: 'Figures for Prometheus: always from this machine, else with FELT_METRICS_TOKEN',
      tags: ['Health'],
      answers: { 200: 'Prometheus text format 0.0.4' },
    }),
    async (c) => {
      if (!isOfThisMachine(c)) {
        if (token === undefined) {
          throw new ApiError('FORBIDDEN', 'Only this machine may ask; see FELT_METRICS_TOKEN.');
        }
        if (!holds(c.req.header('authorization'), token)) {
          throw new ApiError('UNAUTHENTICATED', 'This needs the token of FELT_METRICS_TOKEN.');
        }
      }
      return c.body(prometheusText(await registry.families()), 200, {
        'content-type': CONTENT_TYPE,
      });
    },
  );
