import { afterAll, beforeAll, expect, test } from 'bun:test';
import { openStage } from './stage.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

type Message = { readonly type: string; readonly [field: string]: unknown };
const SECOND = 1_000;

const create = async (over: object = {}): Promise<string> => {
  const { body } = await stage.call('POST', '/tournaments', {
    ...{ name: 'Friday', currency: 'EUR', template: 'turbo', ...over },
  });
  return body.id;
};
const buyIn = async (id: string, playerId: string) => {
  stage.people.set(playerId, `Name of ${playerId}`);
  const { status } = await stage.call('POST', `/tournaments/${id}/players/buyin`, { playerId });
  expect(status).toBe(201);
};
const item = async (id: string) =>
  (await stage.call('GET', '/displays')).body.items.find((one: { id: string }) => one.id === id);

const isAssign = (over: object) => (m: Message) => m.type === 'assign' && Bun.deepMatch(over, m);
const isBoard = (view: string) => (m: Message) => m.type === 'state' && m['view'] === view;
const boardIn = (m: Message) => (m['data'] as { board: { lines: { name: string }[] } }).board;

/** A screen with something to show; the message with which that began. */
const screen = async (nodeId: string, body: object) => {
  expect((await stage.call('PUT', `/displays/${nodeId}`, body)).status).toBe(200);
  const tv = stage.ws(`/ws/display/${nodeId}`);
  await tv.next(({ type }) => type === 'assign');
  return tv;
};

test('DSP-2: a board comes at once and whole, again on each change or name, and never by the second', async () => {
  const id = await create();
  await stage.call('POST', `/tournaments/${id}/tables`, {});
  await buyIn(id, 'b1');
  const tv = await screen('board-1', { name: 'board-1', tournamentId: id, view: 'seating' });
  const first = await tv.next(isBoard('seating'));
  expect(first).toMatchObject({
    ...{ type: 'state', tournamentId: id, ts: stage.shell.now().wallMs, version: 3 },
    data: { title: 'Friday', clock: { level: 1 }, stats: { entries: 1 } },
  });
  expect(boardIn(first)).toEqual({
    kind: 'seating',
    lines: [{ name: 'Name of b1', table: 'Table 1', seat: expect.any(Number) }],
  } as never);
  expect(await tv.next(isBoard('clock'))).toMatchObject({ tournamentId: id });

  const named = async (name: string) => {
    const fits = (m: Message) =>
      isBoard('seating')(m) && boardIn(m).lines.some((line) => line.name === name);
    return tv.came.indexOf(await tv.next(fits));
  };
  await buyIn(id, 'b2');
  await named('Name of b2');
  stage.people.set('b1', 'Renamed');
  stage.shell.names.changed(['b1']);
  await named('Renamed');

  await stage.call('POST', `/tournaments/${id}/start`);
  await tv.next((m) => isBoard('seating')(m) && m['version'] === 5);
  const before = tv.came.length;
  for (let i = 0; i < 3; i++) {
    stage.pass(SECOND, 100);
    await tv.next(isBoard('clock'), before + i);
  }
  expect(tv.came.slice(before).map((m) => m['view'])).toEqual(['clock', 'clock', 'clock']);
  tv.socket.close();
});

test('DSP-4: a screen gets the boards of its cycle and of a bust, and only those; two share one', async () => {
  const id = await create();
  await stage.call('PUT', '/displays/cycle-0', { name: 'cycle-0', tournamentId: id });
  const clock = stage.ws('/ws/display/cycle-0');
  const cycle = [
    { view: 'clock', seconds: 30 },
    { view: 'schedule', seconds: 10 },
  ];
  const onBust = { view: 'rankings', seconds: 20 };
  const tvs = await Promise.all(
    ['cycle-1', 'cycle-2'].map(async (nodeId) => {
      const answer = await stage.call('PUT', `/displays/${nodeId}/playlist`, { cycle, onBust });
      expect(answer.body.events[0].type).toBe('playlist.changed');
      return screen(nodeId, { tournamentId: id });
    }),
  );
  await clock.next(isBoard('clock'));
  for (const tv of tvs) {
    expect(await tv.next(isAssign({ tournamentId: id }))).toMatchObject({ cycle, onBust });
    for (const view of ['clock', 'schedule', 'rankings']) await tv.next(isBoard(view));
  }
  expect(await item('cycle-1')).toMatchObject({ cycle, onBust, view: 'clock', override: null });
  await buyIn(id, 'c1');
  const changed = await Promise.all(
    tvs.map((tv) => tv.next((m) => isBoard('rankings')(m) && m['version'] === 2)),
  );
  expect(changed[0]).toEqual(changed[1] ?? changed[0]);
  expect(tvs[0]?.came.some(isBoard('seating'))).toBe(false);
  expect(clock.came.filter((m) => m.type === 'state' && m['view'] !== 'clock')).toEqual([]);
  for (const tv of [clock, ...tvs]) tv.socket.close();
});

