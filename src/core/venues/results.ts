import { Hono } from 'hono';
import * as v from 'valibot';
import { id } from '../../kernel/parse.ts';
import { DAY } from '../../kernel/time.ts';
import type { Query } from '../../log/postgres.ts';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { needs } from '../../server/guard.ts';
import { cursorOf, cursorValues } from '../../server/page.ts';
import type { Shell } from '../../server/shell.ts';
import { asks, param } from '../../server/validate.ts';

type Within = <T>(work: (query: Query) => Promise<T>) => Promise<T>;
type Row = Readonly<Record<string, unknown>>;

const PAGE = 50;

const RESULTS = `select r.*, t.name, t.currency, t.entries
  from results r join tournaments t on t.venue_id = $1 and t.id = r."tournamentId"
  where r.venue_id = $1 and r."playerId" = any($2::text[])
    and (r."endedAt", r."entryId") < ($3::bigint, $4::text collate "C")
  order by r."endedAt" desc, r."entryId" collate "C" desc limit ${PAGE + 1}`;

/** What came of all of somebody's tournaments, each currency by itself. */
const SUMS = `select t.currency, count(*) as results, count(*) filter (where r.prize > 0) as cashes,
    sum(r.prize) as prizes, sum(r.bounties) as bounties, sum(r.price) as spent
  from results r join tournaments t on t.venue_id = $1 and t.id = r."tournamentId"
  where r.venue_id = $1 and r."playerId" = any($2::text[])
  group by t.currency order by 2 desc, 1`;

const METHODS = `select t.currency, x.method, sum(x.amount) as amount, count(*) as times
  from transactions x join tournaments t on t.venue_id = $1 and t.id = x."tournamentId"
  where x.venue_id = $1 and x."voidedBy" is null and x.method <> '' and x.at >= $2::bigint
  group by t.currency, x.method order by t.currency, 3 desc`;

const POOLS = `select currency, count(*) as tournaments, sum(entries) as entries,
    sum("prizePool") as pools
  from tournaments
  where venue_id = $1 and coalesce("startedAt", 0) >= $2::bigint and "startedAt" is not null
  group by currency order by 2 desc, 1`;

const OPEN = `select count(*) filter (where status = 'waiting') as waiting,
    count(*) filter (where status = 'conflicted') as conflicted
  from requests where venue_id = $1 and status in ('waiting', 'conflicted')`;

const resultLine = v.object({
  tournamentId: v.string(),
  name: v.string(),
  currency: v.string(),
  entries: v.number(),
  endedAt: v.string(),
  rank: v.number(),
  /** How many share the place. */
  ties: v.number(),
  prize: v.number(),
  bounties: v.number(),
  price: v.number(),
  rebuys: v.number(),
  addOns: v.number(),
  points: v.number(),
});
export type ResultLine = v.InferOutput<typeof resultLine>;

const sumLine = v.object({
  currency: v.string(),
  results: v.number(),
  cashes: v.number(),
  prizes: v.number(),
  bounties: v.number(),
  spent: v.number(),
});

const resultsSchema = v.object({
  items: v.array(resultLine),
  nextCursor: v.nullable(v.string()),
  totals: v.array(sumLine),
});
export type Results = v.InferOutput<typeof resultsSchema>;

const moneySchema = v.object({
  /** Handed over by players less what was handed to them, void ones left out; minor units. */
  methods: v.array(
    v.object({
      currency: v.string(),
      method: v.string(),
      amount: v.number(),
      times: v.number(),
    }),
  ),
  pools: v.array(
    v.object({
      currency: v.string(),
      tournaments: v.number(),
      entries: v.number(),
      pools: v.number(),
    }),
  ),
});
export type MoneyTotals = v.InferOutput<typeof moneySchema>;

const openSchema = v.object({ waiting: v.number(), conflicted: v.number() });
export type OpenRequests = v.InferOutput<typeof openSchema>;

