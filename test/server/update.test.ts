import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { TestLeaf } from '../leaf.ts';
import { startLeaf } from '../leaf.ts';

let leaf: TestLeaf;
beforeAll(async () => {
  leaf = await startLeaf();
});
afterAll(() => leaf.stop());

test('OPS-3: whoever is signed in sees what runs; a checkout says that nothing updates it', async () => {
  expect((await leaf.get('/software')).status).toBe(401);
  const { status, body } = await leaf.get('/software', await leaf.token('viewer'));
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ state: 'unmanaged', offer: null, last: null, previous: null, trial: null, clocks: [] },
    running: { sequence: 0 },
  });
});

test('OPS-3: only an admin puts a release in or takes one back', async () => {
  const floor = await leaf.token('floor');
  for (const path of ['/software/look', '/software/update', '/software/rollback']) {
    expect([path, (await leaf.post(path, {}, floor)).status]).toEqual([path, 403]);
  }
  expect((await leaf.del('/software/update', floor)).status).toBe(403);
  const admin = await leaf.token('admin');
  const asked = await leaf.post('/software/update', { when: 'now' }, admin);
  expect(asked).toMatchObject({ status: 409, body: { error: { code: 'NO_UPDATE' } } });
  const back = await leaf.post('/software/rollback', {}, admin);
  expect(back).toMatchObject({ status: 409, body: { error: { code: 'NO_PREVIOUS' } } });
  expect((await leaf.post('/software/update', { when: 'soon' }, admin)).status).toBe(422);
});
