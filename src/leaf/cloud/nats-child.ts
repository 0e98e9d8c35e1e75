import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { leafConfig } from '../../sync/nats/config.ts';
import { keepConnection } from '../../sync/nats/connection.ts';
import { credsText } from '../../sync/nats/credentials.ts';
import { inboxOf } from '../../sync/nats/permissions.ts';
import { natsProgram } from '../../sync/nats/program.ts';
import { writeSecretFile } from '../../sync/nats/secret-file.ts';
import { createNatsServer } from '../../sync/nats/server.ts';
import type { LinkState } from '../../sync/nats.ts';
import { createNatsBus } from '../../sync/nats.ts';
import type { Bus } from '../../sync/port.ts';
import { reaches, watchLink } from './nats-link.ts';

const LOOK_EVERY_MS = 2000;
/** A remote can stop trying for good on a flaky line; starting the server anew cures it (#7615). */
const ANEW_AFTER_MS = 3 * 60_000;
const PROGRAM_AGAIN_MS = 60_000;

/** As much of the leaf's link file as its nats-server needs. */
export type NatsLink = {
  readonly venueId: string;
  readonly epoch: number;
  /** The leaf's own user seed, which nobody else has. */
  readonly natsSeed: string;
  /** The user JWT that the core signed for it. */
  readonly creds: string;
  readonly hub: { readonly urls: readonly string[]; readonly tlsCa?: string | undefined };
};

export type NatsStatus = {
  /** `missing`: there is no nats-server to run. */
  readonly state: 'missing' | 'down' | 'up';
  /** To the hub. */
  readonly link: LinkState;
  /** Of what is not well, in words; null where all is. */
  readonly reason: string | null;
  /** How often the server was started again. */
  readonly restarts: number;
};

/**
 * The leaf's nats-server and the bus over it. It never throws and is never needed to run a night:
 * where there is no nats-server, or no hub, `status` says so and `bus` is down.
 * @param folder for its files, below the data folder.
 */
export const openNatsChild = ({
  folder,
  link,
  log,
  program = () => natsProgram(folder),
  lookEveryMs = LOOK_EVERY_MS,
  anewAfterMs = ANEW_AFTER_MS,
}: {
  readonly folder: string;
  readonly link: NatsLink;
  readonly log: (line: string) => void;
  readonly program?: () => Promise<string>;
  readonly lookEveryMs?: number;
  /** So long without a link, though the hub can be reached, until its server is started anew. */
  readonly anewAfterMs?: number;
}) => {
  const { venueId, epoch, hub } = link;
  const token = randomBytes(24).toString('hex');
  const credsFile = join(folder, 'leaf.creds');
  const tlsCaFile = hub.tlsCa === undefined ? undefined : join(folder, 'hub-ca.pem');
  const listeners = new Set<() => void>();
  let missing: string | null = null;
  let restarts = 0;
  let stopped = false;
  let server: ReturnType<typeof createNatsServer> | undefined;

  const ports = () => {
    const status = server?.status();
    return status?.state === 'up' ? status.ports : undefined;
  };
  const watch = watchLink(() => ports()?.monitor, `up.${venueId}.>`);
  const tell = (): void => {
    for (const heard of [...listeners]) heard();
  };

  const config = (): string => {
    writeSecretFile(credsFile, credsText(link.creds, link.natsSeed));
    if (tlsCaFile && hub.tlsCa) writeSecretFile(tlsCaFile, hub.tlsCa);
    // Never the same twice: two leaves of one name throw each other out for ever.
    const serverName = `leaf-${venueId}-${epoch}-${randomBytes(4).toString('hex')}`;
    return leafConfig({
      ...{ folder, serverName, token, credsFile },
      hub: { urls: hub.urls, tlsCaFile },
    });
  };

  const begin = async (): Promise<void> => {
    try {
      const path = await program();
      if (stopped) return;
      missing = null;
      const heard = (line: string): void => {
        log(line);
        watch.heard(line);
      };
      server = createNatsServer({ program: path, folder, config, log: heard });
      server.onStatus(({ state }) => {
        if (state === 'down') restarts += 1;
        void watch.look().then(tell);
      });
      server.start();
    } catch (error) {
      missing = error instanceof Error ? error.message : String(error);
      log(missing);
      tell();
      if (!stopped) again = setTimeout(begin, PROGRAM_AGAIN_MS);
    }
  };

  let again: ReturnType<typeof setTimeout> | undefined;
  void begin();
  watch.onChange(tell);

  /** Only where the hub can be reached: a line that is cut is not mended by starting anew. */
  let triedAtMs = performance.now();
  const mend = async (): Promise<void> => {
    const now = performance.now();
    if (watch.state() !== 'down' || Math.min(watch.downForMs(), now - triedAtMs) < anewAfterMs) {
      return;
    }
    triedAtMs = now;
    const open = await Promise.all(hub.urls.map(reaches));
    if (open.includes(true)) server?.restart('no link for minutes, though the hub can be reached');
  };
  const looking = setInterval(() => void watch.look().then(mend), lookEveryMs);

  const kept = keepConnection({
    door: () => {
      const at = ports();
      return at ? { url: at.client, token } : undefined;
    },
    inboxPrefix: inboxOf(venueId),
    log,
  });
  const bus: Bus = createNatsBus({ kept, link: watch, log });

  const status = (): NatsStatus => {
    const now = server?.status();
    const state = missing !== null ? 'missing' : now?.state === 'up' ? 'up' : 'down';
    const reason = missing ?? (now?.state === 'down' ? now.reason : null);
    const words = watch.state() === 'refused' ? 'the hub refuses the credentials' : null;
    return { state, link: watch.state(), reason: reason ?? words, restarts };
  };

  return {
    bus,
    status,
    /** Told of every change of `status`; answers how to stop hearing. */
    onStatus: (heard: () => void): (() => void) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    /** For who finds that nothing comes through though the link looks up (#3515). */
    restart: (why: string): void => server?.restart(why),
    /** Within 3 s. */
    stop: async (): Promise<void> => {
      stopped = true;
      clearInterval(looking);
      clearTimeout(again);
      watch.stop();
      await Promise.all([bus.close(), server?.stop()]);
    },
  };
};

export type NatsChild = ReturnType<typeof openNatsChild>;
