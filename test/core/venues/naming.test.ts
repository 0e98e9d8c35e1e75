import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { createTenants } from '../../../src/core/tenants.ts';
import { createNaming } from '../../../src/core/venues/naming.ts';
import { VENUE } from '../../../src/rooms/venue/room.ts';
import { startLeaf } from '../../leaf.ts';
import { type CoreWithVenues, startCoreWithVenues, until } from '../stage.ts';

setDefaultTimeout(60_000);

let stage: CoreWithVenues;
beforeAll(async () => {
  stage = await startCoreWithVenues();
});
afterAll(() => stage.stop());

const NEW = { slug: 'room', timezone: 'Europe/Copenhagen', currency: 'DKK' };

const lineOf = async (slug: string) => {
  const found = await stage.venues.find(slug);
  return { name: found.name, timezone: found.timezone, currency: found.currency };
};

test('COR-2: a venue is called at the core as it calls itself, also after it was renamed', async () => {
  const { code } = await stage.venues.add({ ...NEW, name: 'The first name' });
  const leaf = await startLeaf();
  const token = await leaf.token('admin');
  await leaf.post('/cloud/enrol', { core: stage.core.url, code }, token);
  const own = { name: 'Card Room', timezone: 'Europe/Berlin', currency: 'EUR' };
  await until('its own name has come', async () => (await lineOf('room')).name === own.name);
  expect(await lineOf('room')).toEqual(own);
  expect((await leaf.put('/venue', { name: 'The Grand' }, token)).status).toBe(200);
  await until('its new name has come', async () => (await lineOf('room')).name === 'The Grand');
  await leaf.stop();
  // A core that ended before it had written the name down finds it in the log.
  const { database, venues } = stage;
  await database.platform`update venues set name = 'lost' where slug = 'room'`;
  const failures: unknown[] = [];
  const failed = (error: unknown) => void failures.push(error);
  const tenants = createTenants({ database, now: Date.now, told: () => undefined });
  const naming = createNaming({ platform: database.platform, tenants, failed });
  await naming.heard((await venues.find('room')).id);
  expect([(await lineOf('room')).name, failures]).toEqual(['The Grand', []]);
});

test('what a leaf makes up is not taken for a name', async () => {
  const { id } = await stage.venues.add({ ...NEW, slug: 'other', name: 'Other' });
  const failures: unknown[] = [];
  const { database } = stage;
  const tenants = createTenants({ database, now: Date.now, told: () => undefined });
  const { applied } = createNaming({
    ...{ platform: database.platform, tenants },
    failed: (error) => void failures.push(error),
  });
  const told = (data: object, type = 'venue.configured') =>
    JSON.stringify({ stream: VENUE, type, data });
  applied(id, [told({ name: '' }), told({ name: 'x'.repeat(100_000) })]);
  applied(id, [told({ name: 'Of an operator' }, 'operator.renamed')]);
  applied(id, [told({ name: 'Right', timezone: 'No/Where', currency: 7 })]);
  await until('the right one has come', async () => (await lineOf('other')).name === 'Right');
  expect(await lineOf('other')).toEqual({ name: 'Right', timezone: NEW.timezone, currency: 'DKK' });
  expect(failures).toEqual([]);
});
