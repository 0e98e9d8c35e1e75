import { afterAll, beforeAll, expect, test } from 'bun:test';
import { connect } from 'node:net';
import type { Recorded } from '../../src/kernel/decider.ts';
import { fold } from '../../src/kernel/decider.ts';
import type { TournamentEvent } from '../../src/rooms/tournament/events.ts';
import type { TournamentState } from '../../src/rooms/tournament/room.ts';
import { tournament } from '../../src/rooms/tournament/room.ts';
import { openStage } from './stage.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const TICK = 100;

const create = async (over: object = {}): Promise<string> => {
  const { body } = await stage.call('POST', '/tournaments', {
    ...{ name: 'Friday', currency: 'EUR', template: 'turbo', ...over },
  });
  return body.id;
};

const buyIn = async (id: string, playerId: string) => {
  stage.people.set(playerId, `Name of ${playerId}`);
  const { status, body } = await stage.call('POST', `/tournaments/${id}/players/buyin`, {
    playerId,
  });
  expect(status).toBe(201);
  return body;
};

const HANDSHAKE = [
  ...['connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13'],
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
];

const isState = ({ type }: { type: string }) => type === 'state';
const ofVersion = (version: number) => (m: { type: string; version?: unknown }) =>
  m.type === 'state' && m.version === version;

test('API-2: players and screens have the state at once, and every change is on all of them', async () => {
  const id = await create();
  await stage.call('PUT', '/displays/tv-1', { tournamentId: id });
  const [tv, phone] = [stage.ws('/ws/display/tv-1'), stage.ws(`/ws/tournament/${id}`)];
  const first = await phone.next(isState);
  expect(first).toMatchObject({
    ...{ type: 'state', view: 'clock', tournamentId: id, ts: expect.any(Number), version: 1 },
    data: { status: 'setup', clock: { paused: true, level: 1 }, stats: { entries: 0 } },
  });
  expect(await tv.next(isState)).toEqual(first);
  const { version } = await buyIn(id, 'p1');
  for (const client of [tv, phone])
    expect(await client.next(ofVersion(version))).toMatchObject({
      data: { stats: { entries: 1 } },
    });
  await stage.call('POST', `/tournaments/${id}/start`);
  for (const client of [tv, phone])
    expect(await client.next(ofVersion(version + 1))).toMatchObject({
      data: { clock: { paused: false } },
    });
  tv.socket.close();
  phone.socket.close();
});

test('CLK-3: one state a second while running, ten ticks a second in the last ten, none when paused', async () => {
  const id = await create();
  const phone = stage.ws(`/ws/tournament/${id}`);
  await phone.next(isState);
  await stage.call('POST', `/tournaments/${id}/start`);
  const started = await phone.next((m) => m.type === 'state' && m['version'] === 2);
  const { remainingMs } = (started['data'] as { clock: { remainingMs: number } }).clock;
  stage.pass(400, TICK);
  const seen = phone.came.length;
  stage.pass(700, TICK);
  const second = await phone.next(isState, seen);
  expect(second).toMatchObject({ data: { clock: { remainingMs: remainingMs - 1_100 } } });
  expect(phone.came.slice(seen)).toHaveLength(1);
  stage.pass(remainingMs - 1_100 - 9_900, TICK);
  for (let i = 0; i < 9; i++) stage.pass(100, TICK);
  await phone.next((m) => m.type === 'tick' && m['remainingMs'] === 9_000);
  expect(phone.came.slice(seen + 1)).toEqual(
    Array.from({ length: 10 }, (_, i) => ({ type: 'tick', remainingMs: 9_900 - 100 * i })),
  );
  stage.pass(9_500, TICK);
  stage.pass(100, TICK);
  await phone.next((m) => m['remainingMs'] === 0);
  await stage.call('POST', `/tournaments/${id}/pause`);
  const paused = await phone.next((m) => m.type === 'state' && m['version'] === 3);
  const quiet = phone.came.indexOf(paused) + 1;
  stage.pass(3_000, TICK);
  stage.pass(3_000, TICK);
  await stage.call('POST', `/tournaments/${id}/clock/adjust`, { byMs: 60_000 });
  expect(await phone.next(() => true, quiet)).toMatchObject({
    ...{ type: 'state', version: 4, data: { clock: { paused: true, remainingMs: 60_000 } } },
  });
  phone.socket.close();
});

