import { describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { FOLDER, secondsOf, sectionOf, serviceOf, unitsOf } from './unit.ts';

const analyze = Bun.which('systemd-analyze');
/** Exposure in tenths: 0 is none, 100 all there is. */
const MOST = 15;

const run = (...args: readonly string[]) => {
  const { exitCode, stdout, stderr } = Bun.spawnSync([analyze ?? '', ...args], { cwd: FOLDER });
  return { exitCode, said: `${stdout}${stderr}` };
};

const SERVICES = unitsOf('service');
const service = (name: string) => serviceOf(join(FOLDER, name), 'room');
/** Of `300M`, `1G`. */
const megabytesOf = (text: string): number =>
  Number(/^\d+/u.exec(text)?.[0]) * (text.endsWith('G') ? 1_024 : 1);
const LEAVES = ['felt-leaf.service', 'felt-leaf@.service'];
const OF_BUN = SERVICES.filter((name) =>
  /\/felt-(?:leaf|core) /u.test(service(name).one('ExecStart')),
);

test.skipIf(analyze === null).each(SERVICES)(
  'SEC-4: %s reaches nothing but what it works on (exposure 1.5 at most)',
  (name) => {
    const { exitCode, said } = run(
      ...['security', '--offline=true', `--threshold=${MOST}`, '--no-pager', join(FOLDER, name)],
    );
    expect(said).toContain('Overall exposure level');
    expect(exitCode).toBe(0);
  },
);

test.skipIf(analyze === null)('OPS-5: systemd understands every line of every unit', () => {
  const units = [...SERVICES, ...unitsOf('path'), ...unitsOf('timer')].map((name) =>
    join(FOLDER, name),
  );
  const lines = run('verify', '--man=no', ...units)
    .said.trim()
    .split('\n');
  // What the units start is installed where they run, and not here.
  const installed =
    /Command \/(?:usr\/local\/bin|usr\/lib\/felt|opt\/felt\/current|usr\/bin\/cage)\S* is not exec/u;
  expect(lines.filter((line) => !installed.test(line))).toEqual([]);
});

test.each(OF_BUN)('OPS-5: %s leaves Bun its compiler', (name) => {
  expect(service(name).every('MemoryDenyWriteExecute')).toEqual([]);
});

describe.each(LEAVES)('%s', (name) => {
  const { one, every } = service(name);

  test('keeps what the leaf needs: which boot this is, its clock and its child', () => {
    expect(every('ProcSubset')).toEqual([]);
    expect(every('ProtectClock')).toEqual([]);
    expect(every('SystemCallFilter').at(-1)).toBe('clock_adjtime capset');
  });

  test('OPS-5: it is back within 30 s of whatever stops it, by the times in the unit', () => {
    expect(one('Type')).toBe('notify');
    expect(one('WatchdogSignal')).toBe('SIGKILL');
    expect(one('TimeoutStartFailureMode')).toBe('kill');
    expect(one('Restart')).toBe('always');
    const parts = ['WatchdogSec', 'RestartSec', 'TimeoutStartSec'].map((part) =>
      secondsOf(one(part)),
    );
    expect(parts.reduce((sum, part) => sum + part)).toBeLessThanOrEqual(30);
  });

  test('OPS-5: where it cannot be killed, that is known within 30 s', () => {
    // Seen with systemd 252: each of its three attempts lasts as long as a stop may.
    const stopS = 3 * secondsOf(one('TimeoutStopSec'));
    const parts = ['WatchdogSec', 'TimeoutAbortSec', 'RestartSec'].map((part) =>
      secondsOf(one(part)),
    );
    expect(parts.reduce((sum, part) => sum + part, stopS)).toBeLessThanOrEqual(30);
  });
});

test.each(['felt-core.service', 'felt-hub.service'])(
  'OPS-5: %s is back within 30 s of a hang, by the times in the unit',
  (name) => {
    const { one } = service(name);
    expect(one('WatchdogSignal')).toBe('SIGKILL');
    expect(one('Restart')).toBe('always');
    const parts = ['WatchdogSec', 'TimeoutAbortSec', 'RestartSec'].map((part) => one(part));
    // What is left is for the start.
    expect(parts.reduce((sum, part) => sum + secondsOf(part), 0)).toBeLessThanOrEqual(20);
  },
);

test.each([...LEAVES, 'felt-kiosk.service'])(
  'OPS-5: %s cannot take the memory of all others',
  (name) => {
    const { one } = service(name);
    const [high, most] = ['MemoryHigh', 'MemoryMax'].map((part) => megabytesOf(one(part)));
    expect(high).toBeLessThan(most ?? 0);
    // The smallest board of a leaf has 4 GB, a screen 512 MB.
    expect(most).toBeLessThanOrEqual(name === 'felt-kiosk.service' ? 400 : 1_024);
  },
);

test('OPS-3: a release that does not start is taken back within 60 s, by the times in the unit', () => {
  const { one } = service('felt-leaf.service');
  const { one: ofUnit } = sectionOf(join(FOLDER, 'felt-leaf.service'), 'Unit');
  const tries = Number(ofUnit('StartLimitBurst'));
  const tryS = secondsOf(one('RestartSec')) + secondsOf(one('TimeoutStartSec'));
  // The tries, and the start of the release before.
  expect(tries * tryS + secondsOf(one('TimeoutStartSec'))).toBeLessThanOrEqual(60);
  // However long each try hangs, the last one still counts.
  const longestS = tries * (tryS + secondsOf(one('WatchdogSec')));
  expect(secondsOf(ofUnit('StartLimitIntervalSec'))).toBeGreaterThan(longestS);
  expect(ofUnit('OnFailure')).toBe('felt-rollback.service');
});

test('OPS-3: root and the leaf mean the same folders', () => {
  const leaf = service('felt-leaf.service');
  const update = service('felt-update.service');
  const [data] = leaf.every('Environment');
  expect(data).toBe('FELT_DATA=/var/lib/felt/leaf');
  const prepare = service('felt-update-prepare.service');
  expect(update.every('Environment')).toEqual([data ?? '']);
  expect(prepare.every('Environment')).toEqual([data ?? '']);
  expect(prepare.one('User')).toBe(leaf.one('User'));
  expect(prepare.one('StateDirectory')).toBe(leaf.one('StateDirectory'));
  expect(leaf.one('StateDirectory')).toBe('felt/leaf');
  expect(sectionOf(join(FOLDER, 'felt-update.path'), 'Path').one('PathExists')).toBe(
    '/var/lib/felt/leaf/update/request',
  );
  const program = leaf.one('ExecStart').split(' ')[0];
  for (const one of [update, prepare]) expect(one.one('ExecStart').split(' ')[0]).toBe(program);
});

test('SEC-4: a request that cannot be taken away does not keep the machine busy, and the leaf comes first', () => {
  const [first, second] = service('felt-update.service').every('ExecStopPost');
  expect(first).toContain('start felt-leaf.service');
  expect(second).toMatch(/SERVICE_RESULT.*= success \|\| sleep [1-9]/u);
});

test('OPS-5: the core joins the hub that runs beside it', () => {
  const core = service('felt-core.service');
  const hub = service('felt-hub.service');
  expect(core.one('StateDirectory')).toBe(hub.one('StateDirectory'));
  expect(hub.every('Environment')).toContain('FELT_HUB_CLIENT_PORT=4222');
  expect(core.every('Environment')).toEqual([
    'FELT_CORE_DATA=/var/lib/felt-core',
    'FELT_HUB_CLIENT=nats://127.0.0.1:4222',
    'FELT_HUB_SECRETS=/var/lib/felt-core/hub/secrets.json',
  ]);
});
