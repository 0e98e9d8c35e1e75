import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { DAY, MINUTE, SECOND } from '../../kernel/time.ts';
import { readAway } from '../read-away.ts';
import type { AlertKind, AlertTone } from './kinds.ts';
import type { Way } from './outward.ts';
import { anyway } from './outward.ts';

const FIRST_WAIT_MS = SECOND;
const LONGEST_WAIT_MS = 10 * MINUTE;
const ANSWER_WITHIN_MS = 10 * SECOND;
/** What waits: the oldest goes first, for nobody acts on the news of last week. */
const MOST_WAITING = 200;
const LONGEST_WAITING_MS = 3 * DAY;

const SECRET = /^whsec_([A-Za-z0-9+/]{32,}={0,2})$/u;

/** Where alerts go, and the secret that signs them, as Standard Webhooks writes it. */
export const targetSchema = v.object({
  url: v.pipe(v.string(), v.maxLength(500), v.regex(/^https?:\/\/[^\s]+$/u), v.url()),
  secret: v.pipe(v.string(), v.maxLength(200), v.regex(SECRET)),
});
export type Target = v.InferOutput<typeof targetSchema>;

export const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;

/** What is sent: nothing personal. */
export type Message = {
  readonly type: 'alert.raised' | 'alert.cleared' | 'alert.test';
  /** ISO 8601. */
  readonly timestamp: string;
  readonly data: {
    /** Which program of which venue. */
    readonly from: string;
    readonly kind: AlertKind | 'test';
    readonly tone: AlertTone;
    /** In words, English. */
    readonly says: string;
    /** ISO 8601: since when. */
    readonly since: string;
    readonly value: number | null;
    /** At the core: which venue it is about. */
    readonly venue?: string;
  };
};

const waitingSchema = v.array(
  v.object({ id: v.string(), atMs: v.number(), body: v.string(), tries: v.number() }),
);
type Waiting = v.InferOutput<typeof waitingSchema>[number];

/** `v1,…` over id, moment and body (standardwebhooks.com). */
export const signatureOf = (
  { secret }: Pick<Target, 'secret'>,
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
): string => {
  const key = Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
};

const read = (path: string): readonly Waiting[] => {
  try {
    return existsSync(path) ? v.parse(waitingSchema, JSON.parse(readFileSync(path, 'utf8'))) : [];
  } catch {
    return [];
  }
};

/** A name that nobody answers for holds up nothing. */
const within = <T>(work: Promise<T>, ms: number): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('its name was not found in time')), ms);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
};

export type WebhookStatus = {
  readonly waiting: number;
  /** Wall clock, ms. */
  readonly deliveredAt: number | null;
  /** Why the last try failed, in words; null: it did not. */
  readonly problem: string | null;
};

/**
 * Tells another service of alerts: signed, one after the other, again with growing pauses until it was
 * taken, across restarts and however long there is no network.
 * @param path of the file for what waits.
 * @param save writes it so that it is whole, whatever happens.
 */
export const createWebhook = ({
  path,
  save,
  target,
  nowMs = Date.now,
  firstWaitMs = FIRST_WAIT_MS,
  way = anyway,
  failed,
}: {
  readonly path: string;
  readonly save: (path: string, text: string) => void;
  /** Asked anew for each try; null: nobody wants to know. */
  readonly target: () => Target | null;
  readonly nowMs?: () => number;
  readonly firstWaitMs?: number;
  /** How a target is reached, looked at anew for each try. @throws Error where it must not be. */
  readonly way?: (url: string) => Promise<Way>;
  readonly failed: (error: unknown) => void;
}) => {
  let waiting: Waiting[] = [...read(path)];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let going: Promise<void> | null = null;
  let deliveredAt: number | null = null;
  let problem: string | null = null;
  const ending = new AbortController();

  const keep = (): void => {
    try {
      save(path, JSON.stringify(waiting));
    } catch (error) {
      // A full disk is what it may be about: it still goes out from memory.
      failed(error);
    }
  };

  const post = async ({ url, secret }: Target, { id, body }: Waiting): Promise<string | null> => {
    const timestamp = Math.floor(nowMs() / SECOND);
    try {
      const to = await within(way(url), ANSWER_WITHIN_MS);
      const answer = await fetch(to.url, {
        ...{ method: 'POST', body, redirect: 'manual', decompress: false },
        ...(to.serverName === null ? {} : { tls: { serverName: to.serverName } }),
        signal: AbortSignal.any([ending.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
        headers: {
          ...to.headers,
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signatureOf({ secret }, { id, timestamp, body }),
        },
      });
      await readAway(answer);
      return answer.ok ? null : `it answered ${answer.status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  /** The first of those that wait; answers how long to pause, null where nothing waits. */
  const step = async (): Promise<number | null> => {
    waiting = waiting.filter(({ atMs }) => nowMs() - atMs < LONGEST_WAITING_MS);
    const [first] = waiting;
    const to = target();
    if (first === undefined || to === null) return null;
    problem = await post(to, first);
    if (ending.signal.aborted) return null;
    if (problem === null) {
      deliveredAt = nowMs();
      waiting = waiting.filter(({ id }) => id !== first.id);
      keep();
      return 0;
    }
    const tries = first.tries + 1;
    waiting = waiting.map((one) => (one.id === first.id ? { ...one, tries } : one));
    return Math.min(LONGEST_WAIT_MS, firstWaitMs * 2 ** Math.min(tries - 1, 20));
  };

  const go = async (): Promise<void> => {
    let pause = await step();
    while (pause === 0) pause = await step();
    if (pause !== null && !ending.signal.aborted) timer = setTimeout(wake, pause);
  };

  const wake = (): void => {
    clearTimeout(timer);
    if (ending.signal.aborted) return;
    going ??= go()
      .catch(failed)
      .finally(() => {
        going = null;
      });
  };

  return {
    /** What waited from the last time goes out. */
    start: wake,
    send: (message: Message): void => {
      if (target() === null) return;
      const id = `msg_${randomBytes(12).toString('base64url')}`;
      waiting = [
        ...waiting.slice(-(MOST_WAITING - 1)),
        { id, atMs: nowMs(), body: JSON.stringify(message), tries: 0 },
      ];
      keep();
      // What is under way goes on to this one by itself.
      if (going === null) wake();
    },
    /** Nobody is told any more: what waits is for nobody else. */
    forget: (): void => {
      waiting = [];
      problem = null;
      keep();
    },
    /** The network may be back, or somebody gave another address. */
    wake,
    status: (): WebhookStatus => ({ waiting: waiting.length, deliveredAt, problem }),
    stop: async (): Promise<void> => {
      ending.abort();
      clearTimeout(timer);
      await going;
    },
  };
};

export type Webhook = ReturnType<typeof createWebhook>;
