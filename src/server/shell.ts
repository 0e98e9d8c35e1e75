import type { Context } from 'hono';
import type { RowWrite } from '../kernel/room.ts';
import type { Now } from '../kernel/time.ts';
import type { Accepted, Handle } from '../log/handle.ts';
import type { Log } from '../log/port.ts';
import { ApiError } from './errors.ts';
import { wordsFor } from './words.ts';

export const ROLES = ['admin', 'floor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Who is signed in, as the access token says. */
export type Operator = {
  readonly id: string;
  readonly role: Role;
  /** The sign-in, which stands for the device in every event. */
  readonly session: string;
};

/** What a room's routes may touch: the log through the handle, its tables, time, ids, chance. */
export type Shell = {
  readonly handle: Handle;
  readonly log: Log;
  readonly now: () => Now;
  /** A fresh UUIDv7. */
  readonly newId: () => string;
  /** 128 bits from the machine's cryptographic source, as text. */
  readonly newSeed: () => string;
};

export type Env = {
  Variables: {
    /** Set behind `signedIn`. */
    operator: Operator;
    /** sha256 of method, path and body, hex; set where a body was read. */
    bodyHash: string;
  };
};

export type Order = { readonly stream: string; readonly command: unknown };

const KEY = /^[\x21-\x7e]{1,200}$/u;

/** The request's Idempotency-Key with the hash of what it asks, for any POST, PUT or DELETE. */
const idempotencyOf = (c: Context<Env>) => {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return {};
  if (!KEY.test(key))
    throw new ApiError('MALFORMED', 'Idempotency-Key must be 1 to 200 visible ASCII characters');
  return { idempotency: { key, bodyHash: c.get('bodyHash') } };
};

/** `If-Match: "7"` asks for version 7 of the stream. */
const ifVersionOf = (c: Context<Env>) => {
  const tag = c.req.header('if-match');
  if (tag === undefined || tag === '*') return {};
  const version = /^(?:W\/)?"(\d{1,15})"$/u.exec(tag)?.[1];
  if (version === undefined) throw new ApiError('MALFORMED', 'If-Match must be a version in quotes');
  return { ifVersion: Number(version) };
};

/**
 * Gives a command in the name of the request's operator and answers when it is durable.
 * @throws ApiError with the room's refusal code.
 */
export const perform = async (
  c: Context<Env>,
  shell: Shell,
  order: Order,
  rows?: readonly RowWrite[],
): Promise<Accepted & { readonly version: number }> => {
  const { id, session } = c.get('operator');
  const answer = await shell.handle.execute({
    ...order,
    by: id,
    device: session,
    ...(rows === undefined ? {} : { rows }),
    ...idempotencyOf(c),
    ...ifVersionOf(c),
  });
  if (answer.ok) return answer;
  const { refused, details } = answer.refusal;
  throw new ApiError(refused, wordsFor(refused), details);
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