test('API-2: an operator who resumes by version has the state of one who got it whole', async () => {
  const id = await create();
  await stage.call('POST', `/tournaments/${id}/tables`, { tables: 2 });
  const before = stage.ws('/ws/operator?ticket=t1');
  expect(await before.next(() => true)).toEqual({
    ...{ type: 'hello', build: 'b1', now: stage.shell.now() },
  });
  before.send({ type: 'subscribe', tournamentId: id });
  const whole = await before.next(({ type }) => type === 'snapshot');
  expect(whole).toMatchObject({ tournamentId: id, version: 2, state: { version: 2 } });
  for (const player of ['q1', 'q2', 'q3']) await buyIn(id, player);
  await before.next((m) => JSON.stringify(m).includes('"version":5'));
  before.socket.close();
  await stage.call('POST', `/tournaments/${id}/start`);
  await stage.call('POST', `/tournaments/${id}/players/q2/bust`);

  const after = stage.ws('/ws/operator?ticket=t2');
  await after.opened();
  after.send({ type: 'subscribe', tournamentId: id, version: 5 });
  const missed = await after.next(({ type }) => type === 'events');
  expect(missed).toMatchObject({ events: [{ version: 6 }, { version: 7, type: 'player.busted' }] });
  const bought = await buyIn(id, 'q4');
  const next = await after.next(({ type }) => type === 'events', after.came.indexOf(missed) + 1);
  expect(next['events']).toEqual([
    expect.objectContaining({ id: bought.events[0].id, version: 8, by: 'anna' }),
  ]);
  after.send({ type: 'subscribe', tournamentId: id });
  const fresh = await after.next(({ type }) => type === 'snapshot');

  const events = [...before.came, missed, next].flatMap((m) =>
    m.type === 'events' ? (m['events'] as Recorded<TournamentEvent>[]) : [],
  );
  expect(events.map(({ version }) => version)).toEqual([3, 4, 5, 6, 7, 8]);
  const folded = fold(tournament.evolve, whole['state'] as TournamentState, events);
  expect(JSON.parse(JSON.stringify(folded))).toEqual(fresh['state']);
  expect(await before.next(({ type }) => type === 'names')).toBeDefined();
  after.socket.close();
});

test('API-2: who is too far behind, or ahead of a restored log, gets the whole state', async () => {
  const id = await create();
  const command = {
    type: 'adjustChips',
    reason: 'found',
    chips: 1,
    note: '',
    now: stage.shell.now(),
  };
  const orders = Array.from({ length: 501 }, () => ({ stream: `tournament:${id}`, command }));
  await stage.shell.handle.executeAll({ orders, by: 'anna', device: null });
  const page = stage.ws('/ws/operator?ticket=t5');
  await page.opened();
  const answerTo = async (version: number) => {
    const from = page.came.length;
    page.send({ type: 'subscribe', tournamentId: id, version });
    return (await page.next(({ type }) => type === 'snapshot' || type === 'events', from)).type;
  };
  await page.next(({ type }) => type === 'hello');
  expect([await answerTo(1), await answerTo(2), await answerTo(502), await answerTo(503)]).toEqual([
    'snapshot',
    'events',
    'events',
    'snapshot',
  ]);
  page.send({ type: 'subscribe', tournamentId: 'none' });
  expect(await page.next(({ type }) => type === 'error')).toMatchObject({ tournamentId: 'none' });
  page.socket.close();
});

test('a burst is told in few messages, and its last state always', async () => {
  const id = await create();
  const phone = stage.ws(`/ws/tournament/${id}`);
  await phone.next(isState);
  const command = {
    type: 'adjustChips',
    reason: 'found',
    chips: 1,
    note: '',
    now: stage.shell.now(),
  };
  const order = { stream: `tournament:${id}`, command, by: 'anna', device: null };
  for (let i = 0; i < 20; i++)
    await Promise.all(Array.from({ length: 10 }, () => stage.shell.handle.execute(order)));
  expect(await phone.next(ofVersion(201))).toMatchObject({ data: { stats: { chipsInPlay: 200 } } });
  const versions = phone.came.map((m) => Number(m['version']));
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  expect(versions.length).toBeLessThan(30);
  phone.socket.close();
});

test('GDP-1: names come beside the events, follow a change, and go with an erasure', async () => {
  const id = await create();
  await buyIn(id, 'n1');
  const page = stage.ws('/ws/operator?ticket=t3');
  await page.opened();
  page.send({ type: 'subscribe', tournamentId: id });
  expect(await page.next(({ type }) => type === 'names')).toEqual({
    ...{ type: 'names', names: { n1: 'Name of n1' } },
  });
  const { playerId } = await buyIn(id, 'n2');
  expect(await page.next((m) => JSON.stringify(m).includes('Name of n2'))).toMatchObject({
    type: 'names',
  });
  stage.people.delete(playerId);
  stage.shell.names.changed([playerId]);
  expect(await page.next((m) => JSON.stringify(m).includes('"n2":null'))).toEqual({
    ...{ type: 'names', names: { n2: null } },
  });
  expect(
    page.came.filter(({ type }) => type === 'snapshot' || type === 'events'),
  ).not.toContainEqual(expect.objectContaining({ names: expect.anything() }));
  await stage.call('POST', `/tournaments/${id}/start`);
  await page.next(({ type }) => type === 'tournaments');
  stage.sessions.delete('s1');
  stage.pass(0, 60_000);
  expect(await page.closed()).toBe(4401);
  stage.sessions.add('s1');
  const other = stage.ws('/ws/operator?ticket=t4');
  await other.opened();
  stage.signOut('s1');
  expect(await other.closed()).toBe(4401);
});

