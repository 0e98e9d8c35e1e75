import * as v from 'valibot';
import type { Json } from '../../kernel/parse.ts';
import { SECOND } from '../../kernel/time.ts';
import { ApiError } from '../../server/errors.ts';
import type { Batch } from '../../sync/batch.ts';
import { decodeBatch } from '../../sync/batch.ts';
import type { DocumentKind } from '../../sync/protocol.ts';
import { DOCUMENT_KINDS } from '../../sync/protocol.ts';
import { venueSchema } from './link.ts';
import { fetchPatiently } from './patient-fetch.ts';

/** A core of which nothing comes within this is not there. */
const ANSWER_WITHIN_MS = 15 * SECOND;

const headSchema = v.object({ seq: v.number(), hash: v.string(), at: v.number() });

const lookSchema = v.object({ venue: venueSchema, head: v.nullable(headSchema) });
/** What a code is for, before it is used; `head`: where the copy in the cloud ends, null: none. */
export type CodeLook = v.InferOutput<typeof lookSchema>;

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
      head: headSchema,
      counts: v.object({ events: v.number(), documents: v.number() }),
    }),
  ),
});
export type Enrolled = v.InferOutput<typeof enrolledSchema>;
export type RestoreOffer = NonNullable<Enrolled['restore']>;

const anyJson = v.custom<Json>((value) => value !== undefined);
const errorSchema = v.object({ error: v.object({ code: v.string() }) });

/** What to do about each answer that a code may get. */
const WORDS: Readonly<Record<string, string>> = {
  CODE_UNKNOWN: 'The core does not know this code: read it again, letter by letter.',
  CODE_USED: 'This code was used already: ask for another one.',
  CODE_EXPIRED: 'This code has expired: ask for another one.',
  KEY_USED: 'The core knows this leaf already: ask for another code.',
  UNAUTHENTICATED:
    'The core does not let this leaf bring the venue back any more: it needs another code.',
  TOO_MANY: 'Too many tries: wait a moment.',
};

const unreachable = (core: string, cause?: unknown) => {
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  const words = `Nothing answers at ${core} as a core would${why}`;
  return new ApiError('CORE_UNREACHABLE', words, { core });
};

/** This very machine: the first core that somebody tries, which has no certificate. */
const OWN = /^(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/iu;

/** `core.example.org` → `https://core.example.org`; null for what is no address of a server. */
export const coreAddress = (typed: string): string | null => {
  const trimmed = typed.trim();
  const scheme = OWN.test(trimmed) ? 'http' : 'https';
  const text = /^[a-z][a-z0-9+.-]*:\/\//iu.test(trimmed) ? trimmed : `${scheme}://${trimmed}`;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' && url.hostname !== ''
    ? url.origin
    : null;
};

/** Null for what is no JSON. */
const jsonIn = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
};

const refusalOf = (core: string, bytes: Uint8Array): ApiError => {
  const read = v.safeParse(errorSchema, jsonIn(bytes));
  const { code = '' } = read.success ? read.output.error : {};
  const words = WORDS[code];
  return words === undefined ? unreachable(core) : new ApiError(code, words);
};

/**
 * Asks the core over HTTPS.
 * @throws ApiError CORE_UNREACHABLE, or with the core's own code.
 */
const ask = async (core: string, path: string, init: RequestInit): Promise<Uint8Array> => {
  const asked = fetchPatiently(
    `${core}/api/v1${path}`,
    { ...init, redirect: 'error' },
    ANSWER_WITHIN_MS,
  );
  const { ok, bytes } = await asked.catch((cause: unknown) => {
    throw unreachable(core, cause);
  });
  if (!ok) throw refusalOf(core, bytes);
  return bytes;
};

const askJson = async <S extends v.GenericSchema>(
  core: string,
  path: string,
  schema: S,
  init: RequestInit,
): Promise<v.InferOutput<S>> => {
  const read = v.safeParse(schema, jsonIn(await ask(core, path, init)));
  if (!read.success) throw unreachable(core);
  return read.output;
};

const posting = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** What a code is for; it can be used afterwards all the same. */
export const lookAtCode = (core: string, code: string): Promise<CodeLook> =>
  askJson(core, '/enrol/look', lookSchema, posting({ code }));

const kinds = v.picklist(DOCUMENT_KINDS);
const documentsSchema = v.object({
  items: v.array(
    v.object({ kind: v.string(), id: v.string(), doc: v.record(v.string(), anyJson) }),
  ),
  nextCursor: v.nullable(v.string()),
});

/** Of a kind that this build knows. */
export type Kept = {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly doc: Readonly<Record<string, Json>>;
};

const bearing = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });

/** The log behind a seq, as it came to the core: a batch of at most 4 MB. */
export const logPage = async (core: string, token: string, after: number): Promise<Batch> => {
  const batch = decodeBatch(await ask(core, `/leaf/log?after=${after}`, bearing(token)));
  if (typeof batch === 'string') throw unreachable(core);
  return batch;
};

/** Documents behind a cursor, and the next one; what an older build does not know is left out. */
export const documentsPage = async (
  core: string,
  token: string,
  after: string | null,
): Promise<{ readonly items: readonly Kept[]; readonly nextCursor: string | null }> => {
  const query = after === null ? '' : `?after=${after}`;
  const path = `/leaf/documents${query}`;
  const { items, nextCursor } = await askJson(core, path, documentsSchema, bearing(token));
  const known = items.flatMap(({ kind, ...one }) => (v.is(kinds, kind) ? [{ ...one, kind }] : []));
  return { items: known, nextCursor };
};

/** The newest checkpoint that the core countersigned; null where it has none. */
export const newestCheckpoint = async (core: string, token: string): Promise<string | null> => {
  const schema = v.object({ note: v.nullable(v.string()) });
  return (await askJson(core, '/leaf/checkpoint', schema, bearing(token))).note;
};

/** Redeems a code. */
export const redeem = (
  core: string,
  application: {
    readonly code: string;
    readonly natsKey: string;
    readonly signingKey: string;
    readonly version: string;
  },
): Promise<Enrolled> => askJson(core, '/enrol', enrolledSchema, posting(application));
