import { afterEach, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { openHealth } from '../../../src/leaf/health/engine.ts';
import type { Signs } from '../../../src/leaf/health/gather.ts';
import { isTakenBack } from '../../../src/leaf/health/watch.ts';
import { Health } from '../../../src/sync/protocol.ts';
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
  let cloud: Awaited<ReturnType<Signs['cloud']>> = {
    ...{ state: 'off', lagMs: 0, waiting: 0, lastContactAt: null },
  };
  const open = () =>
    openHealth({
      config: { ballastBytes: 0, ballastAfterMs: 0 },
      machine: { root: folder, dataFolder: folder, device: '0:0' },
      ...{ clock, registry: { source: () => undefined }, name: () => 'felt-leaf' },
      discipline: () => ({ synchronised: true, offsetMs: 0, driftPpm: 0 }),
      signs: {
        isUnwell: () => false,
        requests: () => ({ asked: 0, failed: 0 }),
        cloud: async () => cloud,
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
  const seen = async (health: ReturnType<typeof open>, ms: number, now: Partial<typeof cloud>) => {
    clock.pass(ms);
    cloud = { ...cloud, lastContactAt: clock.now().wallMs, ...now };
    await health.look();
    return health.status().alerts.map(({ kind }) => kind);
  };
  return { open, look, seen, warned };
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

test('OPS-6: a leaf whose share of a day is used up says that, and no lag, for as long as it waits and sends in turns', async () => {
  const { open, seen, warned } = stage();
  const health = open();
  const late = { lagMs: 3_600_000, waiting: 50_000 };
  expect(await seen(health, 10_000, { state: 'inStep' })).toEqual([]);
  expect(await seen(health, 10_000, { state: 'dayUsed', ...late })).toEqual(['dayUsed']);
  expect(health.toldToCore()).toMatchObject([
    { kind: 'dayUsed', tone: 'warning', value: 50_000, says: expect.stringContaining('50000') },
  ]);
  expect(v.is(Health.entries.alerts, health.toldToCore())).toBe(true);
  for (let minute = 0; minute < 10; minute += 1)
    expect(await seen(health, 60_000, { state: 'catchingUp' })).toEqual(['dayUsed']);
  expect(await seen(health, 60_000, { state: 'dayUsed', waiting: 9_000 })).toEqual(['dayUsed']);
  expect(warned).toEqual([expect.stringMatching(/^ALERT dayUsed: its share of a day/u)]);
  // What lags long after the core took again is a lag.
  await seen(health, 16 * 60_000, { state: 'catchingUp' });
  expect(await seen(health, 10_000, { state: 'catchingUp' })).toEqual(['lag']);
  expect(await seen(health, 10_000, { state: 'dayUsed', ...late })).toEqual(['lag', 'dayUsed']);
  expect(await seen(health, 10_000, {})).toEqual(['dayUsed']);
  const none = { lagMs: 0, waiting: 0, state: 'inStep' } as const;
  await seen(health, 10_000, none);
  expect(await seen(health, 10_000, none)).toEqual([]);
  await health.stop();
});

test('OPS-6: an update that somebody took back is no alert, one that did not prove itself is until it was read', () => {
  const last = { outcome: 'rolledBack', reason: 'watchdog', seen: false } as const;
  expect(isTakenBack(last)).toBe(true);
  for (const other of [
    null,
    { ...last, reason: 'operator' },
    { ...last, seen: true },
    { ...last, outcome: 'updated' } as const,
  ])
    expect(isTakenBack(other)).toBe(false);
});
