import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Venues } from '../../src/core/venues.ts';
import type { Envelope } from '../../src/kernel/envelope.ts';
import { recorded } from '../../src/kernel/envelope.ts';
import { ROOMS } from '../../src/leaf/rooms.ts';
import { openStore } from '../../src/leaf/store.ts';
import { roomFinder } from '../../src/log/rooms.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { tournamentState } from '../../src/rooms/tournament/room.ts';
import { receiptLabel, receipts } from '../../src/rooms/tournament/views/receipts.ts';
import { type CoreWithVenues, startCoreWithVenues, type TestCore, until } from '../core/stage.ts';
import { PEOPLE, startLeaf, type TestLeaf } from '../leaf.ts';
import { client, spawnLeaf, verifyFolder } from '../leaf-process.ts';

setDefaultTimeout(60_000);

let stage: CoreWithVenues;
let core: TestCore;
let venues: Venues;

beforeAll(async () => {
  stage = await startCoreWithVenues();
  ({ core, venues } = stage);
});

afterAll(() => stage.stop());

const ENTRIES = 200;
const OUT = 150;
const NEW_PIN = '918273';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-restore-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const newVenue = (slug: string) =>
  venues.add({ name: 'Card Room', slug, timezone: 'Europe/Berlin', currency: 'EUR' });

const ROUND = {
  ...{ kind: 'round', game: "Hold'em", gameType: 'noLimit', minutes: 30 },
  ...{ smallBlind: 100, bigBlind: 200, ante: 0, anteType: 'none' },
};

type Api = ReturnType<typeof client>;

/** A night with 200 entries in the middle of it, with people, rebuys, busts and a merged player. */
const playNight = async (api: Api): Promise<string> => {
  const add = async (i: number): Promise<string> => {
    const body = { firstName: `Player ${i}`, lastName: 'Test', email: `p${i}@example.org` };
    return (await api.post('/players', body)).body.id;
  };
  const players = await Promise.all(Array.from({ length: ENTRIES + 1 }, (_, i) => add(i)));
  const [first = '', second = ''] = players;
  await api.put(`/players/${first}`, { nickname: 'The First', tags: ['regular'] });
  await api.post('/players/merge', { from: players.at(-1), into: second });
  const { body } = await api.post('/tournaments', {
    ...{ name: 'Friday', currency: 'EUR', levels: [ROUND, ROUND] },
    buyIns: [{ id: 'buyin', name: 'Buy-in', price: 100_00, chips: 10_000 }],
    rebuys: {
      allowed: true,
      profiles: [{ id: 'rebuy', name: 'Rebuy', price: 50_00, chips: 10_000 }],
    },
  });
  const at = `/tournaments/${body.id}`;
  await api.post(`${at}/tables`, { tables: 23 });
  await api.post(`${at}/start`);
  for (const playerId of players.slice(0, ENTRIES)) {
    const bought = await api.post(`${at}/players/buyin`, { playerId });
    if (bought.status !== 201) throw new Error(JSON.stringify(bought));
  }
  for (const playerId of players.slice(0, OUT)) await api.post(`${at}/players/${playerId}/bust`);
  for (const playerId of players.slice(0, 10)) await api.post(`${at}/players/${playerId}/rebuy`);
  return body.id;
};

const inStep = (leaf: TestLeaf, token: string) =>
  until('the leaf is in step', async () => {
    const { body } = await leaf.get('/cloud', token);
    const { state, waiting, documentsWaiting } = Object(body);
    return state === 'inStep' && waiting === 0 && documentsWaiting === 0;
  });

const PRIVATE = ['profiles', 'player_search', 'profile_history', 'media', 'merged_players'];

type Rows = { readonly [column: string]: unknown }[];

const foldOf = (stream: string, events: readonly Envelope[]): unknown => {
  const room = roomFinder(ROOMS)(stream);
  let state: unknown = room.initial();
  for (const envelope of events) {
    if (envelope.stream === stream) state = room.evolve(state, recorded(structuredClone(envelope)));
  }
  return state;
};

/** What a leaf's file holds: the log and every state up to an event, and all that is beside it. */
const contents = async (folder: string, upTo: number) => {
  const log = await openStore(folder);
  const stored = (await log.after(0, 100_000)).filter(({ seq }) => seq <= upTo);
  const events = stored.map(({ envelope }) => envelope);
  const streams = [...new Set(events.map(({ stream }) => stream))];
  const rows: { [table: string]: Rows } = {};
  for (const table of PRIVATE) rows[table] = [...(await log.select({ table, limit: 10_000 }))];
  const operators = await log.select({ table: 'operators', limit: 100 });
  const verified = await verifyLog(log, ROOMS);
  const lines = stored.map(({ seq, body, hash }) => ({ seq, body, hash }));
  const states = streams.map((stream) => [stream, foldOf(stream, events)]);
  await log.close();
  return {
    ...{ lines, states, rows, verified },
    operators: operators.map(({ id, name, nameKey, createdAt }) => ({
      ...{ id, name, nameKey, createdAt },
    })),
  };
};

const receiptsIn = async (folder: string, id: string): Promise<readonly string[]> => {
  const log = await openStore(folder);
  const events = (await log.stream(`tournament:${id}`)).map(({ envelope }) => envelope);
  await log.close();
  return receipts(tournamentState(foldOf(`tournament:${id}`, events))).map(receiptLabel);
};

