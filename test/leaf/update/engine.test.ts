import { afterEach, expect, test } from 'bun:test';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Offer } from '../../../src/core/doors/updates.ts';
import { HOUR, MINUTE } from '../../../src/kernel/time.ts';
import { ROOMS, TABLES } from '../../../src/leaf/rooms.ts';
import { createSoftware } from '../../../src/leaf/update/engine.ts';
import { readState } from '../../../src/leaf/update/state.ts';
import { createHandle } from '../../../src/log/handle.ts';
import { memoryLog } from '../../../src/log/memory.ts';
import { FACTS, releaseFile, releaseKeys } from '../../release-files.ts';
import { config, LEVELS } from '../../rooms/tournament/night.ts';
import { openFolders } from './folders.ts';

const OWN = { version: '1.7.0', sequence: 181 };
const AT = { wallMs: Date.parse('2026-11-21T03:00:00.000Z'), bootMs: 5_000_000, bootId: 'b' };

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUps.splice(0)) await clean();
});

/** A core that offers one file, in the words of its own doors. */
const openCore = (file: string, offer: Offer | null) => {
  const server = Bun.serve({
    port: 0,
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith('/api/v1/updates/files/')) return new Response(Bun.file(file));
      return offer === null ? new Response(null, { status: 204 }) : Response.json(offer);
    },
  });
  cleanUps.push(() => server.stop(true));
  return `http://localhost:${server.port}`;
};

const release = async (facts = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-release-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  const executable = join(folder, 'executable');
  writeFileSync(executable, '#!/bin/sh\nexit 0\n');
  const keys = releaseKeys();
  const path = await releaseFile({ folder, executable, keys, facts: { ...FACTS, ...facts } });
  return { path, keys };
};

const offerOf = (path: string, change: Partial<Offer> = {}): Offer => ({
  ...{ sequence: 182, version: '1.8.0', notes: 'Better.', url: '/api/v1/updates/files/a.felt' },
  size: readFileSync(path).length,
  ...change,
});

/** The leaf's part alone, on a machine whose root never answers. */
const openEngine = async ({
  core,
  roots,
  kind = 'plain',
}: {
  core: string | null;
  roots: readonly string[];
  kind?: 'plain' | 'none';
}) => {
  const folders = openFolders([181], { STATE: 'idle', CONFIRMED_SEQUENCE: 181 });
  const { places, staging } = folders;
  mkdirSync(staging.folder, { recursive: true });
  const log = memoryLog(TABLES);
  const newId = () => Bun.randomUUIDv7();
  const handle = createHandle({ log, rooms: ROOMS, newId, clock: () => AT.wallMs });
  let passedMs = 0;
  const time = () => ({
    ...AT,
    wallMs: AT.wallMs + passedMs,
    bootMs: AT.bootMs + passedMs,
  });
  const settings = { releases: places.root, channel: 'stable', confirmMs: 1 } as const;
  const state = readState(places);
  const updates = { places, staging, settings, standing: { kind, state }, startedAtMs: 0 };
  const software = createSoftware({
    ...{ updates, house: { handle, log } },
    clock: { now: time, isSynchronised: () => true },
    link: () => (core === null ? null : { core, venueId: newId() }),
    timezone: () => 'Europe/Copenhagen',
    trust: { own: { product: 'felt-leaf', ...OWN, commit: null, target: 'linux-x64' }, roots },
    failed: (error) => {
      throw error;
    },
  });
  cleanUps.push(async () => {
    await software.stop();
    folders.remove();
  });
  const give = (stream: string, command: object) =>
    handle.execute({ stream, command, by: 'a', device: null });
  const pass = (ms: number): Promise<void> => {
    passedMs += ms;
    return software.tick();
  };
  return { software, staging, give, time, pass };
};

const now = { operatorId: 'ada', despiteClocks: false };

test('OPS-3: what the core has is fetched and checked, and nothing happens without a word', async () => {
  const { path, keys } = await release();
  const core = openCore(path, offerOf(path));
  const { software, staging } = await openEngine({ core, roots: keys.roots });
  expect((await software.status()).state).toBe('current');
  await software.look();
  const status = await software.status();
  expect(status).toMatchObject({ state: 'ready', running: OWN, problem: null, clocks: [] });
  expect(status.offer).toMatchObject({ version: '1.8.0', sequence: 182, failedHere: false });
  expect(readFileSync(staging.ready).equals(readFileSync(path))).toBe(true);
  expect(existsSync(staging.request)).toBe(false);
});

test('OPS-3: a word of an operator asks root, and names the release', async () => {
  const { path, keys } = await release();
  const core = openCore(path, offerOf(path));
  const { software, staging } = await openEngine({ core, roots: keys.roots });
  await software.look();
  await software.updateNow(now);
  expect(readFileSync(staging.request, 'utf8')).toBe('DO=apply\nSEQUENCE=182\n');
  expect(readFileSync(staging.asker, 'utf8')).toBe('ada');
  expect((await software.status()).state).toBe('updating');
  expect(software.updateNow(now)).rejects.toMatchObject({ code: 'UPDATE_GOING' });
});

