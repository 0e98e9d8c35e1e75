import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import postgres from 'postgres';
import { EMPTY, firstBad } from '../../src/log/chain.ts';
import { LogConflict } from '../../src/log/port.ts';
import { openPostgresLog } from '../../src/log/postgres.ts';
import { preparePostgres } from '../../src/log/postgres-schema.ts';
import { verifyLog } from '../../src/log/verify.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import { counterRoom, counters, profiles } from './counter-room.ts';
import { batch, commander, counterHandle, counting, envelope, TABLES } from './fixtures.ts';

setDefaultTimeout(60_000);

let server: Server;
let owner: postgres.Sql;
let app: postgres.Sql;

beforeAll(async () => {
  server = await startPostgres();
  const database = await server.database();
  owner = postgres(server.ownerUrl(database), { max: 1, onnotice: () => undefined });
  await preparePostgres({ sql: owner, tables: TABLES, role: server.appRole });
  app = postgres(server.appUrl(database), { max: 3 });
});
afterAll(async () => {
  await app.end();
  await owner.end();
  await server.stop();
});

const open = (venueId: string = crypto.randomUUID()) =>
  openPostgresLog({ sql: app, venueId, tables: TABLES });

const messageOf = (attempt: PromiseLike<unknown>): Promise<string> =>
  Promise.resolve(attempt).then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

test('the triggers abort change, removal, truncation and an event out of turn, for the owner too', async () => {
  const venue = crypto.randomUUID();
  const log = await open(venue);
  await log.append(batch([envelope('a', 1), envelope('a', 2)]));
  const insert = (seq: number, version: number) =>
    owner`insert into events values (${venue}, ${seq}, ${`x${seq}`}, 'counter:a', ${version}, '{}', '')`;
  expect(await messageOf(owner`update events set body = '{}'`)).toMatch(/never change/);
  expect(await messageOf(owner`delete from events`)).toMatch(/never change/);
  expect(await messageOf(owner`truncate events`)).toMatch(/never change/);
  expect(await messageOf(insert(4, 3))).toMatch(/follows the last/);
  expect(await messageOf(insert(3, 4))).toMatch(/follows the last/);
  expect(await messageOf(insert(2, 3))).toMatch(/duplicate key/);
  expect((await log.after(0, 9)).length).toBe(2);
});

