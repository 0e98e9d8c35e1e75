import { dirname, join } from 'node:path';
import { decode } from '@nats-io/jwt';
import type { NatsConnection } from '@nats-io/transport-node';
import { hubConfig } from '../sync/nats/config.ts';
import type { Door } from '../sync/nats/connection.ts';
import { keepConnection } from '../sync/nats/connection.ts';
import { openCredentials } from '../sync/nats/credentials.ts';
import { freePort } from '../sync/nats/free-port.ts';
import { createIntake } from '../sync/nats/intake.ts';
import { createNatsServer } from '../sync/nats/server.ts';
import type { StreamName, StreamSizes } from '../sync/nats/streams.ts';
import { checkStreams, ensureStreams, streamState } from '../sync/nats/streams.ts';
import { createNatsBus } from '../sync/nats.ts';
import type { Intake } from '../sync/port.ts';
import { ownAuthority, ownCertificate } from './hub/certificate.ts';

const GB = 1024 ** 3;
const SIZES: StreamSizes = { UP: 8 * GB, DOCS: 2 * GB };
const ASK_WITHIN_MS = 5000;
const READY_WITHIN_MS = 10_000;

const SECRETS = 'secrets.json';

const TLS = 'tls';

export type HubTls =
  | { readonly certFile: string; readonly keyFile: string }
  | { readonly hosts: readonly string[] };

type Log = (line: string) => void;

const certificateOf = (tls: HubTls | undefined, folder: string) =>
  tls &&
  ('hosts' in tls ? ownCertificate({ folder, hosts: tls.hosts }) : { ...tls, ca: undefined });

/** Why the hub did not take an account's JWT; undefined where it did. */
const failureIn = (answer: string): string | undefined => {
  const { error } = JSON.parse(answer);
  return error === undefined ? undefined : (error.description ?? JSON.stringify(error));
};

const revocationsIn = (jwt: string): Readonly<Record<string, number>> => {
  if (jwt === '') return {};
  return decode<{ revocations: Record<string, number> }>(jwt).nats.revocations ?? {};
};

/** What a core process does with a hub, its own or another's. */
const clientOf = (options: {
  readonly url: () => string | undefined;
  readonly secretsFile: string;
  readonly ready: (connection: NatsConnection) => Promise<void>;
  readonly log: Log;
}) => {
  const { url, secretsFile, ready, log } = options;
  const credentials = openCredentials({ file: secretsFile });
  const door = (creds: Promise<string>): (() => Door | undefined) => {
    let text: string | undefined;
    void creds.then((done) => {
      text = done;
    });
    return () => {
      const at = url();
      return at !== undefined && text !== undefined ? { url: at, creds: text } : undefined;
    };
  };
  const kept = keepConnection({ door: door(credentials.coreCreds()), ready, log });
  const system = keepConnection({ door: door(credentials.systemCreds()), log });
  const bus = createNatsBus({ kept, log });

  const ask = async (subject: string, text = ''): Promise<string> => {
    const connection = await system.within(ASK_WITHIN_MS);
    return (await connection.request(subject, text, { timeout: ASK_WITHIN_MS })).string();
  };

  /** Told to the hub as it runs; a hub that starts later takes it from the secrets. */
  const announce = async (venueId: string): Promise<void> => {
    const { jwt } = await credentials.account(venueId);
    const failed = failureIn(await ask('$SYS.REQ.CLAIMS.UPDATE', jwt));
    if (failed) throw new Error(`the hub did not take the account of ${venueId}: ${failed}`);
  };

  return {
    bus,
    intake: (stream: StreamName): Intake => createIntake({ kept, stream, log, missing: ready }),
    /** What waits on the hub for the core. */
    waiting: async (stream: StreamName) => {
      const connection = kept.current();
      return connection ? streamState(connection, stream) : undefined;
    },
    /**
     * The user JWT for a leaf's public key, once the hub knows the venue's account.
     * @throws Error where the hub cannot be told: nothing was given out.
     */
    mint: async (venueId: string, publicKey: string): Promise<string> => {
      const jwt = await credentials.userJwt(venueId, publicKey);
      await announce(venueId);
      return jwt;
    },
    /**
     * Cuts off a leaf that is connected, and every later attempt with that key. Durable even where
     * it throws because the hub cannot be told: then it holds from the hub's next start.
     */
    revoke: async (venueId: string, publicKey: string): Promise<void> => {
      await credentials.revoke(venueId, publicKey);
      const { key } = await credentials.account(venueId);
      const known = await ask(`$SYS.REQ.ACCOUNT.${key}.CLAIMS.LOOKUP`);
      await credentials.revoke(venueId, publicKey, revocationsIn(known));
      await announce(venueId);
    },
    /** When the streams are there and made sure of; rejects with the reason where they are not. */
    isReady: async (): Promise<void> => {
      await kept.within(READY_WITHIN_MS);
    },
    credentials,
    close: async (): Promise<void> => {
      await Promise.all([bus.close(), system.close()]);
    },
  };
};

