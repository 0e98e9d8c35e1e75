import { afterAll, beforeAll, expect, test } from 'bun:test';
import { sum } from '../../../src/kernel/money.ts';
import { openStage } from '../../server/stage.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

type Item = Readonly<Record<string, unknown>>;

const SOLD = {
  buyIns: [{ id: 'std', name: 'Standard', price: 10_000, chips: 20_000, bounty: 0 }],
  rebuys: {
    allowed: true,
    profiles: [{ id: 'rebuy', name: 'Rebuy', price: 5_000, chips: 20_000 }],
  },
  addOns: { allowed: true, profiles: [{ id: 'add', name: 'Add-on', price: 3_000, chips: 30_000 }] },
};

const post = (path: string, body?: unknown) => stage.call('POST', path, body);
const get = async (path: string) => {
  const { status, body } = await stage.call('GET', path);
  expect(status).toBe(200);
  return body;
};
const ok = async (path: string, body?: unknown) => {
  const answer = await post(path, body);
  expect([200, 201]).toContain(answer.status);
  return answer.body;
};

const create = async (over: object = {}): Promise<string> =>
  (await ok('/tournaments', { name: 'Friday', currency: 'EUR', template: 'standard', ...over })).id;

const people = (prefix: string, count: number) => {
  const ids = Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
  for (const id of ids) stage.people.set(id, `Player ${id}`);
  return ids;
};

const pool = async (id: string): Promise<number> =>
  (await get(`/tournaments/${id}/prizepool`)).pool;

test('a whole night over HTTP: 20 players, rebuys, busts with undo and redo, payouts, void', async () => {
  const id = await create(SOLD);
  const at = `/tournaments/${id}`;
  const { tableIds } = await ok(`${at}/tables`, { tables: 3, seats: 8 });
  expect(tableIds).toHaveLength(3);
  const entries = [];
  for (const playerId of people('a', 20))
    entries.push(await ok(`${at}/players/buyin`, { playerId }));
  expect(entries[4]).toMatchObject({
    ...{ playerId: 'a5', number: 5, price: 10_000, paid: 10_000, owed: 0, chips: 20_000 },
    ...{ entryId: expect.any(String), seat: { tableId: expect.any(String) } },
  });
  expect(await pool(id)).toBe(200_000);
  const tables = (await get(`${at}/tables`)).items;
  expect(tables.map((t: Item) => t['players']).sort()).toEqual([6, 7, 7]);
  const seated = tables.flatMap((t: { seats: Item[] }) => t.seats.map((s) => s['name']));
  expect(seated.filter((name: string | null) => name !== null)).toHaveLength(20);

  await ok(`${at}/start`);
  const bust = await ok(`${at}/players/a1/bust`);
  await ok(`${at}/players/a1/rebuy`);
  await ok(`${at}/players/a2/addon`, { payment: { method: 'card' } });
  expect(await pool(id)).toBe(208_000);
  const several = await ok(`${at}/busts`, {
    busts: [entries[18], entries[19]].map((e) => ({ entryId: e.entryId })),
  });
  const rank = async (pid: string) => (await get(`${at}/players/${pid}`)).entries[0].rank;
  expect([await rank('a19'), await rank('a20')]).toEqual([19, 19]);

  const before = await get(`${at}/rankings`);
  const [last] = (await get(`${at}/actions`)).items;
  expect(last).toMatchObject({
    eventId: several.events[0].id,
    undo: { possible: true, giveBack: [] },
  });
  await ok(`${at}/undo`, { eventId: last.eventId });
  expect(await rank('a19')).toBeNull();
  expect((await post(`${at}/undo`, { eventId: last.eventId })).body.error.code).toBe(
    'ALREADY_UNDONE',
  );
  await ok(`${at}/redo`, { eventId: last.eventId });
  expect(await get(`${at}/rankings`)).toEqual(before);
  const blocked = await post(`${at}/undo`, { eventId: bust.events[0].id });
  expect([blocked.status, blocked.body.error.code]).toEqual([409, 'UNDO_BLOCKED']);

  await stage.call('PUT', `${at}/registration`, { open: false });
  for (let i = 2; i <= 18; i++) await ok(`${at}/players/a${i}/bust`);
  await ok(`${at}/end`);
  const { places, provisional } = await get(`${at}/payouts`);
  expect(provisional).toBe(false);
  const paid = places.map(
    (p: { from: number; to: number; each: number }) => p.each * (p.to - p.from + 1),
  );
  expect(sum(paid)).toBe(208_000);
  const { items } = await get(`${at}/rankings`);
  expect(items[0]).toMatchObject({
    playerId: 'a1',
    name: 'Player a1',
    rank: 1,
    prize: places[0].each,
  });

  const pay = await ok(`${at}/players/a1/pay`);
  const again = await post(`${at}/players/a1/pay`);
  expect([again.status, again.body.error.code]).toEqual([409, 'NOTHING_DUE']);
  const transaction = pay.events[0].id;
  expect((await post(`/transactions/${transaction}/void`)).status).toBe(422);
  await ok(`/transactions/${transaction}/void`, { reason: 'wrong player' });
  const log = await get(`${at}/transactions?limit=5`);
  expect(log.items[0]).toMatchObject({
    id: transaction,
    type: 'prize.paid',
    amount: -places[0].each,
  });
  expect(log.items[0].voidedBy).toBeString();
  expect(log.totals.find((t: Item) => t['method'] === 'card')).toEqual({
    method: 'card',
    amount: 3_000,
  });
  const all = [...log.items];
  for (let { nextCursor } = log; nextCursor !== null; ) {
    const page = await get(`${at}/transactions?limit=5&cursor=${nextCursor}`);
    all.push(...page.items);
    nextCursor = page.nextCursor;
  }
  expect(new Set(all.map((line: Item) => line['id'])).size).toBe(23);
  expect(all).toHaveLength(23);
  expect((await get(`/tournaments?status=ended`)).items).toContainEqual(
    expect.objectContaining({ id, entries: 20, prizePool: 208_000, remaining: 1 }),
  );
});

