import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase } from '../../src/core/db/open.ts';
import { createVenues } from '../../src/core/venues.ts';
import { cloud as words } from '../../ui/texts/en/cloud.ts';
import { setup } from '../../ui/texts/en/setup.ts';
import { venue as settings } from '../../ui/texts/en/venue.ts';
import type { TestCore } from '../core/stage.ts';
import { startCore, until } from '../core/stage.ts';
import { PEOPLE, startLeaf } from '../leaf.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import { openStage, says } from '../ui/stage.ts';

setDefaultTimeout(60_000);

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
  await core.stop();
  await database.close();
  await server.stop();
});

test('OPS-2, SYN-4: on a phone a venue comes back by address and code, and goes on', async () => {
  const venues = createVenues({ platform: database.platform, now: Date.now });
  const { code } = await venues.add({
    ...{ name: 'Card Room', slug: 'phone', timezone: 'Europe/Berlin', currency: 'EUR' },
  });
  const gone = await startLeaf();
  const token = await gone.token('admin');
  await gone.post('/cloud/enrol', { core: core.url, code }, token);
  await until('it is in the cloud', async () => {
    const { state, documentsWaiting } = Object((await gone.get('/cloud', token)).body);
    return state === 'inStep' && documentsWaiting === 0;
  });
  await gone.stop();
  const replacing = await venues.replace('phone');

  const stage = await openStage();
  const page = await stage.open('/setup', { width: 390, height: 844 }, { touch: true });
  await page.getByText(words.join.optional).tap();
  await page.getByLabel(words.join.core).fill(core.url);
  await page.getByLabel(words.join.code).fill(replacing.toLowerCase().replaceAll('-', ' '));
  await page.getByRole('button', { name: words.join.submit, exact: true }).tap();
  // Who gave the code a moment ago is not asked for it again.
  await page.getByRole('button', { name: PEOPLE.admin.name }).tap();
  await page.getByLabel(setup.pin).fill('918273');
  await page.getByLabel(setup.pinAgain).fill('918273');
  await page.getByRole('button', { name: words.restore.submit }).tap();
  await says(page, /Known up to .*B\u20111, B\u20112/u);
  await page.getByRole('button', { name: words.settle }).tap();
  await page.getByText(words.settled, { exact: true }).waitFor();
  expect(await page.getByText(/Known up to/u).count()).toBe(0);
  await page.getByRole('link', { name: /in the cloud/iu }).tap();
  await says(page, new RegExp(`${settings.sections.cloud}.*${words.states.inStep}`, 'u'));
  expect(stage.errors).toEqual([]);
  await stage.close();
});
