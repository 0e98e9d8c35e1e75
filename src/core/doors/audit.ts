import { Hono } from 'hono';
import * as v from 'valibot';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { cursorValues, pageOf } from '../../server/page.ts';
import { asks } from '../../server/validate.ts';
import type { Auth } from '../auth/auth.ts';
import type { Platform } from '../db/open.ts';

const uuid = v.pipe(v.string(), v.uuid());

const query = v.object({
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200))),
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,3}$/u), v.transform(Number), v.minValue(1), v.maxValue(200)),
    '50',
  ),
  venueId: v.optional(uuid),
  userId: v.optional(uuid),
});

const lineSchema = v.object({
  id: v.string(),
  at: v.string(),
  action: v.string(),
  why: v.nullable(v.string()),
  details: v.nullable(v.string()),
  /** Null: whoever runs the machine. */
  user: v.nullable(v.object({ id: v.string(), name: v.string() })),
  venue: v.nullable(v.object({ id: v.string(), name: v.string() })),
});
export type AuditLine = v.InferOutput<typeof lineSchema>;

type Row = {
  readonly id: string;
  readonly at: number;
  readonly action: string;
  readonly why: string | null;
  readonly details: string | null;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly venueId: string | null;
  readonly venueName: string | null;
};

const named = (id: string | null, name: string | null) =>
  id === null ? null : { id, name: name ?? '' };

const lineOf = ({ id, at, action, why, details, ...row }: Row): AuditLine => ({
  ...{ id, at: new Date(at).toISOString(), action, why, details },
  user: named(row.userId, row.userName),
  venue: named(row.venueId, row.venueName),
});

/** Who looked into which venue, why and when, and every change of who may: newest first. */
export const auditRoutes = ({
  auth,
  platform,
}: {
  readonly auth: Auth;
  readonly platform: Platform;
}) =>
  new Hono<Env>().get(
    '/audit',
    describes({
      summary: 'Who looked where and changed what: newest first',
      tags: ['Audit'],
      answers: {
        200: v.object({ items: v.array(lineSchema), nextCursor: v.nullable(v.string()) }),
      },
    }),
    asks(query),
    async (c) => {
      await auth.platformAdmin(c);
      const { cursor, limit, venueId, userId } = c.req.valid('query');
      const [at, id] =
        cursor === undefined ? [null, null] : cursorValues(cursor, ['integer', 'text']);
      const rows = await platform<Row[]>`
        select a.id, a.at, a.action, a.why, a.details, a.user_id, u.name as user_name,
          a.venue_id, v.name as venue_name
        from audit a left join users u on u.id = a.user_id left join venues v on v.id = a.venue_id
        where (${venueId ?? null}::uuid is null or a.venue_id = ${venueId ?? null}::uuid)
          and (${userId ?? null}::uuid is null or a.user_id = ${userId ?? null}::uuid)
          and (${at ?? null}::bigint is null
            or (a.at, a.id) < (${at ?? null}::bigint, ${id ?? null}::uuid))
        order by a.at desc, a.id desc limit ${limit + 1}`;
      return c.json(pageOf(rows, limit, (row) => [row.at, row.id], lineOf));
    },
  );
