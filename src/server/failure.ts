import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { LogUnwell } from '../log/port.ts';
import type { Env } from './env.ts';
import { ApiError, errorBody, statusOf } from './errors.ts';

const UNWELL = 'This could not be stored: nothing of it holds, try again.';

/** Hears of bugs and of a sick disk: in which request. */
export type Hears = (error: unknown, about?: { readonly request: string }) => void;

/** What may be told of an error; `told` hears of those that are bugs or a sick disk. */
const tellable = (error: Error, told: (error: unknown) => void): ApiError => {
  if (error instanceof ApiError) return error;
  if (error instanceof HTTPException && error.status < 500) {
    return new ApiError(error.status === 404 ? 'NOT_FOUND' : 'MALFORMED', error.message);
  }
  told(error);
  if (error instanceof LogUnwell) return new ApiError('STORE_UNWELL', UNWELL, undefined, 1);
  return new ApiError('INTERNAL', 'Something went wrong inside Felt; it was noted.');
};

/**
 * The one place where what was thrown becomes an answer: a closed code, words, no inside knowledge. An
 * answer to what went wrong inside has the id under which the log says why (`X-Request-Id`).
 */
export const failure =
  (told: Hears) =>
  (error: Error, c: Context<Env>): Response => {
    const safe = tellable(error, (why) => {
      const request = randomBytes(6).toString('hex');
      c.header('x-request-id', request);
      told(why, { request });
    });
    if (safe.retryAfterS !== undefined) c.header('retry-after', String(safe.retryAfterS));
    if (safe.code === 'UNAUTHENTICATED') c.header('www-authenticate', 'Bearer');
    return c.json(errorBody(safe), statusOf(safe.code));
  };
