import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase } from '../../src/core/db/open.ts';
import { statusOfAll } from '../../src/core/ingest/status.ts';
import { ROOMS } from '../../src/core/rooms.ts';
import type { Tenants } from '../../src/core/tenants.ts';
import { createTenants } from '../../src/core/tenants.ts';
import type { Venues } from '../../src/core/venues.ts';
import { createVenues } from '../../src/core/venues.ts';
import { chainHash, EMPTY } from '../../src/log/chain.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { chained, decodeBatch } from '../../src/sync/batch.ts';
import {
  CORE_SIGNER,
  leafSigner,
  openCheckpoint,
  publicKeyFrom,
  signCheckpoint,
} from '../../src/sync/checkpoints.ts';
import { Ack, decode, encode, PROTOCOL, SUBJECTS } from '../../src/sync/protocol.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { TestCore } from './stage.ts';
import {
  append,
  applicant,
  enrol,
  leafLog,
  night,
  startCore,
  startLeafSync,
  until,
} from './stage.ts';

// Where a test of its own runs out of time, Bun ends the servers of all.
setDefaultTimeout(60_000);

let server: Server;
let one: TestCore;
let two: TestCore;
let database: Database;
let venues: Venues;
let tenants: Tenants;

/** Two core processes share the database and the hub in all of these tests. */
beforeAll(async () => {
  server = await startPostgres();
  const databaseUrl = server.ownerUrl(await server.database());
  one = await startCore({ databaseUrl });
  two = await startCore({ databaseUrl, hub: one.core.hub });
  database = connectDatabase(databaseUrl);
  venues = createVenues({ platform: database.platform, now: Date.now });
  tenants = createTenants({ database, now: Date.now, told: () => undefined });
});

afterAll(async () => {
  await two.stop();
  await one.stop();
  await database.close();
  await server.stop();
});

let made = 0;
const newVenue = () => {
  made += 1;
  const slug = `room-${made}`;
  return venues.add({ name: `Room ${made}`, slug, timezone: 'Europe/Berlin', currency: 'EUR' });
};

test('SYN-1: what a leaf sends arrives once and in order with two cores at work, with its rows', async () => {
  const { id, code } = await newVenue();
  const enrolled = await enrol(one, code);
  expect(enrolled).toMatchObject({ venueId: id, epoch: 1, restore: null });
  const log = leafLog();
  const events = night(120);
  const leaf = startLeafSync({ enrolled, log });
  // In pieces, so that there is something to share.
  for (let from = 0; from < events.length; from += 20) {
    await append(log, events.slice(from, from + 20));
    leaf.outbox.wake();
  }
  await leaf.inStep();
  const copy = await tenants.log(id);
  expect(await copy.head()).toEqual(await log.head());
  expect(await copy.after(0, 9_999)).toEqual(await log.after(0, 9_999));
  const verified = await verifyLog(copy, ROOMS);
  expect(verified).toEqual({ events: events.length, firstBadSeq: null, differences: [] });
  expect(await copy.count('results')).toBeGreaterThan(100);
  expect([...one.failures, ...two.failures, ...leaf.failures]).toEqual([]);
  await leaf.stop();
});

test('what a leaf says of itself becomes its row of the fleet', async () => {
  const { id, code } = await newVenue();
  const log = leafLog();
  const leaf = startLeafSync({ enrolled: await enrol(one, code), log });
  await append(log, night(3));
  leaf.outbox.wake();
  await leaf.inStep();
  leaf.outbox.sayHealth();
  const head = await log.head();
  await until('the row says so', async () => {
    const found = (await statusOfAll(database)).find(({ venueId }) => venueId === id);
    return found?.appliedSeq === head.seq && found.headSeq === head.seq && found.epoch === 1;
  });
  await leaf.stop();
});

test('each applied event is told once on the core’s own bus, clock and money apart', async () => {
  const { id, code } = await newVenue();
  const enrolled = await enrol(one, code);
  const log = leafLog();
  const heard: [string, number][] = [];
  const leaf = startLeafSync({ enrolled, log });
  const stop = two.core.bus.subscribe(`venue.${id}.tournament.*.*`, (subject, payload) => {
    heard.push([
      subject.split('.').at(-1) ?? '',
      JSON.parse(new TextDecoder().decode(payload)).seq,
    ]);
  });
  const events = night(8);
  await append(log, events);
  leaf.outbox.wake();
  await leaf.inStep();
  await until('all were heard', () => heard.length >= events.length);
  stop();
  expect(heard.map(([, seq]) => seq).sort((a, b) => a - b)).toEqual(events.map((_, i) => i + 1));
  const aboutOf = (type: string) =>
    heard.filter(([, seq]) => events[seq - 1]?.type === type).map(([about]) => about);
  expect(new Set(aboutOf('player.boughtIn'))).toEqual(new Set(['financial']));
  expect(new Set(aboutOf('tournament.started'))).toEqual(new Set(['clock']));
  expect(new Set(aboutOf('player.busted'))).toEqual(new Set(['action']));
  await leaf.stop();
});

