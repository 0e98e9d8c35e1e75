import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRelease, packDelta } from '../../scripts/release/pack.ts';
import { withKey, withRevoked } from '../../scripts/release/signed-keys.ts';
import type { ReleaseLine, RunningLine } from '../../src/core/app.ts';
import { takeReport } from '../../src/core/ingest/report.ts';
import { readHeader } from '../../src/server/release/file.ts';
import { keyId, publicKeyOf } from '../../src/server/release/keys.ts';
import { checkRelease } from '../../src/server/release/verify.ts';
import type { Health } from '../../src/sync/protocol.ts';
import { PROTOCOL } from '../../src/sync/protocol.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import { releaseFile, releaseKeys } from '../release-files.ts';
import type { Front, TestBrowser } from './front.ts';
import { openFront } from './front.ts';

setDefaultTimeout(60_000);

const keys = releaseKeys();
let server: Server;
let front: Front;
let ada: TestBrowser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-releases-'));
  writeFileSync(join(folder, 'roots.json'), JSON.stringify(keys.roots));
  server = await startPostgres();
  const config = { dataFolder: folder, rootKeysFile: join(folder, 'roots.json') };
  front = await openFront(server, { config });
  ada = await front.ada();
});
afterAll(async () => {
  await front.stop();
  await server.stop();
  rmSync(folder, { recursive: true });
});

let built = 200;
/** A build of its own, as a file. */
const build = async (
  facts: Parameters<typeof releaseFile>[0]['facts'] = {},
  list = keys.list(),
  by = keys,
): Promise<{ file: string; executable: string; sequence: number }> => {
  built += 1;
  const place = join(folder, `built-${built}`);
  mkdirSync(place);
  const executable = join(place, 'felt-leaf');
  const sequence = facts.sequence ?? built;
  writeFileSync(executable, `${'felt '.repeat(2_000)}${sequence} ${facts.target ?? ''}`);
  const all = { sequence, version: `1.8.${built}`, ...facts };
  const file = await releaseFile({ folder: place, executable, keys: by, facts: all, list });
  return { file, executable, sequence };
};

