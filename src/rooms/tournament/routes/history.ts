import { Hono } from 'hono';
import * as v from 'valibot';
import { count } from '../../../kernel/parse.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import { asks, cursorOf, cursorValues } from '../../../server/shell.ts';
import { undoBody } from '../commands.ts';
import { actionsView } from '../views.ts';
import { actionItem } from './views.ts';
import { byId, floor, look, order, viewer } from './words.ts';

const tag = 'Undo and redo';

const listQuery = v.strictObject({
  limit: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number), count(200, 1)), '50'),
  cursor: v.optional(v.string()),
});

const eventOf = (cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : String(cursorValues(cursor, ['text'])[0]);

/** What was done, and taking it back. */
export const historyRoutes = (shell: Shell) =>
  new Hono<Env>()
    .get(
      '/tournaments/:id/actions',
      ...viewer({
        ...{
          summary: 'What was done, newest first, and what undoing it would do',
          tag,
          path: byId,
        },
        answer: '`{ items, nextCursor }`',
      }),
      asks(listQuery),
      async (c) => {
        const { limit, cursor } = c.req.valid('query');
        const before = eventOf(cursor);
        const items = await look(shell, c.req.valid('param').id, (state) =>
          actionsView(state, shell.now(), { before, limit }),
        );
        const last = items.length === limit ? items.at(-1)?.eventId : undefined;
        const nextCursor = last === undefined ? null : cursorOf([last]);
        return c.json({ items: items.map(actionItem), nextCursor });
      },
    )
    .post(
      '/tournaments/:id/undo',
      ...floor({ summary: 'Take an action back', tag, path: byId }, undoBody),
      async (c) => {
        const wish = c.req.valid('json');
        const [seed, now] = [shell.newSeed(), shell.now()];
        return c.json(await order(c, shell, { type: 'undo', ...wish, seed, now }));
      },
    )
    .post(
      '/tournaments/:id/redo',
      ...floor({ summary: 'Put an action back that was undone', tag, path: byId }, undoBody),
      async (c) => {
        const wish = c.req.valid('json');
        const [seed, now] = [shell.newSeed(), shell.now()];
        return c.json(await order(c, shell, { type: 'redo', ...wish, seed, now }));
      },
    );