test('frames without sense are answered, twenty of them end it, and nobody else notices', async () => {
  const id = await create();
  const [bad, good] = [stage.ws(`/ws/tournament/${id}`), stage.ws(`/ws/tournament/${id}`)];
  await bad.next(isState);
  bad.send('{"type":');
  bad.send('null');
  bad.socket.send(new Uint8Array([1, 2, 3]));
  await bad.next((m) => m.type === 'error');
  for (let i = 0; i < 20; i++) bad.send({ type: 'subscribe', tournamentId: id });
  expect(await bad.closed()).toBe(1008);
  expect(bad.came.filter(({ type }) => type === 'error').length).toBeLessThanOrEqual(20);
  const big = stage.ws(`/ws/tournament/${id}`);
  await big.next(isState);
  big.send('x'.repeat(70_000));
  expect(await big.closed()).toBe(1009);
  const { version } = await buyIn(id, 'f1');
  await good.next(ofVersion(version));
  good.socket.close();
});

test('SEC-3: no ticket, a used one, a foreign page, an unknown name or tournament open no socket', async () => {
  const upgrade = Object.fromEntries(HANDSHAKE.map((line) => line.split(': ')));
  const status = async (path: string, headers: object = {}) =>
    (await fetch(`${stage.http}${path}`, { headers: { ...upgrade, ...headers } })).status;
  const id = await create();
  expect(await status('/ws/operator')).toBe(401);
  expect(await status('/ws/operator?ticket=t1')).toBe(401);
  expect(await status(`/ws/tournament/${id}`, { origin: 'http://evil.example' })).toBe(403);
  expect(await status(`/ws/tournament/${id}`, { host: 'evil.example' })).toBe(403);
  expect(await status('/ws/tournament/none')).toBe(404);
  expect(await status('/ws/elsewhere')).toBe(404);
  expect((await fetch(`${stage.http}/ws/tournament/${id}`)).status).toBe(400);
});

test('PWA-1: server-sent events and polling say what the socket says, and nothing private', async () => {
  const id = await create();
  await stage.call('POST', `/tournaments/${id}/tables`, {});
  const phone = stage.ws(`/ws/tournament/${id}`);
  await phone.next(isState);
  const answer = await fetch(`${stage.http}/api/v1/tournaments/${id}/live`);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const { version } = await buyIn(id, 'private-id');
  const told = await phone.next(ofVersion(version));
  let heard = '';
  while (!heard.includes(`"version":${version}`)) heard += (await reader?.read())?.value ?? '';
  const lines = heard.split('\n\n').filter((line) => line.startsWith('data: '));
  expect(JSON.parse(lines.at(-1)?.slice(6) ?? '')).toEqual(told);
  await reader?.cancel();
  const path = `${stage.http}/api/v1/tournaments/${id}/public`;
  const polled = await fetch(path);
  const view = await polled.json();
  expect(view).toMatchObject({
    ...{ version, ...(told['data'] as object) },
    rankings: [{ name: 'Name of private-id', seat: { table: 'Table 1' } }],
  });
  expect(JSON.stringify([view, told])).not.toMatch(/"private-id"|anna|playerId|entryId/);
  const again = await fetch(path, {
    headers: { 'if-none-match': polled.headers.get('etag') ?? '' },
  });
  expect(again.status).toBe(304);
  stage.people.set('private-id', 'Renamed');
  stage.shell.names.changed(['private-id']);
  expect(JSON.stringify(await (await fetch(path)).json())).toContain('Renamed');
  expect((await fetch(`${stage.http}/api/v1/tournaments/none/live`)).status).toBe(404);
  phone.socket.close();
});

test('a client that does not read is dropped, and the others miss nothing', async () => {
  const id = await create();
  const slow = connect(stage.port, 'localhost');
  const gone = new Promise((resolve) => slow.once('close', resolve));
  slow.on('error', () => {});
  slow.write(
    `${[`GET /ws/tournament/${id} HTTP/1.1`, 'host: localhost', ...HANDSHAKE].join('\r\n')}\r\n\r\n`,
  );
  await new Promise((resolve) => slow.once('data', resolve));
  slow.pause();
  const phone = stage.ws(`/ws/tournament/${id}`);
  await phone.next(isState);
  const most = 200;
  for (let n = 1; n <= most && stage.subscribers(id) === 2; n++) {
    stage.publish(id, JSON.stringify({ type: 'state', n, padding: 'x'.repeat(60_000) }));
    await phone.next((m) => m['n'] === n);
    stage.pass(0, 1_000);
  }
  expect(stage.subscribers(id)).toBe(1);
  slow.resume();
  await gone;
  const { version } = await buyIn(id, 's1');
  await phone.next(ofVersion(version));
  phone.socket.close();
});
