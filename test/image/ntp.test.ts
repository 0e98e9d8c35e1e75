import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINUTE } from '../../src/kernel/time.ts';
import type { Machine } from '../systemd/machine.ts';
import { bootMachine, canBoot } from '../systemd/machine.ts';
import { FOLDER } from '../systemd/unit.ts';

const ROOT = join(import.meta.dir, '../../image-build/root');
const SCRIPT = 'usr/lib/felt/ntp.sh';

/** What the script makes of what networkd notes; null: nothing was told to chrony. */
const handedOn = (folder: string, noted: string): string | null => {
  const told = join(folder, 'told');
  rmSync(told, { force: true });
  writeFileSync(join(folder, 'state'), noted);
  writeFileSync(join(folder, 'chronyc'), `#!/bin/sh\necho "$*" >'${told}'\n`, { mode: 0o755 });
  const { exitCode, stderr } = Bun.spawnSync([join(ROOT, SCRIPT)], {
    env: {
      PATH: `${folder}:${process.env['PATH']}`,
      ...{ FELT_NETIF: join(folder, 'state'), RUNTIME_DIRECTORY: folder },
    },
  });
  expect([exitCode, stderr.toString()]).toEqual([0, '']);
  if (!existsSync(told)) return null;
  expect(readFileSync(told, 'utf8')).toBe('reload sources\n');
  return readFileSync(join(folder, 'felt.sources'), 'utf8');
};

test('OPS-5: time servers of the network reach chrony, each change once, and nothing that is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-ntp-'));
  try {
    const two = 'OPER_STATE=routable\nNTP=10.7.0.1 ntp.example.org\n';
    const lines = 'server 10.7.0.1 iburst\nserver ntp.example.org iburst\n';
    expect(handedOn(folder, two)).toBe(lines);
    expect(handedOn(folder, `DNS=10.0.0.1\n${two}`)).toBeNull();
    expect(handedOn(folder, 'NTP=fd00::1 -x $(reboot) a;b /etc/x\n')).toBe(
      'server fd00::1 iburst\n',
    );
    expect(handedOn(folder, 'OPER_STATE=off\n')).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const hasChrony = Bun.which('chronyd') !== null;

describe.skipIf(!canBoot || !hasChrony)('on a board in a network (needs root)', () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await bootMachine();
    const units = 'usr/lib/systemd/system';
    for (const file of [SCRIPT, `${units}/felt-ntp.path`, `${units}/felt-ntp.service`]) {
      cpSync(join(ROOT, file), machine.at(file));
    }
    chmodSync(machine.at(SCRIPT), 0o755);
    cpSync(join(FOLDER, 'chrony/chrony.conf'), machine.at('etc/chrony/chrony.conf'));
    // The clock in here is that of the machine around it.
    machine.put('etc/default/chrony', 'DAEMON_OPTS="-x -F 0"\n');
    const dropIn = 'etc/systemd/system/chrony.service.d/felt.conf';
    machine.put(dropIn, readFileSync(join(ROOT, dropIn), 'utf8'));
    machine.put(dropIn.replace('felt', 'test'), '[Unit]\nConditionCapability=\n');
    const network = (name: string, card: string, more: string) =>
      machine.put(`etc/systemd/network/${name}.network`, `[Match]\nName=${card}\n${more}`);
    network(
      '10-router',
      'router0',
      '[Network]\nAddress=10.7.0.1/24\nDHCPServer=yes\n[DHCPServer]\nNTP=10.7.0.1 10.7.0.9\n',
    );
    network('20-board', 'board0', '[Network]\nDHCP=yes\n');
    machine.run('systemctl', 'daemon-reload');
  }, MINUTE);
  afterAll(() => machine?.close(), MINUTE);

  test(
    'OPS-5: chrony asks whom the router names, without a word of anybody',
    async () => {
      const { run, until } = machine;
      expect(run('systemctl', 'start', 'chrony.service').said).toBe('');
      expect(
        run('ip', 'link', 'add', 'router0', 'type', 'veth', 'peer', 'name', 'board0').said,
      ).toBe('');
      expect(run('systemctl', 'start', 'systemd-networkd.service').said).toBe('');
      const asks = () => run('chronyc', '-n', 'sources').said;
      await until('asked', () => /10\.7\.0\.1 [\s\S]*10\.7\.0\.9 /u.test(asks()), MINUTE / 2);
    },
    MINUTE,
  );
});
