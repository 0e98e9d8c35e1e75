import { Hono } from 'hono';
import * as v from 'valibot';
import { id } from '../kernel/parse.ts';
import type { Log } from '../log/port.ts';
import { describes } from './describe.ts';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';
import { param } from './validate.ts';

/** Another picture has another id, so one that was fetched may be kept for ever. */
const KEPT = 'public, max-age=31536000, immutable';

/** Stored pictures, for everybody: they stand on screens and on the sign-in page. */
export const mediaRoutes = ({ log }: { readonly log: Pick<Log, 'select'> }) =>
  new Hono<Env>().get(
    '/media/:id',
    describes({
      summary: 'A stored picture, such as the logo of the venue',
      tags: ['Venue'],
      answers: { 200: 'Its bytes', 404: 'There is none' },
    }),
    param(v.object({ id })),
    async (c) => {
      const where = { id: c.req.valid('param').id };
      const [row] = await log.select({ table: 'media', where, limit: 1 });
      if (row === undefined) throw new ApiError('NOT_FOUND', 'There is no such picture.');
      const bytes = Uint8Array.from(Buffer.from(String(row['content']), 'base64'));
      return c.body(bytes, 200, { 'content-type': String(row['type']), 'cache-control': KEPT });
    },
  );