test('OPS-3: a running clock is interrupted only by who says so', async () => {
  const { path, keys } = await release();
  const core = openCore(path, offerOf(path));
  const { software, staging, give } = await openEngine({ core, roots: keys.roots });
  await software.look();
  await give('tournament:t1', {
    ...{ type: 'create', config: config({ name: 'Main' }), levels: LEVELS, now: AT },
  });
  await give('tournament:t1', { type: 'start', now: AT });
  expect((await software.status()).clocks).toEqual(['Main']);
  const asked = software.updateNow(now);
  expect(asked).rejects.toMatchObject({ code: 'CLOCKS_RUN', details: { clocks: ['Main'] } });
  await asked.catch(() => undefined);
  expect(existsSync(staging.request)).toBe(false);
  await software.updateTonight(now);
  expect((await software.status()).state).toBe('waiting');
  await software.cancel();
  expect((await software.status()).state).toBe('ready');
  await software.updateNow({ ...now, despiteClocks: true });
  expect(existsSync(staging.request)).toBe(true);
});

/** Ready, and meant for tonight: it is four o'clock in the night where this leaf stands. */
const openTonight = async () => {
  const { path, keys } = await release();
  const engine = await openEngine({ core: openCore(path, offerOf(path)), roots: keys.roots });
  await engine.software.look();
  await engine.software.updateTonight(now);
  return { ...engine, isAsked: () => existsSync(engine.staging.request) };
};

test('OPS-3: tonight is once no clock has run, and nobody has worked, for a quarter of an hour', async () => {
  const { give, time, pass, isAsked, software, staging } = await openTonight();
  const night = { ...{ config: config({ name: 'Main' }), levels: LEVELS }, now: time() };
  await give('tournament:t1', { type: 'create', ...night });
  await give('tournament:t1', { type: 'start', now: time() });
  await pass(HOUR);
  expect(isAsked()).toBe(false);
  await give('tournament:t1', { type: 'pause', now: time() });
  await pass(14 * MINUTE);
  expect(isAsked()).toBe(false);
  // Somebody is still at it, though no clock runs.
  await give('tournament:t2', { type: 'create', ...night });
  await pass(14 * MINUTE);
  expect([isAsked(), (await software.status()).state]).toEqual([false, 'waiting']);
  await pass(2 * MINUTE);
  expect(readFileSync(staging.request, 'utf8')).toBe('DO=apply\nSEQUENCE=182\n');
  expect(readFileSync(staging.asker, 'utf8')).toBe('ada');
  expect((await software.status()).state).toBe('updating');
  expect(existsSync(staging.plan)).toBe(false);
});

test('OPS-3: by day nothing is put in unasked, however quiet it is', async () => {
  const { pass, isAsked } = await openTonight();
  await pass(7 * HOUR);
  expect(isAsked()).toBe(false);
  await pass(14 * HOUR);
  expect(isAsked()).toBe(false);
  await pass(HOUR);
  expect(isAsked()).toBe(true);
});

test('OPS-3: who thinks better of it is not updated tonight', async () => {
  const { pass, isAsked, software } = await openTonight();
  await software.cancel();
  await pass(HOUR);
  expect(isAsked()).toBe(false);
});

test('OPS-3: what is not as it should be is thrown away, and why is told', async () => {
  const { path } = await release();
  const core = openCore(path, offerOf(path));
  const { software, staging } = await openEngine({ core, roots: releaseKeys().roots });
  await software.look();
  const { state, problem } = await software.status();
  expect([state, problem]).toEqual([
    'current',
    expect.stringContaining('not vouched for by the keys of this build'),
  ]);
  expect(existsSync(staging.ready)).toBe(false);
  expect(software.updateNow(now)).rejects.toMatchObject({ code: 'NO_UPDATE' });
});

test('OPS-3: a core that has nothing, or is away, changes nothing', async () => {
  const { path, keys } = await release();
  const quiet = await openEngine({ core: openCore(path, null), roots: keys.roots });
  await quiet.software.look();
  expect(await quiet.software.status()).toMatchObject({ state: 'current', problem: null });
  const away = await openEngine({ core: 'http://localhost:1', roots: keys.roots });
  await away.software.look();
  expect((await away.software.status()).problem).toBeString();
});

test('OPS-3: a leaf that nobody updates this way says so, and does nothing', async () => {
  const { path, keys } = await release();
  const core = openCore(path, offerOf(path));
  const { software } = await openEngine({ core, roots: keys.roots, kind: 'none' });
  await software.look();
  expect(await software.status()).toMatchObject({
    state: 'unmanaged',
    offer: null,
    previous: null,
  });
  expect(software.goBack(now)).rejects.toMatchObject({ code: 'NO_PREVIOUS' });
});
