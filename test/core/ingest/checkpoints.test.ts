import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import postgres from 'postgres';
import type { Database } from '../../../src/core/db/open.ts';
import { connectDatabase } from '../../../src/core/db/open.ts';
import { createVenues } from '../../../src/core/venues.ts';
import { createCheckpointing } from '../../../src/sync/checkpoints/checkpointing.ts';
import { leafSigner, publicKeyFrom } from '../../../src/sync/checkpoints.ts';
import { Ack, decode, encode, PROTOCOL, SUBJECTS } from '../../../src/sync/protocol.ts';
import { SYNC_CHECKPOINTS } from '../../../src/sync/tables.ts';
import type { Server } from '../../postgres.ts';
import { startPostgres } from '../../postgres.ts';
import type { TestCore } from '../stage.ts';
import { append, enrol, leafLog, night, startCore, startLeafSync, until } from '../stage.ts';

// A test that runs out of time takes the servers of all with it.
setDefaultTimeout(60_000);

let server: Server;
let core: TestCore;
let database: Database;
let admin: postgres.Sql;

beforeAll(async () => {
  server = await startPostgres();
  const databaseUrl = server.ownerUrl(await server.database());
  core = await startCore({ databaseUrl });
  database = connectDatabase(databaseUrl);
  admin = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
});

afterAll(async () => {
  await admin.end();
  await core.stop();
  await database.close();
  await server.stop();
});

let made = 0;

/** An enrolled leaf with a line to the core, whose beats and reports the test gives by hand. */
const startLeaf = async () => {
  made += 1;
  const venues = createVenues({ platform: database.platform, now: Date.now });
  const { id, code } = await venues.add({
    ...{ name: 'Room', slug: `room-${made}`, timezone: 'UTC', currency: 'EUR' },
  });
  const enrolled = await enrol(core, code);
  const log = leafLog();
  const leaf = startLeafSync({ enrolled, log });
  const { bus } = leaf;
  const failures: unknown[] = [];
  const checkpointing = createCheckpointing({
    ...{ source: log, bus, venueId: id },
    timers: { now: Date.now, after: () => () => undefined },
    own: { name: leafSigner(id), key: enrolled.who.signing },
    coreKey: publicKeyFrom(enrolled.core.signingKey),
    failed: (error) => failures.push(error),
  });
  checkpointing.start();
  let deaf = false;
  const came: Ack[] = [];
  bus.subscribe(SUBJECTS.ack(id), (_, payload) => {
    const ack = decode(Ack, payload);
    if (ack === null || deaf) return;
    came.push(ack);
    checkpointing.heard(ack);
  });
  return {
    ...{ id, log, leaf, failures, came, checkpointing },
    deafen: (is: boolean) => {
      deaf = is;
    },
    /** Appends the next events and waits until the core has them. */
    grow: async (events: ReturnType<typeof night>) => {
      await append(log, events);
      leaf.outbox.wake();
      await leaf.inStep();
    },
    report: async (witnessed: { seq: number; at: number } | null) => {
      const { seq, hash } = await log.head();
      const health = {
        ...{ protocol: PROTOCOL, epoch: 1, version: '0.1.0', now: Date.now(), live: [] },
        ...{ head: { seq, hash, at: 0 }, downSeq: 0, docsWaiting: 0 },
        ...(witnessed && { witnessed }),
      };
      bus.publish(SUBJECTS.health(id), encode(health));
    },
    kept: () => log.select({ table: SYNC_CHECKPOINTS.name, limit: 100 }),
    stored: () => admin<{ note: string }[]>`
      select note from checkpoints where venue_id = ${id} order by seq, at`,
    stop: async () => {
      await checkpointing.stop();
      await leaf.stop();
    },
  };
};

test('a log is witnessed: leaf and core keep the same countersigned notes', async () => {
  const { grow, kept, stored, checkpointing, failures, stop } = await startLeaf();
  const events = night(20);
  await grow(events.slice(0, 20));
  await until('the first one is kept', async () => (await kept()).length === 1);
  await grow(events.slice(20));
  checkpointing.due();
  await until('the second one is kept', async () => (await kept()).length === 2);
  expect((await kept()).map(({ note }) => note)).toEqual((await stored()).map(({ note }) => note));
  expect(checkpointing.newest()?.seq).toBe(events.length);
  expect([...failures, ...core.failures]).toEqual([]);
  await stop();
});

test('a countersignature that was lost on its way comes with the next report', async () => {
  const { grow, kept, stored, checkpointing, deafen, report, stop } = await startLeaf();
  const events = night(20);
  await grow(events.slice(0, 20));
  await until('the first one is kept', async () => (await kept()).length === 1);
  const first = checkpointing.newest();
  deafen(true);
  await grow(events.slice(20));
  checkpointing.due();
  await until('the core has signed', async () => (await stored()).length === 2);
  deafen(false);
  await report(first);
  await until('the second one is kept', async () => (await kept()).length === 2);
  await stop();
});

test('a leaf that has none gets the newest: one that was brought back goes on from there', async () => {
  const { grow, stored, kept, came, checkpointing, report, stop } = await startLeaf();
  const events = night(20);
  await grow(events.slice(0, 20));
  await until('the first one is there', async () => (await kept()).length === 1);
  await grow(events.slice(20));
  checkpointing.due();
  await until('the second one is there', async () => (await kept()).length === 2);
  came.length = 0;
  await report(null);
  await until('a note comes', () => came.some(({ countersigned }) => countersigned));
  const notes = came.flatMap(({ countersigned = [] }) => countersigned);
  // The forwarder's own report may have asked as well.
  expect([...new Set(notes)]).toEqual([(await stored())[1]?.note ?? '']);
  await stop();
});

test('checkpoints that the core lost are missed, and come back from the leaf as they were', async () => {
  const { id, grow, kept, stored, checkpointing, report, stop } = await startLeaf();
  const events = night(20);
  for (const [from, to] of [
    [0, 10],
    [10, 20],
    [20, 30],
  ] as const) {
    await grow(events.slice(from, to));
    checkpointing.due();
    await until('it is kept', async () => checkpointing.newest()?.seq === to);
  }
  const before = await stored();
  await admin`delete from checkpoints where venue_id = ${id} and seq > 10`;
  await report(checkpointing.newest());
  await until('they are back', async () => Bun.deepEquals(await stored(), before));
  const alarms = await admin`select seq from alarms where venue_id = ${id} and kind = 'witness'`;
  expect(alarms.map(({ seq }) => Number(seq))).toEqual([30]);
  expect(await kept()).toHaveLength(3);
  await stop();
});
