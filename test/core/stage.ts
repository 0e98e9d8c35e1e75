import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markOf, playNight } from '../../scripts/bench/night.ts';
import { fetchNats } from '../../scripts/fetch-nats.ts';
import { connectDatabase } from '../../src/core/db/open.ts';
import type { Build } from '../../src/core/ingest/build.ts';
import { ROOMS } from '../../src/core/rooms.ts';
import { createVenues } from '../../src/core/venues.ts';
import type { Core } from '../../src/core/wire.ts';
import { openCore } from '../../src/core/wire.ts';
import type { Envelope } from '../../src/kernel/envelope.ts';
import { openNatsChild } from '../../src/leaf/cloud/nats-child.ts';
import { GENESIS } from '../../src/log/chain.ts';
import { memoryLog } from '../../src/log/memory.ts';
import type { Log } from '../../src/log/port.ts';
import { newSigningKey, publicKeyText } from '../../src/sync/checkpoints.ts';
import { newUserKey } from '../../src/sync/nats/credentials.ts';
import type { OutboxStatus } from '../../src/sync/outbox/status.ts';
import type { Report } from '../../src/sync/outbox.ts';
import { createOutbox } from '../../src/sync/outbox.ts';
import type { Timers } from '../../src/sync/port.ts';
import { SYNC_TABLES } from '../../src/sync/tables.ts';
import { startPostgres } from '../postgres.ts';

/** What `POST /api/v1/enrol` answers, as far as a test looks at it. */
export type Enrolled = {
  readonly venueId: string;
  readonly epoch: number;
  readonly venue: { readonly slug: string };
  readonly creds: string;
  readonly hub: { readonly urls: readonly string[]; readonly tlsCa?: string };
  readonly core: { readonly url: string; readonly signingKey: string };
  readonly restore: null | {
    readonly token: string;
    readonly head: { readonly seq: number; readonly hash: string; readonly at: number };
    readonly counts: { readonly events: number; readonly documents: number };
  };
};

const WITHIN_MS = 20_000;

