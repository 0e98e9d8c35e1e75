import type { Context, MiddlewareHandler } from 'hono';
import type { Now } from '../kernel/time.ts';
import { SECOND } from '../kernel/time.ts';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';
import { addressOf, networkOf } from './peer.ts';

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

/** What all who come from one address may ask, against what each of them may: a full room's phones. */
const ROOM = 10;

/** The cookies of a device, which anybody can make up: never without the address they come from. */
const cookiesOf = (c: Context<Env>): string => c.req.header('cookie')?.slice(0, 200) ?? '';

/** A sign-in that stands; null: nobody signed in. */
export type SessionOf = (c: Context<Env>) => string | null | Promise<string | null>;

const ofOperator: SessionOf = (c) => {
  const operator: Env['Variables']['operator'] | undefined = c.get('operator');
  return operator?.session ?? null;
};

/**
 * Slows down who asks too often: 429 TOO_MANY with Retry-After. Not for the clock, the blinds, or
 * any command of the floor, which has to go through on the busiest night.
 *
 * Counted by sign-in, for whoever has one; for the others by device within their address, which can
 * be a whole room's and so takes ten times as much. Nothing that a stranger makes up anew with each
 * request (a user agent, a cookie) brings more than that.
 */
export const limited = (
  now: () => Now,
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
  sessionOf: SessionOf = ofOperator,
): MiddlewareHandler<Env> => {
  const nowMs = () => now().bootMs;
  const each = createLimiter({ perSecond, burst, nowMs });
  const room = createLimiter({ perSecond: perSecond * ROOM, burst: burst * ROOM, nowMs });

  const waits = async (c: Context<Env>): Promise<number | null> => {
    // Who is gone by the time that a session was found has no address any more.
    const network = networkOf(addressOf(c) ?? '');
    const session = await sessionOf(c);
    if (session !== null) return each(`session ${session}`);
    return room(network) ?? each(`device ${network} ${cookiesOf(c)}`);
  };

  return async (c, next) => {
    const waitS = await waits(c);
    if (waitS !== null) {
      throw new ApiError('TOO_MANY', 'This is asked too often; try again.', undefined, waitS);
    }
    await next();
  };
};
