import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import postgres from 'postgres';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase, openDatabase } from '../../src/core/db/open.ts';
import { BUILD, buildOf } from '../../src/core/ingest/build.ts';
import { ROOMS } from '../../src/core/rooms.ts';
import type { Tenant } from '../../src/core/tenants.ts';
import { createTenants } from '../../src/core/tenants.ts';
import { createVenues } from '../../src/core/venues.ts';
import { VENUE_LOCK } from '../../src/log/postgres.ts';
import { counterRoom } from '../log/counter-room.ts';
import { envelope } from '../log/fixtures.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import { until } from './stage.ts';

setDefaultTimeout(60_000);

const VENUES = Number(process.env['FELT_VENUES'] ?? 40);

let server: Server;
let url: string;
let database: Database;

beforeAll(async () => {
  server = await startPostgres();
  url = server.ownerUrl(await server.database());
  database = await openDatabase(url, BUILD.tables, { build: BUILD, beside: false });
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

let made = 0;
/** A venue whose first leaf was enrolled. */
const newVenue = async (): Promise<string> => {
  made += 1;
  const venues = createVenues({ platform: database.platform, now: Date.now });
  const place = { timezone: 'Europe/Berlin', currency: 'EUR' };
  const { id } = await venues.add({ name: `House ${made}`, slug: `house-${made}`, ...place });
  await database.platform`insert into epochs (venue_id, epoch) values (${id}, 1)`;
  return id;
};

const newTenants = (of: Database = database) =>
  createTenants({ database: of, now: Date.now, told: () => undefined });

/** The same database, with what is asked of it counted. */
const counting = () => {
  const asked = { platform: 0, transactions: 0 };
  const platform = new Proxy(database.platform, {
    apply: (target, self, values) => {
      asked.platform += 1;
      return Reflect.apply(target, self, values);
    },
  });
  const tenant = new Proxy(database.tenant, {
    get: (target, key) => {
      if (key === 'begin') asked.transactions += 1;
      return Reflect.get(target, key);
    },
  });
  return { asked, database: { ...database, platform, tenant } };
};

const toWrite = async (from: Pick<ReturnType<typeof newTenants>, 'openToWrite'>, id: string) => {
  let found: Tenant | null | 'later' = 'later';
  await until('it may be written', async () => {
    found = await from.openToWrite(id);
    return found !== 'later';
  });
  if (found === null || found === 'later') throw new Error('there is no such venue');
  return found as Tenant;
};

const event = (id: string, n: number) => JSON.stringify(envelope(id, n, { id: `${id}/${n}` }));

test('a message of a venue that is known costs its own transaction and no other question', async () => {
  const { asked, database: counted } = counting();
  const tenants = newTenants(counted);
  const ids = await Promise.all(Array.from({ length: VENUES }, newVenue));
  const send = async (n: number) => {
    for (const id of ids) {
      const tenant = await toWrite(tenants, id);
      expect((await tenant.apply(await tenant.head(), [event(id, n)]))?.seq).toBe(n);
    }
  };
  await send(1);
  [asked.platform, asked.transactions] = [0, 0];
  await send(2);
  await send(3);
  expect(asked).toEqual({ platform: 0, transactions: 2 * VENUES });
});

test('what is known is found out to be over by the append itself: another process, another leaf, revoked', async () => {
  const id = await newVenue();
  const [one, two] = [newTenants(), newTenants()];
  const [mine, theirs] = [await toWrite(one, id), await toWrite(two, id)];
  const start = await mine.head();
  await theirs.apply(await theirs.head(), [event(id, 1)]);
  expect((await mine.head()).seq).toBe(0);
  expect(await mine.apply(start, [event(id, 1)])).toBeNull();
  const now = await mine.head();
  expect(now.seq).toBe(1);
  await database.platform`update epochs set epoch = 2 where venue_id = ${id}`;
  expect(await mine.apply(now, [event(id, 2)])).toBeNull();
  expect((await mine.head()).epoch).toBe(2);
  const venues = createVenues({ platform: database.platform, now: Date.now });
  await venues.revoke(id);
  expect(await mine.apply(await mine.head(), [event(id, 2)])).toBeNull();
  expect((await mine.head()).epoch).toBe(3);
  // The word of it reaches every process.
  expect(await one.open(id)).not.toBeNull();
  one.forget(id);
  expect(await one.open(id)).toBeNull();
});

test('a venue whose rows are brought to this build for long keeps no other one waiting', async () => {
  const [slow, slower, known, fresh] = [
    await newVenue(),
    await newVenue(),
    await newVenue(),
    await newVenue(),
  ];
  const tenants = newTenants();
  await toWrite(tenants, known);
  const holding = postgres(url, { max: 2 });
  const release = Promise.withResolvers<void>();
  const held = [slow, slower].map((id) => {
    const locked = Promise.withResolvers<void>();
    const done = holding.begin(async (tx) => {
      await tx.unsafe(VENUE_LOCK, [id]);
      locked.resolve();
      await release.promise;
    });
    return { locked: locked.promise, done };
  });
  await Promise.all(held.map(({ locked }) => locked));
  expect([await tenants.openToWrite(slow), await tenants.openToWrite(slower)]).toEqual([
    'later',
    'later',
  ]);
  for (const id of [known, fresh]) {
    const tenant = await toWrite(tenants, id);
    expect((await tenant.apply(await tenant.head(), [event(id, 1)]))?.seq).toBe(1);
  }
  expect(await tenants.openToWrite(slow)).toBe('later');
  release.resolve();
  await Promise.all(held.map(({ done }) => done));
  for (const id of [slow, slower]) await toWrite(tenants, id);
  await holding.end();
});

test('OPS-11: a command of another build does not upgrade the database beside a core', async () => {
  const other = buildOf([...ROOMS, counterRoom]);
  const beside = openDatabase(url, other.tables, { build: other, beside: true });
  expect(await beside.catch(({ message }: Error) => message)).toContain('written by another build');
  const own = await openDatabase(url, BUILD.tables, { build: BUILD, beside: true });
  await own.close();
  const [row] = await database.platform`select count(*) as n from builds`;
  expect(Number(row?.['n'])).toBe(1);
});

test('OPS-11: a build of a lower version than one that was here is the older one, seen before or not', async () => {
  const next = server.ownerUrl(await server.database());
  const open = async (version: string, rooms: Parameters<typeof buildOf>[0]) => {
    const build = buildOf(rooms, version);
    await (await openDatabase(next, build.tables, { build, beside: false })).close();
  };
  await open('1.2.0', [...ROOMS, counterRoom]);
  await open('1.1.9', ROOMS);
  const there = connectDatabase(next);
  const rows = await there.platform<{ version: string }[]>`select version from builds`;
  expect(rows.map(({ version }) => version)).toEqual(['1.2.0']);
  // Its tables were left alone.
  expect(await there.tenant`select from counters`).toHaveLength(0);
  await there.close();
});

test('SYN-5: what a later build reads of a profile is there after the upgrade, though its leaf is away', async () => {
  const next = server.ownerUrl(await server.database());
  const there = await openDatabase(next, BUILD.tables, { build: BUILD, beside: false });
  const [id] = [crypto.randomUUID()];
  await there.platform`insert into venues (id, slug, name, timezone, currency, created_at)
    values (${id}, 'house', 'House', 'Europe/Berlin', 'EUR', 0)`;
  await there.platform`insert into epochs (venue_id, epoch) values (${id}, 1)`;
  const before = await toWrite(newTenants(there), id);
  const one = { protocol: 1, venueId: id, epoch: 1, kind: 'player', rev: 1 } as const;
  const doc = { firstName: 'Anna', lastName: 'Blum', favouriteSeat: 7 };
  await before.put([
    { ...one, id: 'p1', doc },
    { ...one, id: 'p2', doc: null },
  ]);
  const names = () => before.within((query) => query('select id, "firstName" from profiles', []));
  expect(await names()).toEqual([{ id: 'p1', firstName: 'Anna' }]);
  // As a build would have left it that could not read this profile yet.
  await before.within((query) => query('delete from profiles', []));
  const later = buildOf(
    ROOMS.map((room) => (room.name === 'player' ? { ...room, stateVersion: 'later' } : room)),
  );
  await (await openDatabase(next, later.tables, { build: later, beside: false })).close();
  const after = createTenants({
    database: there,
    now: Date.now,
    told: () => undefined,
    build: later,
  });
  await toWrite(after, id);
  expect(await names()).toEqual([{ id: 'p1', firstName: 'Anna' }]);
  await there.close();
});
