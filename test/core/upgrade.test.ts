import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase } from '../../src/core/db/open.ts';
import { buildOf, Outdated } from '../../src/core/ingest/build.ts';
import { ROOMS } from '../../src/core/rooms.ts';
import { createTenants } from '../../src/core/tenants.ts';
import { createVenues } from '../../src/core/venues.ts';
import type { Envelope } from '../../src/kernel/envelope.ts';
import type { Log } from '../../src/log/port.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { waitingIn } from '../../src/log/waiting.ts';
import { counterRoom } from '../log/counter-room.ts';
import { envelope } from '../log/fixtures.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import { append, enrol, leafLog, night, startCore, startLeafSync, until } from './stage.ts';

setDefaultTimeout(60_000);

/** Counters that can only be added to; a later build has them taken back, too, in another shape. */
const adding = {
  ...counterRoom,
  stateVersion: 'adding',
  types: { 'counter.added': true },
} as const;
const taking = {
  ...counterRoom,
  types: { 'counter.added': true, 'counter.undone': true },
} as const;

const FIRST = buildOf(ROOMS);
const SECOND = buildOf([...ROOMS, adding]);
const THIRD = buildOf([...ROOMS, taking]);

let server: Server;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

let counted = 0;
/** Three are added to a counter, the second one of them taken back. */
const counter = (): readonly Envelope[] => {
  counted += 1;
  const name = `c${counted}`;
  const undone = { type: 'counter.undone', data: { eventId: `${name}/2` } };
  return [1, 2, 3].map((n) => envelope(name, n)).concat(envelope(name, 4, undone));
};

const addVenue = (database: Database, slug: string) =>
  createVenues({ platform: database.platform, now: Date.now }).add({
    ...{ name: slug, slug, timezone: 'Europe/Berlin', currency: 'EUR' },
  });

const openWith = (database: Database, build: typeof FIRST) => {
  const calls: string[] = [];
  const outdated = () => calls.push('outdated');
  const tenants = createTenants({
    database,
    now: Date.now,
    told: () => undefined,
    build,
    outdated,
  });
  return { ...tenants, calls };
};

const isClean = async (log: Log, build: typeof FIRST, events: number) =>
  expect(await verifyLog(log, build.rooms)).toEqual({ events, firstBadSeq: null, differences: [] });

const waits = async (log: Log) =>
  (await waitingIn(log)).map(({ type, events }) => `${type} ${events}`).sort();

const healthOf = async (core: { readonly get: (path: string) => Promise<Response> }) =>
  JSON.parse(await (await core.get('/health')).text());

test('OPS-11: a newer core takes over while a night goes on; the older one takes nothing in, and is read from', async () => {
  const databaseUrl = server.ownerUrl(await server.database());
  const older = await startCore({ databaseUrl, build: FIRST });
  const database = connectDatabase(databaseUrl);
  const { id, code } = await addVenue(database, 'rolling');
  const log = leafLog();
  const leaf = startLeafSync({ enrolled: await enrol(older, code), log });
  const send = async (events: readonly Envelope[]) => {
    for (let from = 0; from < events.length; from += 5) {
      await append(log, events.slice(from, from + 5));
      leaf.outbox.wake();
    }
  };
  await send([...night(20), ...counter()]);
  await leaf.inStep();
  const before = await openWith(database, FIRST).log(id);
  await isClean(before, FIRST, (await log.head()).seq);
  expect(await waits(before)).toEqual(['counter.added 3', 'counter.undone 1']);

  // Sent while the newer one starts: whoever takes it, the rows are the newer one's in the end.
  const going = (async () => {
    for (let i = 0; i < 12; i++) await send([...night(3), ...counter()]);
  })();
  const newer = await startCore({ databaseUrl, build: THIRD, hub: older.core.hub });
  await going;
  await leaf.inStep();
  await until(
    'the older one has noticed',
    async () => (await healthOf(older)).ingest === 'outdated',
  );
  await send(counter());
  await leaf.inStep();
  const after = await openWith(database, THIRD).log(id);
  await isClean(after, THIRD, (await log.head()).seq);
  expect(await after.count('counters')).toBe(14);
  expect(await waits(after)).toEqual([]);
  expect(await healthOf(newer)).toMatchObject({ status: 'ok', ingest: 'taking' });
  expect(await healthOf(older)).toMatchObject({ status: 'ok', ingest: 'outdated' });
  expect(older.said.filter((line) => line.includes('a newer core')).length).toBe(1);
  // It reads what it knows.
  const read = await openWith(database, FIRST).log(id);
  expect(await read.count('results')).toBeGreaterThan(20);

  // Started again it leaves the tables as they are, and stands back at once.
  const again = await startCore({ databaseUrl, build: FIRST, hub: older.core.hub });
  expect((await healthOf(again)).ingest).toBe('outdated');
  await send(counter());
  await leaf.inStep();
  expect(await after.count('counters')).toBe(15);
  await isClean(after, THIRD, (await log.head()).seq);
  expect([...older.failures, ...newer.failures, ...again.failures, ...leaf.failures]).toEqual([]);
  await leaf.stop();
  await again.stop();
  await newer.stop();
  await older.stop();
  await database.close();
});

