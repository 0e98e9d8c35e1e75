import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

const MB = 1024 * 1024;
const MANY = 400;

let root: string;

const mounted: string[] = [];
const running: (LeafProcess | CoreProcess)[] = [];

/** A disk of that size in memory; false where this user may not make one. */
const mount = (folder: string, mb: number): boolean => {
  mkdirSync(folder, { recursive: true });
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m,mode=755`, 'tmpfs', folder]);
  if (done.status === 0) mounted.push(folder);
  return done.status === 0;
};

const isRoot = (() => {
  const probe = mkdtempSync(join(tmpdir(), 'felt-mount-'));
  const may = mount(probe, 1);
  for (const folder of mounted.splice(0)) spawnSync('umount', ['-l', folder]);
  rmSync(probe, { recursive: true, force: true });
  return may;
})();

if (!isRoot) console.log('skipped: a disk of one’s own needs root (mount)');

let server: Server;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'felt-disk-'));
  if (isRoot) server = await startPostgres();
});

afterAll(async () => {
  await Promise.all(running.map((one) => one.kill()));
  await server?.stop();
  for (const folder of mounted) spawnSync('umount', ['-l', folder]);
  rmSync(root, { recursive: true, force: true });
});

/** Takes all that is left of a disk. */
const fill = (folder: string): string => {
  const file = join(folder, 'filler');
  for (const size of [MB, 64 * 1024, 4 * 1024]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // This size does not fit any more.
    }
  }
  return file;
};

const joined = async (leaf: LeafProcess, core: CoreProcess, slug: string) => {
  const token = await setUp(leaf.url);
  const api = client(leaf.url, token);
  const code = await core.addVenue(slug);
  expect(await api.post('/cloud/enrol', { core: core.url, code })).toMatchObject({ status: 200 });
  const status = async () => (await api.get('/cloud')).body;
  const inStep = () =>
    until('it is in step', async () => {
      const { state, waiting, documentsWaiting } = await status();
      return state === 'inStep' && waiting === 0 && documentsWaiting === 0;
    });
  return { api, status, inStep };
};

const line = async (slug: string, leafMb: number | null, coreMb: number | null) => {
  const [leafFolder, coreFolder] = [join(root, `${slug}-leaf`), join(root, `${slug}-core`)];
  if (leafMb !== null) mount(leafFolder, leafMb);
  if (coreMb !== null) mount(coreFolder, coreMb);
  const databaseUrl = server.ownerUrl(await server.database());
  const core = await spawnCore({ databaseUrl, folder: coreFolder });
  const leaf = await spawnLeaf(leafFolder);
  running.push(core, leaf);
  const venue = await joined(leaf, core, slug);
  await venue.inStep();
  return { ...venue, core, leaf, leafFolder, coreFolder };
};

test.skipIf(!isRoot)(
  'a full disk of the leaf: refused in words, nothing half done, and all goes on once there is room',
  async () => {
    const { api, status, inStep, core, leaf, leafFolder } = await line('leaf', 24, null);
    const before = (await status()).head;
    const ballast = fill(leafFolder);
    const answers: { status: number; body: { error?: { code?: string } } }[] = [];
    for (let n = 0; n < MANY && answers.at(-1)?.status !== 503; n++) {
      answers.push(await api.post('/players', { firstName: `Player ${n}` }));
    }
    expect(answers.at(-1)).toMatchObject({
      status: 503,
      body: { error: { code: 'STORE_UNWELL' } },
    });
    const acknowledged = answers.filter((one) => one.status === 201).length;
    // What there is can be read.
    expect((await api.get('/players?limit=1')).status).toBe(200);
    expect((await status()).state).not.toBe('fork');
    rmSync(ballast);
    await until('it takes commands again', async () => {
      const { status: code } = await api.post('/players', { firstName: 'After' });
      return code === 201;
    });
    await inStep();
    // One event each: those that were refused have left none.
    expect((await status()).head).toBe(before + acknowledged + 1);
    expect(await leaf.stop()).toBe(0);
    expect(await verifyFolder(leafFolder)).toMatchObject({ code: 0 });
    await core.command(['verify']);
    await core.kill();
  },
);

test.skipIf(!isRoot)(
  'a full disk of the hub: the leaf runs on, says what waits, and all of it arrives once there is room',
  async () => {
    const { api, status, inStep, core, leaf, coreFolder } = await line('hub', null, 24);
    const ballast = fill(coreFolder);
    for (let n = 0; n < MANY; n++) {
      expect((await api.post('/players', { firstName: `Player ${n}` })).status).toBe(201);
    }
    const away = await status();
    expect(away.state).not.toBe('inStep');
    expect(away.waiting).toBeGreaterThan(0);
    await until('the core tells why', () => core.said.some((one) => /no space left/u.test(one)));
    rmSync(ballast);
    await inStep();
    await leaf.kill();
    await core.command(['verify']);
    await core.kill();
  },
);
