import type { Context } from 'hono';
import type { Json } from '../kernel/parse.ts';
import type { RowWrite } from '../kernel/room.ts';
import type { Now } from '../kernel/time.ts';
import type { Accepted, Handle, Refused } from '../log/handle.ts';
import type { Log } from '../log/port.ts';
import type { Auth } from './auth/auth.ts';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';
import type { NameBook } from './names.ts';
import type { Nodes } from './nodes.ts';
import { hashOfRequest } from './validate.ts';
import { wordsFor } from './words.ts';

export { describes } from './describe.ts';
export type { Env, Operator, Role } from './env.ts';
export { ROLES } from './env.ts';
export { ApiError } from './errors.ts';
export { needs } from './guard.ts';
export type { NameBook, PlayerNames } from './names.ts';
export type { Page } from './page.ts';
export { cursorOf, cursorValues, pageOf } from './page.ts';
export { publicVenue, publicViewOf } from './public-view.ts';
export { createTurns } from './turns.ts';
export { asks, param, parsed, takes, takesFile } from './validate.ts';
export { wordsFor } from './words.ts';

/** What a room's routes may touch: the log through the handle, its tables, time, ids, chance. */
export type Shell = {
  readonly handle: Handle;
  readonly log: Log;
  readonly now: () => Now;
  /** A fresh UUIDv7. */
  readonly newId: () => string;
  /** 128 bits from the machine's cryptographic source, as text. */
  readonly newSeed: () => string;
  /** What routes about operators need of the sign-in. */
  readonly auth: Pick<
    Auth,
    'sealPin' | 'unlockRows' | 'endSessionsOf' | 'isSetUp' | 'venue' | 'signDocument'
  >;
  readonly names: NameBook;
  /** Screens that showed up since the start. */
  readonly nodes: Nodes;
  /** `http://192.168.1.20:8080`, where phones in the same network find the leaf; null: nowhere. */
  readonly lanOrigin: () => string | null;
  /** `https://core.example.com`, where phones anywhere find the venue's pages; null: nowhere. */
  readonly coreOrigin: () => string | null;
  readonly players: {
    readonly exists: (id: string) => Promise<boolean>;
    /** The id itself, or the one that it was merged into. */
    readonly resolve: (id: string) => Promise<string>;
    /** Every id that the person goes by: the survivor's, then those merged into it. */
    readonly ids: (id: string) => Promise<readonly string[]>;
  };
};

export type Order = { readonly stream: string; readonly command: unknown };

const KEY = /^[\x21-\x7e]{1,200}$/u;

/** The request's Idempotency-Key with the hash of what it asks; a route without a body has none. */
const idempotencyOf = (c: Context<Env>) => {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return {};
  if (!KEY.test(key))
    throw new ApiError('MALFORMED', 'Idempotency-Key must be 1 to 200 visible ASCII characters');
  return { idempotency: { key, bodyHash: c.get('bodyHash') ?? hashOfRequest(c, '') } };
};

/** `If-Match: "7"` asks for version 7 of the stream. */
export const ifVersionOf = (c: Context<Env>) => {
  const tag = c.req.header('if-match');
  if (tag === undefined || tag === '*') return {};
  const version = /^(?:W\/)?"(\d{1,15})"$/u.exec(tag)?.[1];
  if (version === undefined)
    throw new ApiError('MALFORMED', 'If-Match must be a version in quotes');
  return { ifVersion: Number(version) };
};

const isFields = (json: Json | undefined): json is { readonly [key: string]: Json | undefined } =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** A room tells moments in ms, REST in ISO 8601. */
const told = (details: Json | undefined): Json | undefined => {
  const at = isFields(details) ? details['at'] : undefined;
  if (!isFields(details) || typeof at !== 'number') return details;
  return { ...details, at: new Date(at).toISOString() };
};

/** @throws ApiError with the room's refusal code. */
export const accepted = <A extends Accepted>(answer: A | Refused): A => {
  if (answer.ok) return answer;
  const { refused, details } = answer.refusal;
  throw new ApiError(refused, wordsFor(refused), told(details));
};

/** Who asks, and how a repetition is known. */
const requestOf = (c: Context<Env>, rows: readonly RowWrite[] | undefined) => {
  const { id, session } = c.get('operator');
  return {
    by: id,
    device: session,
    ...(rows === undefined ? {} : { rows }),
    ...idempotencyOf(c),
  };
};

/**
 * Gives a command in the name of the request's operator and answers when it is durable.
 * @throws ApiError with the room's refusal code.
 */
export const perform = async (
  c: Context<Env>,
  shell: Pick<Shell, 'handle'>,
  order: Order,
  rows?: readonly RowWrite[],
): Promise<Accepted & { readonly version: number }> =>
  accepted(await shell.handle.execute({ ...order, ...requestOf(c, rows), ...ifVersionOf(c) }));

/**
 * As `perform`, for commands that hold together or not at all. An order's own `ifVersion` counts, the
 * request's If-Match does not: only the room knows which stream it speaks of.
 */
export const performAll = async (
  c: Context<Env>,
  shell: Pick<Shell, 'handle'>,
  orders: readonly (Order & { readonly ifVersion?: number })[],
  rows?: readonly RowWrite[],
): Promise<Accepted> => accepted(await shell.handle.executeAll({ orders, ...requestOf(c, rows) }));

/** Whether this request was accepted before: what it asked for is there already, by its own doing. */
export const isRepeated = async (c: Context<Env>, shell: Pick<Shell, 'log'>): Promise<boolean> => {
  const { idempotency } = idempotencyOf(c);
  if (idempotency === undefined) return false;
  return (await shell.log.command(c.get('operator').id, idempotency.key)) !== null;
};

/** What every command answers: the events it made, and the version they led to. */
export const outcome = (answer: Accepted & { readonly version: number }) => ({
  version: answer.version,
  events: answer.events.map(({ envelope }) => ({
    id: envelope.id,
    type: envelope.type,
    version: envelope.version,
    at: new Date(envelope.at).toISOString(),
    data: envelope.data,
  })),
});
