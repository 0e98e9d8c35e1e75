import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINUTE, SECOND } from '../../src/kernel/time.ts';
import { onDisk, sh } from '../healing/stage.ts';
import { releaseFile, releaseKeys } from '../release-files.ts';
import type { Machine } from './machine.ts';
import { bootMachine, canBoot, LEAF, leafAs } from './machine.ts';
import { settingsIn } from './unit.ts';

if (!canBoot) console.log('skipped: to boot systemd takes root and systemd-nspawn');

/** What smartmontools of Debian 12 said of an NVMe disk. */
const RECORDED = join(import.meta.dir, '../data/machines/smartctl-nvme.json');

/** All ways to fail in the long runs; a healthy release hangs for as long as the unit lets it. */
const isLong = process.env['FELT_UNIT_TIMES'] === '1';

describe.skipIf(!canBoot)('by the real systemd (needs root and systemd-nspawn)', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await bootMachine();
    expect(machine.run('systemd-sysusers')).toMatchObject({ exitCode: 0 });
    expect(machine.run('systemctl', 'start', 'felt-leaf.service', 'felt-update.path')).toEqual({
      exitCode: 0,
      said: '',
    });
  }, MINUTE);
  afterAll(() => machine?.close(), MINUTE);

  const journal = (): string =>
    machine.run('journalctl', '--no-pager', '--lines=60', '--unit=felt-leaf.service').said;

  /** How long it takes until the leaf serves again, ms. */
  const away = async (isGone: () => boolean): Promise<number> => {
    const startedAtMs = performance.now();
    await machine.until('gone', isGone, MINUTE);
    await machine.until('back', machine.serves, MINUTE);
    return performance.now() - startedAtMs;
  };

  test('OPS-5: the leaf is ready when it says so, and tells how it is', () => {
    expect(machine.serves()).toBe(true);
    expect(machine.property('StatusText')).toBe('serves http://localhost:8080');
  });

  test('SEC-4: it has no rights, and can write nothing that is run', () => {
    const pid = machine.property('MainPID');
    const status = machine.run('cat', `/proc/${pid}/status`).said;
    expect(status).toMatch(/^NoNewPrivs:\s+1$/mu);
    expect(status).toMatch(/^CapEff:\s+0+$/mu);
    expect(status).toMatch(/^Seccomp:\s+2$/mu);
    expect(status).not.toMatch(/^Uid:\s+0\b/mu);
    const inside = (...command: readonly string[]) =>
      machine.run('nsenter', '-t', pid, '-m', '--', ...command);
    for (const path of ['/opt/felt/x', '/usr/lib/felt/x', '/etc/felt/x', '/var/lib/felt/x']) {
      expect(inside('touch', path).said).toContain('Read-only file system');
    }
    expect(inside('touch', '/var/lib/felt/leaf/x').exitCode).toBe(0);
  });

  test('SEC-4: how worn a disk is tells who may command it, and can do nothing else', () => {
    // A disk's name in /sys, and a smartctl that tries what such a right is good for elsewhere.
    machine.run('mkdir', '-p', '/srv/block/nvme0n1');
    const unit = 'etc/systemd/system/felt-disk.service.d/test.conf';
    machine.put(unit, '[Service]\nBindReadOnlyPaths=/srv/block:/sys/block\n');
    machine.put('srv/smart.json', readFileSync(RECORDED, 'utf8'));
    const tries = [
      'mount -t tmpfs x /mnt',
      'unshare -m true',
      'touch /etc/x',
      'mknod /tmp/x c 1 1',
    ];
    const lines = [...tries, 'head -c 1 /dev/rtc0'].map(
      (one) => `${one} 2>/dev/null && echo '${one}' >>/run/felt-disk/done`,
    );
    const own = 'grep -E "^(CapEff|NoNewPrivs|Seccomp|Uid):" /proc/self/status >/run/felt-disk/own';
    const all = ['#!/bin/sh', ...lines, own, 'exec cat /srv/smart.json'];
    machine.put('usr/local/sbin/smartctl', all.join('\n'));
    machine.run('chmod', '755', '/usr/local/sbin/smartctl');
    machine.run('systemctl', 'daemon-reload');
    expect(machine.run('systemctl', 'start', 'felt-disk.service')).toEqual({
      ...{ exitCode: 0, said: '' },
    });
    expect(machine.run('cat', '/run/felt-disk/done').exitCode).not.toBe(0);
    const status = machine.run('cat', '/run/felt-disk/own').said;
    // CAP_SYS_ADMIN alone.
    expect(status).toMatch(/^CapEff:\s+0000000000200000$/mu);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/mu);
    expect(status).toMatch(/^Seccomp:\s+2$/mu);
    expect(status).not.toMatch(/^Uid:\s+0\b/mu);
    // As the leaf sees it from its own sandbox.
    const pid = machine.property('MainPID');
    const file = '/run/felt-disk/nvme0n1.json';
    const [uid = ''] = machine.run('id', '-u', 'felt').said.split('\n');
    const seen = machine.run('nsenter', '-t', pid, '-m', '-S', uid, '--', 'cat', file);
    expect(seen.said).toMatch(/^\{"uptimeS":\d+\.\d+,"smart":\{.*"percentage_used":0,/u);
  });

  test(
    "OPS-3: what the leaf asks for is done by root's part, which takes the request away",
    async () => {
      machine.release(
        '180',
        `#!/bin/sh
[ "$*" = 'update do' ] && [ "$(id -u)" = 0 ] || exit 1
# As root's part does: in the folder that it holds open, whatever takes its name meanwhile.
exec 9<"$FELT_DATA/update"
cat /proc/self/fd/9/./request >/opt/felt/asked && rm /proc/self/fd/9/./request
touch /etc/felt/x /var/lib/felt/leaf/x 2>/opt/felt/refused
`,
      );
      machine.link('current', '180');
      machine.run(
        'setpriv',
        '--reuid=felt',
        '--regid=felt',
        '--clear-groups',
        'sh',
        '-c',
        'umask 077; mkdir -p /var/lib/felt/leaf/update; echo DO=confirm >/var/lib/felt/leaf/update/request',
      );
      const isDone = () => existsSync(machine.at('opt/felt/refused'));
      await machine.until('done', isDone, 20 * SECOND);
      expect(readFileSync(machine.at('opt/felt/asked'), 'utf8')).toBe('DO=confirm\n');
      expect(
        readFileSync(machine.at('opt/felt/refused'), 'utf8').match(/Read-only/gu)?.length,
      ).toBe(2);
      expect(machine.run('ls', '/var/lib/felt/leaf/update').said).toBe('');
      machine.link('current', '181');
    },
    MINUTE,
  );

  const state = () => settingsIn(readFileSync(machine.at('opt/felt/state'), 'utf8'));
  const asLeaf = (script: string) => {
    const rights = ['setpriv', '--reuid=felt', '--regid=felt', '--clear-groups'];
    return machine.run(...rights, 'sh', '-c', `cd /var/lib/felt/leaf; umask 077; ${script}`);
  };

  test(
    'OPS-3: a leaf that is down is updated, by hand and by root’s part, and nothing of it runs as root',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'felt-next-'));
      const keys = releaseKeys();
      const executable = join(folder, 'felt-leaf');
      writeFileSync(executable, leafAs({ version: '1.8.0', sequence: 182 }, keys.roots));
      const target = process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';
      const facts = { target, minSequence: 0 } as const;
      const file = await releaseFile({ folder, executable, keys, facts });
      cpSync(file, machine.at('srv/next.felt'));
      rmSync(folder, { recursive: true });

      const down = () => {
        machine.run('systemctl', 'stop', 'felt-leaf.service');
        machine.release('181', leafAs({ version: '1.7.0', sequence: 181 }, keys.roots));
        machine.put('opt/felt/state', 'STATE=idle\nCONFIRMED_SEQUENCE=181\n');
        machine.link('current', '181');
        asLeaf('mkdir -p update; rm -f update/before.json update/snapshot.db');
      };
      const left = () =>
        machine.run('stat', '-c', '%U', '/var/lib/felt/leaf/update/before.json').said;

      down();
      const byHand = machine.run(
        ...['env', 'FELT_DATA=/var/lib/felt/leaf'],
        ...['/opt/felt/current/felt-leaf', 'update', '/srv/next.felt'],
      );
      expect(byHand.said).toContain('1.8.0 (build 182) is on trial');
      expect([state()['STATE'], left()]).toEqual(['trial', 'felt']);

      down();
      asLeaf(
        'cp /srv/next.felt update/ready.felt; printf "DO=apply\\nSEQUENCE=182\\n" >update/request',
      );
      await machine.until('on trial', () => state()['STATE'] === 'trial', MINUTE);
      expect(left()).toBe('felt');
      await machine.until('serving', machine.serves, MINUTE);
      expect(readlinkSync(machine.at('opt/felt/current'))).toBe('releases/182');
      const log = ['/var/lib/felt/leaf/update', '/var/lib/felt/leaf/felt.db'];
      expect(machine.run('find', ...log, '-user', 'root').said).toBe('');
      down();
      machine.release('181', LEAF);
      machine.run('systemctl', 'start', 'felt-leaf.service');
    },
    2 * MINUTE,
  );

  test(
    'OPS-5: a leaf that hangs is killed by the watchdog, and serves again within 30 s',
    async () => {
      const pid = machine.property('MainPID');
      machine.run('kill', '-STOP', pid);
      const tookMs = await away(() => machine.property('MainPID') !== pid);
      console.log(`SIGSTOP under systemd: serves again after ${(tookMs / SECOND).toFixed(1)} s`);
      if (tookMs > 30 * SECOND) throw new Error(journal());
    },
    2 * MINUTE,
  );

  const NOTIFY =
    'import os, socket, time; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"READY=1", os.environ["NOTIFY_SOCKET"]); time.sleep(999)';
  const broken = [
    ['exits at once', '#!/bin/sh\nexit 1\n', 'exit-code'],
    ...(isLong
      ? ([
          ['is never ready', '#!/bin/sh\nexec sleep 999\n', 'timeout'],
          ['hangs as soon as it is ready', `#!/usr/bin/python3\n${NOTIFY}\n`, 'watchdog'],
        ] as const)
      : []),
  ] as const;
  test.each(broken)(
    'OPS-3: a release on trial that %s is taken back within 60 s',
    async (what, text, reason) => {
      machine.run('systemctl', 'stop', 'felt-leaf.service');
      machine.run('systemctl', 'reset-failed', 'felt-leaf.service');
      machine.release('182', text);
      machine.put('opt/felt/state', 'STATE=trial\nFROM=181\nTO=182\nTRIES_LEFT=2\n');
      machine.link('previous', '181');
      machine.link('current', '182');
      machine.run('systemctl', 'start', '--no-block', 'felt-leaf.service');
      const current = () => readlinkSync(machine.at('opt/felt/current'));
      const tookMs = await away(() => current() === 'releases/181');
      console.log(
        `a release that ${what}: the one before serves after ${(tookMs / SECOND).toFixed(1)} s`,
      );
      if (tookMs > MINUTE) throw new Error(journal());
      expect(state()).toMatchObject({ STATE: 'rolledback', TO: '182', REASON: reason });
    },
    2 * MINUTE,
  );
});

