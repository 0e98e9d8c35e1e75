import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { MINUTE } from '../../src/kernel/time.ts';
import type { Machine } from './machine.ts';
import { bootMachine, canBoot, LEAF } from './machine.ts';
import { FOLDER } from './unit.ts';

const SCRIPT = '/srv/felt/systemd/install.sh';
const OURS = ['/opt/felt', '/etc/felt', '/usr/lib/felt', '/usr/lib/sysusers.d/felt.conf'];

test('OPS-5: the installer is sound bash', () => {
  const shellcheck = Bun.which('shellcheck');
  const read = Bun.spawnSync(['bash', '-n', join(FOLDER, 'install.sh')]);
  expect(read.stderr.toString()).toBe('');
  if (shellcheck === null) return;
  const checked = Bun.spawnSync([shellcheck, join(FOLDER, 'install.sh')]);
  expect(checked.stdout.toString()).toBe('');
});

describe.skipIf(!canBoot)('on a machine that knows nothing of Felt (needs root)', () => {
  let machine: Machine;
  const install = (...args: readonly string[]) => machine.run('bash', SCRIPT, ...args);
  beforeAll(async () => {
    machine = await bootMachine();
    machine.run('rm', '-rf', ...OURS);
    machine.run('sh', '-c', 'rm -f /usr/lib/systemd/system/felt-*; systemctl daemon-reload');
    machine.put('srv/felt-leaf', LEAF);
    machine.run('chmod', '755', '/srv/felt-leaf');
  }, MINUTE);
  afterAll(() => machine?.close(), MINUTE);

  test('OPS-5: it says in one line what it cannot install, and installs nothing', () => {
    expect(install()).toEqual({ exitCode: 1, said: 'felt: usage: install.sh LEAF' });
    expect(install('/srv/none').said).toContain('/srv/none is no executable');
    expect(install('/bin/true').said).toContain('/bin/true is no leaf');
    expect(machine.run('ls', '/opt/felt').exitCode).not.toBe(0);
  });

  test(
    'OPS-5: the leaf serves as a user without rights, and its updates can begin',
    async () => {
      const { exitCode, said } = install('/srv/felt-leaf');
      expect(`${exitCode} ${said}`).toMatch(/^0 .*the leaf runs with releases\/\d+/su);
      // From the sources it holds no root keys.
      expect(said).toContain('takes no updates');
      await machine.until('serving', machine.serves, MINUTE);
      expect(machine.property('User')).toBe('felt');
      const on = ['felt-leaf', 'felt-update.path', 'felt-disk.timer'];
      expect(machine.run('systemctl', 'is-enabled', ...on).said).toBe('enabled\nenabled\nenabled');
      expect(machine.run('systemctl', 'is-active', ...on).said).toBe('active\nactive\nactive');
      expect(machine.run('felt-leaf', 'update', 'status').said).toMatch(/^state +idle$/mu);
      expect(machine.run('stat', '-c', '%a %U:%G', '/etc/felt/leaf.conf').said).toBe(
        '640 root:felt',
      );
    },
    MINUTE,
  );

  test('OPS-5: a second run keeps the settings and the release that runs', () => {
    machine.run('sh', '-c', 'echo FELT_BACKUP_MB=64 >>/etc/felt/leaf.conf');
    const before = machine.run('cat', '/etc/felt/leaf.conf', '/opt/felt/state').said;
    const pid = machine.property('MainPID');
    expect(install('/srv/felt-leaf').exitCode).toBe(0);
    expect(machine.run('cat', '/etc/felt/leaf.conf', '/opt/felt/state').said).toBe(before);
    expect(machine.property('MainPID')).toBe(pid);
  });

  test(
    'OPS-5: a release that is gone is put in anew, and what is known of keys stays',
    async () => {
      machine.run('systemctl', 'stop', 'felt-leaf.service');
      const known = 'CONFIRMED_SEQUENCE=7\nMIN_SEQUENCE=0\nKEYS_ISSUED=1790000000000';
      machine.put('opt/felt/state', `STATE=trial\nFROM=1\nTO=2\n${known}\n`);
      machine.run('sh', '-c', 'rm -rf /opt/felt/releases/*');
      expect(install('/srv/felt-leaf').exitCode).toBe(0);
      await machine.until('serving', machine.serves, MINUTE);
      expect(machine.run('cat', '/opt/felt/state').said).toBe(`STATE=idle\n${known}`);
    },
    MINUTE,
  );

  test('OPS-4: what makes a board of a whole system leaves a running one as it is', () => {
    const name = machine.run('cat', '/etc/hostname').said;
    const { exitCode, said } = machine.run('bash', '/srv/felt/image-build/provision.sh', '/srv');
    expect({ exitCode, said }).toEqual({
      exitCode: 1,
      said: 'felt: this is a running machine, no image: systemd/install.sh is for that',
    });
    expect(machine.run('cat', '/etc/hostname').said).toBe(name);
  });
});
