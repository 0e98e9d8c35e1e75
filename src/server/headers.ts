import type { MiddlewareHandler } from 'hono';
import type { Env } from './env.ts';

/** Of everything that is no page: it loads nothing, wherever somebody puts it. */
const BARE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Of a page: only what this leaf serves, and its sockets, which older browsers do not count as 'self'. */
const pagePolicy = (host: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

/** Security headers on every answer; nothing of the API is kept by a cache that did not ask. */
export const securityHeaders: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  const { headers } = c.res;
  const isPage = headers.get('content-type')?.startsWith('text/html') === true;
  // The host was found to be the leaf's own before.
  const own = headers.get('content-security-policy') ?? BARE;
  const policy = isPage ? pagePolicy(c.req.header('host') ?? '') : own;
  headers.set('content-security-policy', policy);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()');
  if (!headers.has('cache-control')) {
    headers.set('cache-control', headers.has('etag') ? 'no-cache' : 'no-store');
  }
};