test('DSP-4: an override shows on all but the locked at once, and ends by itself with a cause', async () => {
  const id = await create();
  const [a, b] = [
    await screen('over-1', { name: 'over-1', group: 'over', tournamentId: id }),
    await screen('over-2', { group: 'over', tournamentId: id, locked: true }),
  ];
  const { body, status } = await stage.call('POST', '/displays/override', {
    ...{ view: 'rankings', tournamentId: null, seconds: 60, group: 'over' },
  });
  expect([status, body.events[0].data.nodeIds]).toEqual([200, ['over-1']]);
  await a.next(isAssign({ view: 'rankings', tournamentId: id, cycle: [] }));
  await a.next(isBoard('rankings'));
  const until = new Date(stage.shell.now().wallMs + 60 * SECOND).toISOString();
  const override = { view: 'rankings', tournamentId: null, until };
  expect(await item('over-1')).toMatchObject({ view: 'clock', override });
  expect(await item('over-2')).toMatchObject({ locked: true, override: null });
  const before = a.came.length;
  stage.pass(59 * SECOND, SECOND);
  stage.pass(SECOND, SECOND);
  await a.next(isAssign({ view: 'clock', tournamentId: id }), before);
  const last = async () => (await stage.shell.log.stream('displays:main')).at(-1)?.envelope;
  expect(await last()).toMatchObject({
    ...{
      type: 'override.ended',
      by: 'system',
      cause: `override:${body.events[0].data.overrideId}`,
    },
  });
  expect(b.came.filter(({ type }) => type === 'assign')).toHaveLength(1);

  await stage.call('POST', '/displays/override', {
    ...{ view: 'clock', tournamentId: await create(), seconds: null, nodeIds: ['over-1'] },
  });
  const ended = a.came.length;
  await stage.call('DELETE', '/displays/override', { group: 'over' });
  await a.next(isAssign({ tournamentId: id }), ended);
  for (const tv of [a, b]) tv.socket.close();
});

test('DSP-4: two that cycle: one holds the clock until the other one does, or is alone', async () => {
  const id = await create();
  const cycle = [{ view: 'seating', seconds: 10 }];
  for (const nodeId of ['hold-1', 'hold-2'])
    await stage.call('PUT', `/displays/${nodeId}/playlist`, { cycle });
  const first = await screen('hold-1', { name: 'A', tournamentId: id });
  await first.next(isAssign({ cycle }));
  const second = await screen('hold-2', { name: 'B', tournamentId: id });
  await first.next(isAssign({ view: 'clock', cycle: [] }), 1);
  expect(await second.next(isAssign({ tournamentId: id }))).toMatchObject({ cycle });
  expect([(await item('hold-1')).holdsClock, (await item('hold-2')).holdsClock]).toEqual([
    ...[true, false],
  ]);
  let seen = first.came.length;
  await stage.call('PUT', '/displays/hold-2/playlist', { cycle: [] });
  await first.next(isAssign({ cycle }), seen);
  await stage.call('PUT', '/displays/hold-2/playlist', { cycle });
  await first.next(isAssign({ cycle: [] }), seen);
  seen = first.came.length;
  second.socket.close();
  await second.closed();
  first.send({ type: 'heartbeat', nodeId: 'hold-1', resolution: { w: 1, h: 1 }, uptime: 1 });
  first.send('no heartbeat');
  await first.next(({ type }) => type === 'error', seen);
  stage.pass(16 * SECOND);
  first.send({ type: 'heartbeat', nodeId: 'hold-1', resolution: { w: 1, h: 1 }, uptime: 17 });
  first.send('no heartbeat');
  await first.next(({ type }) => type === 'error', seen + 1);
  stage.pass(0, SECOND);
  await first.next(isAssign({ cycle }), seen);
  first.socket.close();
});

