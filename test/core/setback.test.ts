import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import postgres from 'postgres';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase } from '../../src/core/db/open.ts';
import { statusOfAll } from '../../src/core/ingest/status.ts';
import { TABLES } from '../../src/core/rooms.ts';
import { createTenants } from '../../src/core/tenants.ts';
import { showVenue, troubleOf, troubleText } from '../../src/core/venues/show.ts';
import { createVenues } from '../../src/core/venues.ts';
import { openLibsqlLog } from '../../src/log/libsql.ts';
import type { Log } from '../../src/log/port.ts';
import { encodeBatch } from '../../src/sync/batch.ts';
import { openCredentials } from '../../src/sync/nats/credentials.ts';
import { PROTOCOL, SUBJECTS } from '../../src/sync/protocol.ts';
import { SYNC_TABLES } from '../../src/sync/tables.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { TestCore } from './stage.ts';
import {
  append,
  applicant,
  enrol,
  fast,
  leafLog,
  night,
  startCore,
  startLeafSync,
  until,
} from './stage.ts';

setDefaultTimeout(60_000);

/** Half a minute of patience is a second and a half. */
const timers = fast(20);

let server: Server;
let admin: postgres.Sql;
let name: string;
let core: TestCore;
let database: Database;

beforeAll(async () => {
  server = await startPostgres();
  admin = postgres(server.ownerUrl('postgres'), { max: 1, onnotice: () => undefined });
  name = await server.database();
  core = await startCore({ databaseUrl: server.ownerUrl(name), timers });
  database = connectDatabase(server.ownerUrl(name));
});
afterAll(async () => {
  await core.stop();
  await database.close();
  await admin.end();
  await server.stop();
});

const tenants = () => createTenants({ database, now: Date.now, told: () => undefined });
const venues = () => createVenues({ platform: database.platform, now: Date.now });

let made = 0;
const newLeaf = async () => {
  made += 1;
  const slug = `house-${made}`;
  const { id, code } = await venues().add({
    ...{ name: slug, slug, timezone: 'Europe/Berlin', currency: 'EUR' },
  });
  // The core may not have got over the last outage yet; the same leaf may ask again.
  const who = applicant();
  const asked = () => enrol(core, code, who).catch(() => null);
  let enrolled = await asked();
  await until('it is let in', async () => {
    enrolled ??= await asked();
    return enrolled !== null;
  });
  if (enrolled === null) throw new Error('it was not let in');
  return { id, slug, enrolled };
};

/** What `venue show` prints. */
const shown = async (id: string): Promise<string> => {
  const trouble = await troubleOf(database, id, true);
  const status = (await statusOfAll(database)).find(({ venueId }) => venueId === id);
  return showVenue(await venues().find(id), status, trouble, String);
};

const alarmed = (id: string, kind: string) =>
  until(`the alarm ${kind} stands`, async () =>
    (await troubleOf(database, id, false)).alarms.some((one) => one.kind === kind),
  );

const isWhole = async (id: string, log: Log) => {
  const copy = await tenants().log(id);
  expect(await copy.head()).toEqual(await log.head());
  expect((await copy.after(0, 9_999)).map(({ body }) => body)).toEqual(
    (await log.after(0, 9_999)).map(({ body }) => body),
  );
};

