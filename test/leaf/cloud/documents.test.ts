import { afterAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createLoader,
  fillDocuments,
  forgetFilled,
  noteDocuments,
} from '../../../src/leaf/cloud/documents.ts';
import { seriesOf } from '../../../src/leaf/cloud/settle-restore.ts';
import { ROOMS } from '../../../src/leaf/rooms.ts';
import { openStore } from '../../../src/leaf/store.ts';
import { createHandle } from '../../../src/log/handle.ts';
import { MAX_PAYLOAD } from '../../../src/sync/nats/config.ts';
import { SYNC_DOCUMENTS } from '../../../src/sync/tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'felt-documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('what a commit changes beside the log is noted in it, and all from before once', async () => {
  const store = await openStore(folder);
  let isLinked = false;
  const log = noteDocuments(store, () => isLinked);
  const handle = createHandle({ log, rooms: ROOMS, newId: Bun.randomUUIDv7, clock: () => 1 });
  const give = (stream: string, command: object, rows: Parameters<typeof log.write>[0] = []) =>
    handle.execute({ stream, command, rows, by: 'o1', device: null });
  const venue = { name: 'Room', slug: 'room', timezone: 'UTC', currency: 'EUR', language: 'en' };
  const named = (id: string, name: string) => ({
    ...{ table: 'operators', key: { id } },
    row: { name, nameKey: name, pinMac: 'secret', createdAt: 1 },
  });
  const profile = (id: string, firstName: string) => ({
    ...{ table: 'profiles', key: { id } },
    row: { firstName, tags: '[]', custom: '{}', listedAs: firstName, createdAt: 1, updatedAt: 1 },
  });
  const noted = async () =>
    (await log.select({ table: SYNC_DOCUMENTS.name, limit: 100 })).map(({ kind, id, rev }) => [
      ...[kind, id, rev],
    ]);

  await give('venue:main', { type: 'setUp', venue, operatorId: 'o1' }, [named('o1', 'Ada')]);
  const add = { type: 'add', fields: ['firstName'], similar: [] };
  await give('player:before', add, [profile('before', 'Ann')]);
  expect(await noted()).toEqual([]);

  isLinked = true;
  await give('player:after', add, [profile('after', 'Bob')]);
  await give('player:after', { type: 'change', fields: ['nickname'], isNamed: true });
  await give('player:import', {
    type: 'recordImport',
    rows: 1,
    added: 1,
    updated: 0,
    skipped: 0,
    rejected: 0,
  });
  await give('venue:main', { type: 'addOperator', operatorId: 'o2', role: 'floor' }, [
    named('o2', 'Flo'),
  ]);
  await give('venue:main', { type: 'changeOperator', operatorId: 'o2', pinned: true });
  await give('venue:main', { type: 'configure', venue: { logo: 'm1' } }, [
    { table: 'media', key: { id: 'm1' }, row: { type: 'image/png', content: '', createdAt: 1 } },
  ]);
  const own = [
    ['media', 'm1', 9],
    ['operator', 'o2', 3],
    ['player', 'after', 1],
    ['player', 'after', 2],
  ];
  expect(await noted()).toEqual(own);

  const link = { venueId: 'v1', epoch: 1 };
  await fillDocuments(log, link);
  const all = [...own, ['operator', 'o1', 5], ['operator', 'o2', 5], ['player', 'before', 1]];
  expect(await noted()).toEqual(all.sort((a, b) => (`${a}` < `${b}` ? -1 : 1)));
  await log.write([
    { table: SYNC_DOCUMENTS.name, key: { kind: 'player', id: 'before', rev: 1 }, row: null },
  ]);
  await fillDocuments(log, link);
  expect((await noted()).map(([, id]) => id)).not.toContain('before');
  // The core was put back from a copy, and what it had confirmed since is gone.
  await forgetFilled(log);
  await fillDocuments(log, link);
  expect((await noted()).map(([, id]) => id)).toContain('before');
  await log.write([
    { table: SYNC_DOCUMENTS.name, key: { kind: 'player', id: 'before', rev: 1 }, row: null },
  ]);
  await fillDocuments(log, { ...link, venueId: 'v2' });
  expect((await noted()).map(([, id]) => id)).toContain('before');

  const load = createLoader({ log, look: handle.look });
  expect(await load('operator', 'o2')).toEqual({
    ...{ name: 'Flo', createdAt: 1, role: 'floor', active: true },
  });
  expect(await load('player', 'after')).toMatchObject({ firstName: 'Bob', history: [] });
  expect(await load('player', 'gone')).toBeNull();
  // A history of long texts fits into one message all the same; its newest lines are there.
  const long = 'ß'.repeat(10_000);
  await log.write(
    Array.from({ length: 300 }, (_, i) => ({
      ...{ table: 'profile_history', key: { playerId: 'after', version: i + 1, field: 'custom' } },
      row: { at: 1, before: long, after: long, by: 'o1' },
    })),
  );
  const whole = await load('player', 'after');
  expect(Buffer.byteLength(JSON.stringify(whole))).toBeLessThan(0.8 * MAX_PAYLOAD);
  expect(whole).toMatchObject({
    history: expect.arrayContaining([
      { version: 300, field: 'custom', at: 1, before: long, after: long, by: 'o1' },
    ]),
  });
  await handle.close();
  await log.close();
});

test('SYN-4: each leaf of a venue has a series of its own', () => {
  expect([1, 2, 3, 26, 27, 28, 52, 53].map(seriesOf)).toEqual([
    ...['A', 'B', 'C', 'Z', 'AA', 'AB', 'AZ', 'BA'],
  ]);
});
