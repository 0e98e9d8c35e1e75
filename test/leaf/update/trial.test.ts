import { afterEach, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { readRequest } from '../../../src/leaf/update/request.ts';
import { readState } from '../../../src/leaf/update/state.ts';
import { watchTrial } from '../../../src/leaf/update/trial.ts';
import { openFolders } from './folders.ts';

const CONFIRM_MS = 60;

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUps.splice(0)) clean();
});

/** A release on trial that is as well as it says. Answers what it asks root for first, and when. */
const firstAsked = async (isWell: (sinceMs: number) => boolean) => {
  const at = openFolders([181, 182], { STATE: 'trial', FROM: 181, TO: 182, TRIES_LEFT: 1 });
  const { places, staging } = at;
  const settings = { releases: places.root, channel: 'stable', confirmMs: CONFIRM_MS } as const;
  const standing = { kind: 'trial', state: readState(places) } as const;
  const startedAtMs = performance.now();
  const since = () => performance.now() - startedAtMs;
  const stop = watchTrial(
    { places, staging, standing, settings, startedAtMs: 0 },
    {
      isWell: async () => isWell(since()),
      failed: (error) => {
        throw error;
      },
    },
  );
  cleanUps.push(stop, at.remove);
  while (!existsSync(staging.request)) await Bun.sleep(2);
  return { asks: readRequest(staging.request)?.DO, afterMs: since() };
};

test('OPS-3: a release that is well for long enough is confirmed, and not before', async () => {
  const { asks, afterMs } = await firstAsked(() => true);
  expect(asks).toBe('confirm');
  expect(afterMs).toBeGreaterThanOrEqual(CONFIRM_MS);
});

test('OPS-3: the time begins anew whenever it is not well', async () => {
  const sickMs = 2 * CONFIRM_MS;
  const { asks, afterMs } = await firstAsked((ms) => ms > sickMs);
  expect(asks).toBe('confirm');
  expect(afterMs).toBeGreaterThanOrEqual(sickMs);
});

test('OPS-3: one that never becomes well gives itself up, and is not confirmed', async () => {
  const { asks, afterMs } = await firstAsked(() => false);
  expect(asks).toBe('giveUp');
  expect(afterMs).toBeGreaterThanOrEqual(6 * CONFIRM_MS);
});
