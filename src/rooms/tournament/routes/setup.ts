import { Hono } from 'hono';
import * as v from 'valibot';
import { idOf, streamOf } from '../../../kernel/envelope.ts';
import { count } from '../../../kernel/parse.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import {
  asks,
  cursorValues,
  describes,
  needs,
  outcome,
  pageOf,
  param,
  performAll,
  takes,
} from '../../../server/shell.ts';
import { configureBody, correctLevelBody, createBody, structureBody } from '../commands.ts';
import { creationOf, templatesOf } from './creation.ts';
import { listItem, tournamentView } from './views.ts';
import { byId, done, floor, look, order, viewer } from './words.ts';

const tag = 'Tournaments';

const listQuery = v.strictObject({
  status: v.optional(v.picklist(['setup', 'running', 'ended'])),
  limit: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number), count(200, 1)), '50'),
  cursor: v.optional(v.string()),
});

/** Making a tournament, finding it, and changing what it is. */
export const setupRoutes = (shell: Shell) =>
  new Hono<Env>()
    .get(
      '/templates',
      needs('viewer'),
      describes({
        summary: 'Structures that come with Felt, then those of the house',
        tags: [tag],
        answers: { 200: 'Each with its levels, chips and starting stack; `own`: the house’s' },
      }),
      async (c) => c.json({ items: await templatesOf(shell), nextCursor: null }),
    )
    .post(
      '/tournaments',
      needs('floor'),
      describes({
        summary:
          'Make a tournament from a template, from another tournament, or from levels and buy-ins',
        tags: [tag],
        answers: { 201: v.object({ id: v.string(), ...done.entries }) },
      }),
      takes(createBody),
      async (c) => {
        const { config, levels, tables } = await creationOf(shell, c.req.valid('json'));
        const stream = streamOf('tournament', shell.newId());
        const made = { type: 'create' as const, config, levels, now: shell.now() };
        const orders = [made, ...tables].map((command) => ({ stream, command }));
        const { events, ...answer } = await performAll(c, shell, orders);
        const last = events.at(-1)?.envelope;
        const version = last?.version ?? 0;
        const id = idOf(last?.stream ?? stream);
        return c.json({ id, ...outcome({ ...answer, events, version }) }, 201);
      },
    )
    .get(
      '/tournaments',
      needs('viewer'),
      describes({
        summary: 'All tournaments, newest first',
        tags: [tag],
        answers: { 200: '`{ items, nextCursor }`' },
      }),
      asks(listQuery),
      async (c) => {
        const { status, limit, cursor } = c.req.valid('query');
        const rows = await shell.log.select({
          table: 'tournaments',
          order: [{ column: 'createdAt', down: true }],
          limit: limit + 1,
          ...(status === undefined ? {} : { where: { status } }),
          ...(cursor === undefined ? {} : { after: cursorValues(cursor, ['integer', 'text']) }),
        });
        return c.json(
          pageOf(rows, limit, (row) => [row['createdAt'] ?? 0, row['id'] ?? ''], listItem),
        );
      },
    )
    .get(
      '/tournaments/:id',
      ...viewer({
        ...{ summary: 'Everything about one tournament', tag, path: byId },
        answer: 'Settings, levels, clock, blinds and counts; its version is the ETag',
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const view = await look(shell, id, (state) => tournamentView(id, state, shell.now()));
        c.header('etag', `"${view.version}"`);
        return c.json(view);
      },
    )
    .put(
      '/tournaments/:id',
      ...floor({ summary: 'Change settings or the levels ahead', tag, path: byId }, configureBody),
      async (c) => {
        const changes = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'configure', ...changes, now: shell.now() }));
      },
    )
    .delete(
      '/tournaments/:id',
      needs('floor'),
      describes({
        summary: 'Take back a tournament that nobody entered yet',
        tags: [tag],
        answers: { 200: done },
      }),
      param(byId),
      async (c) => c.json(await order(c, shell, { type: 'discard', now: shell.now() })),
    )
    .put(
      '/tournaments/:id/structure',
      ...floor(
        { summary: 'New levels from an index on that lies ahead', tag, path: byId },
        structureBody,
      ),
      async (c) => {
        const changes = c.req.valid('json');
        return c.json(
          await order(c, shell, { type: 'changeStructure', ...changes, now: shell.now() }),
        );
      },
    )
    .put(
      '/tournaments/:id/level',
      ...floor(
        { summary: 'Correct the level being played, with a reason', tag, path: byId },
        correctLevelBody,
      ),
      async (c) => {
        const correction = c.req.valid('json');
        return c.json(
          await order(c, shell, { type: 'correctLevel', ...correction, now: shell.now() }),
        );
      },
    );
