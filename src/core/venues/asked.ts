import { Hono } from 'hono';
import * as v from 'valibot';
import { count } from '../../kernel/parse.ts';
import type { Query } from '../../log/postgres.ts';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { needs } from '../../server/guard.ts';
import type { Shell } from '../../server/shell.ts';
import { asks } from '../../server/validate.ts';

type Within = <T>(work: (query: Query) => Promise<T>) => Promise<T>;
type Row = Readonly<Record<string, unknown>>;

/** A picture's content is large, and says nothing here. */
const ASKED = `select o.seq, o.id::text, o.kind, o.at, o.unknown_to,
    case when o.kind = 'media' then '' else o.body end as body,
    r.status, r.code, r."playerId", r."tournamentId", r.conflicts, r.ignored, r.side, r."decidedAt"
  from orders o left join requests r on r.venue_id = o.venue_id and r.id = o.id::text
  where o.venue_id = $1 and ($2::bigint is null or o.seq < $2::bigint)
  order by o.seq desc limit $3`;

const TOURNAMENTS = `select id, name from tournaments
  where venue_id = $1 and id = any($2::text[])`;

const WAITING = `select room, type, events, "firstSeq" from waiting where venue_id = $1
  order by events desc, room, type`;

const about = v.nullable(v.object({ id: v.string(), name: v.nullable(v.string()) }));

const askedLine = v.object({
  seq: v.number(),
  id: v.string(),
  kind: v.string(),
  at: v.string(),
  /** `sent` until the leaf's answer has come with its log, then what the leaf's own list says. */
  status: v.string(),
  /** Why it was refused. */
  code: v.nullable(v.string()),
  /** Of whom it is, and into what; a name is null where nobody here knows it (any more). */
  player: about,
  tournament: about,
  /** Names of the fields it would change, for as long as it is not answered. */
  fields: v.array(v.string()),
  conflicts: v.array(v.string()),
  ignored: v.array(v.string()),
  /** Which side of a conflict stands. */
  side: v.nullable(v.string()),
  /** The version of the leaf that did not understand it. */
  unknownTo: v.nullable(v.string()),
  decidedAt: v.nullable(v.string()),
});
export type AskedLine = v.InferOutput<typeof askedLine>;

const askedSchema = v.object({ items: v.array(askedLine), nextCursor: v.nullable(v.string()) });
export type Asked = v.InferOutput<typeof askedSchema>;

const waitingLine = v.object({
  room: v.string(),
  type: v.string(),
  events: v.number(),
  firstSeq: v.number(),
});
export type WaitingLine = v.InferOutput<typeof waitingLine>;

const fields = v.optional(v.record(v.string(), v.unknown()), {});
/** What of an order's body is told on: whom it is about, and which fields it names. */
const Body = v.object({
  playerId: v.optional(v.string()),
  tournamentId: v.optional(v.string()),
  ...{ fields, changes: fields, profile: fields },
});
type Body = v.InferOutput<typeof Body>;

const EMPTY: Body = { fields: {}, changes: {}, profile: {} };
const bodyOf = (row: Row): Body => {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Body), row['body']);
  return read.success ? read.output : EMPTY;
};

/** Of somebody whom the venue does not know before it takes the registration. */
const ownName = ({ profile }: Body): string | null => {
  const said = [profile['firstName'], profile['lastName']].filter(Boolean).join(' ');
  return said || String(profile['nickname'] ?? '') || null;
};

const orNull = (value: unknown): string | null => (value == null ? null : String(value));
const listIn = (value: unknown): string[] => (typeof value === 'string' ? JSON.parse(value) : []);
const isoOrNull = (ms: unknown): string | null =>
  ms == null ? null : new Date(Number(ms)).toISOString();

type Read = { readonly row: Row; readonly body: Body } & {
  readonly playerId: string | null;
  readonly tournamentId: string | null;
};
type Names = { readonly [id: string]: string };

const readOf = (row: Row): Read => {
  const body = bodyOf(row);
  return {
    ...{ row, body },
    playerId: orNull(row['playerId']) ?? body.playerId ?? null,
    tournamentId: orNull(row['tournamentId']) ?? body.tournamentId ?? null,
  };
};

const named = (id: string | null, names: Names, other: string | null = null) =>
  id === null ? null : { id, name: names[id] ?? other };

const lineOf = (
  { row, body, playerId, tournamentId }: Read,
  people: Names,
  tournaments: Names,
): AskedLine => ({
  ...{ seq: Number(row['seq']), id: String(row['id']), kind: String(row['kind']) },
  ...{ at: new Date(Number(row['at'])).toISOString(), status: orNull(row['status']) ?? 'sent' },
  ...{ code: orNull(row['code']), side: orNull(row['side']) },
  player: named(playerId, people, ownName(body)),
  tournament: named(tournamentId, tournaments),
  fields: Object.keys({ ...body.fields, ...body.changes }),
  ...{ conflicts: listIn(row['conflicts']), ignored: listIn(row['ignored']) },
  ...{ unknownTo: orNull(row['unknown_to']), decidedAt: isoOrNull(row['decidedAt']) },
});

const idsIn = (ids: readonly (string | null)[]): readonly string[] => [
  ...new Set(ids.filter((id) => id !== null)),
];

const pageQuery = v.object({
  before: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number), count())),
  limit: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number), count(200, 1)), '50'),
});

/** What the core asked of a venue's leaf, and what of that leaf this core cannot follow yet. */
export const askedRoutes = (
  { names }: Pick<Shell, 'names'>,
  { within, venueId }: { readonly within: Within; readonly venueId: string },
) =>
  new Hono<Env>()
    .get(
      '/asked',
      needs('floor'),
      describes({
        summary: 'What was asked of the leaf, newest first, with the names of whom it is about',
        description: 'The next page is asked for by `before`.',
        tags: ['Venues'],
        answers: { 200: askedSchema },
      }),
      asks(pageQuery),
      async (c) => {
        const { before = null, limit } = c.req.valid('query');
        const all = (await within((query) => query(ASKED, [venueId, before, limit]))).map(readOf);
        const tournamentIds = idsIn(all.map(({ tournamentId }) => tournamentId));
        const [people, rows] = await Promise.all([
          names.of(idsIn(all.map(({ playerId }) => playerId))),
          within((query) => query(TOURNAMENTS, [venueId, tournamentIds])),
        ]);
        const played = Object.fromEntries(rows.map(({ id, name }) => [String(id), String(name)]));
        const last = all.length < limit ? undefined : all.at(-1);
        const answer: Asked = {
          items: all.map((one) => lineOf(one, people, played)),
          nextCursor: last === undefined ? null : String(last.row['seq']),
        };
        return c.json(answer);
      },
    )
    .get(
      '/waiting',
      needs('floor'),
      describes({
        summary: 'Events that are kept and that this core cannot follow before an upgrade',
        tags: ['Venues'],
        answers: { 200: v.object({ items: v.array(waitingLine) }) },
      }),
      async (c) => {
        const rows = await within((query) => query(WAITING, [venueId]));
        const items = rows.map((row) => ({
          ...{ room: String(row['room']), type: String(row['type']) },
          ...{ events: Number(row['events']), firstSeq: Number(row['firstSeq']) },
        }));
        return c.json({ items });
      },
    );