test('a checkpoint that the core finds true is countersigned; a false one is a fork', async () => {
  const { id, code } = await newVenue();
  const enrolled = await enrol(one, code);
  const log = leafLog();
  const leaf = startLeafSync({ enrolled, log });
  await append(log, night(3));
  leaf.outbox.wake();
  await leaf.inStep();
  const acks: Ack[] = [];
  leaf.bus.subscribe(SUBJECTS.ack(id), (_, payload) => {
    const ack = decode(Ack, payload);
    if (ack !== null) acks.push(ack);
  });
  const signer = { name: leafSigner(id), key: enrolled.who.signing };
  const say = async (hash: string, seq: number) => {
    const note = signCheckpoint({ venueId: id, seq, hash, at: 1, prev: 0 }, signer);
    await leaf.bus.store(SUBJECTS.checkpoint(id), new TextEncoder().encode(note));
  };
  const head = await log.head();
  await say(head.hash, head.seq);
  await until('it is countersigned', () => acks.some(({ countersigned }) => countersigned));
  const note = acks.find(({ countersigned }) => countersigned)?.countersigned ?? '';
  const core = { name: CORE_SIGNER, key: publicKeyFrom(enrolled.core.signingKey) };
  expect(openCheckpoint(note, [signer, core])).toEqual({ venueId: id, ...head, at: 1, prev: 0 });
  const kept = await tenants.within(id, (query) => query('select note from checkpoints', []));
  expect(kept.map((row) => row['note'])).toEqual([note]);
  await say(EMPTY.hash, head.seq);
  await until('the fork is told', () => acks.some(({ fork }) => fork?.seq === head.seq));
  await until('the alarm stands', async () => {
    const rows = await tenants.within(id, (query) => query('select kind from alarms', []));
    return rows.some((row) => row['kind'] === 'fork');
  });
  expect([...one.said, ...two.said].join()).toContain(`ALARM fork of venue ${id} at event`);
  await leaf.stop();
});

test('SYN-4: a replacing leaf gets the whole log and all documents back, page by page', async () => {
  const { id, code } = await newVenue();
  const enrolled = await enrol(one, code);
  const log = leafLog();
  const leaf = startLeafSync({ enrolled, log });
  await append(log, night(60));
  leaf.outbox.wake();
  for (const [kind, name] of [
    ['player', 'Ann'],
    ['operator', 'Flo'],
  ] as const) {
    const document = { protocol: PROTOCOL, venueId: id, epoch: 1, kind, id: name, rev: 1 };
    const subject = SUBJECTS.document(id, kind, name);
    await until('the link is up', leaf.bus.isUp);
    await leaf.bus.store(subject, encode({ ...document, doc: { name } }));
  }
  await leaf.inStep();
  const tenant = await tenants.open(id);
  await until('the documents are there', async () => {
    const rows = await tenants.within(id, (query) => query('select id from documents', []));
    return rows.length === 2;
  });
  await leaf.stop();

  const again = await enrol(two, await venues.replace(`room-${made}`));
  const head = await log.head();
  expect(again).toMatchObject({ venueId: id, epoch: 2 });
  expect(again.restore).toMatchObject({ head, counts: { events: head.seq, documents: 2 } });
  const token = again.restore?.token ?? '';
  const text = await (await one.get('/api/v1/leaf/log?after=10', token)).bytes();
  const batch = decodeBatch(text);
  if (typeof batch === 'string') throw new Error(batch);
  const expected = (await log.after(10, 9_999)).map(({ body }) => body);
  expect(batch.bodies).toEqual(expected);
  expect(batch).toMatchObject({ epoch: 2, firstSeq: 11, count: expected.length, hash: head.hash });
  expect(chained(batch, chainHash)).not.toBeNull();
  const documents = await one.get('/api/v1/leaf/documents', token);
  expect(await documents.json()).toMatchObject({
    items: [
      { kind: 'operator', id: 'Flo', rev: 1, doc: { name: 'Flo' } },
      { kind: 'player', id: 'Ann', rev: 1, doc: { name: 'Ann' } },
    ],
    nextCursor: null,
  });
  for (const path of ['/api/v1/leaf/log', '/api/v1/leaf/documents']) {
    expect((await one.get(path, 'wrong')).status).toBe(401);
    expect((await one.get(path)).status).toBe(401);
  }
  expect((await tenant?.head())?.epoch).toBe(2);
});

test('the leaf before a replaced one is cut off, and what it still has is not taken', async () => {
  const { id, code } = await newVenue();
  const enrolled = await enrol(one, code);
  const log = leafLog();
  const leaf = startLeafSync({ enrolled, log });
  const events = night(20);
  await append(log, events.slice(0, 30));
  leaf.outbox.wake();
  await leaf.inStep();
  const replacing = await enrol(one, await venues.replace(`room-${made}`));
  await until('it is cut off', () => leaf.link() === 'refused');
  await append(log, events.slice(30));
  leaf.outbox.wake();
  // The new one carries on from what the core has.
  const next = leafLog();
  await append(next, events.slice(0, 30));
  const after = startLeafSync({ enrolled: replacing, log: next });
  await append(next, events.slice(30, 35));
  after.outbox.wake();
  await after.inStep();
  expect((await (await tenants.log(id)).head()).seq).toBe(35);
  await Promise.all([leaf.stop(), after.stop()]);
});

test('a revoked venue is out: its leaf, its codes, and its subjects', async () => {
  const { id, code } = await newVenue();
  const leaf = startLeafSync({ enrolled: await enrol(one, code), log: leafLog() });
  await until('the link is up', leaf.bus.isUp);
  const unused = await venues.replace(`room-${made}`);
  await venues.revoke(`room-${made}`);
  await until('it is cut off', () => !leaf.bus.isUp());
  expect(await tenants.open(id)).toBeNull();
  const answer = await one.post('/api/v1/enrol', applicant().application(unused));
  expect(answer.status).toBe(410);
  await leaf.stop();
});

test('a core serves its health', async () => {
  for (const { url } of [one, two]) {
    const answer = await fetch(`${url}/health`);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      expect.objectContaining({ status: 'ok', database: true, hub: true }),
    ]);
  }
});