/** Nobody is in the database, and nobody gets in, until it is opened again. */
const close = async (one: string) => {
  await database.close();
  await admin.unsafe(`alter database ${one} with allow_connections false`);
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${one}`;
};
const reopen = (one: string) => admin.unsafe(`alter database ${one} with allow_connections true`);
/** The core has got over it, and the test is in again. */
const back = async () => {
  await until('the core has its database', async () => (await core.get('/health')).ok);
  database = connectDatabase(server.ownerUrl(name));
};

/** A leaf's log in a file, as it stands in a data folder, and copies of it. */
const openFile = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-setback-'));
  const pathOf = (which: string) => join(folder, `${which}.db`);
  const open = (which: string) =>
    openLibsqlLog({ path: pathOf(which), tables: [...TABLES, ...SYNC_TABLES] });
  return {
    open,
    copy: (from: string, to: string) => copyFileSync(pathOf(from), pathOf(to)),
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
};

test('a gap is asked for, alarms after half a minute, and is told as closed once it is', async () => {
  const { id, enrolled } = await newLeaf();
  const log = leafLog();
  await append(log, night(3));
  const leaf = startLeafSync({ enrolled, log: leafLog(), timers });
  await until('the link is up', leaf.bus.isUp);
  const send = async (from: number, to: number, round: number) => {
    const lines = await log.after(from - 1, to - from + 1);
    const [before] = from === 1 ? [] : await log.after(from - 2, 1);
    const batch = {
      ...{ protocol: PROTOCOL, venueId: id, epoch: 1, version: '0.1.0', firstSeq: from },
      ...{ count: lines.length, prevHash: before?.hash ?? '0'.repeat(64) },
      ...{ hash: lines.at(-1)?.hash ?? '', bodies: lines.map(({ body }) => body) },
    };
    await leaf.bus.store(SUBJECTS.log(id), encodeBatch(batch), `${id}:${from}:${to}:${round}`);
  };
  const { seq } = await log.head();
  let round = 0;
  await until('the alarm stands', async () => {
    // A leaf sends what is not applied again and again.
    round += 1;
    await send(4, seq, round);
    return (await troubleOf(database, id, false)).alarms.some(({ kind }) => kind === 'gap');
  });
  expect(await shown(id)).toMatch(/a gap: event 1 was missing for more than half a minute \(/u);
  expect((await (await tenants().log(id)).head()).seq).toBe(0);
  await until('all is here', async () => {
    // What lay behind a gap that stays was let go: a leaf sends all from what it is asked for.
    round += 1;
    await send(1, 3, round);
    await send(4, seq, round);
    return (await (await tenants().log(id)).head()).seq === seq;
  });
  await isWhole(id, log);
  leaf.outbox.sayHealth();
  await until('it is told as closed', async () => /; it has come since \(/u.test(await shown(id)));
  await leaf.stop();
});

test('SYN-1: a core’s database set back under a running leaf gets from the leaf what it lacks', async () => {
  const { id, enrolled } = await newLeaf();
  const log = leafLog();
  const leaf = startLeafSync({ enrolled, log, timers });
  await append(log, night(8));
  leaf.outbox.wake();
  await leaf.inStep();
  await close(name);
  await admin.unsafe(`create database older template ${name}`);
  await reopen(name);
  await back();
  await append(log, night(8));
  leaf.outbox.wake();
  await leaf.inStep();

  await close(name);
  await admin.begin(async (tx) => {
    await tx.unsafe(`alter database ${name} rename to newer`);
    await tx.unsafe(`alter database older rename to ${name}`);
  });
  await back();
  // Nothing new happens at the leaf; it finds out by what the core says.
  const { seq: whole } = await log.head();
  await until('all is here', async () => (await (await tenants().log(id)).head()).seq === whole);
  await leaf.inStep();
  await isWhole(id, log);
  await append(log, night(2));
  leaf.outbox.wake();
  await leaf.inStep();
  await isWhole(id, log);
  await leaf.stop();
});

test('SYN-1: a stream of the hub that somebody deleted is made again, and the leaf sends again', async () => {
  const { id, enrolled } = await newLeaf();
  const log = leafLog();
  const leaf = startLeafSync({ enrolled, log, timers });
  await append(log, night(3));
  leaf.outbox.wake();
  await leaf.inStep();
  // What the core cannot take waits on the hub, and is gone with the stream.
  await close(name);
  await append(log, night(8));
  leaf.outbox.wake();
  const creds = await openCredentials({ file: core.core.hub.secretsFile }).coreCreds();
  const connection = await connect({
    servers: core.core.hub.url,
    authenticator: credsAuthenticator(new TextEncoder().encode(creds)),
  });
  const manager = await jetstreamManager(connection);
  await until(
    'it is on the hub',
    async () => (await manager.streams.info('UP')).state.messages > 0,
  );
  await manager.streams.delete('UP');
  await reopen(name);
  await back();
  await until('the stream is back', () =>
    manager.streams.info('UP').then(
      () => true,
      () => false,
    ),
  );
  await leaf.inStep();
  await isWhole(id, log);
  await connection.close();
  await leaf.stop();
});

test('a leaf set back to its own older backup is told to be restored; what it writes then is a fork', async () => {
  const { id, enrolled } = await newLeaf();
  const file = await openFile();
  const first = await file.open('felt');
  await append(first, night(3));
  await first.close();
  file.copy('felt', 'backup');
  const whole = await file.open('felt');
  const before = startLeafSync({ enrolled, log: whole, timers });
  await append(whole, night(3));
  before.outbox.wake();
  await before.inStep();
  await before.stop();

  const back = await file.open('backup');
  const leaf = startLeafSync({ enrolled, log: back, timers });
  await until('the leaf says so', () => leaf.status().state === 'behind');
  await alarmed(id, 'behind');
  expect(await shown(id)).toContain(`the leaf was set back to event ${(await back.head()).seq}`);
  await append(back, night(1));
  leaf.outbox.wake();
  await until('it is a fork now', () => leaf.status().state === 'fork');
  expect(leaf.status().forkAt).toBe((await back.head()).seq);
  await alarmed(id, 'fork');
  await isWhole(id, whole);
  await leaf.stop();
  await back.close();
  await whole.close();
  file.clear();
});

test('two leaves of one data folder are found though they agree; once they do not, one goes on', async () => {
  const { id, enrolled } = await newLeaf();
  const file = await openFile();
  const first = await file.open('felt');
  await append(first, night(3));
  await first.close();
  file.copy('felt', 'copy');
  const [own, copied] = [await file.open('felt'), await file.open('copy')];
  const leaf = startLeafSync({ enrolled, log: own, timers });
  await leaf.inStep();
  const twin = startLeafSync({ enrolled, log: copied, timers });
  await alarmed(id, 'twin');
  await until('both know', () => leaf.status().twin && twin.status().twin);
  await append(own, night(1));
  leaf.outbox.wake();
  await leaf.inStep();
  await append(copied, night(2));
  twin.outbox.wake();
  await until('the other one stands still', () => twin.status().state === 'fork');
  await append(own, night(1));
  leaf.outbox.wake();
  await leaf.inStep();
  await isWhole(id, own);
  expect(await shown(id)).toContain('two leaves report themselves with one key');
  await Promise.all([leaf.stop(), twin.stop()]);
  await Promise.all([own.close(), copied.close()]);
  file.clear();
});

test('a leaf that the hub does not let in any more says so, and not that it is connecting', async () => {
  const { id, slug, enrolled } = await newLeaf();
  const leaf = startLeafSync({ enrolled, log: leafLog(), timers });
  await until('the link is up', leaf.bus.isUp);
  await venues().revoke(slug);
  await until('it is cut off', () => !leaf.bus.isUp());
  await until('it says so', () => leaf.status().state === 'revoked');
  expect(await shown(id)).toMatch(/^state {6}revoked on /mu);
  await leaf.stop();
});

test('what was kept aside is told in words', async () => {
  const { id, enrolled } = await newLeaf();
  const log = leafLog();
  const leaf = startLeafSync({ enrolled, log, timers });
  await append(log, night(1));
  leaf.outbox.wake();
  await leaf.inStep();
  expect(troubleText(await troubleOf(database, id, false))).toBe('');
  const tenant = await tenants().open(id);
  const body = (await log.after(0, 1))[0]?.body ?? '';
  const batch = { protocol: PROTOCOL, venueId: id, epoch: 1, firstSeq: 1, count: 1 };
  const hashes = { prevHash: '0'.repeat(64), hash: 'ab'.repeat(32), version: '0.1.0' };
  const payload = encodeBatch({ ...batch, ...hashes, bodies: [body] });
  await tenant?.keepAside({ why: 'stale', payload });
  await tenant?.keepAside({ why: 'damaged', payload: new Uint8Array([1]) });
  expect(troubleText(await troubleOf(database, id, false))).toBe('; kept aside: 2');
  const text = await shown(id);
  expect(text).toContain('2 messages that will never be applied');
  expect(text).toContain('event 1 of leaf 1, of a leaf that was replaced');
  expect(text).toContain('a message, that contradicts itself, 1 byte (');
  await leaf.stop();
});