/** The driver gives whole numbers as text. */
const numbers = <K extends string>(
  row: Row,
  ...names: readonly K[]
): { readonly [N in K]: number } =>
  Object.fromEntries(names.map((name) => [name, Number(row[name])])) as {
    readonly [N in K]: number;
  };
const text = (row: Row, name: string): string => String(row[name] ?? '');

const lineOf = (row: Row): ResultLine => ({
  tournamentId: text(row, 'tournamentId'),
  name: text(row, 'name'),
  currency: text(row, 'currency'),
  endedAt: new Date(Number(row['endedAt'])).toISOString(),
  ...numbers(row, 'entries', 'rank', 'ties', 'prize', 'bounties'),
  ...numbers(row, 'price', 'rebuys', 'addOns', 'points'),
});

const byId = param(v.object({ id }));
const pageQuery = asks(v.object({ cursor: v.optional(v.string()) }));
const daysQuery = asks(
  v.object({
    days: v.optional(v.pipe(v.string(), v.regex(/^\d{1,4}$/u), v.transform(Number), v.minValue(1))),
  }),
);

/** What came of a venue's tournaments across all of them; the leaf has no such lists. */
export const resultRoutes = (
  { players, now }: Pick<Shell, 'players' | 'now'>,
  { within, venueId }: { readonly within: Within; readonly venueId: string },
) =>
  new Hono<Env>()
    .get(
      '/players/:id/results',
      needs('floor'),
      describes({
        summary: 'Tournaments that a player finished, newest first, and their sums',
        tags: ['Venues'],
        answers: { 200: resultsSchema },
      }),
      byId,
      pageQuery,
      async (c) => {
        const { cursor } = c.req.valid('query');
        const [at = Number.MAX_SAFE_INTEGER, entry = ''] =
          cursor === undefined ? [] : cursorValues(cursor, ['integer', 'text']);
        const ids = await players.ids(c.req.valid('param').id);
        const [rows, sums] = await within((query) =>
          Promise.all([query(RESULTS, [venueId, ids, at, entry]), query(SUMS, [venueId, ids])]),
        );
        const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
        const answer: Results = {
          items: rows.slice(0, PAGE).map(lineOf),
          nextCursor: last ? cursorOf([Number(last['endedAt']), text(last, 'entryId')]) : null,
          totals: sums.map((row) => ({
            currency: text(row, 'currency'),
            ...numbers(row, 'results', 'cashes', 'prizes', 'bounties', 'spent'),
          })),
        };
        return c.json(answer);
      },
    )
    .get(
      '/money',
      needs('floor'),
      describes({
        summary: 'What changed hands in the tournaments, by method, and their pools',
        description: '`days`: only of the last so many; without it all that there is.',
        tags: ['Venues'],
        answers: { 200: moneySchema },
      }),
      daysQuery,
      async (c) => {
        const { days } = c.req.valid('query');
        const since = days === undefined ? 0 : now().wallMs - days * DAY;
        const [methods, pools] = await within((query) =>
          Promise.all([query(METHODS, [venueId, since]), query(POOLS, [venueId, since])]),
        );
        const answer: MoneyTotals = {
          methods: methods.map((row) => ({
            ...{ currency: text(row, 'currency'), method: text(row, 'method') },
            ...numbers(row, 'amount', 'times'),
          })),
          pools: pools.map((row) => ({
            currency: text(row, 'currency'),
            ...numbers(row, 'tournaments', 'entries', 'pools'),
          })),
        };
        return c.json(answer);
      },
    )
    .get(
      '/requests/open',
      needs('floor'),
      describes({
        summary: 'How much of what the core asked for nobody there has decided yet',
        tags: ['Venues'],
        answers: { 200: openSchema },
      }),
      async (c) => {
        const [row = {}] = await within((query) => query(OPEN, [venueId]));
        return c.json(numbers(row, 'waiting', 'conflicted'));
      },
    );
