import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { createInbox, nanos } from '@nats-io/transport-node';
import type { Delivery, Intake } from '../port.ts';
import { CONSUMER } from '../protocol.ts';
import type { Kept } from './connection.ts';
import type { StreamName } from './streams.ts';

/**
 * In hand at a time. With hundreds of venues whose events come one by one it has to be some thousand:
 * whoever is behind then takes several of each venue in one transaction, and catches up by that.
 */
const MOST = 2_048;
/** Full batches are 64 KB each. */
const MOST_BYTES = 4 * 1024 * 1024;
const WAIT_MS = 10_000;
/** What an answer may take beyond that. */
const GRACE_MS = 2000;
const AFTER_FAILURE_MS = 1000;
const RETRY_MS = 100;

const encoder = new TextEncoder();

/** `$JS.ACK.<domain>.<account>.<stream>.<consumer>.<delivered>.…`, without the first two before 2.2. */
const redeliveredOf = (reply: string): number => {
  const tokens = reply.split('.');
  return Math.max(0, Number(tokens[tokens.length < 12 ? 4 : 6]) - 1);
};

const deliveryOf = (message: Msg): Delivery => {
  const answer = (text: string): void => {
    try {
      message.respond(text);
    } catch {
      // The connection has ended: it is delivered again.
    }
  };
  return {
    subject: message.subject,
    payload: message.data,
    redelivered: redeliveredOf(message.reply ?? ''),
    ack: () => answer('+ACK'),
    nak: (delayMs) => answer(`-NAK ${JSON.stringify({ delay: nanos(delayMs) })}`),
  };
};

type Pull = {
  readonly batch: number;
  readonly max_bytes?: number;
  readonly no_wait?: boolean;
  readonly expires?: number;
};

/**
 * One pull of JetStream's consumer API, by hand: the client's `fetch` knows no `no_wait`, and waits
 * for a whole batch or the end of its time; its `consume` buffers on while the database is away.
 * Answers what came until the hub said that this is all.
 */
const pull = (
  connection: NatsConnection,
  stream: StreamName,
  request: Pull,
  signal: AbortSignal,
): Promise<readonly Delivery[]> =>
  new Promise((resolve) => {
    const got: Delivery[] = [];
    const inbox = createInbox();
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      subscription.unsubscribe();
      resolve(got);
    };
    const subscription = connection.subscribe(inbox, {
      callback: (error, message) => {
        // An answer to the inbox itself is a status: nothing there, too late, or no such consumer.
        if (error || message.subject === inbox) return finish();
        got.push(deliveryOf(message));
        if (got.length === request.batch) finish();
      },
    });
    const timer = setTimeout(finish, WAIT_MS + GRACE_MS);
    signal.addEventListener('abort', finish);
    void subscription.closed.then(finish);
    const body = { ...request, ...(request.expires ? { expires: nanos(request.expires) } : {}) };
    connection.publish(
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.${CONSUMER}`,
      encoder.encode(JSON.stringify(body)),
      { reply: inbox },
    );
  });

/**
 * The durable consumer of a stream: all that is there now, at most 2,048 messages or 4 MB, or else the
 * next one that comes. Asks for more only when `handle` is done, so that nothing piles up in this process.
 */
export const createIntake = ({
  kept,
  stream,
  log,
  most = MOST,
  missing = async () => undefined,
}: {
  readonly kept: Kept;
  readonly stream: StreamName;
  readonly log: (line: string) => void;
  readonly most?: number;
  /** Called where the hub answers that there is no such stream or consumer: somebody took it away. */
  readonly missing?: (connection: NatsConnection) => Promise<void>;
}): Intake => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let ended: Promise<void> = Promise.resolve();

  const connected = (): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        forget();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const forget = kept.onChange((connection) => connection && done());
      signal.addEventListener('abort', done);
      if (kept.current() || signal.aborted) done();
    });

  const next = async (connection: NatsConnection): Promise<readonly Delivery[]> => {
    const all = { batch: most, max_bytes: MOST_BYTES, no_wait: true };
    const there = await pull(connection, stream, all, signal);
    if (there.length > 0 || signal.aborted || connection.isClosed()) return there;
    return pull(connection, stream, { batch: 1, expires: WAIT_MS }, signal);
  };

  const run = async (handle: (messages: readonly Delivery[]) => Promise<void>): Promise<void> => {
    for (;;) {
      await connected();
      const connection = kept.current();
      if (signal.aborted) return;
      if (!connection) continue;
      const startedAtMs = performance.now();
      try {
        const messages = await next(connection);
        if (signal.aborted) {
          for (const message of messages) message.nak(0);
          return;
        }
        if (messages.length > 0) await handle(messages);
        // The hub has no such consumer at the moment, or is closing: no need to ask at once.
        else if (performance.now() - startedAtMs < RETRY_MS) {
          await missing(connection);
          await Bun.sleep(RETRY_MS);
        }
      } catch (error) {
        log(`${stream}: ${error instanceof Error ? error.message : String(error)}`);
        await Bun.sleep(AFTER_FAILURE_MS);
      }
    }
  };

  return {
    start: (handle) => {
      ended = run(handle);
    },
    /** Gives back what was not handled; waits for `handle` to be done. */
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
};
