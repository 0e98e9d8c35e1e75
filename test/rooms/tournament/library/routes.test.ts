import { afterAll, beforeAll, expect, test } from 'bun:test';
import * as v from 'valibot';
import { levelsSchema } from '../../../../src/poker/blinds.ts';
import { startLeaf, type TestLeaf } from '../../../leaf.ts';

let leaf: TestLeaf;
let floor: string;
beforeAll(async () => {
  leaf = await startLeaf();
  floor = await leaf.token('floor');
});
afterAll(() => leaf.stop());

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at by what a test expects in them
const body = (answer: { body: unknown }) => answer.body as any;

const post = async (path: string, given: object) => body(await leaf.post(path, given, floor));
const get = async (path: string) => body(await leaf.get(path, floor));

const FRIDAY = {
  ...{ name: 'Friday', template: 'standard', startsAt: '2026-11-20T18:00:00Z' },
  buyIns: [
    {
      ...{ id: 'early', name: 'Early bird', price: 4_000, chips: 12_000 },
      rakes: [{ name: 'House', kind: 'percent', basisPoints: 1_000 }],
    },
  ],
  registration: { lastLevel: 4, until: '2026-11-20T20:00:00Z' },
  seating: { seatsPerTable: 8 },
  warningSeconds: [],
};

const friday = async (): Promise<string> => {
  const { id } = await post('/tournaments', FRIDAY);
  await post(`/tournaments/${id}/tables`, { tables: 2, seats: 8 });
  await post(`/tournaments/${id}/tables`, { name: 'Feature', seats: 6 });
  return id;
};

test('BLD-6: same as last Friday: settings, levels and tables, a week later', async () => {
  const copyOf = await friday();
  const { id } = await post('/tournaments', {
    ...{ copyOf, name: 'Friday', startsAt: '2026-11-27T18:00:00Z' },
  });
  expect(id).not.toBe(copyOf);
  const [old, made] = [await get(`/tournaments/${copyOf}`), await get(`/tournaments/${id}`)];
  expect(made.levels).toEqual(old.levels);
  expect(made.config).toEqual({
    ...old.config,
    startsAt: '2026-11-27T18:00:00.000Z',
    registration: { ...old.config.registration, until: '2026-11-27T20:00:00.000Z' },
  });
  const { items } = await get(`/tournaments/${id}/tables`);
  expect(items.map((t: { name: string; seats: unknown[] }) => [t.name, t.seats.length])).toEqual([
    ['Table 1', 8],
    ['Table 2', 8],
    ['Feature', 6],
  ]);
  expect(made.stats.entries).toBe(0);
});

test('BLD-6: a time of day goes where nobody says when; what is given goes before the copy', async () => {
  const copyOf = await friday();
  const { id } = await post('/tournaments', {
    ...{ copyOf, name: 'Other', buyIns: [{ id: 'b', name: 'Buy-in', price: 1, chips: 100 }] },
  });
  const { config } = await get(`/tournaments/${id}`);
  expect(config).toMatchObject({ name: 'Other', startsAt: null, warningSeconds: [] });
  expect(config.registration).toMatchObject({ lastLevel: 4, until: null });
  expect(config.buyIns).toMatchObject([{ id: 'b', price: 1 }]);
});

test('BLD-6: a copied time that no calendar has is refused, and nothing is made', async () => {
  const { id: copyOf } = await post('/tournaments', {
    ...{ name: 'Odd', template: 'turbo', startsAt: 1_700_000_000_000 },
    registration: { until: 1_000 },
  });
  const before = (await get('/tournaments')).items.length;
  const answer = await leaf.post('/tournaments', { copyOf, name: 'Early', startsAt: 0 }, floor);
  expect([answer.status, body(answer).error.code]).toEqual([422, 'INVALID']);
  expect((await get('/tournaments')).items.length).toBe(before);
});

