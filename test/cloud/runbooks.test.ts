import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../core/stage.ts';
import type { LeafProcess } from '../leaf-process.ts';
import { client, setUp, spawnLeaf, verifyFolder } from '../leaf-process.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { CoreProcess } from './processes.ts';
import { spawnCore } from './processes.ts';

setDefaultTimeout(90_000);

let server: Server;
let databaseUrl: string;
let core: CoreProcess;
let folder: string;
let leaf: LeafProcess;
let api: ReturnType<typeof client>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-runbooks-'));
  server = await startPostgres();
  databaseUrl = server.ownerUrl(await server.database());
  core = await spawnCore({ databaseUrl, folder: join(folder, 'core') });
  leaf = await spawnLeaf(join(folder, 'leaf'));
  api = client(leaf.url, await setUp(leaf.url));
  await api.post('/cloud/enrol', { core: core.url, code: await core.addVenue('room') });
  await happens();
  await inStep();
});

afterAll(async () => {
  await leaf.kill();
  await core.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const inStep = () =>
  until('the leaf is in step', async () => {
    const { state, waiting, documentsWaiting } = (await api.get('/cloud')).body;
    return state === 'inStep' && waiting === 0 && documentsWaiting === 0;
  });

let people = 0;
const happens = async () => {
  people += 1;
  const made = await api.post('/players', { firstName: `Ann ${people}`, lastName: 'Holm' });
  expect(made.status).toBe(201);
};

const leave = async () => expect((await api.del('/cloud')).status).toBe(200);
const joins = async (code: string) =>
  expect(await api.post('/cloud/enrol', { core: core.url, code })).toMatchObject({ status: 200 });

/** Of the core's copy: its events, and what its `verify` says of checkpoints. */
const copy = async () => {
  const said = await core.command(['verify', 'room']);
  return { events: Number(/events +(\d+)/u.exec(said)?.[1]), said };
};

const eventsHere = async (): Promise<number> =>
  (await (await fetch(`${leaf.url}/health`)).json()).events;

const again = async (newUrl = databaseUrl) => {
  await core.kill();
  databaseUrl = newUrl;
  return async () => {
    core = await spawnCore({ databaseUrl, folder: core.folder, ports: core.ports });
  };
};

test('a leaf whose link leaked goes on with new keys', async () => {
  await leave();
  await joins(await core.replace('room'));
  await happens();
  await inStep();
  expect((await copy()).events).toBe(await eventsHere());
});

test('a core that lost its keys takes its leaf back where the copy ends', async () => {
  const start = await again();
  rmSync(join(core.folder, 'hub'), { recursive: true });
  await start();
  await happens();
  await until('the hub knows it no more', async () => {
    const { reason } = (await api.get('/cloud')).body;
    return reason !== null;
  });
  await leave();
  await joins(await core.replace('room'));
  await inStep();
  const { events } = await copy().catch(({ message }) => ({ events: String(message) }));
  // What the lost key countersigned is not verified by the new one.
  expect(events).toContain('1 of 1 logs are not as they should be');
  // On the leaf the new key counts from now on.
  let verified = { code: 1, printed: '' };
  await until('the new key has countersigned', async () => {
    verified = await verifyFolder(join(folder, 'leaf'));
    return /checkpoints {2}[1-9]/u.test(verified.printed);
  });
  expect(verified).toMatchObject({ code: 0 });
});

test('a core without any backup gets everything anew from its leaf', async () => {
  const start = await again(server.ownerUrl(await server.database()));
  await start();
  const code = await core.addVenue('room');
  await leave();
  await joins(code);
  await inStep();
  const { events, said } = await copy();
  expect(events).toBe(await eventsHere());
  expect(said).toMatch(/chain +ok/u);
});
