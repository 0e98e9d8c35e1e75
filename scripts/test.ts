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

// Once before all: tests that run side by side then find them there.
await placePages();
await placeCorePages();

const root = join(import.meta.dir, '..');
const folder = mkdtempSync(join(tmpdir(), 'felt-test-'));
const reportFile = join(folder, 'report.xml');
const patterns = process.argv.slice(2);

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
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
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
