import { afterEach, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Identity } from '../../../src/leaf/health/identity.ts';
import { openMemory } from '../../../src/leaf/health/memory.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-memory-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const SAME: Identity = { system: 'a'.repeat(16), board: 'b'.repeat(16), disk: 'c'.repeat(16) };
const noFailure = (error: unknown) => {
  throw error;
};
/** A leaf begins and ends, or is gone. */
const live = (folder: string, bootId: string, identity = SAME, isEnded = true) => {
  const memory = openMemory(folder, noFailure);
  const begun = memory.begin({ bootId, identity }, 5_000);
  if (isEnded) memory.end();
  return { begun, memory };
};

test('SEC-10: an end as it was told to is nothing to tell', () => {
  const folder = newFolder();
  live(folder, 'boot-1');
  const { begun, memory } = live(folder, 'boot-1');
  expect(begun).toEqual({ ended: null, changed: [] });
  expect(memory.restarts().count).toBe(0);
});

test('SEC-10: a killed process and a lost power are told apart, and counted until they are read', () => {
  const folder = newFolder();
  live(folder, 'boot-1', SAME, false);
  expect(live(folder, 'boot-1', SAME, false).begun.ended).toBe('process');
  const { begun, memory } = live(folder, 'boot-2');
  expect(begun.ended).toBe('machine');
  expect(memory.restarts()).toEqual({ count: 2, at: 5_000, how: 'machine' });
  memory.seen();
  expect(openMemory(folder, noFailure).restarts().count).toBe(0);
});

test('SEC-10: another disk is told at each start until somebody has read it, and then is the own', () => {
  const folder = newFolder();
  live(folder, 'boot-1');
  const other = { ...SAME, disk: 'd'.repeat(16) };
  expect(live(folder, 'boot-2', other).begun.changed).toEqual(['disk']);
  const { begun, memory } = live(folder, 'boot-3', other);
  expect(begun.changed).toEqual([]);
  expect(memory.changed()).toEqual(['disk']);
  memory.seen();
  expect(live(folder, 'boot-4', other).memory.changed()).toEqual([]);
});

test('SEC-10: a disk that is silent for one start is the same as before', () => {
  const folder = newFolder();
  live(folder, 'boot-1');
  live(folder, 'boot-2', { ...SAME, disk: null });
  expect(live(folder, 'boot-3').memory.changed()).toEqual([]);
});

test('what cannot be read is forgotten, and the leaf begins all the same', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'health.json'), '{"identity":');
  expect(live(folder, 'boot-1').begun).toEqual({ ended: null, changed: [] });
  expect(JSON.parse(readFileSync(join(folder, 'health.json'), 'utf8')).identity).toEqual(SAME);
});
