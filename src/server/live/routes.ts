import { Hono } from 'hono';
import * as v from 'valibot';
import { id } from '../../kernel/parse.ts';
import type { Live } from '../live.ts';
import type { Env } from '../shell.ts';
import { ApiError, describes, param } from '../shell.ts';

/** Server-sent events for players, where a WebSocket cannot be had. */
export const liveRoutes = (live: Pick<Live, 'stream'>) =>
  new Hono<Env>().get(
    '/tournaments/:id/live',
    describes({
      summary: 'The clock as server-sent events: the messages of /ws/tournament/{id}',
      tags: ['Live'],
      answers: {
        200: 'text/event-stream; each `data:` is one JSON message; the event `gone` ends it',
      },
    }),
    param(v.object({ id })),
    async (c) => {
      const response = await live.stream(c.req.raw, c.req.valid('param').id);
      if (response === null) throw new ApiError('NOT_FOUND', 'There is no such tournament.');
      return response;
    },
  );