test('DSP-10: an announcement is on the screens meant and the phones that follow, and is taken down', async () => {
  const [id, other] = [await create(), await create()];
  const meant = await screen('say-1', { group: 'say', tournamentId: id });
  const not = await screen('say-2', { tournamentId: other });
  const phones = [stage.ws(`/ws/tournament/${id}`), stage.ws(`/ws/tournament/${other}`)] as const;
  for (const phone of phones) await phone.next(({ type }) => type === 'state');
  const sse = (await fetch(`${stage.http}/api/v1/tournaments/${id}/live`)).body
    ?.pipeThrough(new TextDecoderStream())
    .getReader();
  let heard = '';
  const until = async (text: string) => {
    while (!heard.includes(text)) heard += (await sse?.read())?.value ?? '';
  };
  await until('"state"');
  const wish = { text: 'Dinner until 8', seconds: 60, sound: true, phones: true };
  const said = await stage.call('POST', '/displays/announce', { ...wish, tournamentId: id });
  expect(said.status).toBe(201);
  const announced = { type: 'announce', id: said.body.id, text: 'Dinner until 8', seconds: 60 };
  const isSaid = ({ type }: Message) => type === 'announce';
  for (const client of [meant, phones[0]])
    expect(await client.next(isSaid)).toEqual({ ...announced, sound: true });
  await until(said.body.id);
  stage.pass(20 * SECOND);
  const late = [stage.ws('/ws/display/say-1'), stage.ws(`/ws/tournament/${id}`)];
  for (const client of late) expect(await client.next(isSaid)).toMatchObject({ seconds: 40 });

  const quiet = await stage.call('POST', '/displays/announce', {
    ...{ text: 'Only the bar', seconds: 5, sound: false, phones: false, nodeIds: ['say-2'] },
  });
  expect(await not.next(isSaid)).toMatchObject({ id: quiet.body.id, sound: false });
  const { items } = (await stage.call('GET', '/displays/announce')).body;
  expect(items).toMatchObject([
    { id: said.body.id, text: 'Dinner until 8', tournamentId: id, phones: true },
    { id: quiet.body.id, nodeIds: ['say-2'] },
  ]);
  const untilMs = stage.shell.now().wallMs + 40 * SECOND;
  expect(items[0].until).toBe(new Date(untilMs).toISOString());
  expect((await stage.call('DELETE', `/displays/announce/${said.body.id}`)).status).toBe(200);
  const isEnd = (m: Message) => m.type === 'announceEnd' && m['id'] === said.body.id;
  for (const client of [meant, phones[0], ...late]) await client.next(isEnd);
  await until('announceEnd');
  stage.pass(5 * SECOND, SECOND);
  await not.next((m) => m.type === 'announceEnd' && m['id'] === quiet.body.id);
  expect(not.came.filter(({ type }) => type === 'announceEnd')).toHaveLength(1);
  expect(phones[1].came.filter(isSaid)).toEqual([]);
  expect(meant.came.filter(isSaid)).toHaveLength(1);
  const again = await stage.call('DELETE', `/displays/announce/${said.body.id}`);
  expect(again.body.events).toEqual([]);
  await sse?.cancel();
  for (const client of [meant, not, ...phones, ...late]) client.socket.close();
});

test('DSP-12: a screen says whether it can be heard, and plays a test tone', async () => {
  const tv = await screen('sound-1', { name: 'sound-1', sound: true });
  expect(await item('sound-1')).toMatchObject({ sound: true, heard: null });
  const beat = { type: 'heartbeat', nodeId: 'sound-1', resolution: { w: 1, h: 1 }, uptime: 1 };
  for (const sound of ['locked', 'on', undefined] as const)
    tv.send(sound === undefined ? beat : { ...beat, sound });
  tv.send({ ...beat, sound: 'loud' });
  await tv.next(({ type }) => type === 'error');
  expect(await item('sound-1')).toMatchObject({ heard: 'on' });
  expect((await stage.call('POST', '/displays/sound-1/tone')).body).toEqual({ told: 1 });
  await tv.next(({ type }) => type === 'tone');
  expect((await stage.call('POST', '/displays/nobody/tone')).status).toBe(404);
  tv.socket.close();
});

