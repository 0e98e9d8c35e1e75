import { join } from 'node:path';
import { openEmbedded } from '../../../src/core/db/embedded.ts';
import type { Database } from '../../../src/core/db/open.ts';
import { connectDatabase } from '../../../src/core/db/open.ts';
import { joinHub } from '../../../src/core/hub.ts';
import { createTenants } from '../../../src/core/tenants.ts';
import { createEnrolment } from '../../../src/core/venues/enrolment.ts';
import { createVenues } from '../../../src/core/venues.ts';
import type { NatsLink } from '../../../src/leaf/cloud/nats-child.ts';
import { newSigningKey, publicKeyText } from '../../../src/sync/checkpoints.ts';
import { newUserKey } from '../../../src/sync/nats/credentials.ts';
import { freePort } from '../../../src/sync/nats/free-port.ts';
import { natsProgram } from '../../../src/sync/nats/program.ts';
import { startProgram, tempFolder } from '../processes.ts';

const MAIN = join(import.meta.dir, '../../../src/core/main.ts');

/** By hand instead of over HTTPS, where so many leaves at once would be held up. */
const openEnrolling = async (database: Database, hubUrl: string, folder: string, port: number) => {
  const hub = joinHub({
    ...{ url: hubUrl, secretsFile: join(folder, 'hub/secrets.json') },
    log: () => undefined,
  });
  await hub.isReady();
  const { platform } = database;
  const tenants = createTenants({ database, now: Date.now, told: () => undefined });
  const enrolment = createEnrolment({
    platform,
    tenants,
    hub,
    now: Date.now,
    failed: console.error,
  });
  const venues = createVenues({ platform, now: Date.now });
  let made = 0;
  const enrol = async (): Promise<NatsLink> => {
    made += 1;
    const slug = `bench-${made}`;
    const place = { timezone: 'Europe/Berlin', currency: 'EUR' };
    const { code } = await venues.add({ name: slug, slug, ...place });
    const nats = newUserKey();
    const signingKey = publicKeyText(newSigningKey());
    const asked = { code, natsKey: nats.publicKey, signingKey, version: '0.1.0' };
    const { venueId, epoch, creds } = await enrolment.enrol(asked);
    const { tlsCa } = hub;
    const told = { urls: [`tls://127.0.0.1:${port}`], tlsCa };
    return { venueId, epoch, creds, hub: told, natsSeed: nats.seed };
  };
  return { enrol, close: hub.stop };
};

/** A durable PostgreSQL and a core over it with its own hub, each a process of its own. */
export const startCloud = async () => {
  const folder = tempFolder();
  const postgres = await openEmbedded({ folder: folder.path });
  const [port, clientPort] = [await freePort(), await freePort()];
  const data = join(folder.path, 'core');
  const { pid, match, stop } = await startProgram(
    [MAIN, 'serve'],
    {
      ...{ FELT_CORE_PORT: '0', FELT_CORE_HOST: '127.0.0.1', FELT_CORE_DATA: data },
      ...{ FELT_HUB_PORT: String(port), FELT_HUB_CLIENT_PORT: String(clientPort) },
      ...{ DATABASE_URL: postgres.url, NATS_SERVER: await natsProgram(folder.path) },
    },
    / serves http:\/\/[^:]+:(\d+) /u,
  );
  const database = connectDatabase(postgres.url);
  const enrolling = await openEnrolling(database, `nats://127.0.0.1:${clientPort}`, data, port);
  return {
    ...{ pid, url: `http://127.0.0.1:${match[1]}`, databaseUrl: postgres.url, database },
    /** Its files: those of the hub below `core/hub`, of the database below `postgres`. */
    folder: folder.path,
    /** A new venue with its leaf enrolled. */
    enrol: enrolling.enrol,
    stop: async () => {
      await enrolling.close();
      await database.close();
      await stop();
      await postgres.stop();
      folder.remove();
    },
  };
};

export type Cloud = Awaited<ReturnType<typeof startCloud>>;
