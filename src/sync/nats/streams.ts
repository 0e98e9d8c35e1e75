import type { JetStreamManager, StreamConfig } from '@nats-io/jetstream';
import {
  AckPolicy,
  DiscardPolicy,
  JetStreamApiError,
  jetstreamManager,
  PersistMode,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { nanos } from '@nats-io/transport-node';
import { CONSUMER, STREAMS } from '../protocol.ts';

export type StreamName = keyof typeof STREAMS;
export const STREAM_NAMES = ['UP', 'DOCS'] as const satisfies readonly StreamName[];

/** Room on the hub's disk for what the core has not taken yet, in bytes. */
export type StreamSizes = { readonly [Name in StreamName]: number };

/**
 * What a core does not acknowledge within it is given to another: so long the last events of a leaf
 * wait where the core that took them was killed. Longer than one holds them (`held.ts`).
 */
const ACK_WAIT_MS = 15_000;
/** What all core processes together may have in their hands: a pull of two each, and what they hold. */
const MOST_PENDING = 8_192;
const DUPLICATES_MS = 2 * 60_000;
/**
 * What one venue may have waiting of its log: beyond it the hub refuses, and the rest stays in the
 * leaf's own log. The stream is all venues', and one that floods it must not take it from the others.
 */
const MOST_OF_A_VENUE = 4_096;

/**
 * Work queues: what the core has in its database, the hub need not keep. Full means refused, never
 * that the oldest is dropped. Of documents only the newest of each subject waits.
 */
const wanted = (name: StreamName, maxBytes: number) =>
  ({
    name,
    subjects: [...STREAMS[name].subjects],
    retention: RetentionPolicy.Workqueue,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    discard_new_per_subject: name === 'UP',
    max_bytes: maxBytes,
    max_msgs_per_subject: name === 'DOCS' ? 1 : MOST_OF_A_VENUE,
    duplicate_window: nanos(DUPLICATES_MS),
    // `persist_mode: async` would switch `sync_interval: always` off for this stream.
    persist_mode: PersistMode.Default,
  }) satisfies Partial<StreamConfig>;

/** What an update cannot put right, so that nothing may be stored there. */
const unsound = (is: StreamConfig): string | undefined => {
  if (is.persist_mode === PersistMode.Async) return 'acknowledges before it is on disk';
  if (is.storage !== StorageType.File) return 'is not on disk';
  if (is.retention !== RetentionPolicy.Workqueue) return 'is no work queue';
  return undefined;
};

const isMissing = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.status === 404;

/** The stream as it is, undefined where there is none; throws where it could lose what it took. */
const sound = async (
  manager: JetStreamManager,
  name: StreamName,
): Promise<StreamConfig | undefined> => {
  const found = await manager.streams.info(name).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  const wrong = found && unsound(found.config);
  if (wrong) throw new Error(`the hub's stream ${name} ${wrong}`);
  return found?.config;
};

const ensureConsumer = async (manager: JetStreamManager, name: StreamName): Promise<void> => {
  const config = {
    ack_wait: nanos(ACK_WAIT_MS),
    max_ack_pending: MOST_PENDING,
    max_deliver: -1,
  };
  const found = await manager.consumers.info(name, CONSUMER).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (found) await manager.consumers.update(name, CONSUMER, config);
  else {
    const fresh = { durable_name: CONSUMER, ack_policy: AckPolicy.Explicit };
    await manager.consumers.add(name, { ...fresh, ...config });
  }
};

/**
 * Makes the hub's streams and their consumers, or brings their limits to what is wanted.
 * @throws Error where a stream exists that could lose what it acknowledged.
 */
export const ensureStreams = async (
  connection: NatsConnection,
  sizes: StreamSizes,
): Promise<void> => {
  const manager = await jetstreamManager(connection);
  for (const name of STREAM_NAMES) {
    const config = wanted(name, sizes[name]);
    if (await sound(manager, name)) await manager.streams.update(name, config);
    else await manager.streams.add(config);
    await ensureConsumer(manager, name);
  }
};

/** For who shares a hub: its owner makes the streams. Throws until they are there and sound. */
export const checkStreams = async (connection: NatsConnection): Promise<void> => {
  const manager = await jetstreamManager(connection);
  for (const name of STREAM_NAMES) {
    if (!(await sound(manager, name))) throw new Error(`the hub has no stream ${name} yet`);
  }
};

/** How much waits on the hub for the core. */
export const streamState = async (
  connection: NatsConnection,
  name: StreamName,
): Promise<{ readonly messages: number; readonly bytes: number }> => {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const { messages, bytes } = (await manager.streams.info(name)).state;
  return { messages, bytes };
};
