import { afterEach, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHealth } from '../../../src/leaf/health/engine.ts';
import { handClock } from '../../leaf.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

/** A machine that says nothing of itself, and a backup as old as the test says. */
const stage = () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-told-'));
  undo.push(() => rmSync(folder, { recursive: true }));
  const clock = handClock();
  const warned: string[] = [];
  let age = 0;
  const open = () =>
    openHealth({
      config: { ballastBytes: 0, ballastAfterMs: 0 },
      machine: { root: folder, dataFolder: folder, device: '0:0' },
      ...{ clock, registry: { source: () => undefined }, name: () => 'felt-leaf' },
      discipline: () => ({ synchronised: true, offsetMs: 0, driftPpm: 0 }),
      signs: {
        isUnwell: () => false,
        requests: () => ({ asked: 0, failed: 0 }),
        cloud: async () => ({ state: 'off', lagMs: 0, waiting: 0, lastContactAt: null }),
        ...{ childRestarts: () => 0, rolledBack: () => false },
        backup: async () => ({ ageMs: age, dueMs: 100 }),
      },
      warn: (line) => warned.push(line),
      failed: (error) => {
        throw error;
      },
    });
  const look = async (health: ReturnType<typeof open>, next: number): Promise<number> => {
    age = next;
    clock.pass(10_000);
    await health.look();
    return warned.filter((line) => line.startsWith('ALERT backup')).length;
  };
  return { open, look, warned };
};

test('OPS-6: what gets grave is told once more, and not again however it goes up and down', async () => {
  const { open, look, warned } = stage();
  const health = open();
  expect(await look(health, 150)).toBe(1);
  expect(await look(health, 200)).toBe(1);
  expect(await look(health, 301)).toBe(2);
  for (const age of [290, 310, 290, 310]) expect(await look(health, age)).toBe(2);
  await health.stop();
  // Nor by a leaf that begins anew.
  const again = open();
  for (const age of [290, 310]) expect(await look(again, age)).toBe(2);
  expect(await look(again, 0)).toBe(2);
  expect(warned.at(-1)).toBe('over: backup');
  // A new time of it is told like the first one.
  expect(await look(again, 150)).toBe(3);
  expect(await look(again, 400)).toBe(4);
  await again.stop();
});
