import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { resolver, uniqueSymbol } from 'hono-openapi';
import * as v from 'valibot';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';
import { issuesOf } from './issues.ts';

/** What a body may weigh unless its route says otherwise: far more than any command needs. */
export const BODY_LIMIT = 64 * 1024;

const JSON_TYPE = /^application\/json\s*(;|$)/iu;

type Schema = v.GenericSchema<unknown, unknown>;
type Target = 'json' | 'query' | 'param';

/** A middleware that Hono's typed client and the OpenAPI generator both understand. */
export type Takes<S extends Schema, T extends Target> = MiddlewareHandler<
  Env,
  string,
  { in: { [K in T]: v.InferInput<S> }; out: { [K in T]: v.InferOutput<S> } }
>;

const described = <S extends Schema, T extends Target>(
  target: T,
  schema: S,
  handler: MiddlewareHandler<Env>,
): Takes<S, T> => {
  const spec = { target, ...resolver(schema, { typeMode: 'input', errorMode: 'ignore' }) };
  return Object.assign(handler, { [uniqueSymbol]: spec }) as Takes<S, T>;
};

/** @throws ApiError INVALID (422) with `details.issues`, each a path and what is wrong there, in English and as a code. */
export const parsed = <S extends Schema>(schema: S, value: unknown): v.InferOutput<S> => {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new ApiError('INVALID', 'Something in this is not as it must be; the details say what.', {
    issues: issuesOf(result.issues),
  });
};

const tooLarge = (most: number) =>
  new ApiError('TOO_LARGE', `This is larger than the ${most} bytes allowed here.`, { most });

/** A body of unknown length, read no further than it may be long. */
const streamed = async (body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > most) throw tooLarge(most);
    parts.push(part);
  }
  return Buffer.concat(parts);
};

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The body, at most `most` bytes of it.
 * @throws ApiError TOO_LARGE (413).
 */
const bodyBytes = async (c: Context, most: number): Promise<Uint8Array> => {
  const length = c.req.header('content-length');
  if (length !== undefined) {
    if (Number(length) > most) throw tooLarge(most);
    // Bun holds a request to the length that it announced; asking for `body` would make a stream.
    return new Uint8Array(await c.req.arrayBuffer());
  }
  const { body } = c.req.raw;
  return body === null ? new Uint8Array() : streamed(body, most);
};

/**
 * The body's text, at most `most` bytes of it.
 * @throws ApiError TOO_LARGE (413), NOT_JSON (400) where it is no UTF-8.
 */
export const bodyText = async (c: Context, most: number): Promise<string> => {
  const bytes = await bodyBytes(c, most);
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new ApiError('NOT_JSON', 'The body is not UTF-8.');
  }
};

/** What makes two requests the same one: method, path and body. */
export const hashOfRequest = (c: Context, body: string | Uint8Array): string =>
  createHash('sha256').update(`${c.req.method} ${c.req.path}\n`).update(body).digest('hex');

const jsonOf = (c: Context, text: string): unknown => {
  // Commands whose fields are all optional may come without a body.
  if (text === '') return {};
  if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) {
    throw new ApiError('UNSUPPORTED_TYPE', 'Send application/json.');
  }
  const value: unknown = (() => {
    try {
      return JSON.parse(text);
    } catch {
      throw new ApiError('NOT_JSON', 'The body is no JSON.');
    }
  })();
  // valibot takes an array for an object without fields.
  if (!Array.isArray(value)) return value;
  const issues = [{ path: '', message: 'must be an object, not a list', code: 'WRONG_TYPE' }];
  throw new ApiError('INVALID', 'The body must be an object.', { issues });
};

/**
 * The JSON body, as `c.req.valid('json')`; an empty body counts as `{}`.
 * Answers 400 NOT_JSON, 413 TOO_LARGE, 415 UNSUPPORTED_TYPE, 422 INVALID.
 * @param most bytes that the body may have.
 */
export const takes = <S extends Schema>(
  schema: S,
  { most = BODY_LIMIT }: { readonly most?: number } = {},
): Takes<S, 'json'> =>
  described('json', schema, async (c, next) => {
    const text = await bodyText(c, most);
    const output = parsed(schema, jsonOf(c, text));
    if (c.req.header('idempotency-key') !== undefined) c.set('bodyHash', hashOfRequest(c, text));
    c.req.addValidatedData('json', output as object);
    await next();
  });

/** The query, as `c.req.valid('query')`: its last value by name. Answers 422 INVALID. */
export const asks = <S extends Schema>(schema: S): Takes<S, 'query'> =>
  described('query', schema, (c, next) => {
    c.req.addValidatedData('query', parsed(schema, c.req.query()) as object);
    return next();
  });

/** The path's parameters, as `c.req.valid('param')`; a malformed one names nothing: 404 NOT_FOUND. */
export const param = <S extends Schema>(schema: S): Takes<S, 'param'> =>
  described('param', schema, (c, next) => {
    const result = v.safeParse(schema, c.req.param());
    if (!result.success) throw new ApiError('NOT_FOUND', 'There is nothing under this address.');
    c.req.addValidatedData('param', result.output as object);
    return next();
  });

/**
 * A file as the whole body, of one of these types, as `c.get('file')`: what a browser sends of a chosen
 * file and curl with --data-binary. No form can send such a type to another site unasked.
 * Answers 413 TOO_LARGE, 415 UNSUPPORTED_TYPE.
 */
export const takesFile = (
  types: string | readonly string[],
  most: number,
): MiddlewareHandler<Env> => {
  const all = [types].flat();
  const handler: MiddlewareHandler<Env> = async (c, next) => {
    const [sent = ''] = (c.req.header('content-type') ?? '').split(';');
    if (!all.includes(sent.trim().toLowerCase())) {
      throw new ApiError('UNSUPPORTED_TYPE', `Send the file as ${all.join(' or ')}.`);
    }
    const file = await bodyBytes(c, most);
    c.set('file', file);
    // What shall be done with a file stands in the query, so that is part of the request too.
    const { search } = new URL(c.req.url);
    const asked = createHash('sha256').update(`${hashOfRequest(c, file)} ${search}`);
    if (c.req.header('idempotency-key') !== undefined) c.set('bodyHash', asked.digest('hex'));
    await next();
  };
  const schema = { schema: { type: 'string' } } as const;
  const content = Object.fromEntries(all.map((type) => [type, schema]));
  const requestBody = { required: true, content };
  return Object.assign(handler, { [uniqueSymbol]: { spec: { requestBody } } });
};
