import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { uuid7 } from '../kernel/ids.ts';
import type { Now } from '../kernel/time.ts';
import { SECOND } from '../kernel/time.ts';
import { pageLoader } from '../server/built-pages.ts';
import { Failed, failedBy } from '../server/failed.ts';
import type { Hears } from '../server/failure.ts';
import { createHosts } from '../server/hosts.ts';
import { createCounting } from '../server/metrics/counting.ts';
import { createRegistry } from '../server/metrics/registry.ts';
import { VERSION } from '../server/version.ts';
import { publicKeyText } from '../sync/checkpoints.ts';
import type { Alarm } from '../sync/inbox/alarm.ts';
import { quietly } from '../sync/nats/quietly.ts';
import type { Timers } from '../sync/port.ts';
import type { Health } from './app.ts';
import { createCoreApp } from './app.ts';
import type { Config } from './config.ts';
import { makeFolder } from './data-folder.ts';
import { createAway } from './db/away.ts';
import { openStore } from './db/store.ts';
import type { Told } from './doors/leaf.ts';
import { openDoors } from './doors.ts';
import { dailyOf } from './hub/daily.ts';
import { hubUrls, startHub } from './hub/start.ts';
import type { Build } from './ingest/build.ts';
import { BUILD, BUILT, newerThan } from './ingest/build.ts';
import { createAlarms } from './ingest/status.ts';
import { createIngest } from './ingest.ts';
import { createOrderBook } from './orders.ts';
import { loadPages } from './pages.ts';
import { openSigning } from './signing.ts';
import { createTenants } from './tenants.ts';
import { createEnrolment } from './venues/enrolment.ts';
import { createNaming } from './venues/naming.ts';
import { REVOKED } from './venues.ts';
import { openCoreWatch } from './watch.ts';

/** What a request that is under way may take when the core is told to end. */
const FINISH_MS = 3 * SECOND;
/** For revocations that the hub could not be told of when they happened. */
const RECONCILE_EVERY_MS = 30 * SECOND;

const bootId = crypto.randomUUID();

/** The core keeps no clock of a tournament: what passes is measured by the process's own clock. */
const now = (): Now => ({ wallMs: Date.now(), bootMs: performance.now(), bootId });

