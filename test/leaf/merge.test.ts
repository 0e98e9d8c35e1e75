import { afterAll, beforeAll, expect, test } from 'bun:test';
import { startLeaf, type TestLeaf } from '../leaf.ts';

let leaf: TestLeaf;
let floor: string;
beforeAll(async () => {
  leaf = await startLeaf();
  floor = await leaf.token('floor');
});
afterAll(() => leaf.stop());

const idOf = async (path: string, body: object): Promise<string> =>
  Object((await leaf.post(path, body, floor)).body).id;

test('PLY-2: a player merged in the middle of the night plays on under the name that stays', async () => {
  const [left, stays, other] = [
    await idOf('/players', { firstName: 'Jon', lastName: 'Krogh' }),
    await idOf('/players', { firstName: 'Jonas', lastName: 'Krogh' }),
    await idOf('/players', { firstName: 'Mads' }),
  ];
  const at = `/tournaments/${await idOf('/tournaments', { name: 'F', template: 'turbo' })}`;
  for (const playerId of [left, other]) await leaf.post(`${at}/players/buyin`, { playerId }, floor);
  await leaf.post(`${at}/start`, {}, floor);
  const merged = await leaf.post('/players/merge', { from: left, into: stays }, floor);
  expect(merged.status).toBe(200);
  const again = await leaf.post(`${at}/players/buyin`, { playerId: stays }, floor);
  expect(Object(again.body).error.code).toBe('ALREADY_IN');
  const entry = await leaf.get(`${at}/players/${stays}`, floor);
  expect(Object(entry.body).entries).toHaveLength(1);
  expect((await leaf.post(`${at}/players/${stays}/bust`, {}, floor)).status).toBe(200);
});
