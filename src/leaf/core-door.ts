import * as v from 'valibot';
import { SECOND } from '../kernel/time.ts';
import { ApiError } from '../server/errors.ts';

/** A core that does not answer within this is not there. */
const ANSWER_WITHIN_MS = 15 * SECOND;

const headSchema = v.object({ seq: v.number(), hash: v.string(), at: v.number() });
const venueSchema = v.object({
  name: v.string(),
  slug: v.string(),
  timezone: v.string(),
  currency: v.string(),
});

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

const errorSchema = v.object({ error: v.object({ code: v.string(), message: v.string() }) });

/** What to do about each answer that a code may get. */
const WORDS: Readonly<Record<string, string>> = {
  CODE_UNKNOWN: 'The core does not know this code: read it again, letter by letter.',
  CODE_USED: 'This code was used already: ask for another one.',
  CODE_EXPIRED: 'This code has expired: ask for another one.',
  TOO_MANY: 'Too many tries: wait a moment.',
};

const unreachable = (core: string, cause?: unknown) => {
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  const words = `Nothing answers at ${core} as a core would${why}`;
  return new ApiError('CORE_UNREACHABLE', words, { core });
};

/** `core.example.org` → `https://core.example.org`; null for what is no address of a server. */
export const coreAddress = (typed: string): string | null => {
  const trimmed = typed.trim();
  const text = /^[a-z][a-z0-9+.-]*:\/\//iu.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' && url.hostname !== ''
    ? url.origin
    : null;
};

const refusalOf = async (core: string, answer: Response): Promise<ApiError> => {
  const read = v.safeParse(errorSchema, await answer.json().catch(() => null));
  if (!read.success) return unreachable(core);
  const { code, message } = read.output.error;
  return new ApiError(code, WORDS[code] ?? message);
};

/**
 * Asks the core over HTTPS.
 * @throws ApiError CORE_UNREACHABLE, or with the core's own code.
 */
const ask = async (core: string, path: string, init: RequestInit): Promise<Response> => {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const answer = await fetch(`${core}/api/v1${path}`, { ...init, signal, redirect: 'error' }).catch(
    (cause: unknown) => {
      throw unreachable(core, cause);
    },
  );
  if (!answer.ok) throw await refusalOf(core, answer);
  return answer;
};

const askJson = async <S extends v.GenericSchema>(
  core: string,
  path: string,
  schema: S,
  init: RequestInit,
): Promise<v.InferOutput<S>> => {
  const answer = await ask(core, path, init);
  const read = v.safeParse(schema, await answer.json().catch(() => null));
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
