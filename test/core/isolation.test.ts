import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import postgres from 'postgres';
import { prepareDatabase } from '../../src/core/db/open.ts';
import { urlFor } from '../../src/core/db/roles.ts';
import { TABLES } from '../../src/core/rooms.ts';
import { inVenue } from '../../src/log/postgres.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { Cell, Found } from './isolation.ts';
import { A, isTenants, leaks, lint, matrix, tablesOf } from './isolation.ts';

// The matrix is thousands of statements, and the machine has other work.
setDefaultTimeout(60_000);

let server: Server;
let url: string;
let admin: postgres.Sql;
let tables: readonly Found[];
let cells: readonly Cell[];

beforeAll(async () => {
  server = await startPostgres();
  url = server.ownerUrl(await server.database());
  // Two cores that start at once on an empty database.
  await Promise.all([prepareDatabase(url, TABLES), prepareDatabase(url, TABLES)]);
  admin = postgres(url, { max: 1, onnotice: () => undefined });
  tables = await tablesOf(admin);
  cells = await matrix(admin, tables);
});
afterAll(async () => {
  await admin.end();
  await server.stop();
});

/** Plants something in the schema for as long as `look` takes. */
const planted = async <T>(text: string, look: () => Promise<T>): Promise<T> => {
  await admin.unsafe('create schema if not exists felt_planted');
  await admin.unsafe(text);
  try {
    return await look();
  } finally {
    await admin.unsafe(`drop table if exists planted cascade;
      drop function if exists planted_function; drop schema felt_planted cascade`);
  }
};

const TABLE = `set role felt_owner;
  create table planted (venue_id uuid not null primary key, name text);
  grant select, insert, update, delete on planted to felt_tenant; reset role;`;
const GUARD = `alter table planted enable row level security;
  alter table planted force row level security;`;

test('every table has row-level security that binds its owner, too; nothing goes around it', async () => {
  expect(await lint(admin)).toEqual([]);
});

test('the matrix covers each table of the leaf’s rooms and of the cloud', () => {
  const seen = new Set(cells.map(({ table }) => table));
  for (const { name } of TABLES) expect(seen).toContain(name);
  for (const name of ['events', 'heads', 'documents', 'status', 'venues', 'audit', 'orders']) {
    expect(seen).toContain(name);
  }
  expect(cells.length).toBeGreaterThan(tables.length * 3 * 3 * 2 * 4);
});

test('nobody in venue A, or in none, reaches a row of venue B, by any verb', () => {
  expect(leaks(tables, cells)).toEqual([]);
});

test('the matrix is no empty one: in its own venue the tenant reaches what it may', () => {
  const own = cells.filter(
    ({ role, setting, target }) => role === 'felt_tenant' && setting === target,
  );
  for (const { table, rights } of tables.filter(isTenants)) {
    for (const verb of ['select', 'insert', 'update', 'delete'] as const) {
      const reached = own.filter((cell) => cell.table === table && cell.verb === verb);
      const allowed = rights['felt_tenant']?.includes(verb) === true;
      expect([table, verb, reached.map((cell) => cell.reached)]).toEqual([
        ...[table, verb, allowed ? [1, 1] : [null, null]],
      ]);
    }
  }
});

test('the tenant’s role reaches nothing of the platform’s', () => {
  const platforms = new Set(tables.filter((one) => !isTenants(one)).map(({ table }) => table));
  const reached = cells.filter(
    (cell) => cell.role === 'felt_tenant' && platforms.has(cell.table) && cell.reached !== null,
  );
  expect(platforms.size).toBeGreaterThan(7);
  expect(reached).toEqual([]);
});

test('the platform’s role reaches of the venues’ tables only what holds nothing personal', () => {
  const rights = tables
    .filter(isTenants)
    .map((one): [string, readonly string[]] => [one.table, one.rights['felt_platform'] ?? []])
    .filter(([, verbs]) => verbs.length > 0);
  expect(Object.fromEntries(rights)).toEqual({
    alarms: ['select'],
    epochs: ['select', 'insert', 'update'],
    status: ['select'],
    tournament_venues: ['select'],
    update_outcomes: ['select'],
  });
  const tenants = new Set(tables.filter(isTenants).map(({ table }) => table));
  const seen = new Set(
    cells
      .filter(({ role, table }) => role === 'felt_platform' && tenants.has(table))
      .filter(({ reached }) => (reached ?? 0) > 0)
      .map(({ table }) => table),
  );
  expect([...seen].sort()).toEqual([
    ...['alarms', 'epochs', 'status', 'tournament_venues', 'update_outcomes'],
  ]);
});

test('the roles sign in as themselves, and the venue does not outlive its transaction', async () => {
  const tenant = postgres(urlFor(url, 'felt_tenant'), { max: 1 });
  const platform = postgres(urlFor(url, 'felt_platform'), { max: 1 });
  const seen = await inVenue(tenant, A, (query) => query('select venue_id from heads', []));
  expect(seen.map((row) => row['venue_id'])).toEqual([A]);
  expect(await tenant`select * from heads`).toHaveLength(0);
  const other = tenant.unsafe(`set role felt_owner`).catch((error: Error) => error.message);
  expect(await other).toMatch(/permission denied/);
  expect(await platform`select * from heads`.catch((error: Error) => error.message)).toMatch(
    /permission denied/,
  );
  await Promise.all([tenant.end(), platform.end()]);
});

test('a new table without row-level security is found', async () => {
  const found = await planted(TABLE, () => lint(admin));
  expect(found).toEqual(['planted has no row-level security', 'planted does not bind its owner']);
});

test('a policy that lets everybody see everything is found by the matrix', async () => {
  const text = `${TABLE} ${GUARD} create policy venue on planted using (true) with check (true);`;
  const found = await planted(text, async () => {
    const all = (await tablesOf(admin)).filter(({ table }) => table === 'planted');
    return leaks(all, await matrix(admin, all));
  });
  expect(found).toContain('felt_tenant select planted: A reaches B');
  expect(found).toContain('felt_tenant delete planted: no venue reaches B');
});

test('a policy without a check on what is written is found by the matrix', async () => {
  const own = `venue_id = nullif(current_setting('app.venue', true), '')::uuid`;
  const text = `${TABLE} ${GUARD} create policy venue on planted using (${own}) with check (true);`;
  const found = await planted(text, async () => {
    const all = (await tablesOf(admin)).filter(({ table }) => table === 'planted');
    return leaks(all, await matrix(admin, all));
  });
  expect(found).toContain('felt_tenant insert planted: A reaches B');
});

test.each([
  ['create view felt_planted.v as select * from events', 'v is a view with its owner’s eyes'],
  ['create materialized view felt_planted.m as select * from events', 'm is a materialized view'],
  [
    `create function planted_function() returns bigint language sql security definer
       as 'select count(*) from events'`,
    'planted_function is a function with its owner’s rights',
  ],
  ['alter role felt_tenant bypassrls', 'felt_tenant may bypass'],
  ['grant felt_owner to felt_tenant', 'felt_tenant is a member of felt_owner'],
])('what goes around it is found: %s', async (text, expected) => {
  const found = await planted(text, () => lint(admin));
  await admin.unsafe('alter role felt_tenant nobypassrls; revoke felt_owner from felt_tenant');
  expect(found.map((one) => one.replace("'", '’'))).toContain(expected);
});

test('a view with the asker’s eyes is nothing to find', async () => {
  const text = `create view felt_planted.v with (security_invoker = true) as select * from events`;
  expect(await planted(text, () => lint(admin))).toEqual([]);
});
