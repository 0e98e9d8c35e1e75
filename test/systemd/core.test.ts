import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchNats } from '../../scripts/fetch-nats.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import type { Machine } from './machine.ts';
import { bootMachine, canBoot, programOf } from './machine.ts';
import { FOLDER } from './unit.ts';

const UNITS = ['felt-hub.service', 'felt-core.service', 'felt-leaf@room.service'] as const;

describe.skipIf(!canBoot)('a core by the real systemd (needs root and systemd-nspawn)', () => {
  let machine: Machine;
  beforeAll(async () => {
    const nats = fetchNats(process.arch === 'arm64' ? 'arm64' : 'x64');
    machine = await bootMachine();
    copyFileSync(nats, machine.at('srv/nats-server'));
    for (const tier of ['core', 'leaf'] as const) {
      const path = `usr/local/bin/felt-${tier}`;
      machine.put(path, programOf(tier, 'export NATS_SERVER=/srv/nats-server'));
      chmodSync(machine.at(path), 0o755);
    }
    copyFileSync(
      join(FOLDER, 'sysusers-core.conf'),
      machine.at('usr/lib/sysusers.d/felt-core.conf'),
    );
    machine.run('systemd-sysusers');
    // As `felt-core venue virtual` leaves it.
    machine.put('var/lib/felt/virtual/room.env', 'FELT_PORT=8200\n');
    chmodSync(machine.at('var/lib/felt/virtual/room.env'), 0o600);
    // The core needs the hub, which is started with it.
    const started = machine.run('systemctl', 'start', UNITS[1], UNITS[2]);
    if (started.exitCode !== 0) {
      throw new Error(machine.run('journalctl', '--no-pager', '--lines=80').said);
    }
  }, 2 * MINUTE);
  afterAll(() => machine?.close(), MINUTE);

  const shown = (unit: string, name: string): string =>
    machine.run('systemctl', 'show', `--property=${name}`, '--value', unit).said;

  test.each([
    ['felt-hub.service', 'takes leaves on port 7422'],
    ['felt-core.service', 'serves http://localhost:8090'],
    ['felt-leaf@room.service', 'serves http://127.0.0.1:8200'],
  ] as const)('OPS-5: %s works behind its walls, and has no rights', (unit, status) => {
    expect(shown(unit, 'StatusText')).toBe(status);
    const rights = machine.run('cat', `/proc/${shown(unit, 'MainPID')}/status`).said;
    expect(rights).toMatch(/^NoNewPrivs:\s+1$/mu);
    expect(rights).toMatch(/^CapEff:\s+0+$/mu);
    expect(rights).toMatch(/^Seccomp:\s+2$/mu);
    expect(rights).not.toMatch(/^Uid:\s+0\b/mu);
  });

  test('SEC-4: a virtual leaf sees neither its settings nor another one’s folder', () => {
    const pid = shown('felt-leaf@room.service', 'MainPID');
    const uid = /^Uid:\s+(\d+)/mu.exec(machine.run('cat', `/proc/${pid}/status`).said)?.[1];
    // What it sees itself, as the user that it is.
    const as = (...command: readonly string[]) =>
      machine.run(
        ...['nsenter', '-t', pid, '-m', '--', 'setpriv', `--reuid=${uid}`, '--clear-groups', '--'],
        ...command,
      ).exitCode;
    machine.run('mkdir', '-m', '0700', '/var/lib/private/felt/virtual/other');
    expect(as('ls', '/var/lib/felt/virtual/room/felt.db')).toBe(0);
    expect(as('cat', '/var/lib/felt/virtual/room.env')).not.toBe(0);
    expect(as('ls', '/var/lib/private/felt/virtual/other')).not.toBe(0);
  });

  test(
    'OPS-5: leaves stay linked while the core is started anew',
    async () => {
      const hub = shown('felt-hub.service', 'MainPID');
      const core = shown('felt-core.service', 'MainPID');
      machine.run('kill', '-KILL', core);
      const isBack = () =>
        shown('felt-core.service', 'ActiveState') === 'active' &&
        shown('felt-core.service', 'MainPID') !== core;
      await machine.until('back', isBack, MINUTE / 2);
      expect(shown('felt-hub.service', 'MainPID')).toBe(hub);
    },
    MINUTE,
  );
});
