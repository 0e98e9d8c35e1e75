import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase } from '../../src/core/db/open.ts';
import { statusOfAll } from '../../src/core/ingest/status.ts';
import { ROOMS } from '../../src/core/rooms.ts';
import { createTenants } from '../../src/core/tenants.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { until } from '../core/stage.ts';
import type { LeafProcess } from '../leaf-process.ts';
import { client, setUp, signIn, spawnLeaf } from '../leaf-process.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { CoreProcess } from './processes.ts';
import { spawnCore } from './processes.ts';

setDefaultTimeout(60_000);

let server: Server;
let databaseUrl: string;
let core: CoreProcess;
let database: Database;

beforeAll(async () => {
  server = await startPostgres();
  databaseUrl = server.ownerUrl(await server.database());
  core = await spawnCore({ databaseUrl });
  database = connectDatabase(databaseUrl);
});

afterAll(async () => {
  await database.close();
  await core.stop();
  await server.stop();
});

const tenants = () => createTenants({ database, now: Date.now, told: () => undefined });

const cloudOf = async (url: string, token: string) => (await client(url, token).get('/cloud')).body;

const inStep = (url: string, token: string) =>
  until('the leaf is in step', async () => {
    const { state, waiting, documentsWaiting } = await cloudOf(url, token);
    return state === 'inStep' && waiting === 0 && documentsWaiting === 0;
  });

const documentsOf = (venueId: string) =>
  tenants().within(venueId, (query) =>
    query('select kind, id, doc from documents where venue_id = $1 order by kind, id', [venueId]),
  );

const sameLogs = async (leaf: LeafProcess, venueId: string) => {
  const { events } = await (await fetch(`${leaf.url}/health`)).json();
  const copy = await tenants().log(venueId);
  expect((await copy.head()).seq).toBe(events);
  expect(await verifyLog(copy, ROOMS)).toEqual({ events, firstBadSeq: null, differences: [] });
};

test('SYN-1: a leaf joins by a code; its log and its people arrive, also after kill -9 of either end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-line-'));
  const code = await core.addVenue('first');
  let leaf = await spawnLeaf(folder);
  const token = await setUp(leaf.url);
  // Somebody from before the cloud, who goes up all the same.
  await client(leaf.url, token).post('/players', { firstName: 'Ann', lastName: 'Before' });
  expect(await cloudOf(leaf.url, token)).toMatchObject({ state: 'off', core: null });
  const joined = await client(leaf.url, token).post('/cloud/enrol', { core: core.url, code });
  expect(joined).toMatchObject({ status: 200, body: { core: core.url, epoch: 1 } });
  await client(leaf.url, token).post('/players', { firstName: 'Bob', lastName: 'After' });
  await inStep(leaf.url, token);

  const [venue] = await statusOfAll(database);
  const venueId = venue?.venueId ?? '';
  await sameLogs(leaf, venueId);
  await until('the people are there', async () => (await documentsOf(venueId)).length === 3);
  const docs = await documentsOf(venueId);
  expect(docs.map(({ kind }) => kind)).toEqual(['operator', 'player', 'player']);
  expect(docs.map(({ doc }) => JSON.parse(String(doc)))).toMatchObject([
    { name: 'Ada', role: 'admin', active: true },
    { firstName: 'Ann', lastName: 'Before' },
    { firstName: 'Bob', lastName: 'After' },
  ]);
  expect(docs.map(({ doc }) => String(doc)).join()).not.toMatch(/pin/iu);

  await leaf.kill();
  leaf = await spawnLeaf(folder);
  const again = await signIn(leaf.url);
  await client(leaf.url, again).post('/players', { firstName: 'Cid' });
  await inStep(leaf.url, again);
  await sameLogs(leaf, venueId);
  // OPS-6: what its operators should look at, the core shows of it, until somebody there has read it.
  const told = async () => {
    const [{ alerts } = {}] = (await statusOfAll(database)).filter(
      (one) => one.venueId === venueId,
    );
    return (JSON.parse(alerts ?? '[]') as { kind: string }[]).map(({ kind }) => kind);
  };
  await until('the core tells of the kill', async () => (await told()).includes('restart'));
  await client(leaf.url, again).post('/alerts/seen', {});
  await until('and that it was read', async () => !(await told()).includes('restart'));

  await core.kill();
  await client(leaf.url, again).post('/players', { firstName: 'Dan' });
  await until('the leaf notices', async () => (await cloudOf(leaf.url, again)).waiting > 0);
  core = await spawnCore({ databaseUrl, folder: core.folder, ports: core.ports });
  await inStep(leaf.url, again);
  await sameLogs(leaf, venueId);
  await until('everybody is there', async () => (await documentsOf(venueId)).length === 5);
  expect(await leaf.stop()).toBe(0);
  rmSync(folder, { recursive: true });
});
