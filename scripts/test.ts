import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeCorePages, placePages } from './pages.ts';

/** The totals of a JUnit report: those of its outermost element. */
const totals = (report: string): { tests: number; failed: number; skipped: number } => {
  const head = /<testsuites\b[^>]*>/.exec(report)?.[0] ?? '';
  const attribute = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
  return {
    tests: attribute('tests'),
    failed: attribute('failures') + attribute('errors'),
    skipped: attribute('skipped'),
  };
};

/**
 * The seed of all random tests: in CI the commit's, so that what is red once is red again and every
 * commit still tries others; elsewhere chance's, printed so that `FELT_SEED` repeats it.
 */
const seedOf = (): string => {
  const given = process.env['FELT_SEED'];
  if (given !== undefined) return given;
  if (process.env['CI'] === undefined) return String(Math.floor(Math.random() * 2 ** 28));
  const { stdout } = Bun.spawnSync(['git', 'rev-parse', 'HEAD'], { cwd: root });
  return String(Number.parseInt(stdout.toString().slice(0, 7), 16) || 0);
};

const root = join(import.meta.dir, '..');
// Once before all: tests that run side by side then find them there.
await placePages();
await placeCorePages();

const folder = mkdtempSync(join(tmpdir(), 'felt-test-'));
const reportFile = join(folder, 'report.xml');
const patterns = process.argv.slice(2);
const seed = seedOf();
console.log(`FELT_SEED=${seed}`);

const { exitCode } = Bun.spawnSync(
  [
    process.execPath,
    'test',
    `--parallel=${process.env['FELT_TEST_WORKERS'] ?? availableParallelism()}`,
    `--timeout=${process.env['FELT_TIMEOUT_MS'] ?? 60_000}`,
    '--reporter=junit',
    `--reporter-outfile=${reportFile}`,
    ...(patterns.length > 0 ? patterns : ['test/']),
  ],
  {
    cwd: root,
    env: { ...process.env, FELT_SEED: seed },
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);

const report = (() => {
  try {
    return readFileSync(reportFile, 'utf8');
  } catch {
    return ''; // Bun itself broke off: counted as a failure below.
  }
})();
rmSync(folder, { recursive: true });

const { tests, failed, skipped } = totals(report);
// A file that does not load, or an error between tests, fails the run without failing a test.
const failures = exitCode === 0 ? failed : Math.max(failed, 1);
const passed = Math.max(0, tests - failed - skipped);
console.log(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failures === 0 ? 0 : 1);
