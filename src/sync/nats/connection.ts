import type { ConnectionOptions, NatsConnection } from '@nats-io/transport-node';
import { connect, credsAuthenticator } from '@nats-io/transport-node';

const RETRY_MS = 100;
const CONNECT_WITHIN_MS = 3000;
/** A server that is gone without a word is noticed after two of these. */
const PING_EVERY_MS = 10_000;

/** Where a nats-server takes this client, and by what it knows it. */
export type Door = {
  readonly url: string;
  readonly token?: string;
  /** Text of a creds file. */
  readonly creds?: string;
};

const optionsFor = ({ url, token, creds }: Door, inboxPrefix?: string): ConnectionOptions => ({
  servers: url,
  timeout: CONNECT_WITHIN_MS,
  pingInterval: PING_EVERY_MS,
  reconnect: false,
  ignoreClusterUpdates: true,
  ...(inboxPrefix ? { inboxPrefix } : {}),
  ...(token ? { token } : {}),
  ...(creds ? { authenticator: credsAuthenticator(new TextEncoder().encode(creds)) } : {}),
});

/**
 * A connection that is made again whenever it ends. The client's own way of reconnecting knows only
 * the address that it began with, and a child that is started again has another.
 * @param door asked at each attempt; undefined while there is none.
 * @param ready what has to be so before others get the connection; where it throws, all begins anew.
 */
export const keepConnection = (options: {
  readonly door: () => Door | undefined;
  readonly inboxPrefix?: string;
  readonly ready?: (connection: NatsConnection) => Promise<void>;
  readonly log: (line: string) => void;
}) => {
  const { door, inboxPrefix, ready, log } = options;
  const listeners = new Set<(connection: NatsConnection | undefined) => void>();
  let current: NatsConnection | undefined;
  let closing: NatsConnection | undefined;
  let closed = false;
  let said = '';

  const become = (next: NatsConnection | undefined): void => {
    if (current === next) return;
    current = next;
    for (const heard of [...listeners]) heard(next);
  };

  const live = async (at: Door): Promise<void> => {
    const connection = await connect(optionsFor(at, inboxPrefix));
    closing = connection;
    try {
      if (closed) return;
      await ready?.(connection);
      said = '';
      become(connection);
      await connection.closed();
    } finally {
      become(undefined);
      await connection.close();
    }
  };

  /** The same words once, not ten times a second. */
  const tell = (error: unknown): void => {
    const words = error instanceof Error ? error.message : String(error);
    if (words !== said && !closed) log(`no connection: ${words}`);
    said = words;
  };

  const ended = (async () => {
    while (!closed) {
      const at = door();
      if (at) await live(at).catch(tell);
      if (!closed) await Bun.sleep(RETRY_MS);
    }
  })();

  const onChange = (heard: (connection: NatsConnection | undefined) => void): (() => void) => {
    listeners.add(heard);
    return () => listeners.delete(heard);
  };

  return {
    current: (): NatsConnection | undefined => current,
    /** Told of each new one, and of undefined at its end; answers how to stop hearing. */
    onChange,
    /** The present one or the next; rejects where none comes in that time. */
    within: (ms: number): Promise<NatsConnection> =>
      new Promise((resolve, reject) => {
        const look = (connection: NatsConnection | undefined): void => {
          if (!connection) return;
          finish();
          resolve(connection);
        };
        const forget = onChange(look);
        const timer = setTimeout(() => {
          finish();
          reject(new Error(said === '' ? 'there is no connection to the hub' : said));
        }, ms);
        const finish = (): void => {
          clearTimeout(timer);
          forget();
        };
        look(current);
      }),
    close: async (): Promise<void> => {
      closed = true;
      await closing?.close();
      await ended;
    },
  };
};

export type Kept = ReturnType<typeof keepConnection>;
