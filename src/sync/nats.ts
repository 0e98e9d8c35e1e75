import { JetStreamApiError, jetstream } from '@nats-io/jetstream';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { PermissionViolationError } from '@nats-io/transport-node';
import type { Kept } from './nats/connection.ts';
import type { Bus, PubAck } from './port.ts';
import { BusDown, BusFull, BusRefused } from './port.ts';

/** The hub syncs each message to disk; on a slow disk under load that takes a while. */
const STORE_WITHIN_MS = 5000;
/** What a line takes at least: a redraw of thousands is megabytes, and given up too soon never arrives. */
const SLOW_BYTES_PER_MS = 64;

/** JetStream's codes for a stream, an account or a disk without room (`server/errors.json`). */
const FULL = [10_077, 10_023, 10_028, 10_047, 10_053];

/** What the leaf-node connection behind the local server is at. */
export type LinkState = 'up' | 'down' | 'refused';
export type LinkWatch = {
  readonly state: () => LinkState;
  readonly onChange: (heard: () => void) => () => void;
};

const translated = (error: unknown): Error => {
  if (error instanceof BusDown) return error;
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof JetStreamApiError && FULL.includes(error.code)) {
    return new BusFull(words, { cause: error });
  }
  if (error instanceof PermissionViolationError) return new BusRefused(words, { cause: error });
  return new BusDown(words, { cause: error });
};

type Listening = {
  readonly subject: string;
  readonly heard: (subject: string, payload: Uint8Array) => void;
  readonly queue: string | undefined;
  subscription: Subscription | undefined;
};

/**
 * The bus over a connection that comes and goes: subscriptions are made again on each new one.
 * @param link where the connection is to a leaf node: it is up while that has the hub.
 */
export const createNatsBus = ({
  kept,
  link,
  log,
}: {
  readonly kept: Kept;
  readonly link?: LinkWatch;
  readonly log: (line: string) => void;
}): Bus => {
  const listening = new Set<Listening>();
  const listeners = new Set<(up: boolean) => void>();
  const isUp = (): boolean => kept.current() !== undefined && (link?.state() ?? 'up') === 'up';
  let wasUp = isUp();

  const attach = (one: Listening, connection: NatsConnection): void => {
    one.subscription = connection.subscribe(one.subject, {
      ...(one.queue === undefined ? {} : { queue: one.queue }),
      callback: (error, message) => {
        if (error) log(`${one.subject}: ${error.message}`);
        else one.heard(message.subject, message.data);
      },
    });
  };

  const changed = (): void => {
    const now = isUp();
    if (now === wasUp) return;
    wasUp = now;
    for (const heard of [...listeners]) heard(now);
  };

  const forgets = [
    kept.onChange((connection) => {
      if (connection) for (const one of listening) attach(one, connection);
      changed();
    }),
    ...(link ? [link.onChange(changed)] : []),
  ];
  const present = kept.current();
  if (present) for (const one of listening) attach(one, present);

  /** Rejects when the link goes down: whatever is on its way then gets no answer any more. */
  const whenDown = () => {
    const { promise, reject } = Promise.withResolvers<never>();
    const heard = (up: boolean): void => {
      if (!up) reject(new BusDown('the link to the hub went down'));
    };
    listeners.add(heard);
    return { rejected: promise, forget: () => listeners.delete(heard) };
  };

  const store = async (subject: string, payload: Uint8Array, msgID?: string): Promise<PubAck> => {
    const connection = kept.current();
    if (link?.state() === 'refused') throw new BusRefused('the hub does not let this leaf in');
    if (!connection || !isUp()) throw new BusDown('there is no link to the hub');
    const down = whenDown();
    try {
      const storing = jetstream(connection).publish(subject, payload, {
        timeout: STORE_WITHIN_MS + Math.ceil(payload.byteLength / SLOW_BYTES_PER_MS),
        ...(msgID === undefined ? {} : { msgID }),
      });
      const { seq, duplicate } = await Promise.race([storing, down.rejected]);
      return { seq, duplicate };
    } catch (error) {
      throw translated(error);
    } finally {
      down.forget();
    }
  };

  return {
    publish: (subject, payload) => {
      const connection = kept.current();
      if (!connection || connection.isClosed()) return;
      try {
        connection.publish(subject, payload);
      } catch {
        // It is closing: lost, as `publish` may be.
      }
    },
    store,
    subscribe: (subject, heard, queue) => {
      const one: Listening = { subject, heard, queue, subscription: undefined };
      listening.add(one);
      const connection = kept.current();
      if (connection) attach(one, connection);
      return () => {
        listening.delete(one);
        one.subscription?.unsubscribe();
      };
    },
    isUp,
    mostBytes: () => kept.current()?.info?.max_payload,
    isRefused: () => link?.state() === 'refused',
    onChange: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    close: async () => {
      for (const forget of forgets) forget();
      await kept.close();
    },
  };
};