test('BLD-4: a template brings levels, chips and a buy-in; without one they have to be given', async () => {
  const { items } = await get('/templates');
  for (const template of items) {
    const view = await get(`/tournaments/${await create({ template: template.id })}`);
    expect(view.levels).toEqual(template.levels);
    expect(view.config.chips).toEqual(template.chips);
    expect(view.config.buyIns).toMatchObject([{ price: 0, chips: template.startingStack }]);
  }
  const bare = { name: 'Bare', currency: 'EUR' };
  const refused = await post('/tournaments', bare);
  expect([refused.status, refused.body.error.code]).toEqual([422, 'INVALID']);
  const levels = items[0].levels;
  expect((await post('/tournaments', { ...bare, levels })).status).toBe(422);
  expect((await post('/tournaments', { ...bare, levels, ...SOLD })).status).toBe(201);
});

test('CLK-1: the clock over HTTP: levels by their number, breaks after them, time added', async () => {
  const id = await create();
  const at = `/tournaments/${id}`;
  const clock = async () => (await get(at)).clock;
  await ok(`${at}/start`, { paused: true });
  expect(await clock()).toMatchObject({ level: 1, paused: true });
  await ok(`${at}/resume`);
  await ok(`${at}/jump/3`, { remainingMs: 60_000 });
  expect(await clock()).toMatchObject({ level: 3, paused: false, remainingMs: 60_000 });
  await ok(`${at}/clock/adjust`, { byMs: -30_000 });
  expect(await clock()).toMatchObject({ remainingMs: 30_000 });
  await ok(`${at}/rewind`);
  expect(await clock()).toMatchObject({ level: 2 });
  await ok(`${at}/advance`);
  expect(await clock()).toMatchObject({ level: 3 });
  const { schedule } = await get(at);
  const pause = schedule.find((line: Item) => line['kind'] === 'break');
  await ok(`${at}/jump/${pause.level}`, { break: true });
  expect(await clock()).toMatchObject({ index: pause.index, level: pause.level });
  expect((await post(`${at}/jump/99`)).body.error.code).toBe('NO_SUCH_LEVEL');
  expect((await post(`${at}/jump/x`)).status).toBe(404);
  expect((await post(`${at}/start`)).body.error.code).toBe('ALREADY_STARTED');
});

