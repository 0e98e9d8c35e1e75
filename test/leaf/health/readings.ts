import type { Readings } from '../../../src/leaf/health/readings.ts';

const GB = 1024 ** 3;

/** A leaf in a core on which nothing is wrong. */
export const WELL: Readings = {
  ...{ wallMs: 1_790_000_000_000, bootMs: 1_000_000, log: { unwell: false } },
  disk: {
    ...{ freeBytes: 20 * GB, totalBytes: 60 * GB, ballastGiven: false },
    ...{ wear: 0.1, isEnding: false },
  },
  ...{ celsius: 50, underVoltage: false, supply: null },
  memory: { totalBytes: 8 * GB, availableBytes: 6 * GB },
  requests: { asked: 1_000, failed: 0 },
  clock: { synchronised: true, offsetMs: 1, jumpedMs: 0 },
  cloud: { silentMs: 0, lagMs: 0, waiting: 0, isShareUsed: false },
  ...{ childRestarts: 0, rolledBack: false, backup: { ageMs: 1, dueMs: 100 } },
  ...{ restarts: 0, changed: [] },
};

/** The same `ms` later, with something else. */
export const later = (
  ms: number,
  what: Partial<Readings> = {},
  from: Readings = WELL,
): Readings => ({
  ...{ ...from, ...what },
  ...{ wallMs: from.wallMs + ms, bootMs: from.bootMs + ms },
});
