import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeCorePages } from '../../scripts/pages.ts';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase } from '../../src/core/db/open.ts';
import { createVenues } from '../../src/core/venues.ts';
import type { TestCore } from '../core/stage.ts';
import { startCore, until } from '../core/stage.ts';
import type { LeafProcess } from '../leaf-process.ts';
import { client, setUp, spawnLeaf } from '../leaf-process.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';

setDefaultTimeout(60_000);

const PUBLIC = 'https://felt.example.com';

let server: Server;
let core: TestCore;
let database: Database;
let leaf: LeafProcess;
let folder: string;

beforeAll(async () => {
  await placeCorePages();
  server = await startPostgres();
  const databaseUrl = server.ownerUrl(await server.database());
  core = await startCore({ databaseUrl, publicUrl: PUBLIC });
  database = connectDatabase(databaseUrl);
  folder = mkdtempSync(join(tmpdir(), 'felt-public-'));
  leaf = await spawnLeaf(folder);
});
afterAll(async () => {
  await leaf?.stop();
  await database.close();
  await core.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('ACC-5: the QR code of a leaf in step leads to its tournament at the core, names kept (GDP-3)', async () => {
  const desk = client(leaf.url, await setUp(leaf.url));
  const [template] = (await desk.get('/templates')).body.items;
  const made = await desk.post('/tournaments', { template: template.id, name: 'Monday Deep' });
  const { id } = made.body;
  const addressOf = async (): Promise<string> =>
    (await desk.get(`/tournaments/${id}/address`)).body.url;
  const inTheRoom = await addressOf();
  expect(inTheRoom).toMatch(/^http:\/\/[\w.]+:\d+\/t\//u);

  const venues = createVenues({ platform: database.platform, now: Date.now });
  const place = { name: 'Room', slug: 'room', timezone: 'Europe/Berlin', currency: 'EUR' };
  const { code } = await venues.add(place);
  expect((await desk.post('/cloud/enrol', { core: core.url, code })).status).toBe(200);
  await until(
    'the QR code leads to the core',
    async () => (await addressOf()) === `${PUBLIC}/t/${id}`,
  );

  const person = { firstName: 'Annemarie', lastName: 'Bergström', email: 'annemarie@example.com' };
  const { playerId } = (await desk.post('/players', person)).body;
  const bought = await desk.post(`/tournaments/${id}/players/buyin`, {
    playerId,
    payment: { method: 'cash' },
  });
  expect(bought.status).toBeLessThan(300);
  const page = async (): Promise<string> => {
    const answer = await fetch(`${core.url}/t/${id}?tab=rank`);
    return answer.status === 200 ? answer.text() : '';
  };
  await until('she is on the page', async () => (await page()).includes('Annemarie B.'));
  const bytes = await page();
  expect(bytes).toContain('Monday Deep');
  for (const secret of ['Bergström', 'annemarie@', playerId]) expect(bytes).not.toContain(secret);

  expect((await desk.del(`/players/${playerId}`)).status).toBe(200);
  await until('her name is gone', async () => !(await page()).includes('Annemarie'));
  expect(await page()).toContain('Monday Deep');
  expect(core.failures).toEqual([]);

  expect((await desk.del('/cloud')).status).toBeLessThan(300);
  expect(await addressOf()).toBe(inTheRoom);
});