test('API-1: times go in and out as ISO 8601; a version in If-Match guards a change', async () => {
  const id = await create({
    startsAt: '2030-05-01T18:00:00+02:00',
    registration: { until: '2030-05-01T18:00:00Z' },
  });
  const { headers, body } = await stage.call('GET', `/tournaments/${id}`);
  expect(headers.get('etag')).toBe('"1"');
  expect(body.config.startsAt).toBe('2030-05-01T16:00:00.000Z');
  expect(body.config.registration.until).toBe('2030-05-01T18:00:00.000Z');
  const { levels, name: _, ...config } = { ...body.config, levels: body.levels };
  const put = (version: string) =>
    fetch(`${stage.http}/api/v1/tournaments/${id}`, {
      method: 'PUT',
      headers: {
        ...{ authorization: 'Bearer floor', 'content-type': 'application/json' },
        'if-match': version,
      },
      body: JSON.stringify({ ...config, name: 'Saturday', levels }),
    });
  expect((await put('"1"')).status).toBe(200);
  expect((await put('"1"')).status).toBe(412);
  expect((await get(`/tournaments/${id}`)).name).toBe('Saturday');
  expect(
    (await post('/tournaments', { name: 'x', currency: 'EUR', startsAt: 'soon' })).status,
  ).toBe(422);
});

