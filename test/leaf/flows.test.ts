import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOMS } from '../../src/leaf/rooms.ts';
import { openStore } from '../../src/leaf/store.ts';
import { createHandle } from '../../src/log/handle.ts';
import { PEOPLE, startLeaf } from '../leaf.ts';
import { client, setUp, signIn, spawnLeaf } from '../leaf-process.ts';
import { listen } from '../server/stage.ts';
import { builtPages } from '../ui/built-pages.ts';

/** How often the leaf is killed; `npm run soak` does it far more often. */
const KILLS = Number(process.env['FELT_KILLS'] ?? 2);

const NIGHT = { name: 'Friday', currency: 'EUR', template: 'turbo' };
const isAssign = ({ type }: { type: string }) => type === 'assign';

const released = async (folder: string) => {
  const log = await openStore(folder);
  const events = await log.stream('displays:main');
  const [cursor] = await log.select({ table: 'flows', where: { name: 'discarded' }, limit: 1 });
  await log.close();
  const ours = events.filter(({ envelope }) => envelope.by === 'system');
  return { cursor, ours: ours.map(({ envelope: { type, cause } }) => ({ type, cause })) };
};

test('DSP-1: a tournament that is taken back lets its screens go, and its page is not there', async () => {
  await builtPages();
  const folder = mkdtempSync(join(tmpdir(), 'felt-flows-'));
  const leaf = await startLeaf({ folder });
  const token = await leaf.token('admin');
  const { id } = Object((await leaf.post('/tournaments', NIGHT, token)).body);
  const tv = listen(`${leaf.url.replace('http', 'ws')}/ws/display/tv`);
  await tv.next(isAssign);
  await leaf.put('/displays/tv', { tournamentId: id }, token);
  const shown = await tv.next((m) => m.type === 'assign' && m['tournamentId'] === id);
  const page = async () => (await fetch(`${leaf.url}/t/${id}`)).status;
  expect(await page()).toBe(200);
  const answer = await leaf.del(`/tournaments/${id}`, token);
  const free = await tv.next(isAssign, tv.came.indexOf(shown) + 1);
  expect(free).toMatchObject({ tournamentId: null });
  expect(await page()).toBe(404);
  await leaf.stop();
  const [event] = Object(answer.body).events;
  expect(await released(folder)).toEqual({
    cursor: { name: 'discarded', seq: expect.any(Number) },
    ours: [{ type: 'display.assigned', cause: `discarded:${event.id}` }],
  });
  rmSync(folder, { recursive: true });
}, 60_000);

test('DSP-1: a leaf that died in between lets them go at its next start, once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-flows-'));
  let leaf = await startLeaf({ folder });
  const token = await leaf.token('admin');
  const { id } = Object((await leaf.post('/tournaments', NIGHT, token)).body);
  await leaf.put('/displays/tv', { tournamentId: id }, token);
  await leaf.stop();

  const log = await openStore(folder);
  const handle = createHandle({
    ...{ log, rooms: ROOMS, clock: () => 0, newId: () => Bun.randomUUIDv7() },
  });
  const stream = `tournament:${id}`;
  const answer = await handle.execute({
    ...{ stream, command: { type: 'discard' }, by: 'anna', device: null },
  });
  const cause = answer.ok ? `discarded:${answer.events[0]?.envelope.id}` : '';
  await log.close();
  expect((await released(folder)).ours).toEqual([]);

  for (let starts = 0; starts < 2; starts++) {
    leaf = await startLeaf({ folder });
    const { name, pin } = PEOPLE.admin;
    const signedIn = Object((await leaf.login(name, pin)).body).accessToken;
    expect(Object((await leaf.get('/displays', signedIn)).body).items).toMatchObject([
      { id: 'tv', tournamentId: null },
    ]);
    await leaf.stop();
    expect((await released(folder)).ours).toEqual([{ type: 'display.assigned', cause }]);
  }
  rmSync(folder, { recursive: true });
}, 60_000);

test(
  'DSP-1: killed on the very answer, a leaf lets its screens go once, before or after its start',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'felt-flows-'));
    let leaf = await spawnLeaf(folder);
    let token = await setUp(leaf.url);
    const causes: string[] = [];
    for (let kills = 0; kills < KILLS; kills++) {
      const api = client(leaf.url, token);
      const { id } = (await api.post('/tournaments', NIGHT)).body;
      await api.put('/displays/tv', { tournamentId: id });
      const { body } = await api.del(`/tournaments/${id}`);
      await leaf.kill();
      causes.push(`discarded:${body.events[0].id}`);
      leaf = await spawnLeaf(folder);
      token = await signIn(leaf.url);
    }
    expect(await leaf.stop()).toBe(0);
    expect((await released(folder)).ours.map(({ cause }) => cause)).toEqual(causes);
    rmSync(folder, { recursive: true });
  },
  20_000 + KILLS * 5_000,
);
