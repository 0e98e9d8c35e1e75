import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Database } from '../../src/core/db/open.ts';
import { openDatabase } from '../../src/core/db/open.ts';
import { BUILD } from '../../src/core/ingest/build.ts';
import type { Tenant } from '../../src/core/tenants.ts';
import { createTenants } from '../../src/core/tenants.ts';
import { createVenues } from '../../src/core/venues.ts';
import type { Json } from '../../src/kernel/parse.ts';
import type { Document } from '../../src/sync/protocol.ts';
import { PROTOCOL } from '../../src/sync/protocol.ts';
import { envelope } from '../log/fixtures.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import { until } from './stage.ts';

setDefaultTimeout(60_000);

let server: Server;
let database: Database;
let made = 0;

beforeAll(async () => {
  server = await startPostgres();
  const url = server.ownerUrl(await server.database());
  database = await openDatabase(url, BUILD.tables, { build: BUILD, beside: false });
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

/** A venue whose first leaf was enrolled, as one process of the core holds it. */
const openVenue = async () => {
  made += 1;
  const venues = createVenues({ platform: database.platform, now: Date.now });
  const place = { timezone: 'Europe/Berlin', currency: 'EUR' };
  const { id } = await venues.add({ name: `House ${made}`, slug: `house-${made}`, ...place });
  await database.platform`insert into epochs (venue_id, epoch) values (${id}, 1)`;
  const tenants = createTenants({ database, now: Date.now, told: () => undefined });
  let found: Tenant | null | 'later' = 'later';
  await until('it may be written', async () => {
    found = await tenants.openToWrite(id);
    return found !== 'later';
  });
  if (found === null || found === 'later') throw new Error('there is no such venue');
  const tenant = found as Tenant;
  const about = (rev: number, doc: Document['doc'], epoch = 1): Document => ({
    ...{ protocol: PROTOCOL, venueId: id, epoch, kind: 'player', id: 'p1', rev, doc },
  });
  const event = (type: string, version: number, data: Json) =>
    JSON.stringify(
      envelope('p1', version, { stream: 'player:p1', id: `${id}/${version}`, type, data }),
    );
  const rows = (table: string) =>
    tenant.within((query) => query(`select * from ${table} where venue_id = $1`, [id]));
  return {
    ...{ id, tenant, about, rows },
    names: async () => (await rows('profiles')).map((row) => row['firstName']),
    /** The log up to the erasure, in the third version of the player's stream. */
    erasedInLog: async () => {
      const [none, fields] = [{}, ['firstName']];
      await tenant.apply(await tenant.head(), [
        event('player.added', 1, { fields, similar: [] }),
        event('player.profileChanged', 2, { fields }),
        event('player.erased', 3, none),
      ]);
    },
  };
};

test('SYN-3: a document that comes late, by another process, changes nothing that a newer one said', async () => {
  const { tenant, about, names } = await openVenue();
  await tenant.put([about(2, { firstName: 'Anna' })]);
  await tenant.put([about(1, { firstName: 'An' })]);
  expect(await names()).toEqual(['Anna']);
});

test('GDP-1: a late document does not bring back whom a newer one erased', async () => {
  const { tenant, about, names, rows } = await openVenue();
  await tenant.put([about(2, null)]);
  await tenant.put([about(1, { firstName: 'Anna' })]);
  expect(await names()).toEqual([]);
  expect(await rows('player_search')).toHaveLength(0);
});

test('GDP-1: an erasure in the log erases here, though the leaf burns before the document of it comes', async () => {
  const { tenant, about, names, rows, erasedInLog } = await openVenue();
  await tenant.put([about(2, { firstName: 'Anna' })]);
  expect(await names()).toEqual(['Anna']);
  await erasedInLog();
  expect(await names()).toEqual([]);
  expect(await rows('player_search')).toHaveLength(0);
  expect((await rows('documents')).map(({ doc }) => doc)).toEqual([null]);
  // What was on its way when the person was erased.
  await tenant.put([about(2, { firstName: 'Anna' })]);
  expect(await names()).toEqual([]);
  expect(JSON.stringify(await rows('documents'))).not.toContain('Anna');
});

test('GDP-1: an erasure that comes by the log of the next leaf holds against the documents of the one before', async () => {
  const { id, tenant, about, names, erasedInLog } = await openVenue();
  await tenant.put([about(9, { firstName: 'Anna' })]);
  await database.platform`update epochs set epoch = 2 where venue_id = ${id}`;
  await tenant.head('fresh');
  await erasedInLog();
  await tenant.put([about(2, { firstName: 'Anna' }, 2)]);
  expect(await names()).toEqual([]);
});

test('SYN-4: a document of a leaf that was replaced fills what is empty, and takes nothing’s place', async () => {
  const { id, tenant, about, names, rows } = await openVenue();
  const of = (rev: number, who: string, firstName: string | null, epoch: number) => ({
    ...about(rev, firstName === null ? null : { firstName }, epoch),
    id: who,
  });
  await tenant.put([of(1, 'known', 'Known', 1), of(1, 'erased', null, 1)]);
  await database.platform`update epochs set epoch = 2 where venue_id = ${id}`;
  await tenant.put([of(1, 'new', 'New', 2)]);
  const late = [of(9, 'known', 'Late', 1), of(9, 'erased', 'Late', 1), of(9, 'new', 'Late', 1)];
  await tenant.put([...late, of(2, 'lost', 'Lost', 1), of(3, 'lost', 'Found', 1)]);
  expect((await names()).sort()).toEqual(['Found', 'Known', 'New']);
  expect(JSON.stringify(await rows('documents'))).not.toContain('Late');
  // What the leaf in its place says of them counts, whatever their number was.
  await tenant.put([of(1, 'lost', 'Renamed', 2)]);
  expect((await names()).sort()).toEqual(['Known', 'New', 'Renamed']);
});