test('RCP-4: the same Idempotency-Key sells once and answers the same; another body is refused', async () => {
  const id = await create();
  people('k', 2);
  const buy = async (key: string, playerId: string) => {
    const answer = await fetch(`${stage.http}/api/v1/tournaments/${id}/players/buyin`, {
      method: 'POST',
      headers: {
        ...{ authorization: 'Bearer floor', 'content-type': 'application/json' },
        'idempotency-key': key,
      },
      body: JSON.stringify({ playerId }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const first = await buy('1', 'k1');
  expect(await buy('1', 'k1')).toEqual(first);
  expect((await buy('1', 'k2')).body.error.code).toBe('IDEMPOTENCY_MISMATCH');
  expect((await get(`/tournaments/${id}/players`)).items).toHaveLength(1);
});

test('PLY-4: one player: entries, chips, and what happened with what undoing it would do', async () => {
  const id = await create({ ...SOLD, reEntry: { allowed: true } });
  const at = `/tournaments/${id}`;
  for (const playerId of people('h', 3)) await ok(`${at}/players/buyin`, { playerId });
  await ok(`${at}/start`);
  await stage.call('PUT', `${at}/players/h1/chips`, { chips: 12_345 });
  const hitman = (await get(`${at}/players/h1`)).entries[0].entryId;
  await ok(`${at}/players/h2/bust`, { hitmen: [{ entryId: hitman }] });
  const again = await ok(`${at}/players/buyin`, { playerId: 'h2' });
  const { name, entries } = await get(`${at}/players/h2`);
  expect(name).toBe('Player h2');
  expect(entries.map((e: Item) => e['status'])).toEqual(['out', 'in']);
  expect(entries[0].history.map((a: Item) => a['type'])).toEqual([
    'player.boughtIn',
    'player.busted',
  ]);
  expect(entries[1].history[0]).toMatchObject({
    eventId: again.events[0].id,
    undo: { possible: true, giveBack: [{ method: 'cash', amount: 10_000 }] },
  });
  expect((await get(`${at}/players/h1`)).entries[0]).toMatchObject({ chips: 12_345, hits: 1 });
  const two = await post(`${at}/players/h2/bust`, { entryId: entries[0].entryId });
  expect([two.status, two.body.error.code]).toEqual([409, 'ALREADY_OUT']);
  const found = await get(`${at}/players?search=PLAYER%20h2&status=in`);
  expect(found.items).toMatchObject([{ entryId: again.entryId }]);
  const first = await get(`${at}/players?limit=2`);
  const rest = await get(`${at}/players?limit=2&cursor=${first.nextCursor}`);
  expect([...first.items, ...rest.items].map((e: Item) => e['number']).sort()).toEqual([
    1, 2, 3, 4,
  ]);
  expect(rest.nextCursor).toBeNull();
  expect((await get(`${at}/chips`)).inPlay).toBe(80_000);
});

test('SEA-6: tables: suggest, move, draw, break, close', async () => {
  const id = await create({ ...SOLD, seating: { autoSeat: false } });
  const at = `/tournaments/${id}`;
  const { tableIds } = await ok(`${at}/tables`, { tables: 2, seats: 4 });
  const entries: Item[] = [];
  for (const playerId of people('s', 4))
    entries.push(await ok(`${at}/players/buyin`, { playerId }));
  const to = (seat: number) => ({ tableId: tableIds[0], seat });
  await ok(`${at}/tables/move`, {
    moves: entries.map((e, i) => ({ entryId: e['entryId'], to: to(i + 1) })),
  });
  const taken = await stage.call('PUT', `${at}/players/s1/seat`, { seat: to(2) });
  expect([taken.status, taken.body.error.code]).toEqual([409, 'SEAT_TAKEN']);
  expect((await ok(`${at}/tables/suggest`)).proposals).toEqual([]);
  await ok(`${at}/tables/draw`, { everyone: true });
  const evened = (await get(`${at}/tables`)).items;
  expect(evened).toMatchObject([{ players: 2 }, { players: 2 }]);
  await ok(`${at}/tables/break/${tableIds[1]}`);
  expect((await get(`${at}/tables`)).items).toMatchObject([{ tableId: tableIds[0], players: 4 }]);
  expect((await stage.call('DELETE', `${at}/tables/${tableIds[0]}`)).body.error.code).toBe(
    'TABLE_IN_USE',
  );
  expect((await stage.call('DELETE', `${at}/tables/${tableIds[1]}`)).status).toBe(404);
});

test('API-5: the rarer commands have their door too, each with its event', async () => {
  const plan = { noShow: 'stackOut', registration: { throughBreak: false } };
  const id = await create({ ...SOLD, ...plan, startPaused: true });
  const at = `/tournaments/${id}`;
  const { levels } = await get(at);
  const entry: Record<string, string> = {};
  const buy = async (playerId: string, payment = {}) => {
    entry[playerId] = (await ok(`${at}/players/buyin`, { playerId, payment })).entryId;
  };
  for (const playerId of people('r', 6))
    await buy(playerId, { paid: playerId === 'r1' ? 0 : 10_000 });
  const [tableId] = (await ok(`${at}/tables`, { name: 'Feature' })).tableIds;
  await ok(`${at}/start`);
  const does = async (method: string, path: string, body: object, type: string) => {
    const answer = await stage.call(method, `${at}${path}`, body);
    expect([path, answer.status, answer.body.events?.[0]?.type]).toEqual([path, 200, type]);
  };
  const longer = { ...levels[0], minutes: levels[0].minutes + 5 };
  await does('PUT', '/level', { level: longer, reason: 'slow dealers' }, 'level.corrected');
  await does('PUT', '/structure', { fromLevel: 2, levels: levels.slice(3) }, 'structure.changed');
  await does('POST', '/players/r1/receive', { method: 'card' }, 'payment.received');
  await does('POST', '/players/r5/unregister', {}, 'player.unregistered');
  await does('POST', '/players/r6/noshow', { reason: 'never came' }, 'player.noShowed');
  await does('PUT', `/tables/${tableId}`, { button: 3 }, 'button.moved');
  await does('PUT', '/players/r1/seat', { seat: { tableId, seat: 1 } }, 'player.moved');
  const counts = ['r1', 'r2'].map((one) => ({ entryId: entry[one], chips: 5_000 }));
  await does('PUT', '/chips', { counts }, 'chips.counted');
  await does('POST', '/chips/adjust', { reason: 'found', chips: 500 }, 'chips.adjusted');
  await does('POST', '/players/r4/bust', {}, 'player.busted');
  await does('POST', '/players/r3/bust', {}, 'player.busted');
  const swap = { entryId: entry['r4'], rank: 3, reason: 'seen wrong' };
  await does('POST', '/rankings/correct', swap, 'ranks.corrected');
  await does('POST', '/prizes', { name: 'Last woman', amount: 1_000 }, 'prize.granted');
  await does('PUT', '/registration', { open: false }, 'registration.closed');
  const rows = [{ from: 1, to: 2, kind: 'percent', basisPoints: 5_000 }];
  await does('PUT', '/payouts', { rows, reason: 'agreed' }, 'payouts.changed');
  const shares = ['r1', 'r2'].map((one) => ({ entryId: entry[one], amount: 19_500 }));
  await does('POST', '/deal', { shares }, 'deal.made');
  expect((await post(`${at}/clock/settle`, { choice: 'stopped' })).body.error.code).toBe(
    'CLOCK_NOT_INTERRUPTED',
  );
  await does('POST', '/end', {}, 'tournament.ended');
  const simple = `/tournaments/${await create({ mode: 'counters' })}`;
  const counters = { entries: 30, remaining: 12 };
  expect((await stage.call('PUT', `${simple}/counters`, counters)).status).toBe(200);
  expect((await get(simple)).stats).toMatchObject(counters);
});

test('BLD-1, CHP-1: what a director should look at in the structure, and how many chips it takes', async () => {
  const id = await create({ template: 'turbo' });
  expect((await get(`/tournaments/${id}`)).findings).toEqual([]);
  const { levels } = await get(`/tournaments/${id}`);
  const steep = { ...levels[0], smallBlind: 5_000, bigBlind: 10_000 };
  await stage.call('PUT', `/tournaments/${id}`, { levels: [levels[0], steep] });
  const { findings } = await get(`/tournaments/${id}`);
  expect(findings.length).toBeGreaterThan(0);
  expect(findings[0]).toMatchObject({ level: 1, severity: 'warning' });
  const { needed } = await get(`/tournaments/${id}/chips`);
  expect(needed.map((chip: { count: number }) => chip.count).every((n: number) => n === 0)).toBe(
    true,
  );
});

test('what is not there or not allowed is refused at the door and changes nothing', async () => {
  const id = await create();
  const before = (await stage.shell.log.head()).seq;
  const answers = [
    await post(`/tournaments/${id}/players/buyin`, { playerId: 'nobody' }),
    await post(`/tournaments/${id}/players/buyin`, { playerId: 'constructor' }),
    await post(`/tournaments/${id}/players/__proto__/bust`),
    await post(`/tournaments/none/start`),
    await post(`/transactions/none/void`, { reason: 'x' }),
    await stage.call('GET', '/tournaments/none'),
    await stage.call('GET', `/tournaments/${id}/players/nobody`),
    await stage.call('GET', '/tournaments?cursor=abc'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 422, 404, 404, 404, 404, 404, 422]);
  expect((await fetch(`${stage.http}/api/v1/tournaments`)).status).toBe(401);
  expect((await stage.shell.log.head()).seq).toBe(before);
});

test('POL-4: /tools/payouts: places whose sum is the pool, as many as asked, by table or rows', async () => {
  const total = (places: { from: number; to: number; each: number }[]) =>
    sum(places.map((p) => p.each * (p.to - p.from + 1)));
  const ask = async (question: object) => (await ok('/tools/payouts', question)).places;
  const plain = await ask({ entries: 50, pool: 500_000, unit: 500 });
  expect(total(plain)).toBe(500_000);
  for (const paid of [1, 3, 9, 40]) {
    const places = await ask({ entries: 300, pool: 9_999_999, unit: 100, paid });
    expect([total(places), places.at(-1).to]).toEqual([9_999_999, paid]);
  }
  const rows = [
    { from: 1, to: 1, kind: 'percent', basisPoints: 7_000 },
    { from: 2, to: 3, kind: 'percent', basisPoints: 1_500 },
  ];
  expect(await ask({ entries: 9, pool: 1_000, unit: 10, table: rows })).toEqual([
    { from: 1, to: 1, each: 700 },
    { from: 2, to: 3, each: 150 },
  ]);
  const few = await ask({ entries: 50, pool: 500_000, unit: 100, minCash: 60_000 });
  expect(few.at(-1).each).toBeGreaterThanOrEqual(60_000);
  expect((await post('/tools/payouts', { entries: 0, pool: 1, unit: 1 })).status).toBe(422);
});
