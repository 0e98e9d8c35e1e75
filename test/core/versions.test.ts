import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase } from '../../src/core/db/open.ts';
import { buildOf } from '../../src/core/ingest/build.ts';
import { ROOMS } from '../../src/core/rooms.ts';
import { createTenants } from '../../src/core/tenants.ts';
import { showVenue, troubleOf, troubleText } from '../../src/core/venues/show.ts';
import { createVenues } from '../../src/core/venues.ts';
import { chainHash } from '../../src/log/chain.ts';
import type { Log } from '../../src/log/port.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { waitingIn } from '../../src/log/waiting.ts';
import { chained, decodeBatch } from '../../src/sync/batch.ts';
import { SUBJECTS } from '../../src/sync/protocol.ts';
import { counterRoom } from '../log/counter-room.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import { enrol, leafLog, startCore, startLeafSync, until } from './stage.ts';

setDefaultTimeout(60_000);

/**
 * Messages of one leaf's log, byte for byte as builds of protocol 1 to 4 send them: with fields in the
 * header, in the envelope and in the data that nobody knew before, a type and a shape of later in a
 * room that is known, and rooms of later. They stay as they are for ever.
 */
const recorded = (protocol: number): Uint8Array =>
  readFileSync(join(import.meta.dir, `../data/sync/log-${protocol}.txt`));

const VENUE = '0192f0aa-0000-7000-8000-00000000000c';
const OWN = buildOf(ROOMS);
const LATER = buildOf([...ROOMS, counterRoom]);

test.each([1, 2, 3])('SYN-5: a batch of protocol %i is read, and its chain holds', (protocol) => {
  const batch = decodeBatch(recorded(protocol));
  if (typeof batch === 'string') throw new Error(batch);
  expect(batch.protocol).toBe(protocol);
  expect(chained(batch, chainHash)).not.toBeNull();
});

test('SYN-5: one of three versions later is none that this build could read', () => {
  expect(decodeBatch(recorded(4))).toBe('tooNew');
});

describe('SYN-5: on the core, with its database', () => {
  let server: Server;
  let database: Database;
  let databaseUrl: string;
  beforeAll(async () => {
    server = await startPostgres();
    databaseUrl = server.ownerUrl(await server.database());
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  const logOf = (build: typeof OWN): Promise<Log> =>
    createTenants({ database, now: Date.now, told: () => undefined, build }).log(VENUE);

  const waits = async (log: Log) =>
    (await waitingIn(log)).map(({ type, events, firstSeq }) => `${type} ${events} ${firstSeq}`);

  test('a leaf two versions ahead is taken, what is not known is counted, and has its rows after the upgrade', async () => {
    const core = await startCore({ databaseUrl, build: OWN });
    database = connectDatabase(databaseUrl);
    await database.platform`insert into venues (id, slug, name, timezone, currency, created_at)
      values (${VENUE}, 'kranen', 'Kranen', 'Europe/Berlin', 'EUR', 0)`;
    const venues = createVenues({ platform: database.platform, now: Date.now });
    const enrolled = await enrol(core, await venues.replace('kranen'));
    const leaf = startLeafSync({ enrolled, log: leafLog() });
    await until('the link is up', leaf.bus.isUp);
    for (const protocol of [3, 1, 2]) {
      await leaf.bus.store(SUBJECTS.log(VENUE), recorded(protocol), `p${protocol}`);
    }
    const before = await logOf(OWN);
    await until('all is here', async () => (await before.head()).seq === 8);
    const bytes = [1, 2, 3].map((one) =>
      Buffer.from(recorded(one)).toString().split('\n').slice(1),
    );
    expect((await before.after(0, 99)).map(({ body }) => body)).toEqual(bytes.flat());
    const venueLater = ['venue.configured 1 7', 'venue.renovated 1 3'];
    expect(await waits(before)).toEqual(['counter.added 2 4', 'league.founded 1 8', ...venueLater]);
    const clean = { events: 8, firstBadSeq: null, differences: [] };
    expect(await verifyLog(before, OWN.rooms)).toEqual(clean);
    const trouble = await troubleOf(database, VENUE, true);
    expect(troubleText(trouble)).toBe('; waiting for an upgrade: 5');
    const shown = showVenue(await venues.find('kranen'), undefined, trouble, String);
    expect(shown).toContain('kept, waiting for an upgrade: 5');
    expect(shown).toContain('counter.added in counter: 2, the first is event 4');
    leaf.outbox.sayHealth();
    const inStatus = () => database.platform<{ waiting: number }[]>`select waiting from status`;
    await until('the status says so', async () => (await inStatus())[0]?.waiting === 5);
    expect([...core.failures, ...leaf.failures]).toEqual([]);
    await leaf.stop();
    await core.stop();

    const next = await startCore({ databaseUrl, build: LATER });
    const after = await logOf(LATER);
    expect(await after.select({ table: 'counters', limit: 9 })).toEqual([
      { id: 'a', total: 7, parts: 2 },
    ]);
    expect(await waits(after)).toEqual(['league.founded 1 8', ...venueLater]);
    expect(await verifyLog(after, LATER.rooms)).toEqual(clean);
    await next.stop();
  });
});
