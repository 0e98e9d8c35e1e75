import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Found } from '../../../src/leaf/backup/places.ts';
import { backupsIn, copyInto, prune } from '../../../src/leaf/backup/places.ts';
import { BACKUP_NAME } from '../../../src/server/backup/header.ts';
import { newestOf } from '../../../src/server/backup/keep.ts';
import { backUp, nightFolder } from './stage.ts';

setDefaultTimeout(30_000);

const AT = Date.UTC(2026, 10, 21, 3, 12, 0, 407);
const root = mkdtempSync(join(tmpdir(), 'felt-names-'));
afterAll(() => rmSync(root, { recursive: true }));

let data: string;
const made: Found[] = [];
beforeAll(async () => {
  data = await nightFolder(join(root, 'data'), 12);
  // Twice at the same moment, then the next thousandth, then the next second.
  for (const ms of [0, 0, 1, 593]) made.push(await backUp(data, AT + ms));
});
const folder = () => join(data, 'backups');

test('OPS-7: two backups within a second, or at the same moment, stand beside each other', () => {
  const names = made.map(({ name }) => name);
  expect(new Set(names).size).toBe(4);
  expect(readdirSync(folder()).sort()).toEqual(names.toSorted());
  for (const name of names) expect(name).toMatch(BACKUP_NAME);
  expect(names[0]).toMatch(/^felt-room-20261121T031200Z-407-[0-9a-f]{8}\.feltbackup$/u);
  // Of the same log, and yet each with a key of its own.
  const [first, second] = made.map(({ path }) => readFileSync(path));
  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
});

test('OPS-7: their names go by the time at which they were made', () => {
  const [first = '', second = '', third = '', last = ''] = made.map(({ name }) => name);
  const sorted = [last, third, first, second].toSorted();
  expect(sorted.slice(2)).toEqual([third, last]);
  expect(sorted.slice(0, 2)).toEqual([first, second].toSorted());
});

test('OPS-7: a backup from before, whose name ends with the second, is known as ever', () => {
  expect('felt-card-room-20261121T031200Z.feltbackup').toMatch(BACKUP_NAME);
  for (const name of [
    'felt-card-room-20261121T031200Z-407.feltbackup',
    'felt-card-room-20261121T031200Z-407-9f3a61c2/../x.feltbackup',
    'felt-card-room-20261121T031200Z-407-9F3A61C2.feltbackup',
  ]) {
    expect(name).not.toMatch(BACKUP_NAME);
  }
});

test('OPS-7: of those of a day the rule keeps the newest, here and on a stick', async () => {
  const stick = mkdtempSync(join(root, 'stick-'));
  const rule = { now: AT + 60_000, mostBytes: 10 ** 9, isOurs: async () => true };
  const [, , , last] = made;
  const keyId = last?.keyId ?? '';
  expect(newestOf(await backupsIn(folder(), keyId))?.name).toBe(last?.name ?? '');
  for (const one of made) await copyInto(one, stick, rule);
  expect(readdirSync(stick)).toEqual([last?.name ?? '']);
  await prune(folder(), keyId, rule);
  expect(readdirSync(folder())).toEqual([last?.name ?? '']);
});
