import { afterAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settlePeople } from '../../../src/leaf/cloud/settle-people.ts';
import { ROOMS } from '../../../src/leaf/rooms.ts';
import { openStore } from '../../../src/leaf/store.ts';
import { createHandle } from '../../../src/log/handle.ts';
import { keptRows, NOBODY } from '../../../src/rooms/players/projections/profiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'felt-people-'));
afterAll(() => rmSync(folder, { recursive: true }));

const change = (version: number) => ({
  ...{ version, field: 'phone', at: 1, before: '', after: `0${version}`, by: 'o1' },
});

test('SYN-4: people who come back beside another end of the log: none is lost, none who was erased returns', async () => {
  const log = await openStore(folder);
  const handle = createHandle({ log, rooms: ROOMS, newId: Bun.randomUUIDv7, clock: () => 1 });
  const give = (id: string, command: object) =>
    handle.execute({ stream: `player:${id}`, command, by: 'o1', device: null });
  const add = { type: 'add', fields: ['firstName'], similar: [] };
  // What came back of the log.
  await give('both', add);
  await give('erased', add);
  await give('erased', { type: 'erase' });
  const history = Array.from({ length: 450 }, (_, i) => change(i + 1));
  for (const id of ['both', 'erased', 'unknown']) {
    const stored = { ...NOBODY, firstName: id, id, createdAt: 1, updatedAt: 1 };
    await log.write(keptRows(stored, history, true));
  }
  await settlePeople({ handle, log });
  const { seq } = await log.head();
  await settlePeople({ handle, log });
  expect((await log.head()).seq).toBe(seq);

  const ids = async (table: string) =>
    (await log.select({ table, limit: 9 })).map(({ id }) => String(id)).sort();
  expect(await ids('profiles')).toEqual(['both', 'unknown']);
  expect(await ids('player_search')).toEqual(['both', 'unknown']);
  expect(await log.count('profile_history', { playerId: 'erased' })).toBe(0);
  expect(await log.count('profile_history', { playerId: 'unknown' })).toBe(450);
  // Whom the log did not know can be changed, and erased.
  expect(await give('unknown', { type: 'change', fields: [], isNamed: true })).toMatchObject({
    ok: true,
  });
  expect(await give('unknown', { type: 'erase' })).toMatchObject({ ok: true });
  await handle.close();
  await log.close();
});

test('SYN-4: whose profile never came to the cloud is found by a name that says so, and can be named', async () => {
  const own = mkdtempSync(join(tmpdir(), 'felt-nameless-'));
  const log = await openStore(own);
  const handle = createHandle({ log, rooms: ROOMS, newId: Bun.randomUUIDv7, clock: () => 1 });
  const give = (id: string, command: object) =>
    handle.execute({ stream: `player:${id}`, command, by: 'o1', device: null });
  const add = { type: 'add', fields: ['firstName'], similar: [] };
  for (const id of ['player-00ab', 'known', 'erased']) await give(id, add);
  await give('erased', { type: 'erase' });
  const stored = { ...NOBODY, firstName: 'Known', id: 'known', createdAt: 1, updatedAt: 1 };
  await log.write(keptRows(stored, [], true));
  const { seq } = await log.head();
  await settlePeople({ handle, log });
  await settlePeople({ handle, log });
  // It is no fact, and no document that could take a real one's place.
  expect((await log.head()).seq).toBe(seq);
  expect(await log.count('sync_documents')).toBe(0);
  const names = (await log.select({ table: 'profiles', limit: 9 })).map((row) => [
    row['id'],
    row['nickname'],
  ]);
  expect(names.sort()).toEqual([
    ['known', ''],
    ['player-00ab', 'Name lost 00ab'],
  ]);
  expect(await log.count('player_search')).toBe(2);
  await handle.close();
  await log.close();
  rmSync(own, { recursive: true });
});
