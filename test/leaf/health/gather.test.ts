import { expect, test } from 'bun:test';
import { HOUR, MINUTE, SECOND } from '../../../src/kernel/time.ts';
import type { Signs } from '../../../src/leaf/health/gather.ts';
import { createGatherer } from '../../../src/leaf/health/gather.ts';
import { handClock } from '../../leaf.ts';

/** A leaf whose core was just heard, on a machine that says nothing of itself. */
const stage = (isKept = () => true) => {
  const clock = handClock();
  let [waiting, oldestAt] = [0, 0];
  let heardAt: number | null = null;
  const cloud: Signs['cloud'] = async () => ({
    ...{ state: 'inStep', waiting, lastContactAt: heardAt },
    lagMs: waiting === 0 ? 0 : Math.max(0, clock.now().wallMs - oldestAt),
  });
  const gather = createGatherer({
    clock: { ...clock, isSynchronised: isKept },
    discipline: () => ({ synchronised: true, offsetMs: 0, driftPpm: 0 }),
    machine: {
      read: () => ({
        ...{ celsius: null, underVoltage: null, supply: null, memory: null },
        ...{ space: null, disk: null, load: null },
      }),
    },
    ballast: { state: () => 'off' },
    memory: { restarts: () => ({ count: 0, at: 0, how: 'process' }), changed: () => [] },
    signs: {
      ...{ isUnwell: () => false, requests: () => ({ asked: 0, failed: 0 }), cloud },
      ...{ childRestarts: () => 0, rolledBack: () => false, backup: async () => null },
    },
  });
  return {
    clock,
    hear: () => {
      heardAt = clock.now().wallMs;
    },
    /** So many events wait, the oldest of them made just now. */
    write: (count: number) => {
      if (waiting === 0) oldestAt = clock.now().wallMs;
      waiting = count;
    },
    look: async () => {
      const { readings } = await gather();
      const { silentMs, lagMs } = readings.cloud ?? { silentMs: -1, lagMs: -1 };
      return [silentMs, lagMs, readings.clock.jumpedMs];
    },
  };
};

test('OPS-6: a clock that is set right for the first time makes nobody silent or late, and is no jump', async () => {
  let kept = false;
  const { clock, hear, write, look } = stage(() => kept);
  hear();
  write(3);
  expect(await look()).toEqual([0, 0, 0]);
  clock.pass(5 * SECOND);
  clock.jumpWall(20 * HOUR);
  kept = true;
  expect(await look()).toEqual([5 * SECOND, 0, 0]);
  clock.pass(10 * SECOND);
  // From here on it really waits, for as long as it is seen to.
  expect(await look()).toEqual([15 * SECOND, 10 * SECOND, 0]);
  clock.pass(5 * MINUTE);
  expect(await look()).toEqual([315 * SECOND, 310 * SECOND, 0]);
  hear();
  write(0);
  expect(await look()).toEqual([0, 0, 0]);
  // Set while somebody kept it: that is a jump.
  clock.jumpWall(-2 * HOUR);
  clock.pass(10 * SECOND);
  const [silentMs, , jumpedMs] = await look();
  expect([silentMs, jumpedMs]).toEqual([10 * SECOND, 2 * HOUR]);
});

test('OPS-6: silence and lag are as long as they were, to the second', async () => {
  const { clock, hear, write, look } = stage();
  await look();
  clock.pass(4 * SECOND);
  hear();
  write(1);
  clock.pass(6 * SECOND);
  expect(await look()).toEqual([6 * SECOND, 6 * SECOND, 0]);
  clock.pass(30 * SECOND);
  expect(await look()).toEqual([36 * SECOND, 36 * SECOND, 0]);
});