test('CLK-3, DSP-6: signals come with the commit that caused them, on screens only, and not for undo', async () => {
  const levels = [
    ...[100, 200].map((bigBlind) => ({
      ...{ kind: 'round', game: "Hold'em", gameType: 'noLimit', anteType: 'none', minutes: 10 },
      ...{ smallBlind: bigBlind / 2, bigBlind, ante: 0 },
    })),
    { kind: 'break', minutes: 5 },
  ];
  const buyIns = [{ id: 'b', name: 'Buy-in', price: 1_000, chips: 1_000 }];
  const { body } = await stage.call('POST', '/tournaments', {
    ...{ name: 'Signals', currency: 'EUR', buyIns, levels },
  });
  const id: string = body.id;
  for (const player of ['s1', 's2']) await buyIn(id, player);
  const tv = await screen('signal-1', { tournamentId: id });
  const phone = stage.ws(`/ws/tournament/${id}`);
  await phone.next(({ type }) => type === 'state');
  await tv.next(({ type }) => type === 'state');
  const post = (path: string, more?: object) =>
    stage.call('POST', `/tournaments/${id}/${path}`, more);
  await post('start');
  await post('advance');
  await post('advance');
  await post('rewind');
  await stage.shell.handle.execute({
    ...{ by: 'system', device: null, stream: `tournament:${id}` },
    command: { type: 'warningDue', seconds: 600, now: stage.shell.now() },
  });
  const bust = await post('players/s2/bust');
  await post('undo', { eventId: bust.body.events[0].id });
  await post('players/s2/bust');
  await post('end');
  await tv.next((m) => m['signal'] === 'end');
  const signals = tv.came.filter(({ type }) => type === 'signal');
  expect(signals.map(({ signal }) => signal)).toEqual([
    ...['start', 'level', 'break', 'level', 'warning', 'bust', 'bust', 'end'],
  ]);
  expect(signals[0]).toEqual({
    ...{ type: 'signal', tournamentId: id, signal: 'start', ts: stage.shell.now().wallMs },
  });
  expect(signals[4]).toMatchObject({ seconds: 600 });
  expect(phone.came.filter(({ type }) => type === 'signal')).toEqual([]);
  for (const client of [tv, phone]) client.socket.close();
});

test('DSP-2: the lobby holds what runs and what comes, on connecting, on change and every 15 s', async () => {
  const soon = stage.shell.now().wallMs + 3_600_000;
  const [running, coming, far, past] = [
    await create({ name: 'Runs' }),
    await create({ name: 'Comes', startsAt: soon }),
    await create({ name: 'Far', startsAt: soon + 48 * 3_600_000 }),
    await create({ name: 'Forgotten', startsAt: soon - 48 * 3_600_000 }),
  ];
  await stage.call('POST', `/tournaments/${running}/start`);
  const tv = await screen('lobby-1', { view: 'lobby' });
  expect(await tv.next(({ type }) => type === 'assign')).toMatchObject({
    ...{ view: 'lobby', tournamentId: null },
  });
  const lines = (m: Message) =>
    (m['data'] as { tournaments: { tournamentId: string; title: string }[] }).tournaments;
  const first = await tv.next(isBoard('lobby'));
  expect(first).toMatchObject({ tournamentId: null, ts: stage.shell.now().wallMs });
  const ids = lines(first).map(({ tournamentId }) => tournamentId);
  expect(ids.filter((one) => [running, coming, far, past].includes(one))).toEqual([
    running,
    coming,
  ]);
  expect(lines(first).find(({ tournamentId }) => tournamentId === running)).toMatchObject({
    ...{ title: 'Runs', status: 'running', clock: { level: 1 }, stats: { entries: 0 } },
  });
  await buyIn(running, 'l1');
  await tv.next((m) => isBoard('lobby')(m) && JSON.stringify(lines(m)).includes('"entries":1'));
  await stage.call('POST', `/tournaments/${coming}/start`);
  const isBoth = (m: Message) =>
    isBoard('lobby')(m) && lines(m).at(-1)?.tournamentId === coming && m !== first;
  await tv.next((m) => isBoth(m) && JSON.stringify(lines(m).at(-1)).includes('"running"'));
  const before = tv.came.length;
  stage.pass(15 * SECOND, 15 * SECOND);
  const again = await tv.next(isBoard('lobby'), before);
  expect(again['ts']).toBe(stage.shell.now().wallMs);
  tv.socket.close();
});

