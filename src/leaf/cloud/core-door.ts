import * as v from 'valibot';
import type { Json } from '../../kernel/parse.ts';
import { MINUTE, SECOND } from '../../kernel/time.ts';
import { ApiError } from '../../server/errors.ts';
import type { Batch } from '../../sync/batch.ts';
import { decodeBatch } from '../../sync/batch.ts';
import type { DocumentKind } from '../../sync/protocol.ts';
import { DOCUMENT_KINDS } from '../../sync/protocol.ts';
import type { Patience } from './patient-fetch.ts';
import { fetchPatiently } from './patient-fetch.ts';

/** A core of which nothing comes within this is not there. */
const IDLE_MS = 15 * SECOND;

/** A word or two: what a code is for, credentials, a checkpoint. */
const SHORT: Patience = { idleMs: IDLE_MS, wholeMs: MINUTE, mostBytes: 256 * 1024 };
/** A page of what comes back: 4 MB, or one thing that is larger; at 10 KB/s it takes 7 minutes. */
const PAGE: Patience = { idleMs: IDLE_MS, wholeMs: 20 * MINUTE, mostBytes: 16 * 1024 * 1024 };
/** Documents of one page: several times what a core puts on one. */
const MOST_ITEMS = 5_000;

const line = (most: number) => v.pipe(v.string(), v.maxLength(most), v.regex(/^\P{Cc}*$/u));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u));

const headSchema = v.object({ seq: whole, hash, at: v.pipe(v.number(), v.safeInteger()) });

const venueSchema = v.object({
  ...{ name: line(200), slug: line(100), timezone: line(100), currency: line(10) },
});

const lookSchema = v.object({ venue: venueSchema, head: v.nullable(headSchema) });
/** What a code is for, before it is used; `head`: where the copy in the cloud ends, null: none. */
export type CodeLook = v.InferOutput<typeof lookSchema>;

/** The line is TLS (SEC-7); what listens on this very machine alone may do without. */
const hubUrl = v.pipe(
  line(300),
  v.regex(/^(?:tls:\/\/|(?:nats|nats-leaf):\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$)/u),
);

const enrolledSchema = v.object({
  venueId: v.pipe(v.string(), v.uuid()),
  epoch: v.pipe(whole, v.minValue(1)),
  venue: venueSchema,
  creds: v.pipe(v.string(), v.maxLength(20_000)),
  hub: v.object({
    urls: v.pipe(v.array(hubUrl), v.minLength(1), v.maxLength(16)),
    tlsCa: v.optional(v.pipe(v.string(), v.maxLength(100_000))),
  }),
  core: v.object({ url: line(300), signingKey: line(100) }),
  restore: v.nullable(
    v.object({
      token: line(200),
      head: headSchema,
      counts: v.object({ events: whole, documents: whole }),
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

/**
 * Why stays in the error's `cause`: whoever may have any address asked, before anybody can sign in,
 * must not learn from the answer what is found there.
 */
const unreachable = (core: string, cause?: unknown) => {
  const error = new ApiError('CORE_UNREACHABLE', `Nothing answers at ${core} as a core would.`, {
    core,
  });
  error.cause = cause;
  return error;
};

/** A certificate whose time has not come yet, or is over: it is so for a clock that is wrong, too. */
const OTHER_TIME: ReadonlySet<unknown> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

const notReached = (core: string, cause: unknown): ApiError => {
  const isOfTime = cause instanceof Error && 'code' in cause && OTHER_TIME.has(cause.code);
  if (!isOfTime) return unreachable(core, cause);
  const words =
    'By the clock of this machine the core’s certificate is not valid: look at the clock.';
  return new ApiError('CORE_TIME', words, { core });
};

/** This very machine: the first core that somebody tries, which has no certificate. */
const OWN = /^(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/iu;
const OWN_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether what goes there can be read on no wire: TLS, or this very machine (SEC-7). */
const isSafe = (core: string): boolean => {
  const { protocol, hostname } = new URL(core);
  return protocol === 'https:' || OWN_NAMES.has(hostname);
};

/**
 * `core.example.org` → `https://core.example.org`.
 * @throws ApiError CORE_ADDRESS for what is no address of a server, CORE_INSECURE (422) for one to
 * which a code would travel in the clear.
 */
export const coreAddress = (typed: string): string => {
  const trimmed = typed.trim();
  const scheme = OWN.test(trimmed) ? 'http' : 'https';
  const text = /^[a-z][a-z0-9+.-]*:\/\//iu.test(trimmed) ? trimmed : `${scheme}://${trimmed}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === null || !isWeb || url.username || url.password || url.hostname === '') {
    throw new ApiError('CORE_ADDRESS', 'This is no address of a core.');
  }
  if (isSafe(url.origin)) return url.origin;
  const words = 'Codes and credentials go to a core by https only: give its https address.';
  throw new ApiError('CORE_INSECURE', words);
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
 * @throws ApiError CORE_UNREACHABLE, CORE_INSECURE, CORE_TIME, or with the core's own code.
 */
const ask = async (
  core: string,
  path: string,
  init: RequestInit,
  patience: Patience,
): Promise<Uint8Array> => {
  // An earlier build joined by plain http, too.
  const asked = fetchPatiently(`${coreAddress(core)}/api/v1${path}`, init, patience);
  const { ok, bytes } = await asked.catch((cause: unknown) => {
    throw notReached(core, cause);
  });
  if (!ok) throw refusalOf(core, bytes);
  return bytes;
};

const askJson = async <S extends v.GenericSchema>(
  core: string,
  path: string,
  schema: S,
  init: RequestInit,
  patience = SHORT,
): Promise<v.InferOutput<S>> => {
  const read = v.safeParse(schema, jsonIn(await ask(core, path, init, patience)));
  if (!read.success) throw unreachable(core, new Error('its answer is none of a core'));
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
const documentId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/u));
const documentsSchema = v.object({
  items: v.pipe(
    v.array(v.object({ kind: v.string(), id: documentId, doc: v.record(v.string(), anyJson) })),
    v.maxLength(MOST_ITEMS),
  ),
  nextCursor: v.nullable(line(200)),
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
  const path = `/leaf/log?after=${after}`;
  const batch = decodeBatch(await ask(core, path, bearing(token), PAGE));
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
  const { items, nextCursor } = await askJson(
    ...([core, path, documentsSchema, bearing(token), PAGE] as const),
  );
  const known = items.flatMap(({ kind, ...one }) => (v.is(kinds, kind) ? [{ ...one, kind }] : []));
  return { items: known, nextCursor };
};

/** The newest checkpoint that the core countersigned; null where it has none. */
export const newestCheckpoint = async (core: string, token: string): Promise<string | null> => {
  const schema = v.object({ note: v.nullable(v.pipe(v.string(), v.maxLength(2_000))) });
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