test('OPS-11: an older process that was told nothing appends nothing behind a newer one', async () => {
  const databaseUrl = server.ownerUrl(await server.database());
  const core = await startCore({ databaseUrl, build: SECOND });
  const database = connectDatabase(databaseUrl);
  const { id, code } = await addVenue(database, 'untold');
  await enrol(core, code);
  const older = openWith(database, SECOND);
  const tenant = await older.open(id);
  const bodies = counter().map((one) => JSON.stringify(one));
  if (tenant === null) throw new Error('there is no such venue');
  const first = await tenant.apply(await tenant.head(), bodies.slice(0, 2));
  expect(first?.seq).toBe(2);
  await core.stop();
  const next = await startCore({ databaseUrl, build: THIRD });
  const newer = openWith(database, THIRD);
  await (await newer.log(id)).head();
  const attempt = tenant.apply(await tenant.head(), bodies.slice(2));
  expect(await attempt.catch((error: unknown) => error)).toBeInstanceOf(Outdated);
  expect([await older.openToWrite(id), older.calls]).toEqual(['later', ['outdated', 'outdated']]);
  const theirs = await newer.openToWrite(id);
  if (theirs === null || theirs === 'later') throw new Error('the newer one may write');
  expect((await theirs.head('fresh')).seq).toBe(2);
  expect((await theirs.apply(await theirs.head(), bodies.slice(2)))?.seq).toBe(4);
  await isClean(await newer.log(id), THIRD, 4);
  expect(await (await newer.log(id)).select({ table: 'counters', limit: 9 })).toMatchObject([
    { total: 4, parts: 2 },
  ]);
  await next.stop();
  await database.close();
});

test('SYN-5: a later type in a room that is known is kept and counted, and has its rows after the upgrade', async () => {
  const databaseUrl = server.ownerUrl(await server.database());
  const core = await startCore({ databaseUrl, build: SECOND });
  const database = connectDatabase(databaseUrl);
  const { id, code } = await addVenue(database, 'later');
  const log = leafLog();
  const leaf = startLeafSync({ enrolled: await enrol(core, code), log });
  // Shape 2 of a type that is known, too: it may say something else.
  const [shaped] = [envelope('s', 1, { schema: 2 })];
  await append(log, [...counter(), shaped, ...counter()]);
  leaf.outbox.wake();
  await leaf.inStep();
  const before = await openWith(database, SECOND).log(id);
  expect(await waits(before)).toEqual(['counter.added 1', 'counter.undone 2']);
  await isClean(before, SECOND, 9);
  const totals = async (of: Log) =>
    (await of.select({ table: 'counters', limit: 9 })).map(({ total }) => total);
  expect(await totals(before)).toEqual([6, 6]);
  await leaf.stop();
  await core.stop();

  const next = await startCore({ databaseUrl, build: THIRD });
  const after = await openWith(database, THIRD).log(id);
  expect(await totals(after)).toEqual([4, 4]);
  expect(await waits(after)).toEqual(['counter.added 1']);
  await isClean(after, THIRD, 9);
  await next.stop();
  await database.close();
});