const without = (rows: { readonly [table: string]: Rows }, playerId: string) =>
  Object.fromEntries(
    Object.entries(rows).map(([table, all]) => [
      table,
      all.filter(({ id, playerId: of }) => id !== playerId && of !== playerId),
    ]),
  );

test('SYN-4: a night of 200 entries comes back on a fresh leaf, field by field, and goes on', async () => {
  const { code } = await newVenue('burned');
  const burned = newFolder();
  const leaf = await startLeaf({ folder: burned });
  const token = await leaf.token('admin');
  await leaf.token('floor');
  await leaf.post('/cloud/enrol', { core: core.url, code }, token);
  const id = await playNight(client(leaf.url, token));
  await inStep(leaf, token);
  await leaf.stop();
  const { lines } = await contents(burned, Number.MAX_SAFE_INTEGER);
  const knownSeq = lines.length;

  const folder = newFolder();
  const fresh = await startLeaf({ folder });
  const replacing = await venues.replace('burned');
  const began = performance.now();
  const joined = await fresh.post('/setup/cloud', { core: core.url, code: replacing });
  expect(joined).toMatchObject({ status: 200, body: { state: 'restoring' } });
  const early = await fresh.post('/setup', {
    venue: { name: 'X', slug: 'x', timezone: 'UTC', currency: 'EUR' },
    admin: { name: 'Eve', pin: '739154' },
  });
  expect(early.status).toBe(409);
  await until('it is back', async () => {
    const answer = await fresh.get('/setup/cloud').catch(() => null);
    return Object(answer?.body).state === 'restored';
  });
  expect(performance.now() - began).toBeLessThan(10_000);

  // Nobody has a PIN: who holds the code names the admin.
  expect((await fresh.get('/setup')).body).toEqual({ needed: true });
  expect((await fresh.login(PEOPLE.admin.name, PEOPLE.admin.pin)).status).toBe(401);
  expect((await fresh.post('/setup/restored/admins', { code: 'AAAAA-AAAAA-AAAAA' })).status).toBe(
    404,
  );
  const { body } = await fresh.post('/setup/restored/admins', { code: replacing });
  const [admin] = Object(body).items;
  expect(admin).toMatchObject({ name: PEOPLE.admin.name });
  const taken = { code: replacing, operatorId: admin.id, pin: NEW_PIN };
  expect((await fresh.post('/setup/restored', taken)).status).toBe(201);
  expect((await fresh.post('/setup/restored', taken)).status).toBe(409);
  expect((await fresh.get('/setup')).body).toEqual({ needed: false });
  const again = Object((await fresh.login(PEOPLE.admin.name, NEW_PIN)).body).accessToken;

  // The clock waits for the floor, and the next slip is the first of its series.
  const view = await fresh.get(`/tournaments/${id}/public`);
  expect(Object(view.body).clock).toMatchObject({ undecided: true });
  expect(Object((await fresh.get('/cloud', again)).body).restored).toMatchObject({ series: 'B' });
  const settled = await fresh.post('/cloud/restored/settle', {}, again);
  expect(settled).toMatchObject({ status: 200, body: { restored: null } });
  const reopened = await fresh.del('/cloud/restored/settle', again);
  expect(reopened).toMatchObject({ status: 200, body: { restored: { series: 'B' } } });
  await fresh.post('/cloud/restored/settle', {}, again);
  const someone = await fresh.post('/players', { firstName: 'Zoe' }, again);
  const playerId = Object(someone.body).id;
  const bought = await fresh.post(`/tournaments/${id}/players/buyin`, { playerId }, again);
  expect(bought.status).toBe(201);
  await inStep(fresh, again);
  await fresh.stop();

  const [before, after] = [await contents(burned, knownSeq), await contents(folder, knownSeq)];
  expect(after.lines).toEqual(before.lines);
  expect(after.states).toEqual(before.states);
  expect(after.operators).toEqual(before.operators);
  expect(JSON.stringify(before.rows)).toContain('p7@example.org');
  expect(without(after.rows, playerId)).toEqual(before.rows);
  expect(after.verified).toMatchObject({ firstBadSeq: null, differences: [] });
  const labels = await receiptsIn(folder, id);
  expect(labels.slice(-2)).toEqual([String(ENTRIES + 10), 'B-1']);
});

test('SYN-4: a leaf that is killed while it brings a venue back goes on, and ends the same', async () => {
  const { code } = await newVenue('twice');
  const first = newFolder();
  const leaf = await startLeaf({ folder: first });
  const token = await leaf.token('admin');
  await leaf.post('/cloud/enrol', { core: core.url, code }, token);
  for (let i = 0; i < 30; i++) await leaf.post('/players', { firstName: `P${i}` }, token);
  await inStep(leaf, token);
  await leaf.stop();
  const { lines, rows } = await contents(first, Number.MAX_SAFE_INTEGER);

  const folder = newFolder();
  let fresh = await spawnLeaf(folder);
  const replacing = await venues.replace('twice');
  await client(fresh.url).post('/setup/cloud', { core: core.url, code: replacing });
  await fresh.kill();
  fresh = await spawnLeaf(folder);
  await until('it is back', async () => {
    const answer = await client(fresh.url)
      .get('/setup/cloud')
      .catch(() => null);
    return answer?.body.state === 'restored';
  });
  expect(await fresh.stop()).toBe(0);
  const after = await contents(folder, lines.length);
  expect([after.lines, after.rows]).toEqual([lines, rows]);
  expect(await verifyFolder(folder)).toMatchObject({ code: 0 });
});
