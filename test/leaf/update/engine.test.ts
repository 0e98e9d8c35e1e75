import { afterEach, describe, expect, test } from 'bun:test';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Offer } from '../../../src/core/doors/updates.ts';
import { HOUR, MINUTE } from '../../../src/kernel/time.ts';
import { ROOMS, TABLES } from '../../../src/leaf/rooms.ts';
import { createSoftware } from '../../../src/leaf/update/engine.ts';
import { readRefused } from '../../../src/leaf/update/refused-offer.ts';
import { linesText, readState } from '../../../src/leaf/update/state.ts';
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

/** A core that offers one file at a time, in the words of its own doors, and counts what is fetched. */
const countingCore = (file: string, offer: Offer | null) => {
  const now = { file, offer, fetched: 0 };
  const server = Bun.serve({
    port: 0,
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith('/api/v1/updates/files/')) {
        now.fetched += 1;
        const from = Number(/^bytes=(\d+)-/u.exec(request.headers.get('range') ?? '')?.[1] ?? 0);
        const { size } = Bun.file(now.file);
        if (from === 0) return new Response(Bun.file(now.file));
        const headers = { 'content-range': `bytes ${from}-${size - 1}/${size}` };
        return new Response(Bun.file(now.file).slice(from), { status: 206, headers });
      }
      if (pathname === '/nowhere') return new Response(null, { status: 404 });
      return now.offer === null ? new Response(null, { status: 204 }) : Response.json(now.offer);
    },
  });
  cleanUps.push(() => server.stop(true));
  return { now, url: `http://localhost:${server.port}` };
};

const openCore = (file: string, offer: Offer | null) => countingCore(file, offer).url;

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
  ...{ size: readFileSync(path).length, keysIssued: 1, ...change },
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
  return { software, places, staging, give, time, pass };
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

describe('OPS-3: what was halted after it was fetched', () => {
  const ready = async () => {
    const { path, keys } = await release();
    const { now: core, url } = countingCore(path, offerOf(path));
    const engine = await openEngine({ core: url, roots: keys.roots });
    await engine.software.look();
    return { ...engine, core, path, keys };
  };

  test('is not ready any more, and no plan of it is left', async () => {
    const { software, staging, core } = await ready();
    await software.updateTonight(now);
    core.offer = null;
    await software.lookByItself();
    expect(await software.status()).toMatchObject({ state: 'current', offer: null });
    expect([staging.ready, staging.plan].filter((one) => existsSync(one))).toEqual([]);
  });

  test('is not put in at night, though nobody looked since', async () => {
    const { software, staging, core, pass } = await ready();
    await software.updateTonight(now);
    core.offer = null;
    await pass(HOUR);
    expect(existsSync(staging.request)).toBe(false);
    expect((await software.status()).state).toBe('current');
  });

  test('is not put in by a tap', async () => {
    const { software, staging, core } = await ready();
    core.offer = null;
    await expect(software.updateNow(now)).rejects.toMatchObject({ code: 'NO_UPDATE' });
    expect(existsSync(staging.request)).toBe(false);
  });

  test('is not put in where a newer one has taken its place at the core', async () => {
    const { software, staging, core, path, pass } = await ready();
    await software.updateTonight(now);
    core.offer = offerOf(path, { sequence: 183, url: '/nowhere' });
    await pass(HOUR);
    await expect(software.updateNow(now)).rejects.toMatchObject({ code: 'NO_UPDATE' });
    expect(existsSync(staging.request)).toBe(false);
  });

  test('is not put in where the same build was signed anew: its key may be in wrong hands', async () => {
    const { software, staging, core, path, keys, pass } = await ready();
    const issued = '2026-05-02T00:00:00.000Z';
    const keysIssued = Date.parse(issued);
    await software.updateTonight(now);
    core.offer = offerOf(path, { keysIssued, url: '/nowhere' });
    await pass(HOUR);
    await expect(software.updateNow(now)).rejects.toMatchObject({ code: 'NO_UPDATE' });
    expect(existsSync(staging.request)).toBe(false);
    const folder = join(dirname(path), 'anew');
    mkdirSync(folder);
    const executable = join(dirname(path), 'executable');
    const list = keys.list({ issued });
    core.file = await releaseFile({ folder, executable, keys, facts: FACTS, list });
    core.offer = offerOf(core.file, { keysIssued });
    await software.look();
    await software.updateNow(now);
    expect(readFileSync(staging.ready)).toEqual(readFileSync(core.file));
    expect(existsSync(staging.request)).toBe(true);
  });

  test('stays where a newer one is on its way, and goes where the core falls back to an older', async () => {
    const { software, core, path } = await ready();
    core.offer = offerOf(path, { sequence: 183, url: '/nowhere' });
    await software.lookByItself();
    expect((await software.status()).offer?.sequence).toBe(182);
    core.offer = offerOf(path, { sequence: 150, url: '/nowhere' });
    await software.lookByItself();
    expect((await software.status()).offer).toBeNull();
  });
});

