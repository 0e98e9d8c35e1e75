import { Hono } from 'hono';
import * as v from 'valibot';
import { EMPTY } from '../../log/chain.ts';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { ApiError } from '../../server/errors.ts';
import { asks, takes } from '../../server/validate.ts';
import { VERSION } from '../../server/version.ts';
import { PROTOCOL } from '../../sync/protocol.ts';
import { createCheckpoints } from '../ingest/checkpoints.ts';
import type { Tenants } from '../tenants.ts';
import type { Enrolment } from '../venues/enrolment.ts';

/** Bytes of one page of what is restored, and events or documents looked at for it. */
const PAGE_BYTES = 4 * 1024 * 1024;
const PAGE_EVENTS = 4_000;
const PAGE_DOCUMENTS = 200;

const enrolSchema = v.object({
  code: v.pipe(v.string(), v.maxLength(40)),
  natsKey: v.pipe(v.string(), v.regex(/^U[A-Z2-7]{55}$/u, 'must be the public nkey of a user')),
  signingKey: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]{43}$/u, 'must be the x of an Ed25519 JWK'),
  ),
  version: v.pipe(v.string(), v.maxLength(100)),
});

const head = v.object({ seq: v.number(), hash: v.string(), at: v.number() });

const venueSchema = v.object({
  name: v.string(),
  slug: v.string(),
  timezone: v.string(),
  currency: v.string(),
});

const enrolledSchema = v.object({
  venueId: v.string(),
  epoch: v.number(),
  venue: venueSchema,
  creds: v.string(),
  hub: v.object({ urls: v.array(v.string()), tlsCa: v.optional(v.string()) }),
  core: v.object({ url: v.string(), signingKey: v.string() }),
  restore: v.nullable(
    v.object({
      token: v.string(),
      head,
      counts: v.object({ events: v.number(), documents: v.number() }),
    }),
  ),
});

/** What a leaf is told of this core, beside its own credentials. */
export type Told = {
  readonly hub: { readonly urls: readonly string[]; readonly tlsCa?: string };
  readonly core: { readonly url: string; readonly signingKey: string };
};

const afterSeq = v.object({
  after: v.optional(v.pipe(v.string(), v.regex(/^\d{1,15}$/u), v.transform(Number)), '0'),
});
const afterDocument = v.object({
  after: v.optional(v.pipe(v.string(), v.regex(/^[a-z]+\/[A-Za-z0-9_-]{1,64}$/u))),
});

const documentSchema = v.object({
  protocol: v.number(),
  venueId: v.string(),
  epoch: v.number(),
  kind: v.string(),
  id: v.string(),
  rev: v.number(),
  doc: v.record(v.string(), v.unknown()),
});

/** As many as a page holds, the first one in any case. */
const fitting = <T extends { readonly body: string }>(all: readonly T[]): readonly T[] => {
  let bytes = 0;
  const over = all.findIndex(({ body }) => {
    bytes += Buffer.byteLength(body) + 1;
    return bytes > PAGE_BYTES;
  });
  return over < 0 ? all : all.slice(0, Math.max(1, over));
};

/** How a venue's leaf comes to this core, and gets back what it had. */
export const leafRoutes = ({
  enrolment,
  tenants,
  told,
}: {
  readonly enrolment: Enrolment;
  readonly tenants: Tenants;
  readonly told: () => Told;
}) => {
  const restoring = async (authorization: string | undefined) => {
    const token = authorization?.startsWith('Bearer ') ? authorization.slice(7) : null;
    const found = token === null ? null : await enrolment.restoring(token);
    if (found === null) throw new ApiError('UNAUTHENTICATED', 'This needs a restore token.');
    return found;
  };

  const checkpoints = createCheckpoints(tenants);

  return new Hono<Env>()
    .post(
      '/enrol/look',
      describes({
        summary: 'What a one-time code is for, and where the copy of that venue ends',
        tags: ['Leaves'],
        answers: { 200: v.object({ venue: venueSchema, head: v.nullable(head) }) },
      }),
      takes(v.pick(enrolSchema, ['code'])),
      async (c) => c.json(await enrolment.look(c.req.valid('json').code)),
    )
    .post(
      '/enrol',
      describes({
        summary: 'A leaf redeems its one-time code; the same leaf may repeat it',
        tags: ['Leaves'],
        answers: { 200: enrolledSchema },
      }),
      takes(enrolSchema),
      async (c) => c.json({ ...(await enrolment.enrol(c.req.valid('json'))), ...told() }),
    )
    .get(
      '/leaf/log',
      describes({
        summary:
          'The log behind a seq, as lines: a header as in batches with the head, then bodies',
        tags: ['Leaves'],
        answers: { 200: 'Text lines, at most 4 MB' },
      }),
      asks(afterSeq),
      async (c) => {
        const { venueId, epoch } = await restoring(c.req.header('authorization'));
        const log = await tenants.log(venueId);
        const { after } = c.req.valid('query');
        const whole = await log.head();
        const [before] = after === 0 ? [EMPTY] : await log.after(after - 1, 1);
        if (before === undefined) throw new ApiError('NOT_FOUND', 'The log does not go so far.');
        const page = fitting(await log.after(after, PAGE_EVENTS));
        const header = {
          ...{ protocol: PROTOCOL, venueId, epoch, firstSeq: after + 1, count: page.length },
          ...{ prevHash: before.hash, hash: page.at(-1)?.hash ?? before.hash, version: VERSION },
          head: whole,
        };
        return c.text([JSON.stringify(header), ...page.map(({ body }) => body)].join('\n'));
      },
    )
    .get(
      '/leaf/checkpoint',
      describes({
        summary: 'The newest checkpoint of the venue, countersigned; null where there is none',
        tags: ['Leaves'],
        answers: { 200: v.object({ note: v.nullable(v.string()) }) },
      }),
      async (c) => {
        const { venueId } = await restoring(c.req.header('authorization'));
        return c.json({ note: await checkpoints.newest(venueId) });
      },
    )
    .get(
      '/leaf/documents',
      describes({
        summary: 'Profiles, operators and media of the venue, by kind and id',
        tags: ['Leaves'],
        answers: {
          200: v.object({ items: v.array(documentSchema), nextCursor: v.nullable(v.string()) }),
        },
      }),
      asks(afterDocument),
      async (c) => {
        const { venueId } = await restoring(c.req.header('authorization'));
        const [kind = '', id = ''] = (c.req.valid('query').after ?? '').split('/');
        const rows = await tenants.within(venueId, (query) =>
          query(
            `select kind, id, epoch, rev, doc from documents
             where venue_id = $1 and doc is not null
               and (kind collate "C", id) > ($2 collate "C", $3)
             order by kind collate "C", id limit $4`,
            [venueId, kind, id, PAGE_DOCUMENTS],
          ),
        );
        const page = fitting(rows.map((row) => ({ row, body: String(row['doc']) })));
        const items = page.map(({ row }) => ({
          ...{ protocol: PROTOCOL, venueId, epoch: Number(row['epoch']) },
          ...{ kind: String(row['kind']), id: String(row['id']), rev: Number(row['rev']) },
          doc: v.parse(documentSchema.entries.doc, JSON.parse(String(row['doc']))),
        }));
        const isLast = items.length === rows.length && rows.length < PAGE_DOCUMENTS;
        const last = isLast ? undefined : items.at(-1);
        return c.json({ items, nextCursor: last === undefined ? null : `${last.kind}/${last.id}` });
      },
    );
};