const ownTimers: Timers = {
  now: Date.now,
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * The hub without a core, which joins it with `FELT_HUB_CLIENT` and `FELT_HUB_SECRETS`.
 * @throws Failed in one line.
 */
export const openHubAlone = async (config: Config, say: (line: string) => void) => {
  makeFolder(config.dataFolder);
  const own = { ...config, hubClient: undefined };
  return startHub(own, quietly('hub', say)).catch((error: unknown) => {
    throw failedBy(error);
  });
};

const listen = (config: Config, fetch: (request: Request, own: object) => unknown) => {
  try {
    return Bun.serve({
      port: config.port,
      hostname: config.bind,
      // Bun lets others have the same port, too: requests then went to either.
      reusePort: false,
      // Bun's own error pages tell paths and lines.
      development: false,
      fetch: (request, own) => Promise.resolve(fetch(request, own)) as Promise<Response>,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failed(`cannot listen on ${config.bind}:${config.port}: ${why}`, { cause: error });
  }
};

/**
 * A core that serves and ingests: every adapter is chosen here and nowhere else.
 * @param say hears of what an operator of the core should read.
 * @throws Failed in one line.
 */
export const openCore = async ({
  config,
  say = console.log,
  failed: failedOutside = console.error,
  build = BUILD,
  timers = ownTimers,
}: {
  readonly config: Config;
  /** Its rooms and their tables, where it is not this one's. */
  readonly build?: Build;
  readonly timers?: Timers;
  readonly say?: (line: string) => void;
  readonly failed?: Hears;
}) => {
  const startedAtMs = performance.now();
  makeFolder(config.dataFolder);
  const database = await openStore(config, { share: false, say, build });
  const hub = await startHub(config, quietly('hub', say)).catch(async (error: unknown) => {
    await database.close();
    throw failedBy(error);
  });
  const own = openSigning(dirname(hub.secretsFile));
  const { platform } = database;
  const away = createAway({ isThere: () => platform`select 1`, after: ownTimers.after, say });
  const registry = createRegistry();
  const counting = createCounting(registry);
  const failed: Hears = (error, about) => {
    counting.failed(error);
    if (away.heard(error)) return;
    if (about === undefined) failedOutside(error);
    else failedOutside(error, about);
  };
  let ingesting: Health['ingest'] = 'taking';
  const outdated = (): void => {
    if (ingesting === 'outdated') return;
    ingesting = 'outdated';
    say('a newer core writes this database: this one takes nothing in, and is only read from');
    ingest.standBack().catch(failed);
  };
  const standing = async (): Promise<void> => {
    if ((await newerThan(platform, build)) !== null) outdated();
  };
  const tenants = createTenants({
    ...{ database, now: Date.now, told: say, build, outdated },
    stuck: (venueId, error) => alarm({ venueId, kind: 'rows', error }),
  });
  const enrolment = createEnrolment({ platform, tenants, hub, now: Date.now, failed });
  const alarms = createAlarms({ tenants, now: Date.now, say, failed });
  const alarm = (one: Alarm): void => {
    if (one.kind !== 'failed' || !away.heard(one.error)) alarms(one);
  };
  const orders = createOrderBook({ bus: hub.bus, timers });
  const ingest = createIngest({
    ...{ hub, tenants, enrolment, orders, own, timers, alarm, failed },
    ...{ daily: dailyOf(config.venueDayMb), naming: createNaming({ platform, tenants, failed }) },
    wentBack: () => haltFailing(),
  });

  let port = config.port;
  const coreUrl = () => config.url ?? `http://localhost:${port}`;
  const { tlsCa } = hub;
  const told = (): Told => ({
    hub: { urls: hubUrls(config, hub.leafPort), ...(tlsCa === undefined ? {} : { tlsCa }) },
    core: { url: coreUrl(), signingKey: publicKeyText(own.key) },
  });

  const health = async (): Promise<Health> => {
    const isThere = await platform`select 1`.then(
      () => true,
      () => false,
    );
    const isUp = hub.bus.isUp();
    return {
      ...{ status: isThere && isUp ? 'ok' : 'unwell', version: VERSION },
      uptime: Math.floor((performance.now() - startedAtMs) / SECOND),
      ...{ database: isThere, hub: isUp, ingest: ingesting },
    };
  };

  const watch = openCoreWatch({
    ...{ config, platform, health, registry, counting, say, failed },
  });

  const ownName = config.url === undefined ? [] : [new URL(config.url).hostname];
  const pages = pageLoader(() => loadPages());
  const doors = openDoors({ config, platform, tenants, url: coreUrl, failed });
  const app = createCoreApp({
    ...{ ...doors, now, health, enrolment, tenants, told, failed, pages: pages.load },
    ...{ orders, newId: () => uuid7(Date.now(), randomBytes(10)) },
    ...{ counting, registry, metricsToken: config.metricsToken },
    isOwnHost: createHosts(ownName, () => now().bootMs),
    proxies: config.proxies ?? [],
  });
  const server = listen(config, (request, env) => app.fetch(request, env));
  port = server.port ?? port;

  const haltFailing = async (): Promise<void> => {
    for (const version of await doors.releases.haltFailing()) {
      say(`ALARM felt-leaf ${version} is halted: it failed at several venues`);
    }
  };
  const reconcile = () =>
    Promise.all([enrolment.revokeOnHub(), standing(), haltFailing()]).catch(failed);
  const hearing = await database.hear(
    {
      [REVOKED]: (venueId) => {
        tenants.forget(venueId);
        void reconcile();
      },
      [BUILT]: () => void standing().catch(failed),
    },
    () => {
      // Words may have been missed.
      tenants.forget();
      void reconcile();
    },
  );
  const timer = setInterval(reconcile, RECONCILE_EVERY_MS);
  // An older build has stood back by then, and only hears.
  await standing();
  ingest.start();
  watch.start();
  const stopping = new AbortController();
  const settling = doors.releases.settle().catch(failed);
  const refreshing = tenants.refreshAll(stopping.signal).catch(failed);
  const code = await doors.auth.first.issue();
  if (code !== null)
    say(`the first administrator comes in here, once: ${coreUrl()}/#/first/${code}`);

  return {
    port,
    /** For another core process: the database's administrator, and this one's hub. */
    databaseUrl: database.url,
    hub: { url: hub.url, secretsFile: hub.secretsFile, leafPort: hub.leafPort },
    /** The core's own bus, on which applied events are told. */
    bus: hub.bus,
    /** Takes nothing new, finishes what is under way. */
    stop: async (): Promise<void> => {
      clearInterval(timer);
      away.stop();
      stopping.abort();
      doors.feed.stop();
      await watch.stop();
      await Promise.all([ingest.stop(), refreshing, settling]);
      await Promise.race([server.stop(), Bun.sleep(FINISH_MS)]);
      await server.stop(true);
      await hearing.stop();
      await hub.stop();
      await database.close();
    },
  };
};

export type Core = Awaited<ReturnType<typeof openCore>>;