test('a statement of many events is looked at as a whole: no hole in it, none before it', async () => {
  const venue = crypto.randomUUID();
  const insert = (...rows: readonly (readonly [seq: number, stream: string, version: number])[]) =>
    owner`insert into events ${owner(
      rows.map(([seq, stream, version]) => ({
        ...{ venue_id: venue, seq, id: `i${seq}`, stream, version, body: '{}', hash: '' },
      })),
    )}`;
  for (const rows of [
    [[2, 'a', 1]],
    [[0, 'a', 1]],
    [
      [1, 'a', 1],
      [3, 'a', 2],
    ],
    [
      [1, 'a', 1],
      [2, 'a', 3],
    ],
    [
      [1, 'a', 1],
      [2, 'b', 2],
    ],
  ] as const) {
    expect(await messageOf(insert(...rows))).toMatch(/follows the last/);
  }
  // In any order within a statement, and beside another venue's.
  await insert([2, 'b', 1], [1, 'a', 1], [3, 'a', 2]);
  expect(await messageOf(insert([4, 'a', 3], [5, 'b', 3]))).toMatch(/follows the last/);
  await insert([4, 'a', 3], [5, 'b', 2]);
  expect((await (await open(venue)).after(0, 9)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
});

test('the application’s role may add events and nothing else with them', async () => {
  for (const verb of [`update events set body = ''`, 'delete from events', 'truncate events']) {
    expect(await messageOf(app.unsafe(verb))).toMatch(/permission denied/);
  }
  expect(await messageOf(app.unsafe('select * from meta'))).toMatch(/permission denied/);
});

test('every table with a venue is bound to it, for whoever owns it', async () => {
  const rows = await owner<{ name: string; bound: boolean; venue: boolean }[]>`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as bound,
      exists (select from pg_attribute where attrelid = c.oid and attname = 'venue_id') as venue
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`;
  const free = rows.filter(({ bound }) => !bound).map(({ name }) => name);
  expect(free).toEqual(['meta']);
  expect(rows.filter(({ venue }) => !venue).map(({ name }) => name)).toEqual(['meta']);
  expect(rows.length).toBeGreaterThan(TABLES.length + 4);
});

test('a venue sees and touches only what is its own, and nobody sees anything without one', async () => {
  const [ours, theirs] = [await open(), await open()];
  const rows = [{ table: 'profiles', key: { id: 'p' }, row: { name: 'Ann' } }];
  // The same event id, key and row in both: neither hides the other's.
  for (const log of [ours, theirs]) {
    const commands = [{ operator: 'anna', key: 'k', bodyHash: '', at: 1, first: 0, count: 1 }];
    await log.append(batch([envelope('a', 1)], { rows, commands }));
  }
  await ours.write([{ table: 'profiles', key: { id: 'p' }, row: null }]);
  expect(await ours.forgetCommands(2)).toBe(1);
  expect([await ours.count('profiles'), await theirs.count('profiles')]).toEqual([0, 1]);
  expect(await theirs.command('anna', 'k')).not.toBeNull();
  expect((await theirs.after(0, 9)).length).toBe(1);
  // The setting does not outlive its transaction on the pooled connection.
  for (const table of ['events', 'heads', 'profiles', 'commands']) {
    expect((await app.unsafe(`select * from ${table}`)).length).toBe(0);
  }
  const foreign = app`insert into heads values (${crypto.randomUUID()}, 0, '')`;
  expect(await messageOf(foreign)).toMatch(/row-level security/);
});

test('a role that could see every venue is refused', async () => {
  const attempt = openPostgresLog({ sql: owner, venueId: crypto.randomUUID(), tables: TABLES });
  expect(await messageOf(attempt)).toMatch(/row-level security binds/);
});

test('two cores that append to one venue at once leave one chain without a gap', async () => {
  const venue = crypto.randomUUID();
  const logs = [await open(venue), await open(venue)];
  const work = logs.flatMap((log, core) =>
    Array.from({ length: 10 }, (_, i) => log.append(batch([envelope(`s${core}-${i}`, 1)]))),
  );
  await Promise.all(work);
  const all = await logs[0]?.after(0, 99);
  expect(all?.length).toBe(20);
  expect(firstBad(EMPTY, all ?? [])).toBeNull();
  const same = logs.map((log) => log.append(batch([envelope('same', 1)])));
  const outcomes = await Promise.allSettled(same);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [lost] = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(lost?.reason).toBeInstanceOf(LogConflict);
});

test('a handle works on it, meets another core’s event as a failed commit, and goes on from there', async () => {
  const venue = crypto.randomUUID();
  const [one, two] = [await open(venue), await open(venue)];
  const add = { type: 'add', by: 2, times: 2 };
  const here = commander(counterHandle(one));
  const there = commander(counterHandle(two, { newId: counting('f') }));
  await Promise.all(Array.from({ length: 40 }, () => here('a', add)));
  expect(await there('a', add)).toMatchObject({ ok: true, version: 82 });
  expect(await messageOf(here('a', add))).toMatch(/could not take this/);
  expect(await here('a', add)).toMatchObject({ ok: true, version: 84 });
  expect(await verifyLog(one, [counterRoom])).toEqual({
    ...{ events: 84, firstBadSeq: null, differences: [] },
  });
});

test('preparing again keeps what is there, and makes a changed projection anew', async () => {
  const database = await server.database();
  const sql = postgres(server.ownerUrl(database), { max: 1, onnotice: () => undefined });
  const tables = [counters, profiles];
  await preparePostgres({ sql, tables, role: server.appRole });
  const place = { url: server.appUrl(database), venueId: crypto.randomUUID() };
  const log = await openPostgresLog({ ...place, tables });
  await log.write([
    { table: 'counters', key: { id: 'a' }, row: { total: 1, parts: 1 } },
    { table: 'profiles', key: { id: 'a' }, row: { name: 'Ann' } },
  ]);
  await preparePostgres({ sql, tables, role: server.appRole });
  expect([await log.count('counters'), await log.count('profiles')]).toEqual([1, 1]);
  await log.close();
  const changed = [
    { ...counters, columns: { id: 'text', sum: 'integer' }, indexes: [['sum']] },
    { ...profiles, columns: { ...profiles.columns, phone: 'text' } },
  ] as const;
  await preparePostgres({ sql, tables: changed, role: server.appRole });
  // A way back and forth: the column that came stays.
  await preparePostgres({ sql, tables, role: server.appRole });
  await preparePostgres({ sql, tables: changed, role: server.appRole });
  await sql.end();
  const again = await openPostgresLog({ ...place, tables: changed });
  expect([await again.count('counters'), await again.count('profiles')]).toEqual([0, 1]);
  expect(await again.select({ table: 'profiles', where: { phone: null }, limit: 1 })).toHaveLength(
    1,
  );
  await again.close();
});