/** Of the unit that hangs below: shorter times, in the long runs its own. */
const HANG_TIMES = isLong
  ? { within: 32 * SECOND, unit: '' }
  : {
      within: 25 * SECOND,
      unit: '[Service]\nWatchdogSec=5\nTimeoutStopSec=1\nTimeoutAbortSec=1\n',
    };

test.skipIf(!canBoot)(
  'OPS-5: a disk that hangs for good has the machine reset by the times in the unit, for nothing less helps (needs root)',
  async () => {
    const disk = mkdtempSync(join(tmpdir(), 'felt-hang-'));
    const takeAway = onDisk(disk);
    const machine = await bootMachine({ disk });
    try {
      machine.put('etc/systemd/system/felt-leaf.service.d/hang.conf', HANG_TIMES.unit);
      machine.run('systemctl', 'daemon-reload');
      machine.run('systemd-sysusers');
      machine.run('systemctl', 'start', 'felt-leaf.service');
      await machine.until('up', machine.serves, MINUTE);
      const frozenAtMs = performance.now();
      sh('fsfreeze', '--freeze', disk);
      const isReset = () => machine.run('cat', '/run/reset').said === 'b';
      await machine.until('reset', isReset, MINUTE);
      const tookMs = performance.now() - frozenAtMs;
      console.log(`a disk that hangs for good: reset after ${(tookMs / SECOND).toFixed(1)} s`);
      expect(tookMs).toBeLessThan(HANG_TIMES.within);
    } finally {
      sh('fsfreeze', '--unfreeze', disk);
      await machine.close();
      takeAway();
      rmSync(disk, { recursive: true, force: true });
      rmSync(`${disk}.img`, { force: true });
    }
  },
  3 * MINUTE,
);
