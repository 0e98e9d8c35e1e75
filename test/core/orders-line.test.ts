import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase } from '../../src/core/db/open.ts';
import { createOrderBook } from '../../src/core/orders.ts';
import { createTenants } from '../../src/core/tenants.ts';
import { createVenues } from '../../src/core/venues.ts';
import { startLeaf } from '../leaf.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { TestCore } from './stage.ts';
import { startCore, until } from './stage.ts';

setDefaultTimeout(60_000);

const ORDERS = 250;
const NIGHT = { name: 'Friday', currency: 'EUR', template: 'turbo' };

let server: Server;
let core: TestCore;
let database: Database;

beforeAll(async () => {
  server = await startPostgres();
  const databaseUrl = server.ownerUrl(await server.database());
  core = await startCore({ databaseUrl });
  database = connectDatabase(databaseUrl);
});
afterAll(async () => {
  await core?.stop();
  await database?.close();
  await server?.stop();
});

test('SYN-2: through a real hub: orders of an outage arrive, and the answers come up with the log', async () => {
  const venues = createVenues({ platform: database.platform, now: Date.now });
  const { id: venueId, code } = await venues.add({
    ...{ name: 'Room', slug: 'room', timezone: 'Europe/Berlin', currency: 'EUR' },
  });
  const leaf = await startLeaf();
  const token = await leaf.token('admin');
  const tournamentId: string = Object((await leaf.post('/tournaments', NIGHT, token)).body).id;
  await leaf.post(`/tournaments/${tournamentId}/start`, {}, token);

  // Given while no leaf of the venue was ever heard of.
  const tenants = createTenants({ database, now: Date.now, told: () => undefined });
  const tenant = await tenants.open(venueId);
  if (tenant === null) throw new Error('the venue is not there');
  const book = createOrderBook({ bus: core.core.bus, timers: { now: Date.now } });
  for (let i = 0; i < ORDERS; i++) {
    const body = { playerId: `p${i}`, fields: { firstName: `P${i}` }, baseRev: 0 };
    await book.give(tenant, Bun.randomUUIDv7(), { kind: 'profile', body });
  }
  const registration = { registrationId: 'g1', tournamentId, playerId: 'p7' };
  await book.give(tenant, Bun.randomUUIDv7(), { kind: 'registration', body: registration });

  const joined = await leaf.post('/cloud/enrol', { core: core.url, code }, token);
  expect(joined.status).toBe(200);
  const statuses = async () => {
    const all = await book.list(tenant, ORDERS + 1, null);
    return Map.groupBy(all, ({ status }) => status);
  };
  await until('the leaf has taken and told all', async () => {
    const by = await statuses();
    return by.get('applied')?.length === ORDERS && by.get('waiting')?.length === 1;
  });
  const [request] = Object((await leaf.get('/requests', token)).body).items;
  expect(request).toMatchObject({ status: 'waiting', player: { name: 'P7' } });
  await leaf.post(`/requests/${request.id}/accept`, {}, token);
  await until('the core hears of the entry', async () => (await statuses()).has('accepted'));

  // Heard of by now: the next one goes at once.
  const fields = { phone: '555' };
  const body = { playerId: 'p7', fields, baseRev: 1 };
  await book.give(tenant, Bun.randomUUIDv7(), { kind: 'profile', body });
  await until('it is there', async () => {
    const { body: seen } = await leaf.get('/players/p7', token);
    return Object(seen).phone === fields.phone;
  });

  // Ours is kept, and goes up; an erasure leaves nothing here either.
  const onCore = async (): Promise<{ readonly phone?: string } | null> => {
    const [row] = await tenant.within((query) =>
      query(`select doc from documents where venue_id = $1 and id = 'p7'`, [venueId]),
    );
    return row === undefined ? {} : JSON.parse(String(row['doc']));
  };
  await leaf.put('/players/p7', { phone: '777' }, token);
  await book.give(tenant, Bun.randomUUIDv7(), {
    kind: 'profile',
    body: { playerId: 'p7', fields: { phone: '888' }, baseRev: 2 },
  });
  await until('the core’s stands', async () => (await onCore())?.phone === '888');
  await until('the conflict is known', async () => (await statuses()).has('conflicted'));
  const [conflict] = Object((await leaf.get('/requests', token)).body).items;
  await leaf.post(`/requests/${conflict.id}/settle`, { side: 'ours' }, token);
  await until('ours is there, too', async () => (await onCore())?.phone === '777');
  await until('and so is the decision', async () => (await statuses()).has('settled'));
  await book.give(tenant, Bun.randomUUIDv7(), { kind: 'erase', body: { playerId: 'p7' } });
  await until('nothing is left of them', async () => (await onCore()) === null);
  await leaf.stop();
  expect(core.failures).toEqual([]);
});