test('OPS-3: who thinks better of it is not updated tonight', async () => {
  const { pass, isAsked, software } = await openTonight();
  await software.cancel();
  await pass(HOUR);
  expect(isAsked()).toBe(false);
});

test('OPS-3: what is not as it should be is thrown away, and why is told once', async () => {
  const { path } = await release();
  const core = openCore(path, offerOf(path));
  const { software, staging } = await openEngine({ core, roots: releaseKeys().roots });
  await software.look();
  const refused = { version: '1.8.0', sequence: 182, reason: 'ROOT_SIGNATURES', seen: false };
  expect(await software.status()).toMatchObject({ state: 'current', problem: null, refused });
  expect(existsSync(staging.ready)).toBe(false);
  expect(software.updateNow(now)).rejects.toMatchObject({ code: 'NO_UPDATE' });
  await software.seen();
  expect((await software.status()).refused).toMatchObject({ ...refused, seen: true });
});

describe('OPS-3: what was refused', () => {
  const refusing = async () => {
    const { path } = await release();
    const core = countingCore(path, offerOf(path));
    const roots = releaseKeys().roots;
    return { ...core, path, roots, ...(await openEngine({ core: core.url, roots })) };
  };

  test('is not fetched again by itself, nor after a restart, until the core offers another', async () => {
    const { software, staging, now: core, path } = await refusing();
    await software.lookByItself();
    for (let again = 0; again < 3; again += 1) await software.lookByItself();
    expect(core.fetched).toBe(1);
    // The leaf begins anew with what lies on the disk.
    expect(readRefused(staging)).toMatchObject({ sequence: 182, code: 'ROOT_SIGNATURES' });
    core.offer = offerOf(path, { keysIssued: 2 });
    await software.lookByItself();
    expect(core.fetched).toBe(2);
    core.offer = offerOf(path, { sequence: 183, version: '1.8.1' });
    await software.lookByItself();
    expect([core.fetched, readRefused(staging)?.sequence]).toEqual([3, 183]);
  });

  test('is fetched again where somebody asks for it, and forgotten once it is taken', async () => {
    const { software, staging, now: core, url } = await refusing();
    await software.lookByItself();
    await software.look();
    expect(core.fetched).toBe(2);
    const { path, keys } = await release();
    [core.file, core.offer] = [path, offerOf(path, { keysIssued: 2 })];
    const trusting = await openEngine({ core: url, roots: keys.roots });
    renameSync(staging.refused, trusting.staging.refused);
    await trusting.software.lookByItself();
    expect((await trusting.software.status()).state).toBe('ready');
    expect(readRefused(trusting.staging)).toBeNull();
  });

  test('because what a power cut left was no part of it comes whole, and is taken', async () => {
    const { path, keys } = await release();
    const { now: core, url } = countingCore(path, offerOf(path));
    const { software, staging } = await openEngine({ core: url, roots: keys.roots });
    const part = join(staging.folder, `182-${readFileSync(path).length}.part`);
    writeFileSync(part, Buffer.alloc(100));
    await software.lookByItself();
    expect([core.fetched, (await software.status()).state]).toEqual([2, 'ready']);
    expect(readRefused(staging)).toBeNull();
  });

  test('by root, though it was right here, is fetched anew: it was changed since', async () => {
    const { path, keys } = await release();
    const { now: core, url } = countingCore(path, offerOf(path));
    const engine = await openEngine({ core: url, roots: keys.roots });
    const { software, places, staging, pass } = engine;
    await software.look();
    await software.updateNow(now);
    rmSync(staging.request);
    const state = { STATE: 'idle', REASON: 'HASH', REFUSED: 182, AT: 5 };
    writeFileSync(places.state, linesText({ ...state, CONFIRMED_SEQUENCE: 181 }));
    await pass(1);
    expect((await software.status()).state).toBe('current');
    await software.lookByItself();
    expect([core.fetched, (await software.status()).state]).toEqual([2, 'ready']);
  });
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
