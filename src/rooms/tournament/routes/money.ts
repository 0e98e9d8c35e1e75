import { Hono } from 'hono';
import * as v from 'valibot';
import { streamOf } from '../../../kernel/envelope.ts';
import { count, id, text } from '../../../kernel/parse.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import { ApiError, asks, cursorValues, outcome, pageOf, perform } from '../../../server/shell.ts';
import { dealBody, grantBody, METHODS, payoutsBody } from '../commands.ts';
import { payoutsView, poolParts, poolView } from '../views.ts';
import { transactionItem } from './views.ts';
import { byId, floor, look, order, viewer } from './words.ts';

const tag = 'Money';

const listQuery = v.strictObject({
  method: v.optional(v.picklist(METHODS)),
  operator: v.optional(id),
  playerId: v.optional(id),
  type: v.optional(text(40)),
  limit: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number), count(500, 1)), '100'),
  cursor: v.optional(v.string()),
});

const voidBody = v.strictObject({ reason: text(200, 1) });

const columns = ({ method: by, operator, playerId, type }: v.InferOutput<typeof listQuery>) => ({
  ...(by === undefined ? {} : { method: by }),
  ...(operator === undefined ? {} : { operator }),
  ...(playerId === undefined ? {} : { playerId }),
  ...(type === undefined ? {} : { type }),
});

/** The tournament of a transaction, or 404. */
const tournamentOf = async (shell: Shell, transactionId: string): Promise<string> => {
  const where = { id: transactionId };
  const [row] = await shell.log.select({ table: 'transactions', where, limit: 1 });
  if (row === undefined) throw new ApiError('NOT_FOUND', 'There is no such transaction.');
  return String(row['tournamentId']);
};

/** The pool, its payouts, and every time that money changed hands. */
export const moneyRoutes = (shell: Shell) =>
  new Hono<Env>()
    .get(
      '/tournaments/:id/prizepool',
      ...viewer({
        ...{ summary: 'How the prize pool comes about', tag, path: byId },
        answer: 'Lines that add up to the pool, `parts` behind the first of them; minor units',
      }),
      async (c) =>
        c.json(
          await look(shell, c.req.valid('param').id, (state) => ({
            ...poolView(state),
            parts: poolParts(state),
          })),
        ),
    )
    .get(
      '/tournaments/:id/payouts',
      ...viewer({
        ...{ summary: 'Places with prizes', tag, path: byId },
        answer: '`{ pool, places: [{ from, to, each }], provisional, … }`; minor units',
      }),
      async (c) => c.json(await look(shell, c.req.valid('param').id, payoutsView)),
    )
    .put(
      '/tournaments/:id/payouts',
      ...floor(
        { summary: 'Another payout table; once locked, with a reason', tag, path: byId },
        payoutsBody,
      ),
      async (c) => {
        const body = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'changePayouts', ...body, now: shell.now() }));
      },
    )
    .post(
      '/tournaments/:id/deal',
      ...floor({ summary: 'Record a deal', tag, path: byId }, dealBody),
      async (c) => {
        const body = c.req.valid('json');
        return c.json(await order(c, shell, { type: 'deal', ...body, now: shell.now() }));
      },
    )
    .post(
      '/tournaments/:id/prizes',
      ...floor(
        { summary: 'A prize off the pool, to a named player or a drawn one', tag, path: byId },
        grantBody,
      ),
      async (c) => {
        const body = c.req.valid('json');
        const [seed, now] = [shell.newSeed(), shell.now()];
        return c.json(await order(c, shell, { type: 'grantPrize', ...body, seed, now }));
      },
    )
    .get(
      '/tournaments/:id/transactions',
      ...viewer({
        ...{ summary: 'Every time that money changed hands, newest first', tag, path: byId },
        answer: '`{ items, nextCursor, totals: [{ method, amount }] }`; void ones stay, marked',
      }),
      asks(listQuery),
      async (c) => {
        const [{ id: tournamentId }, wish] = [c.req.valid('param'), c.req.valid('query')];
        await look(shell, tournamentId, () => null);
        const where = { tournamentId, ...columns(wish) };
        const { limit, cursor } = wish;
        const rows = await shell.log.select({
          ...{ table: 'transactions', where, order: [{ column: 'version', down: true }] },
          ...(cursor === undefined ? {} : { after: cursorValues(cursor, ['integer', 'text']) }),
          limit: limit + 1,
        });
        const totals = await Promise.all(
          METHODS.filter((by) => wish.method === undefined || by === wish.method).map(
            async (by) => ({
              method: by,
              amount: await shell.log.sum('transactions', 'amount', {
                ...{ ...where, method: by, voidedBy: null },
              }),
            }),
          ),
        );
        const keys = (row: (typeof rows)[number]) => [row['version'] ?? 0, row['id'] ?? ''];
        return c.json({ ...pageOf(rows, limit, keys, transactionItem), totals });
      },
    )
    .post(
      '/transactions/:id/void',
      ...floor({ summary: 'Void a transaction, with a reason', tag, path: byId }, voidBody),
      async (c) => {
        const [{ id: eventId }, { reason }] = [c.req.valid('param'), c.req.valid('json')];
        const stream = streamOf('tournament', await tournamentOf(shell, eventId));
        const [seed, now] = [shell.newSeed(), shell.now()];
        const command = { type: 'undo' as const, eventId, reason, seed, now };
        return c.json(outcome(await perform(c, shell, { stream, command })));
      },
    );