/**
 * The hub of this core: nats-server as a child with all its state below `folder`.
 * @param leafPort where leaf nodes come in; 0: any free one, the same until it is stopped.
 * @param clientPort of clients, on loopback only; 0: any free one.
 * @param tls how leaves know that this is their hub: files of a certificate that the world trusts,
 *   or the names and IPv4 addresses for one of the hub's own authority (`tlsCa` is then for the
 *   leaves); without it the link is plain.
 * @throws Error with nats-server's own words where it does not start the first time.
 */
export const openHub = async (options: {
  readonly program: string;
  readonly folder: string;
  readonly log: Log;
  readonly leafHost?: string;
  readonly leafPort?: number;
  readonly clientPort?: number;
  readonly sizes?: StreamSizes;
  readonly tls?: HubTls | undefined;
}) => {
  const { program, folder, log, sizes = SIZES } = options;
  const tls = certificateOf(options.tls, join(folder, TLS));
  const leafHost = options.leafHost ?? '0.0.0.0';
  const leafPort = options.leafPort || (await freePort(leafHost));
  const clientPort = options.clientPort || (await freePort());
  const secretsFile = join(folder, SECRETS);
  const credentials = openCredentials({ file: secretsFile });
  const server = createNatsServer({
    ...{ program, log },
    folder: join(folder, 'nats'),
    config: async () =>
      hubConfig({
        ...{ folder: join(folder, 'nats'), clientPort, tls },
        operatorJwt: await credentials.operatorJwt(),
        systemAccount: credentials.systemAccount,
        accounts: await credentials.accounts(),
        leafListen: `${leafHost}:${leafPort}`,
        // The streams' limits decide, not the server's: beside them it keeps consumers and indexes.
        maxFileBytes: 2 * (sizes.UP + sizes.DOCS) + GB,
      }),
  });
  const url = (): string | undefined => {
    const status = server.status();
    return status.state === 'up' ? status.ports.client : undefined;
  };
  const client = clientOf({
    ...{ url, secretsFile, log },
    ready: (connection) => ensureStreams(connection, sizes),
  });
  const stop = async (): Promise<void> => {
    await client.close();
    await server.stop();
  };
  server.start();
  try {
    await server.whenUp();
    await client.isReady();
  } catch (error) {
    await stop();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`the hub does not start: ${why}`, { cause: error });
  }
  return {
    ...client,
    leafPort,
    /** What leaves have to trust (PEM); undefined: what the world trusts, or nothing at all. */
    tlsCa: tls?.ca,
    /** Address for other core processes on this machine, and the file of secrets that they share. */
    clientUrl: `nats://127.0.0.1:${clientPort}`,
    secretsFile,
    status: server.status,
    onStatus: server.onStatus,
    stop,
  };
};

/** The hub of another core process (`clientUrl` and `secretsFile` of that one). */
export const joinHub = (options: {
  readonly url: string;
  readonly secretsFile: string;
  readonly log: Log;
}) => {
  const { url, secretsFile, log } = options;
  const client = clientOf({ url: () => url, secretsFile, ready: checkStreams, log });
  const tlsCa = ownAuthority(join(dirname(secretsFile), TLS));
  return { ...client, tlsCa, stop: client.close };
};

export type Hub = ReturnType<typeof joinHub>;
