import type { Sql } from 'postgres';
import postgres from 'postgres';

/** Before each new connection: what lies between may lose every one at once. */
const AGAIN_MS = 200;
/** At once: nothing is under way but what was lost, and for that the driver would wait in vain. */
const NOW = { timeout: 0 };

/** One connection's time. */
type Ear = { readonly client: Sql; readonly lost: Promise<void> };

/**
 * Hears what is notified, on a connection of its own, and listens again whenever that is lost. The
 * driver's own `listen` (3.4.9) stays deaf for good where a connection is lost while it says so:
 * it gives what was said to the old one as the answer of the new one. Here each has its own client.
 * @param channels by name; a plain one in lower case.
 * @param listening told each time that it listens from now on: words may have been missed before.
 * @throws PostgresError where it cannot listen at first.
 */
export const hear = async (
  { url, options }: { readonly url: string; readonly options: object },
  channels: Readonly<Record<string, (payload: string) => void>>,
  listening: () => void,
) => {
  const said = Object.keys(channels)
    .map((channel) => `listen ${channel}`)
    .join(';');

  const open = async (): Promise<Ear> => {
    const { promise: lost, resolve: onclose } = Promise.withResolvers<void>();
    const onnotify = (channel: string, payload: string) => channels[channel]?.(payload);
    const lasting = { idle_timeout: 0, max_lifetime: null };
    const hooks = { onclose: () => onclose(), onnotify };
    const client = postgres(url, { ...options, max: 1, ...lasting, ...hooks });
    try {
      await client.unsafe(said);
    } catch (error) {
      await client.end(NOW);
      throw error;
    }
    listening();
    return { client, lost };
  };

  const stopping = new AbortController();
  const { signal } = stopping;
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
  });

  /** Silent: all else that asks a database which is away tells of it. */
  const reopened = async (): Promise<Ear | null> => {
    while (!signal.aborted) {
      await Promise.race([stopped, Bun.sleep(AGAIN_MS)]);
      const ear = signal.aborted ? null : await open().catch(() => null);
      if (ear !== null) return ear;
    }
    return null;
  };

  const stay = async (first: Ear): Promise<void> => {
    for (let ear: Ear | null = first; ear !== null; ear = await reopened()) {
      await Promise.race([stopped, ear.lost]);
      await ear.client.end(NOW);
    }
  };

  const staying = stay(await open());
  return {
    stop: async (): Promise<void> => {
      stopping.abort();
      await staying;
    },
  };
};