const send = async (file: string, query = 'rollout=100', browser = ada) => {
  const answer = await browser.raw(`/api/v1/releases?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: readFileSync(file),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
};

const ask = async (query: string, target = 'linux-x64') => {
  const answer = await fetch(`${front.url}/api/v1/updates/felt-leaf/${target}?${query}`);
  return answer.status === 204 ? null : JSON.parse(await answer.text());
};

const shelf = () => readdirSync(join(folder, 'releases')).sort();

type All = { items: ReleaseLine[]; venues: RunningLine[] };
const all = async () => (await ada.get('/releases')).body as All;
const lineOf = async (sequence: number) =>
  (await all()).items.find((one) => one.sequence === sequence);

let venues = 0;
const venue = async (): Promise<string> => {
  venues += 1;
  const settings = { name: `Room ${venues}`, slug: `room-${venues}` };
  const body = { ...settings, timezone: 'Europe/Copenhagen', currency: 'DKK' };
  const { id, code } = (await ada.post('/venues', body)).body as { id: string; code: string };
  await front.enrol(code);
  return id;
};

/** A leaf's report as the core takes it; answers what was halted by it. */
const report = async (
  id: string,
  own: Pick<Health, 'sequence' | 'target' | 'channel' | 'update'>,
): Promise<readonly string[]> => {
  const tenant = await front.tenants.open(id);
  if (tenant === null) throw new Error('no such venue');
  const at = front.now();
  front.pass(1_000);
  const health: Health = {
    ...{ protocol: PROTOCOL, epoch: 1, version: '1.8.0', downSeq: 0, docsWaiting: 0 },
    ...{ head: { seq: 0, hash: '0'.repeat(64), at }, live: [], now: at, ...own },
  };
  const { kept } = await takeReport(tenant, health, { isEven: true, nowMs: at });
  return typeof kept?.wentBack === 'number' ? front.doors.releases.haltFailing() : [];
};

describe('the shelf of releases', () => {
  test('OPS-3: a release that an administrator sends is there for leaves, byte for byte', async () => {
    const { file, sequence } = await build();
    expect(await send(file)).toMatchObject({ status: 201, body: { sequence, base: 0 } });
    const offer = await ask('sequence=0');
    expect(offer).toMatchObject({ sequence, size: readFileSync(file).length });
    const got = await fetch(new URL(offer.url, front.url));
    expect(Buffer.from(await got.arrayBuffer()).equals(readFileSync(file))).toBe(true);
    expect(await ask(`sequence=${sequence}`)).toBeNull();
    expect(await ask('sequence=0', 'linux-arm64')).toBeNull();
  });

  test('OPS-3: a download goes on where it broke off', async () => {
    const { file } = await build();
    await send(file);
    const { url } = await ask('sequence=0');
    const whole = readFileSync(file);
    const get = (headers: Record<string, string>) => fetch(new URL(url, front.url), { headers });
    const part = async (range: string, extra: Record<string, string> = {}) => {
      const answer = await get({ range, ...extra });
      const bytes = Buffer.from(await answer.arrayBuffer());
      return { status: answer.status, range: answer.headers.get('content-range'), bytes };
    };
    const rest = await part('bytes=100-');
    expect(rest).toMatchObject({
      status: 206,
      range: `bytes 100-${whole.length - 1}/${whole.length}`,
    });
    expect(rest.bytes.equals(whole.subarray(100))).toBe(true);
    expect((await part('bytes=5-9')).bytes.equals(whole.subarray(5, 10))).toBe(true);
    expect((await part('bytes=-7')).bytes.equals(whole.subarray(-7))).toBe(true);
    expect((await part(`bytes=${whole.length}-`)).status).toBe(416);
    const etag = (await get({})).headers.get('etag') ?? '';
    expect((await part('bytes=100-', { 'if-range': etag })).status).toBe(206);
    expect((await part('bytes=100-', { 'if-range': '"another"' })).status).toBe(200);
  });

  test('OPS-3: a delta is tried out against its base, and offered to that build', async () => {
    const [old, next] = [await build(), await build()];
    const key = keys.key;
    const delta = join(folder, `to-${next.sequence}.delta`);
    const from = { release: old.file, executable: old.executable };
    const to = { release: next.file, executable: next.executable };
    await packDelta({ from, next: to, key, to: delta, level: 1 });
    await send(next.file);
    expect((await send(delta)).body.error.details.code).toBe('NO_BASE');
    await send(old.file);
    expect(await send(delta)).toMatchObject({ status: 201, body: { base: old.sequence } });
    const offer = await ask(`sequence=${old.sequence}`);
    expect(offer.sequence).toBe(next.sequence);
    const got = await fetch(new URL(offer.delta.url, front.url));
    expect(Buffer.from(await got.arrayBuffer()).equals(readFileSync(delta))).toBe(true);
    expect((await ask('sequence=1')).delta).toBeUndefined();
    expect((await lineOf(next.sequence))?.files[0]?.deltas).toMatchObject([{ from: old.sequence }]);
  });

  test('OPS-3: what no leaf would take is refused, and nothing of it stays', async () => {
    await send((await build()).file);
    const [before, shown] = [shelf(), (await all()).items.length];
    const stranger = releaseKeys();
    const flipped = (await build()).file;
    const bytes = readFileSync(flipped);
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
    writeFileSync(flipped, bytes);
    const nonsense = join(folder, 'nonsense');
    writeFileSync(nonsense, 'no release at all');
    const beta = (await build({ channel: 'beta' })).file;
    const rows: readonly (readonly [string, string, string?])[] = [
      [nonsense, 'FORMAT'],
      [(await build({}, stranger.list(), stranger)).file, 'ROOT_SIGNATURES'],
      [(await build({ expires: '2026-01-01T00:00:00.000Z' })).file, 'EXPIRED'],
      [(await build({}, keys.list({ issued: '2026-04-01T00:00:00.000Z' }))).file, 'KEYS_OLDER'],
      [flipped, 'HASH'],
      [beta, 'WRONG_CHANNEL', 'channel=stable'],
    ];
    for (const [file, code, query] of rows) {
      const { status, body } = await send(file, query);
      expect({ status, code: body.error.details?.code }).toEqual({ status: 409, code });
    }
    expect(shelf()).toEqual(before);
    expect((await all()).items.length).toBe(shown);
    const [old, fresh] = ['.incoming-old', '.incoming-fresh'].map((one) =>
      join(folder, 'releases', one),
    );
    for (const one of [old, fresh]) writeFileSync(one ?? '', 'half of a file');
    // Left by a core that was killed, long ago by its clock.
    const longAgo = new Date(front.now() - 2 * 86_400_000);
    utimesSync(old ?? '', longAgo, longAgo);
    const twice = (await build()).file;
    expect((await send(twice)).status).toBe(201);
    expect((await send(twice)).body.error.details.code).toBe('ALREADY_THERE');
    expect(shelf().filter((one) => one.startsWith('.'))).toEqual(['.incoming-fresh']);
    rmSync(fresh ?? '');
  });

  test('COR-4: only a platform admin sees and changes releases; anybody may fetch what is offered', async () => {
    const { file, sequence } = await build();
    const guest = front.browser();
    expect((await guest.get('/releases')).status).toBe(401);
    expect((await send(file, '', guest)).status).toBe(401);
    const id = await venue();
    const email = `owner-${sequence}@example.com`;
    const grant = { role: 'venueOwner', venueId: id };
    const made = await ada.post('/users', { name: 'Owner', email, grant, password: true });
    const { password } = made.body as { password: string };
    expect((await guest.post('/session', { email, password })).status).toBe(204);
    expect((await guest.get('/releases')).status).toBe(403);
    expect((await send(file, '', guest)).status).toBe(403);
    const path = `/releases/felt-leaf/${sequence}`;
    expect((await guest.put(path, { rollout: 100 })).status).toBe(403);
    expect((await ada.put(path, { rollout: 100 })).status).toBe(404);
    expect((await ada.put(path, { rollout: 101 })).status).toBe(422);
    const names = ['..%2f..%2froots.json', 'roots.json', '.incoming-1', 'felt-leaf-0.0.0.felt'];
    for (const name of names) {
      expect((await fetch(`${front.url}/api/v1/updates/files/${name}`)).status).toBe(404);
    }
  });

  test('COR-4: it is offered to whom the roll-out reaches, and step by step to more', async () => {
    const { file, sequence } = await build({ target: 'linux-arm64' });
    await send(file, 'rollout=0');
    const ids = Array.from({ length: 40 }, () => crypto.randomUUID());
    const reached = async () => {
      const offers = await Promise.all(
        ids.map((id) => ask(`sequence=1&venue=${id}`, 'linux-arm64')),
      );
      return ids.filter((_, i) => offers[i]?.sequence === sequence);
    };
    const path = `/releases/felt-leaf/${sequence}`;
    expect(await reached()).toEqual([]);
    await ada.put(path, { rollout: 50 });
    const half = await reached();
    expect(half.length).toBeGreaterThan(5);
    expect(half.length).toBeLessThan(35);
    await ada.put(path, { rollout: 100 });
    expect(await reached()).toEqual(ids);
    await ada.put(path, { halted: true });
    expect(await reached()).toEqual([]);
    await ada.put(path, { halted: false, channel: 'beta' });
    expect(await reached()).toEqual([]);
    expect(await ask('sequence=1&channel=beta', 'linux-arm64')).toMatchObject({ sequence });
    const beta = await build({ channel: 'beta' });
    await send(beta.file);
    const wider = await ada.put(`/releases/felt-leaf/${beta.sequence}`, { channel: 'stable' });
    expect(wider).toMatchObject({ status: 409 });
    await ada.put(`/releases/felt-leaf/${beta.sequence}`, { halted: true });
  });
});

describe('what becomes of a release', () => {
  const FAULTLESS = { wentBack: 0, refused: 0 };

  test('COR-4: each venue shows what it runs and what became of its updates', async () => {
    const { file, sequence } = await build();
    await send(file);
    const id = await venue();
    await report(id, { sequence: sequence - 1, target: 'linux-x64', channel: 'stable' });
    const mine = async () => (await all()).venues.find((one) => one.id === id);
    expect(await mine()).toMatchObject({ offered: sequence, outcomes: [] });
    expect((await lineOf(sequence))?.venues).toEqual({ running: 0, offered: 1, ...FAULTLESS });
    const update = { outcome: 'confirmed', to: sequence, at: 5 };
    await report(id, { sequence, target: 'linux-x64', channel: 'stable', update });
    expect(await mine()).toMatchObject({
      ...{ sequence, offered: null },
      outcomes: [{ sequence, outcome: 'confirmed', reason: null }],
    });
    expect((await lineOf(sequence))?.venues).toEqual({ running: 1, offered: 0, ...FAULTLESS });
  });

  test('COR-4: a second venue that goes back halts it by itself; going on is a person’s choice', async () => {
    const { file, sequence } = await build();
    await send(file);
    const ids = [await venue(), await venue(), await venue()];
    const back = (at: number) => ({
      ...{ sequence: 1, target: 'linux-x64' },
      update: { outcome: 'rolledBack', to: sequence, at, reason: 'EXITED' },
    });
    const [first = '', second = '', third = ''] = ids;
    expect(await report(first, back(1))).toEqual([]);
    // It takes nothing twice that it went back from.
    expect((await all()).venues.find((one) => one.id === first)).toMatchObject({ offered: null });
    // The same leaf says it every ten seconds.
    expect(await report(first, back(1))).toEqual([]);
    expect((await ask('sequence=1'))?.sequence).toBe(sequence);
    expect(await report(second, back(1))).toEqual([`1.8.${sequence}`]);
    expect((await ask('sequence=1'))?.sequence).not.toBe(sequence);
    expect(await lineOf(sequence)).toMatchObject({
      haltedWhy: 'rolledBack',
      venues: { wentBack: 2 },
    });

    await ada.put(`/releases/felt-leaf/${sequence}`, { halted: false });
    expect(await report(first, back(1))).toEqual([]);
    expect(await report(second, back(1))).toEqual([]);
    expect((await ask('sequence=1'))?.sequence).toBe(sequence);
    expect(await report(third, back(1))).toEqual([]);
    expect(await report(first, back(2))).toEqual([`1.8.${sequence}`]);
    const { items } = (await ada.get('/audit')).body as { items: { action: string }[] };
    expect(items.filter(({ action }) => action === 'release.halted').length).toBe(2);
  });

  test('COR-4: operators who go back by hand take it from nobody else', async () => {
    const { file, sequence } = await build();
    await send(file);
    const update = { outcome: 'rolledBack', to: sequence, at: 1, reason: 'operator' };
    for (const id of [await venue(), await venue(), await venue()]) {
      expect(await report(id, { sequence: 1, target: 'linux-x64', update })).toEqual([]);
    }
    expect((await lineOf(sequence))?.venues).toMatchObject({ wentBack: 3 });
    expect((await ask('sequence=1'))?.sequence).toBe(sequence);
  });

  test('COR-4: a file that two leaves found wrong is halted; a leaf without room says nothing of it', async () => {
    const { file, sequence } = await build();
    await send(file);
    const ids = [await venue(), await venue(), await venue()];
    const refusing = (reason: string) => ({
      ...{ sequence: 1, target: 'linux-x64' },
      update: { outcome: 'refused', to: sequence, at: 1, reason },
    });
    const [first = '', second = '', third = ''] = ids;
    for (const [id, reason] of [
      [first, 'HASH'],
      [second, 'NO_SPACE'],
      [third, 'SCHEMA'],
    ] as const) {
      await report(id, refusing(reason));
      expect(await front.doors.releases.haltFailing()).toEqual([]);
    }
    expect((await lineOf(sequence))?.venues).toMatchObject({ refused: 1, wentBack: 0 });
    await report(second, {
      ...refusing('TARGET'),
      update: { ...refusing('TARGET').update, at: 2 },
    });
    expect(await front.doors.releases.haltFailing()).toEqual([`1.8.${sequence}`]);
    expect(await lineOf(sequence)).toMatchObject({ haltedWhy: 'refused', venues: { refused: 2 } });
    expect((await ask('sequence=1'))?.sequence).not.toBe(sequence);
  });

  test('SEC-6: a leaf that makes up builds without end fills no table', async () => {
    const id = await venue();
    const update = { outcome: 'rolledBack', at: 5, reason: 'EXITED' };
    const tell = (to: number) => report(id, { sequence: 1, update: { ...update, to } });
    for (let to = 1_000; to < 1_510; to += 1) await tell(to);
    const [row] = await front.platform<{ n: number }[]>`
      select count(*)::bigint as n from update_outcomes where venue_id = ${id}`;
    expect(row?.n).toBe(500);
    // What it spoke of before it may still speak of.
    await report(id, { sequence: 1, update: { ...update, to: 1_000, outcome: 'confirmed' } });
    const [last] = await front.platform<{ outcome: string }[]>`
      select outcome from update_outcomes where venue_id = ${id} and sequence = 1000`;
    expect(last?.outcome).toBe('confirmed');
  });

  test('OPS-3: a revoked key takes its releases with it; the others carry the news', async () => {
    const other = releaseKeys();
    const both = withKey(
      { type: 'felt-keys', issued: '2026-06-01T00:00:00.000Z', keys: [keys.own] },
      { key: publicKeyOf(other.key), notAfter: keys.own.notAfter },
      Date.parse('2026-06-02T00:00:00.000Z'),
    );
    const list = keys.list(both);
    const [stays, goes] = [
      await build({}, list),
      await build({}, list, { ...keys, key: other.key }),
    ];
    await send(stays.file);
    expect((await send(goes.file)).status).toBe(201);
    expect((await ask('sequence=1')).sequence).toBe(goes.sequence);

    const revoked = keys.list(
      withRevoked(both, keyId(publicKeyOf(other.key)), Date.parse('2026-06-03T00:00:00.000Z')),
    );
    const body = {
      keys: Buffer.from(revoked.bytes).toString('base64'),
      signatures: revoked.signatures,
    };
    const forged = { ...body, signatures: other.list(both).signatures };
    expect((await ada.put('/releases/keys', forged)).status).toBe(409);
    expect((await ada.put('/releases/keys', body)).body).toEqual({ halted: [goes.sequence] });

    const offer = await ask('sequence=1');
    expect(offer.sequence).toBe(stays.sequence);
    const got = join(folder, 'got.felt');
    await Bun.write(got, await fetch(new URL(offer.url, front.url)));
    // A leaf takes not a byte more than it was offered, nor one less: the new list is longer.
    expect(offer.size).toBe(readFileSync(got).length);
    const read = await readHeader(got);
    if (!read.ok) throw new Error(read.message);
    const checked = checkRelease({
      ...{ header: read.header, roots: keys.roots, channel: 'stable', nowMs: front.now() },
      own: {
        ...{ product: 'felt-leaf', version: '1.0.0', sequence: 1, commit: null },
        target: 'linux-x64',
      },
      held: { confirmedSequence: 1, minSequence: 0, keysIssued: Date.parse('2026-06-03') },
    });
    expect(checked.ok).toBe(true);
    const path = `/releases/felt-leaf/${goes.sequence}`;
    expect((await ada.put(path, { halted: false })).status).toBe(409);
    expect((await openRelease(got)).manifest.sequence).toBe(stays.sequence);
    expect(front.failures).toEqual([]);
  });
});
