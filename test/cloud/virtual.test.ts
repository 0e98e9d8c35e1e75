import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { below, seeded } from '../../src/kernel/random.ts';
import { freePort } from '../../src/sync/nats/free-port.ts';
import { until } from '../core/stage.ts';
import type { LeafProcess } from '../leaf-process.ts';
import { client, PIN, setUp, spawnLeaf, verifyFolder } from '../leaf-process.ts';
import type { Load } from '../load.ts';
import { prepareLoad, something } from '../load.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import { serviceOf, settingsIn, UNIT } from '../systemd/unit.ts';
import type { CoreProcess } from './processes.ts';
import { spawnCore } from './processes.ts';

setDefaultTimeout(60_000);

const random = seeded('virtual');

let server: Server;
let core: CoreProcess;
let folder: string;
let admin: postgres.Sql;
const leaves: LeafProcess[] = [];

const spawned = async (...args: Parameters<typeof spawnLeaf>): Promise<LeafProcess> => {
  const leaf = await spawnLeaf(...args);
  leaves.push(leaf);
  return leaf;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-virtual-'));
  server = await startPostgres();
  const databaseUrl = server.ownerUrl(await server.database());
  core = await spawnCore({ databaseUrl });
  admin = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
});

afterAll(async () => {
  await Promise.all(leaves.map(({ kill }) => kill()));
  await admin.end();
  await core.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As the unit file starts it; only the machine's folder is another one here. */
const spawnUnit = async (slug: string, virtualFolder: string): Promise<LeafProcess> => {
  const { one, every } = serviceOf(UNIT, slug);
  expect(one('ExecStart')).toBe('/usr/local/bin/felt-leaf serve');
  const here = (path: string) => path.replace('/var/lib/felt/virtual', virtualFolder);
  const own = settingsIn(every('Environment').join('\n'));
  const given = settingsIn(readFileSync(here(one('EnvironmentFile')), 'utf8'));
  // The port that it was given may be another test's by now.
  const data = here(own['FELT_DATA'] ?? '');
  const port = String(await freePort());
  return spawned(data, { ...own, ...given, FELT_DATA: data, FELT_PORT: port });
};

/** Checkpoints that the core has countersigned. */
const witnessed = async (): Promise<number> => {
  const [row] = await admin`select count(*)::int as n from checkpoints`;
  return Number(row?.['n']);
};

type Api = ReturnType<typeof client>;

const play = async (api: Api, load: Load, commands: number) => {
  for (let i = 0; i < commands; i++) {
    const { path, body } = something(random, load);
    await api.post(path, body);
  }
  await api.post(`/tournaments/${load.id}/players/buyin`, {
    ...{ playerId: load.players[below(random, load.players.length)], override: 'test' },
  });
};

const inStep = (api: Api) =>
  until('the leaf is in step', async () => {
    const { state, waiting, documentsWaiting } = (await api.get('/cloud')).body;
    return state === 'inStep' && waiting === 0 && documentsWaiting === 0;
  });

/** What a person would look for after a move. */
const seen = async (api: Api, { id }: Load) => ({
  players: (await api.get('/players?limit=200')).body.items.length,
  entries: (await api.get(`/tournaments/${id}/players`)).body,
  rankings: (await api.get(`/tournaments/${id}/rankings`)).body,
  transactions: (await api.get(`/tournaments/${id}/transactions`)).body,
  payouts: (await api.get(`/tournaments/${id}/payouts`)).body,
});

test('COR-5: a venue lives beside the core, is witnessed there, and moves to a board of its own', async () => {
  await core.addVenue('room');
  const virtual = join(folder, 'virtual');
  const env = { FELT_VIRTUAL: virtual, FELT_CORE_URL: core.url };
  const said = await core.command(['venue', 'virtual', 'room', '--host', 'room.example.org'], env);
  expect(said).toContain('systemd does not run here; by hand:');
  const settings = join(virtual, 'room.env');
  expect(statSync(settings).mode & 0o777).toBe(0o600);
  expect(readFileSync(settings, 'utf8')).toContain('FELT_HOSTS=room.example.org');

  const leaf = await spawnUnit('room', virtual);
  await until('it has joined by itself', () => existsSync(join(virtual, 'room/link.json')));
  const api = client(leaf.url, await setUp(leaf.url));
  const load = await prepareLoad(api, 12);
  await play(api, load, 20);
  await inStep(api);
  await until('the core has witnessed it', async () => (await witnessed()) === 1);
  // The end of a tournament is witnessed at once.
  const { body: other } = await api.post('/tournaments', { name: 'Side', template: 'standard' });
  await api.post(`/tournaments/${other.id}/start`);
  expect((await api.post(`/tournaments/${other.id}/end`)).status).toBe(200);
  await until('the core has witnessed that', async () => (await witnessed()) === 2);
  const before = await seen(api, load);

  expect(await leaf.stop()).toBe(0);
  expect(await core.command(['venue', 'virtual', 'room', '--stop'], env)).toContain(
    `what it had stays in ${join(virtual, 'room')}`,
  );
  const code = await core.replace('room');
  const board = await spawned(join(folder, 'board'), { FELT_CORE: core.url, FELT_ENROL: code });
  const nobody = client(board.url);
  // It is opened anew on what came, and answers nobody meanwhile.
  const stateOf = async () => (await nobody.get('/setup/cloud')).body.state;
  await until('it is back', async () => (await stateOf().catch(() => undefined)) === 'restored');
  const admins = await nobody.post('/setup/restored/admins', { code });
  const operatorId = admins.body.items[0].id;
  await nobody.post('/setup/restored', { code, operatorId, pin: PIN });
  const signedIn = await nobody.post('/auth/login', { operator: 'Ada', pin: PIN });
  const there = client(board.url, signedIn.body.accessToken);
  expect(await seen(there, load)).toEqual(before);

  await play(there, load, 5);
  await inStep(there);
  const old = await spawnUnit('room', virtual);
  const stale = client(
    old.url,
    (await client(old.url).post('/auth/login', { operator: 'Ada', pin: PIN })).body.accessToken,
  );
  await until(
    'the one left behind is out',
    async () => (await stale.get('/cloud')).body.reason === 'the hub refuses the credentials',
  );
  expect(await old.stop()).toBe(0);
  expect(await board.stop()).toBe(0);
  const verified = await verifyFolder(join(folder, 'board'));
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.printed).toMatch(/checkpoints {2}[1-9]\d*, the newest at event \d+ of \S+: ok/u);
  expect(await core.command(['verify', 'room'])).toMatch(
    /checkpoints {2}[3-9]\d*, the newest.*: ok/u,
  );
});