/** Resolves when it holds; asked again at each turn of the loop. */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> => {
  const deadline = performance.now() + WITHIN_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${WITHIN_MS} ms: ${what}`);
    await Bun.sleep(10);
  }
};

/**
 * A core in this process on free ports: real database, real hub. `hub` joins that of another,
 * `publicUrl` is what it calls itself.
 */
export const startCore = async ({
  databaseUrl,
  hub,
  publicUrl,
  venueDayMb,
  rootKeysFile,
  ...own
}: {
  readonly databaseUrl: string;
  readonly hub?: Core['hub'];
  readonly publicUrl?: string;
  readonly venueDayMb?: number;
  readonly rootKeysFile?: string;
  readonly build?: Build;
  readonly timers?: Timers;
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-core-'));
  const said: string[] = [];
  const failures: unknown[] = [];
  const core = await openCore({
    config: {
      ...{ port: 0, bind: '127.0.0.1', dataFolder: folder, databaseUrl, hub: undefined },
      hubPort: hub?.leafPort ?? 0,
      hubClient: hub,
      ...{ hubTls: undefined, url: publicUrl, hubClientPort: 0 },
      natsServer: process.env['NATS_SERVER'] || fetchNats(),
      ...(venueDayMb === undefined ? {} : { venueDayMb }),
      ...(rootKeysFile === undefined ? {} : { rootKeysFile }),
    },
    say: (line) => said.push(line),
    failed: (error) => failures.push(error),
    ...own,
  });
  const url = `http://localhost:${core.port}`;
  return {
    ...{ core, url, folder, said, failures },
    get: (path: string, token?: string) =>
      fetch(`${url}${path}`, {
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      }),
    post: (path: string, body: unknown) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    stop: async () => {
      await core.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type TestCore = Awaited<ReturnType<typeof startCore>>;

/** The keys of a leaf, and what it sends with a code. */
export const applicant = () => {
  const nats = newUserKey();
  const signing = newSigningKey();
  const application = (code: string) => ({
    ...{ code, natsKey: nats.publicKey, signingKey: publicKeyText(signing), version: '0.1.0' },
  });
  return { nats, signing, application };
};

export const enrol = async (
  core: TestCore,
  code: string,
  who = applicant(),
): Promise<Enrolled & { readonly who: ReturnType<typeof applicant> }> => {
  const answer = await core.post('/api/v1/enrol', who.application(code));
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  const enrolled: Enrolled = JSON.parse(await answer.text());
  return { ...enrolled, who };
};

/** A log as a leaf has it, in memory. */
export const leafLog = (): Log =>
  memoryLog([...ROOMS.flatMap(({ tables }) => [...tables]), ...SYNC_TABLES]);

let nights = 0;

/** The events of a night, with ids that no other one has. */
export const night = (entries: number): readonly Envelope[] => {
  nights += 1;
  const text = JSON.stringify(playNight(entries).events);
  return JSON.parse(text.replaceAll(markOf(0), markOf(nights)));
};

export const append = async (log: Log, events: readonly Envelope[]): Promise<void> => {
  const written = events.map((envelope) => ({ envelope, body: JSON.stringify(envelope) }));
  await log.append({ events: written, rows: [], commands: [] });
};

const ownTimers: Timers = {
  now: Date.now,
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Time that goes so many times as fast. */
export const fast = (times: number): Timers => {
  const startMs = Date.now();
  return {
    now: () => Math.round(startMs + (Date.now() - startMs) * times),
    after: (ms, run) => ownTimers.after(ms / times, run),
  };
};

/** A leaf's forwarder over its own real nats-server. */
export const startLeafSync = ({
  enrolled,
  log,
  timers = ownTimers,
  software = {},
}: {
  readonly enrolled: Awaited<ReturnType<typeof enrol>>;
  readonly log: Log;
  /** Which executable it says it is, and what became of its update. */
  readonly software?: Pick<Report, 'sequence' | 'target' | 'channel' | 'update'>;
  readonly timers?: Timers;
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-leaf-sync-'));
  const { venueId, epoch, creds, hub, who } = enrolled;
  const child = openNatsChild({
    ...{ folder, log: () => undefined },
    link: { venueId, epoch, creds, hub, natsSeed: who.nats.seed },
    program: async () => process.env['NATS_SERVER'] || fetchNats(),
  });
  const failures: unknown[] = [];
  const outbox = createOutbox({
    ...{ source: log, bus: child.bus, venueId, epoch, genesis: GENESIS, version: '0.1.0' },
    timers,
    chance: Math.random,
    instance: crypto.randomUUID(),
    report: async () => ({ live: [], downSeq: 0, docsWaiting: 0, ...software }),
    failed: (error) => failures.push(error),
  });
  outbox.start();
  const status = (): OutboxStatus => outbox.status();
  return {
    ...{ outbox, status, failures, bus: child.bus, link: () => child.status().link },
    /** All of the log is applied on the core. */
    inStep: () =>
      until('the leaf is in step', async () => {
        const { applied, state } = status();
        return state === 'inStep' && applied?.seq === (await log.head()).seq;
      }),
    stop: async () => {
      await outbox.stop();
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A core on a PostgreSQL of its own, with the book of its venues; for `beforeAll`. */
export const startCoreWithVenues = async (own: { readonly rootKeysFile?: string } = {}) => {
  const server = await startPostgres();
  const databaseUrl = server.ownerUrl(await server.database());
  const core = await startCore({ databaseUrl, ...own });
  const database = connectDatabase(databaseUrl);
  const venues = createVenues({ platform: database.platform, now: Date.now });
  const stop = async () => {
    await core.stop();
    await database.close();
    await server.stop();
  };
  return { core, database, venues, stop };
};

export type CoreWithVenues = Awaited<ReturnType<typeof startCoreWithVenues>>;
