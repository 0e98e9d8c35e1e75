import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase } from '../../src/core/db/open.ts';
import { createVenues } from '../../src/core/venues.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import type { Timers } from '../../src/sync/port.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { TestCore } from './stage.ts';
import { append, enrol, fast, leafLog, night, startCore, startLeafSync, until } from './stage.ts';

setDefaultTimeout(90_000);

let server: Server;
let database: Database;
let core: TestCore;

beforeAll(async () => {
  server = await startPostgres();
  const databaseUrl = server.ownerUrl(await server.database());
  // A day of the core is over in two and a half minutes, the leaf's own time goes ten times as fast.
  core = await startCore({ databaseUrl, venueDayMb: 1, timers: fast(2_000) });
  database = connectDatabase(databaseUrl);
});
afterAll(async () => {
  await core.stop();
  await database.close();
  await server.stop();
});

const [slow, asCore] = [fast(20), fast(2_000)];
/** The pauses that the core asks for are by its own time, which goes faster here. */
const timers: Timers = {
  now: slow.now,
  after: (ms, run) => (ms > MINUTE ? asCore : slow).after(ms, run),
};

const joined = async (slug: string) => {
  const venues = createVenues({ platform: database.platform, now: Date.now });
  const place = { timezone: 'Europe/Berlin', currency: 'EUR' };
  const { code } = await venues.add({ name: slug, slug, ...place });
  const enrolled = await enrol(core, code);
  const log = leafLog();
  return {
    venueId: enrolled.venueId,
    log,
    leaf: startLeafSync({ enrolled, log, timers }),
  };
};

test('SEC-6: a venue beyond its share waits, somebody is told, its neighbour goes on, and nothing is lost', async () => {
  const [large, small] = [await joined('large'), await joined('small')];
  // More than a megabyte in all.
  for (let bytes = 0; bytes < 1_250_000; ) {
    const events = night(60);
    bytes += Buffer.byteLength(JSON.stringify(events));
    await append(large.log, events);
  }
  const states = new Set<string>();
  large.leaf.outbox.onStatus(({ state }) => states.add(state));
  large.leaf.outbox.wake();
  await until('it is told', () =>
    core.said.some((line) => line === `ALARM quota of venue ${large.venueId}`),
  );
  await append(small.log, night(3));
  small.leaf.outbox.wake();
  await small.leaf.inStep();
  // Its share grows again, and its leaf has kept all of it.
  await large.leaf.inStep();
  expect(states.has('dayUsed')).toBe(true);
  expect([large.leaf.failures, core.failures]).toEqual([[], []]);
  await Promise.all([large.leaf.stop(), small.leaf.stop()]);
});
