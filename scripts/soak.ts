import { join } from 'node:path';

/** The counts of the long runs; each may be set to another one in the environment. */
const COUNTS = {
  /** Cases of every property test. */
  FELT_RUNS: '100000',
  /** Random tournaments. */
  FELT_TOURNAMENTS: '100000',
  /** Generated requests against every documented route. */
  FELT_FUZZ: '100000',
  /** Leaves killed under load. */
  FELT_KILLS: '1000',
  /** Power cuts of a leaf under load. */
  FELT_CUTS: '1000',
  /** Whole machines that lose power in the middle of an update. */
  FELT_UPDATE_CUTS: '200',
  /** Parts of the line from leaf to database killed under load. */
  FELT_ROUNDS: '300',
  /** Venues that play at once into one core. */
  FELT_VENUES: '500',
  /** Commands in each half day of a week without the cloud. */
  FELT_WEEK: '2000',
  /** Worlds of leaves, hub and core that break at any step. */
  FELT_SEEDS: '100000',
  /** Worlds in which the core's orders are cut off, repeated and reordered on their way down. */
  FELT_ORDER_SEEDS: '10000',
  /** Seconds for which screens and phones have no leaf. */
  FELT_OUTAGE_S: '600',
  /** The times of the systemd units, as a share of the true ones. */
  FELT_UNIT_TIMES: '1',
  /** How long a phone is without its leaf, ms: ten minutes. */
  FELT_OUTAGE_MS: '600000',
};
/** A run of hours is no hanging test. */
const TIMEOUT_MS = 12 * 60 * 60 * 1000;

const counts = Object.entries(COUNTS).map(
  ([name, count]) => [name, process.env[name] ?? count] as const,
);
console.log(`soak: ${counts.map(([name, count]) => `${name}=${count}`).join(' ')}`);
const { exitCode } = Bun.spawnSync(
  [process.execPath, join(import.meta.dir, 'test.ts'), ...process.argv.slice(2)],
  {
    env: { ...process.env, ...Object.fromEntries(counts), FELT_TIMEOUT_MS: String(TIMEOUT_MS) },
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);
process.exit(exitCode);
