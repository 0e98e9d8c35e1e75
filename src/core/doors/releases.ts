import { open, rm } from 'node:fs/promises';
import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { ApiError } from '../../server/errors.ts';
import { MOST_HEADER_BYTES } from '../../server/release/file.ts';
import { CHANNELS, MOST_BYTES, PRODUCTS } from '../../server/release/manifest.ts';
import { asks, param, takes } from '../../server/validate.ts';
import type { Auth } from '../auth/auth.ts';
import { releaseLine, runningLine } from '../releases/fleet.ts';
import { ReleaseRefused } from '../releases/refused.ts';
import type { Releases } from '../releases.ts';

const tags = ['Releases'];
const MOST_FILE_BYTES = MOST_BYTES + MOST_HEADER_BYTES;

const percent = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100));
const channel = v.picklist(CHANNELS);
const sequence = v.pipe(v.string(), v.regex(/^\d{1,9}$/u), v.transform(Number));

const build = param(v.object({ product: v.picklist(PRODUCTS), sequence }));
const changeBody = v.object({
  rollout: v.optional(percent),
  channel: v.optional(channel),
  halted: v.optional(v.boolean()),
});
const how = v.object({
  channel: v.optional(channel),
  rollout: v.optional(v.pipe(v.string(), v.regex(/^\d{1,3}$/u), v.transform(Number), percent), '0'),
});
const keysBody = v.object({
  keys: v.pipe(v.string(), v.maxLength(MOST_HEADER_BYTES)),
  signatures: v.pipe(
    v.array(v.object({ root: v.string(), signature: v.string() })),
    v.maxLength(10),
  ),
});

const addedSchema = v.object({
  product: v.string(),
  version: v.string(),
  sequence: v.number(),
  target: v.string(),
  /** Build that a delta needs; 0: it is whole. */
  base: v.number(),
});

/** What a person reads of a refusal; the code of the release is in the details. */
const told = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ReleaseRefused)) throw error;
    const { code, message } = error;
    if (code === 'NO_SUCH_RELEASE') throw new ApiError('NOT_FOUND', 'There is no such release.');
    throw new ApiError('RELEASE_REFUSED', `This release is not taken: ${message}.`, { code });
  }
};

/** The body into a file, no further than a release may be long. @throws ApiError TOO_LARGE (413). */
const receive = async (c: Context<Env>, path: string): Promise<void> => {
  if ((c.req.header('content-type') ?? '') !== 'application/octet-stream') {
    throw new ApiError('UNSUPPORTED_TYPE', 'Send the file as application/octet-stream.');
  }
  const file = await open(path, 'wx', 0o600);
  try {
    let size = 0;
    for await (const piece of c.req.raw.body ?? []) {
      size += piece.length;
      if (size > MOST_FILE_BYTES) {
        throw new ApiError('TOO_LARGE', `No release has more than ${MOST_FILE_BYTES} bytes.`);
      }
      await file.appendFile(piece);
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
};

/** Releases, for the platform's administrators. */
export const releaseRoutes = ({
  auth,
  releases,
}: {
  readonly auth: Auth;
  readonly releases: Releases;
}) =>
  new Hono<Env>()
    .get(
      '/releases',
      describes({
        summary: 'Every release with its roll-out, and what runs at every venue',
        tags,
        answers: { 200: v.object({ items: v.array(releaseLine), venues: v.array(runningLine) }) },
      }),
      async (c) => {
        await auth.platformAdmin(c);
        return c.json(await releases.all());
      },
    )
    .post(
      '/releases',
      describes({
        summary: 'A release file or a delta, checked as a leaf would',
        tags,
        answers: { 201: addedSchema },
      }),
      asks(how),
      async (c) => {
        const { id: by } = await auth.platformAdmin(c);
        const { channel: offered = null, rollout } = c.req.valid('query');
        const file = await releases.incoming();
        await receive(c, file);
        const added = await told(() => releases.add({ file, channel: offered, rollout }, by));
        const { product, version, sequence: number, target } = added.manifest;
        return c.json({ product, version, sequence: number, target, base: added.base }, 201);
      },
    )
    .put(
      '/releases/keys',
      describes({
        summary:
          'A newer list of signing keys, signed by the roots; what a revoked one signed ends',
        tags,
        answers: { 200: v.object({ halted: v.array(v.number()) }) },
      }),
      takes(keysBody, { most: 2 * MOST_HEADER_BYTES }),
      async (c) => {
        const { id: by } = await auth.platformAdmin(c);
        const { keys, signatures } = c.req.valid('json');
        const list = { bytes: Buffer.from(keys, 'base64'), signatures };
        return c.json({ halted: [...(await told(() => releases.takeKeys(list, by)))] });
      },
    )
    .put(
      '/releases/:product/:sequence',
      describes({
        summary: 'Roll it out further, to another channel, halt it or let it go on',
        tags,
        answers: { 204: 'Done' },
      }),
      build,
      takes(changeBody),
      async (c) => {
        const { id: by } = await auth.platformAdmin(c);
        const named = c.req.valid('param');
        await told(() => releases.change(named, c.req.valid('json'), by));
        return c.body(null, 204);
      },
    );