test('what is no order: too long, too many, for nobody, from nobody', async () => {
  const status = async (method: string, path: string, body: object) =>
    (await stage.call(method, `/displays/${path}`, body)).status;
  const view = 'clock';
  const playlist = (seconds: number, times = 1) => ({
    cycle: Array.from({ length: times }, () => ({ view, seconds })),
  });
  expect(await status('PUT', 'x/playlist', playlist(4))).toBe(422);
  expect(await status('PUT', 'x/playlist', playlist(601))).toBe(422);
  expect(await status('PUT', 'x/playlist', playlist(5, 13))).toBe(422);
  expect(await status('PUT', 'x/playlist', { onBust: { view, seconds: 121 } })).toBe(422);
  const override = { view, tournamentId: null, seconds: 10 };
  expect(await status('POST', 'override', { ...override, seconds: 9 })).toBe(422);
  expect(await status('POST', 'override', { ...override, tournamentId: 'none' })).toBe(404);
  expect(await status('POST', 'override', { ...override, group: 'nowhere' })).toBe(409);
  expect(await status('POST', 'override', { ...override, nodeIds: ['nobody'] })).toBe(404);
  const said = { text: 'x', seconds: 5, sound: false, phones: false };
  expect(await status('POST', 'announce', { ...said, text: ' ' })).toBe(422);
  expect(await status('POST', 'announce', { ...said, seconds: 601 })).toBe(422);
  expect(await status('PUT', 'x', { language: 'fr' })).toBe(422);
  for (const path of ['override', 'announce', 'claim', 'x/tone']) {
    const url = `${stage.http}/api/v1/displays/${path}`;
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
  }
});

test('a screen that calls itself what every object has is none, and disturbs no other', async () => {
  const tv = await screen('calm', { name: 'calm', view: 'lobby' });
  for (const nodeId of ['constructor', '__proto__', 'toString', 'x'.repeat(65)]) {
    const stranger = stage.ws(`/ws/display/${nodeId}`);
    await stranger.closed();
    expect(stranger.came).toEqual([]);
    expect((await stage.call('POST', `/displays/${nodeId}/tone`)).status).toBe(404);
  }
  stage.pass(SECOND, SECOND);
  await stage.call('PUT', '/displays/calm', { theme: 'light' });
  await tv.next(isAssign({ theme: 'light' }));
  tv.socket.close();
});

test('DSP-5: a tournament that is over names its winner on the clock at once', async () => {
  const id = await create();
  await buyIn(id, 'w1');
  await buyIn(id, 'w2');
  await stage.call('POST', `/tournaments/${id}/start`);
  const tv = await screen('winner-1', { name: 'winner-1', tournamentId: id, view: 'clock' });
  const phone = stage.ws(`/ws/tournament/${id}`);
  const running = await tv.next(isBoard('clock'));
  expect(running['data']).not.toHaveProperty('winners');
  await stage.call('POST', `/tournaments/${id}/players/w2/bust`);
  await stage.call('POST', `/tournaments/${id}/end`);
  const names =
    (...winners: string[]) =>
    (m: Message) =>
      m.type === 'state' && Bun.deepMatch({ status: 'ended', winners }, m['data'] as object);
  const told = 'Name of w1';
  await tv.next(names(told));
  await phone.next(names(told));
  // Who comes later hears it at once, and a new name as soon as it is known.
  const late = stage.ws(`/ws/tournament/${id}`);
  await late.next(names(told));
  stage.people.set('w1', 'Renamed');
  stage.shell.names.changed(['w1']);
  await tv.next(names('Renamed'));
  for (const one of [tv, phone, late]) one.socket.close();
});
