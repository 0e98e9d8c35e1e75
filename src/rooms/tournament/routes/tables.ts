import { Hono } from 'hono';
import * as v from 'valibot';
import { recorded } from '../../../kernel/envelope.ts';
import { proposeBalance } from '../../../poker/balance.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import {
  ApiError,
  describes,
  needs,
  outcome,
  param,
  takes,
  wordsFor,
} from '../../../server/shell.ts';
import { breakBody, drawBody, moveBody, tableBody, tablesBody } from '../commands.ts';
import { drawBreak } from '../decide/breaking.ts';
import type { TournamentEvent } from '../events.ts';
import { tournament } from '../room.ts';
import { tablesNow } from '../views.ts';
import { namesIn } from './players.ts';
import { tablesView } from './views.ts';
import { byId, byTable, done, floor, give, look, nothing, order, viewer } from './words.ts';

const tag = 'Tables';

const opened = ({ events }: Awaited<ReturnType<typeof give>>): readonly string[] =>
  events.flatMap(({ envelope }) => {
    const event = recorded<TournamentEvent>(tournament.upcast(envelope));
    return event.type === 'tables.opened' ? event.data.tables.map((t) => t.tableId) : [];
  });

/** Tables, seats and who moves where. */
export const tableRoutes = (shell: Shell) =>
  new Hono<Env>()
    .get(
      '/tournaments/:id/tables',
      ...viewer({
        ...{ summary: 'Open tables and who sits where', tag, path: byId },
        answer: '`{ items, nextCursor }`',
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const names = await namesIn(shell, id);
        const items = await look(shell, id, (state) => tablesView(state, names));
        return c.json({ items, nextCursor: null });
      },
    )
    .post(
      '/tournaments/:id/tables',
      needs('floor'),
      describes({
        summary: 'Open tables',
        tags: [tag],
        answers: { 201: v.object({ tableIds: v.array(v.string()), ...done.entries }) },
      }),
      param(byId),
      takes(tablesBody),
      async (c) => {
        const body = c.req.valid('json');
        const tableIds = Array.from({ length: body.tables }, shell.newId);
        const command = { type: 'openTables' as const, ...body, tableIds, now: shell.now() };
        const answer = await give(c, shell, command);
        return c.json({ tableIds: opened(answer), ...outcome(answer) }, 201);
      },
    )
    .put(
      '/tournaments/:id/tables/:tid',
      ...floor(
        { summary: 'Name, seats, blocked seats, button; or open it again', tag, path: byTable },
        tableBody,
      ),
      async (c) => {
        const [{ tid: tableId }, body] = [c.req.valid('param'), c.req.valid('json')];
        return c.json(
          await order(c, shell, { type: 'changeTable', tableId, ...body, now: shell.now() }),
        );
      },
    )
    .delete(
      '/tournaments/:id/tables/:tid',
      ...floor({ summary: 'Close an empty table', tag, path: byTable }, nothing),
      async (c) => {
        const { tid: tableId } = c.req.valid('param');
        return c.json(await order(c, shell, { type: 'closeTable', tableId, now: shell.now() }));
      },
    )
    .post(
      '/tournaments/:id/tables/suggest',
      ...viewer({
        ...{ summary: 'What would even the tables: who moves where, and why', tag, path: byId },
        answer: '`{ proposals }`; nothing is done',
      }),
      takes(nothing),
      async (c) => {
        const proposals = await look(shell, c.req.valid('param').id, (state) =>
          proposeBalance({ tables: tablesNow(state), ...state.config.seating }),
        );
        return c.json({ proposals });
      },
    )
    .post(
      '/tournaments/:id/tables/move',
      ...floor({ summary: 'Move players, all at once', tag, path: byId }, moveBody),
      async (c) => {
        const body = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'move', ...body, now: shell.now() }));
      },
    )
    .post(
      '/tournaments/:id/tables/draw',
      ...floor({ summary: 'Draw seats for all, or for those without', tag, path: byId }, drawBody),
      async (c) => {
        const body = c.req.valid('json');
        const [seed, now] = [shell.newSeed(), shell.now()];
        return c.json(await order(c, shell, { type: 'drawSeats', ...body, seed, now }));
      },
    )
    .post(
      '/tournaments/:id/tables/break/:tid',
      ...floor(
        { summary: 'Break a table: everybody to random seats elsewhere', tag, path: byTable },
        breakBody,
      ),
      async (c) => {
        const [{ tid: tableId }, body] = [c.req.valid('param'), c.req.valid('json')];
        const [seed, now] = [shell.newSeed(), shell.now()];
        return c.json(await order(c, shell, { type: 'breakTable', tableId, ...body, seed, now }));
      },
    )
    .post(
      '/tournaments/:id/tables/break/:tid/preview',
      ...viewer({
        ...{ summary: 'Draw where everybody would go, were the table broken', tag, path: byTable },
        answer:
          '`{ seed, order, cards, moves }`; nothing is done. `seed` and `moves` go into `drawn`',
      }),
      takes(nothing),
      async (c) => {
        const { id, tid: tableId } = c.req.valid('param');
        const seed = shell.newSeed();
        const drawn = await look(shell, id, (state) => drawBreak(state, { tableId, seed }));
        if ('refused' in drawn) throw new ApiError(drawn.refused, wordsFor(drawn.refused));
        const moves = drawn.moves.map(({ entryId, from, to }) => ({ entryId, from, to }));
        return c.json({ seed, order: drawn.order, cards: drawn.cards, moves });
      },
    );
