import { afterEach } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchNats } from '../../scripts/fetch-nats.ts';
import { openHub } from '../../src/core/hub.ts';
import type { NatsChild, NatsLink } from '../../src/leaf/cloud/nats-child.ts';
import { openNatsChild } from '../../src/leaf/cloud/nats-child.ts';
import { newUserKey } from '../../src/sync/nats/credentials.ts';
import type { StreamSizes } from '../../src/sync/nats/streams.ts';
import type { Bus, Delivery } from '../../src/sync/port.ts';
import { BusDown } from '../../src/sync/port.ts';

export const program = (): string => process.env['NATS_SERVER'] || fetchNats();

export const venueId = (letter: string): string =>
  `0192f0aa-0000-7000-8000-00000000000${letter.toLowerCase()}`;

/** Resolves when it holds; asked again at each turn of the loop, and gives up with these words. */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await Bun.sleep(10);
  }
};

export const whenUp = (bus: Bus): Promise<void> => until('the bus is up', bus.isUp);

export const text = (payload: Uint8Array): string => new TextDecoder().decode(payload);
export const bytes = (words: string): Uint8Array => new TextEncoder().encode(words);

const MB = 1024 * 1024;

/** A real hub and, on demand, leaves with real credentials; `close` ends all of them. */
export const openNats = async (
  options: {
    readonly sizes?: StreamSizes;
    /** With a certificate of its own authority. */
    readonly tls?: boolean;
  } = {},
) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-nats-'));
  const said: string[] = [];
  const log = (line: string): void => {
    said.push(line);
  };
  const { tls, sizes = { UP: 32 * MB, DOCS: 8 * MB } } = options;
  const hub = await openHub({
    ...{ program: program(), folder: join(folder, 'hub'), log, sizes, leafHost: '127.0.0.1' },
    ...(tls ? { tls: { hosts: ['127.0.0.1'] } } : {}),
  });
  const children: NatsChild[] = [];

  const linkFor = async (venue: string, epoch = 1): Promise<NatsLink & { publicKey: string }> => {
    const { publicKey, seed } = newUserKey();
    const creds = await hub.mint(venue, publicKey);
    const scheme = tls ? 'tls' : 'nats';
    const urls = [`${scheme}://127.0.0.1:${hub.leafPort}`];
    return {
      ...{ venueId: venue, epoch, natsSeed: seed, creds, publicKey },
      hub: { urls, tlsCa: hub.tlsCa },
    };
  };

  const child = (link: NatsLink): NatsChild => {
    const opened = openNatsChild({
      ...{ folder: join(folder, `leaf-${children.length}`), link, log },
      program: async () => program(),
    });
    children.push(opened);
    return opened;
  };

  return {
    ...{ hub, folder, said, linkFor, child },
    /** A leaf of that venue, with its link to the hub up. */
    leaf: async (
      venue: string,
    ): Promise<NatsChild & { link: NatsLink & { publicKey: string } }> => {
      const link = await linkFor(venue);
      const opened = child(link);
      await whenUp(opened.bus);
      return { ...opened, link };
    },
    /** Ends the process of the hub at once, as a power cut would. */
    killHub: (): void => {
      const status = hub.status();
      if (status.state !== 'up') throw new Error(`the hub is ${status.state}`);
      process.kill(status.pid, 'SIGKILL');
    },
    close: async (): Promise<void> => {
      await Promise.all(children.map((one) => one.stop()));
      await hub.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type Nats = Awaited<ReturnType<typeof openNats>>;

/** Opens stages that are closed, last first, after each test of the file. */
export const openedNats = () => {
  const clears: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const clear of clears.splice(0).reverse()) await clear();
  });
  const open = async (options: Parameters<typeof openNats>[0] = {}): Promise<Nats> => {
    const nats = await openNats(options);
    clears.push(nats.close);
    return nats;
  };
  return { open, clears };
};

/** Takes what an intake gives until there are so many, in the order given; acks all. */
export const taken = async (
  intake: { start: (handle: (messages: readonly Delivery[]) => Promise<void>) => void },
  count: number,
): Promise<readonly string[]> => {
  const got: string[] = [];
  intake.start(async (messages) => {
    for (const message of messages) {
      got.push(text(message.payload));
      message.ack();
    }
  });
  await until(`${count} messages`, () => got.length >= count);
  return got;
};

/** Stored as soon as the link is back; fails where that takes more than seconds. */
export const storeAtLast = (bus: Bus, subject: string, words: string): Promise<void> =>
  until('it is stored', async () => {
    try {
      await bus.store(subject, bytes(words));
      return true;
    } catch (error) {
      if (error instanceof BusDown) return false;
      throw error;
    }
  });
