import { Hono } from 'hono';
import * as v from 'valibot';
import { idOf, streamOf } from '../../../kernel/envelope.ts';
import { count } from '../../../kernel/parse.ts';
import { TEMPLATES, templateOf } from '../../../poker/templates.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import {
  ApiError,
  asks,
  cursorValues,
  describes,
  needs,
  outcome,
  pageOf,
  perform,
  takes,
} from '../../../server/shell.ts';
import type { Config } from '../commands.ts';
import { configureBody, correctLevelBody, createBody, structureBody } from '../commands.ts';
import { listItem, tournamentView } from './views.ts';
import { byId, done, floor, look, order, viewer } from './words.ts';

const tag = 'Tournaments';

const listQuery = v.strictObject({
  status: v.optional(v.picklist(['setup', 'running', 'ended'])),
  limit: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number), count(200, 1)), '50'),
  cursor: v.optional(v.string()),
});

const missing = (path: string, message: string) =>
  new ApiError('INVALID', 'A tournament needs a template, or levels and a buy-in of its own.', {
    issues: [{ path, message }],
  });

/** What a template leaves to say is its price: free, until a buy-in is configured. */
const seatFor = (chips: number): Config['buyIns'][number] => ({
  ...{ id: 'buyin', name: 'Buy-in', enabled: true, price: 0, rakes: [], chips },
  ...{ points: 0, bounty: 0, mayChange: false },
});

/** Levels, chips and a buy-in: the request's own, or else the template's. */
const brought = (
  { template, levels, ...given }: v.InferOutput<typeof createBody>,
  venueCurrency: string | undefined,
) => {
  const base = template === undefined ? undefined : templateOf(template);
  const structure = levels ?? base?.levels;
  if (structure === undefined) throw missing('levels', 'is missing, and so is template');
  const buyIns =
    given.buyIns.length > 0 || base === undefined ? given.buyIns : [seatFor(base.startingStack)];
  if (buyIns.length === 0) throw missing('buyIns', 'is missing, and so is template');
  const chips = given.chips.length > 0 ? given.chips : [...(base?.chips ?? [])];
  const currency = given.currency ?? venueCurrency;
  if (currency === undefined) throw missing('currency', 'is missing, and the venue names none');
  const config = { ...given, currency, buyIns, chips } satisfies Config;
  return { config, levels: [...structure] };
};

/** Making a tournament, finding it, and changing what it is. */
export const setupRoutes = (shell: Shell) =>
  new Hono<Env>()
    .get(
      '/templates',
      needs('viewer'),
      describes({
        summary: 'Structures that come with Felt',
        tags: [tag],
        answers: { 200: 'Each with its levels, chips and starting stack' },
      }),
      (c) => c.json({ items: TEMPLATES, nextCursor: null }),
    )
    .post(
      '/tournaments',
      needs('floor'),
      describes({
        summary: 'Make a tournament from a template, or from levels and buy-ins',
        tags: [tag],
        answers: { 201: v.object({ id: v.string(), ...done.entries }) },
      }),
      takes(createBody),
      async (c) => {
        const wish = brought(c.req.valid('json'), shell.auth.venue()?.currency);
        const made = { type: 'create' as const, ...wish, now: shell.now() };
        const stream = streamOf('tournament', shell.newId());
        const answer = await perform(c, shell, { stream, command: made });
        const id = idOf(answer.events[0]?.envelope.stream ?? stream);
        return c.json({ id, ...outcome(answer) }, 201);
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
