import { expect, test } from 'bun:test';
import { serviceOf, UNIT } from './unit.ts';

const analyze = Bun.which('systemd-analyze');
/** Exposure in tenths: 0 is none, 100 all there is. */
const MOST = 15;

const run = (...args: readonly string[]) => {
  const { exitCode, stdout, stderr } = Bun.spawnSync([analyze ?? '', ...args, UNIT]);
  return { exitCode, said: `${stdout}${stderr}` };
};

test.skipIf(analyze === null)(
  'SEC-4: a leaf beside the core reaches nothing but its own folder and the network',
  () => {
    const { exitCode, said } = run(
      'security',
      '--offline=true',
      `--threshold=${MOST}`,
      '--no-pager',
    );
    expect(said).toContain('Overall exposure level');
    expect(exitCode).toBe(0);
  },
);

test.skipIf(analyze === null)('systemd understands every line of its unit', () => {
  const lines = run('verify', '--man=no').said.trim().split('\n');
  // The executable is installed where the unit runs, and not here.
  expect(lines.filter((line) => !line.includes('/usr/local/bin/felt-leaf'))).toEqual([]);
});

test('it keeps what the leaf needs: its compiler, which boot this is, its clock and its child', () => {
  const { every } = serviceOf(UNIT, 'room');
  expect(every('MemoryDenyWriteExecute')).toEqual([]);
  expect(every('ProcSubset')).toEqual([]);
  expect(every('SystemCallFilter').at(-1)).toBe('clock_adjtime capset');
});
