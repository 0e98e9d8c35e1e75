import type { Context, MiddlewareHandler } from 'hono';
import type { Now } from '../kernel/time.ts';
import { SECOND } from '../kernel/time.ts';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';

/** Callers remembered at once; whoever was away longest is forgotten first. */
const KEPT = 10_000;

/**
 * The generic cell rate algorithm: one moment per caller says by when all it asked for so far is
 * worked off. Answers null, or the seconds to wait.
 */
export const createLimiter = ({
  perSecond,
  burst,
  nowMs,
}: {
  readonly perSecond: number;
  readonly burst: number;
  readonly nowMs: () => number;
}) => {
  const each = SECOND / perSecond;
  const doneBy = new Map<string, number>();
  return (caller: string): number | null => {
    const now = nowMs();
    const from = Math.max(now, doneBy.get(caller) ?? now);
    const waits = from - now - (burst - 1) * each;
    if (waits > 0) return Math.ceil(waits / SECOND);
    doneBy.delete(caller);
    if (doneBy.size >= KEPT) {
      const [oldest] = doneBy.keys();
      if (oldest !== undefined) doneBy.delete(oldest);
    }
    doneBy.set(caller, from + each);
    return null;
  };
};

/** The address at the other end; null where a test calls without a server. */
export const addressOf = (c: Context<Env>): string | null =>
  c.env?.requestIP?.(c.req.raw)?.address ?? null;

/** The sign-in, or what looks the same: never an address alone, which can be a whole room's. */
const callerOf = (c: Context<Env>): string => {
  const operator: Env['Variables']['operator'] | undefined = c.get('operator');
  if (operator !== undefined) return operator.session;
  return `${addressOf(c)} ${c.req.header('user-agent')} ${c.req.header('cookie')?.slice(0, 200)}`;
};

/**
 * Slows down who asks too often: 429 TOO_MANY with Retry-After. Not for the clock, the blinds, or
 * any command of the floor, which has to go through on the busiest night.
 */
export const limited = (
  now: () => Now,
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
): MiddlewareHandler<Env> => {
  const limiter = createLimiter({ perSecond, burst, nowMs: () => now().bootMs });
  return async (c, next) => {
    const waitS = limiter(callerOf(c));
    if (waitS !== null) {
      throw new ApiError('TOO_MANY', 'This is asked too often; try again.', undefined, waitS);
    }
    await next();
  };
};
