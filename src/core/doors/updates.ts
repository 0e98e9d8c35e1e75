import { stat } from 'node:fs/promises';
import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { ApiError } from '../../server/errors.ts';
import { PRODUCTS, RELEASE_TARGETS } from '../../server/release/manifest.ts';
import { asks, param } from '../../server/validate.ts';
import type { Releases } from '../releases.ts';

const tags = ['Updates'];

const forWhom = param(
  v.object({ product: v.picklist(PRODUCTS), target: v.picklist(RELEASE_TARGETS) }),
);
const fileName = param(v.object({ name: v.pipe(v.string(), v.regex(/^[a-z][\w.+-]{1,199}$/u)) }));

const asking = v.object({
  channel: v.optional(v.pipe(v.string(), v.regex(/^[a-z]{1,20}$/u)), 'stable'),
  /** Whose leaf asks; what is rolled out step by step goes to some venues first. */
  venue: v.optional(v.pipe(v.string(), v.uuid())),
  /** The build that runs there. */
  sequence: v.pipe(v.string(), v.regex(/^\d{1,9}$/u), v.transform(Number)),
});

const place = v.object({ url: v.string(), size: v.number() });
const offerSchema = v.object({
  sequence: v.number(),
  version: v.string(),
  notes: v.nullable(v.string()),
  /** Of the whole file, below the address of this core. */
  ...place.entries,
  /** Of when the list of signing keys is that the file carries, ms. */
  keysIssued: v.number(),
  /** Only what changed since the build that asks. */
  delta: v.optional(place),
});
export type Offer = v.InferOutput<typeof offerSchema>;

type Range = { readonly from: number; readonly to: number };

/** One range of a Range header, both ends included; null: all is wanted. @throws ApiError RANGE (416). */
const rangeOf = (header: string | undefined, size: number): Range | null => {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/u.exec(header ?? '') ?? [];
  // Several ranges, or other units: who does not know them sends everything.
  if (from === '' && to === '') return null;
  const last = size - 1;
  const range =
    from === ''
      ? { from: Math.max(0, size - Number(to)), to: last }
      : { from: Number(from), to: to === '' ? last : Math.min(last, Number(to)) };
  if (range.from <= range.to) return range;
  throw new ApiError('RANGE', `There are ${size} bytes.`, { size });
};

const sent = async (c: Context<Env>, path: string): Promise<Response> => {
  const { size, mtimeMs } = await stat(path);
  const etag = `"${size}-${Math.round(mtimeMs)}"`;
  const fixed = { 'accept-ranges': 'bytes', etag, 'content-type': 'application/octet-stream' };
  const isSame = [undefined, etag].includes(c.req.header('if-range'));
  const range = isSame ? rangeOf(c.req.header('range'), size) : null;
  if (range === null) return new Response(Bun.file(path), { headers: fixed });
  const { from, to } = range;
  return new Response(Bun.file(path).slice(from, to + 1), {
    status: 206,
    headers: { ...fixed, 'content-range': `bytes ${from}-${to}/${size}` },
  });
};

/** What leaves ask about newer releases, signed in or not: what they get proves itself. */
export const updateRoutes = ({ releases }: { readonly releases: Releases }) =>
  new Hono<Env>()
    .get(
      '/updates/files/:name',
      describes({
        summary: 'A release or a delta; Range is understood',
        tags,
        answers: { 200: 'The file', 206: 'Part of it', 416: 'It is not so long' },
      }),
      fileName,
      async (c) => {
        const path = await releases.fileOf(c.req.valid('param').name);
        if (path === null) throw new ApiError('NOT_FOUND', 'There is no such file.');
        return sent(c, path);
      },
    )
    .get(
      '/updates/:product/:target',
      describes({
        summary: 'The release that a machine should get next; 204 where there is none',
        tags,
        answers: { 200: offerSchema, 204: 'Nothing newer' },
      }),
      forWhom,
      asks(asking),
      async (c) => {
        const { product, target } = c.req.valid('param');
        const { channel, venue = null, sequence } = c.req.valid('query');
        const offer = await releases.offer(product, target, { channel, venueId: venue, sequence });
        return offer === null ? c.body(null, 204) : c.json(offer);
      },
    );