test('BLD-4: any tournament becomes a template of the house, which is used, renamed, forgotten', async () => {
  const view = await get(`/tournaments/${await friday()}`);
  const { name: _, startsAt: __, ...config } = view.config;
  const given = {
    ...{ kind: 'template', name: 'Our Friday' },
    body: { description: 'As always', config, levels: view.levels, tables: [{ seats: 8 }] },
  };
  const { id } = await post('/library', given);
  expect((await get('/templates')).items.at(-1)).toMatchObject({
    ...{ id, name: 'Our Friday', own: true, startingStack: 12_000, levels: view.levels },
  });
  const used = await post('/tournaments', { name: 'Saturday', copyOf: id });
  const made = await get(`/tournaments/${used.id}`);
  expect([made.levels, made.config.buyIns]).toEqual([view.levels, view.config.buyIns]);
  expect(made.tables).toHaveLength(1);

  const renamed = { ...given, name: 'Our Saturday' };
  expect((await leaf.put(`/library/${id}`, renamed, floor)).status).toBe(200);
  expect((await get('/library?kind=template')).items).toMatchObject([{ id, name: 'Our Saturday' }]);
  expect((await get('/library?kind=chipSet')).items).toEqual([]);
  expect((await leaf.del(`/library/${id}`, floor)).status).toBe(200);
  expect((await get('/library')).items).toEqual([]);
  expect((await leaf.post('/tournaments', { name: 'X', copyOf: id }, floor)).status).toBe(404);
});

test('BLD-6: a copy made by mistake is taken back; one that somebody entered is not', async () => {
  const { id } = await post('/tournaments', { name: 'Mistake', template: 'turbo' });
  const names = async () =>
    (await get('/tournaments')).items.map((item: { name: string }) => item.name);
  expect(await names()).toContain('Mistake');
  expect((await leaf.del(`/tournaments/${id}`, floor)).status).toBe(200);
  expect(await names()).not.toContain('Mistake');
  expect((await leaf.get(`/tournaments/${id}`, floor)).status).toBe(404);
  expect((await leaf.del(`/tournaments/${id}`, floor)).status).toBe(404);

  const other = await post('/tournaments', { name: 'Played', template: 'turbo' });
  const player = await post('/players', { firstName: 'Anna' });
  await post(`/tournaments/${other.id}/players/buyin`, { playerId: player.id });
  const refused = await leaf.del(`/tournaments/${other.id}`, floor);
  expect([refused.status, body(refused).error.code]).toEqual([409, 'ALREADY_USED']);
  const third = await post('/tournaments', { name: 'Begun', template: 'turbo' });
  await post(`/tournaments/${third.id}/start`, {});
  expect((await leaf.del(`/tournaments/${third.id}`, floor)).status).toBe(409);
  expect(await names()).toEqual(expect.arrayContaining(['Played', 'Begun']));
});

test('a repeated request keeps one item and makes one tournament', async () => {
  const key = { 'idempotency-key': 'once' };
  const item = {
    ...{ kind: 'chipSet', name: 'Home' },
    body: { chips: [{ value: 25, color: '#1f7a3a', perStack: 8 }] },
  };
  const [one, two] = [
    body(await leaf.post('/library', item, floor, key)),
    body(await leaf.post('/library', item, floor, key)),
  ];
  expect(two.id).toBe(one.id);
  expect((await get('/library?kind=chipSet')).items).toHaveLength(1);
  const copyOf = await friday();
  const again = { 'idempotency-key': 'again' };
  const wish = { copyOf, name: 'Again' };
  const made = [
    body(await leaf.post('/tournaments', wish, floor, again)),
    body(await leaf.post('/tournaments', wish, floor, again)),
  ];
  expect(made[1].id).toBe(made[0].id);
});

test('SEC-1: a viewer reads the library and writes nothing; what is no item is refused', async () => {
  const viewer = await leaf.token('viewer');
  const item = { kind: 'chipSet', name: 'X', body: { chips: [] } };
  expect((await leaf.get('/library', viewer)).status).toBe(200);
  expect((await leaf.post('/library', item, viewer)).status).toBe(403);
  expect((await leaf.post('/library', item, floor)).status).toBe(422);
  expect((await leaf.get('/library')).status).toBe(401);
});

test('BLD-3: the calculator answers a structure, its totals and its curve', async () => {
  const wish = { players: 40, startingStack: 10_000, minutes: 240, chips: [25, 100, 500, 1_000] };
  const { status, body: answered } = await leaf.post('/tools/structure', wish);
  expect(status).toBe(200);
  const { levels, totals, curve, warnings } = body({ body: answered });
  expect(v.is(levelsSchema, levels)).toBe(true);
  expect([totals.chipsInPlay, warnings]).toEqual([400_000, []]);
  expect(curve[0]).toMatchObject({ level: 1, averageBigBlinds10: 1_000 });
  expect((await leaf.post('/tools/structure', { ...wish, chips: [25, 25] })).status).toBe(422);
});
