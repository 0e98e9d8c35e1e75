import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSmart } from '../../src/leaf/health/smart.ts';
import { FOLDER, sectionOf, serviceOf } from './unit.ts';

const SCRIPT = join(FOLDER, 'disk.sh');
const RECORDED = join(import.meta.dir, '../data/machines/smartctl-nvme.json');
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'felt-disk-'));
  for (const part of ['bin', 'proc', 'sys/block', 'run/felt-disk']) {
    mkdirSync(join(root, part), { recursive: true });
  }
  writeFileSync(join(root, 'proc/uptime'), '742.55 2900.01\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const disks = (...names: readonly string[]): void => {
  for (const name of names) mkdirSync(join(root, 'sys/block', name));
};
/** Stands for smartmontools: notes how it was asked, and says that. */
const smartctl = (lines: string): void => {
  const path = join(root, 'bin/smartctl');
  writeFileSync(path, `#!/bin/bash\necho "$*" >>"${root}/asked"\n${lines}\n`);
  chmodSync(path, 0o755);
};
const run = () => {
  // Of the machine's own programs only what the script is made of.
  const path = `${join(root, 'bin')}:${join(root, 'tools')}`;
  mkdirSync(join(root, 'tools'), { recursive: true });
  for (const name of ['mv', 'cat']) {
    const tool = join(root, 'tools', name);
    if (existsSync(tool)) continue;
    writeFileSync(tool, `#!/bin/bash\nexec ${Bun.which(name)} "$@"\n`);
    chmodSync(tool, 0o755);
  }
  const { exitCode, stdout, stderr } = Bun.spawnSync([Bun.which('bash') ?? '', SCRIPT, root], {
    env: { PATH: path },
  });
  return { exitCode, said: `${stdout}${stderr}`.trim() };
};
const left = (): readonly string[] => readdirSync(join(root, 'run/felt-disk')).sort();
const asked = (): readonly string[] =>
  existsSync(join(root, 'asked'))
    ? readFileSync(join(root, 'asked'), 'utf8').trim().split('\n')
    : [];

test('OPS-6: what asks the disks is sound bash', () => {
  const shellcheck = Bun.which('shellcheck');
  expect(Bun.spawnSync(['bash', '-n', SCRIPT]).stderr.toString()).toBe('');
  if (shellcheck === null) return;
  expect(Bun.spawnSync([shellcheck, SCRIPT]).stdout.toString()).toBe('');
});

describe('OPS-6: the wear of NVMe disks', () => {
  test('of each one is left where anybody reads it, as smartmontools of Debian 12 tell it', () => {
    disks('nvme0n1', 'nvme1n1', 'nvme0c0n1', 'mmcblk0', 'sda');
    smartctl(`cat ${RECORDED}`);
    expect(run()).toEqual({ exitCode: 0, said: '' });
    expect(left()).toEqual(['nvme0n1.json', 'nvme1n1.json']);
    expect(asked()).toEqual(
      ['nvme0n1', 'nvme1n1'].map((name) => `--json=c --attributes /dev/${name}`),
    );
    expect(statSync(join(root, 'run/felt-disk/nvme0n1.json')).mode & 0o444).toBe(0o444);
    expect(readSmart(root, 'nvme0n1')).toEqual({ wear: 0, isEnding: false });
  });

  test('a disk that is failing is told, too: smartctl does not end with 0 then', () => {
    disks('nvme0n1');
    smartctl(`sed s/xx/xx/ /dev/null 2>/dev/null; cat ${RECORDED}; exit 8`);
    expect(run().exitCode).toBe(0);
    expect(readSmart(root, 'nvme0n1')).not.toBeNull();
  });

  test.each([
    ['cannot be opened', 'echo \'{"smartctl":{"exit_status":2}}\'; exit 2'],
    ['was asked wrongly', 'echo \'{"smartctl":{"exit_status":1}}\'; exit 1'],
    ['says no JSON', 'echo no'],
    ['says nothing', ':'],
    ['makes smartctl crash', 'kill -SEGV $$'],
  ])('one that %s keeps what it said before, and is none of the others’ business', (_, lines) => {
    disks('nvme0n1', 'nvme1n1');
    smartctl(`cat ${RECORDED}`);
    run();
    const before = readFileSync(join(root, 'run/felt-disk/nvme0n1.json'), 'utf8');
    writeFileSync(join(root, 'proc/uptime'), '4342.55 2900.01\n');
    smartctl(`if [[ $* == *nvme0n1 ]]; then ${lines}; else cat ${RECORDED}; fi`);
    const { exitCode, said } = run();
    expect(exitCode).toBe(0);
    expect(said).toContain('felt: nvme0n1 says nothing of itself');
    expect(left()).toEqual(['nvme0n1.json', 'nvme1n1.json']);
    expect(readFileSync(join(root, 'run/felt-disk/nvme0n1.json'), 'utf8')).toBe(before);
    expect(readFileSync(join(root, 'run/felt-disk/nvme1n1.json'), 'utf8')).toContain(
      '"uptimeS":4342.55',
    );
  });

  test('a machine without any, and one without smartmontools, are no failure', () => {
    smartctl('exit 2');
    expect(run()).toEqual({ exitCode: 0, said: '' });
    expect(asked()).toEqual([]);
    disks('nvme0n1');
    rmSync(join(root, 'bin/smartctl'));
    const { exitCode, said } = run();
    expect(exitCode).toBe(0);
    expect(said).toContain('apt install smartmontools');
    expect(left()).toEqual([]);
  });

  test('are asked at the start and each hour, and stay where the leaf looks', () => {
    const { one } = sectionOf(join(FOLDER, 'felt-disk.timer'), 'Timer');
    expect(one('OnBootSec')).toBe('30s');
    expect(one('OnUnitInactiveSec')).toBe('1h');
    const service = serviceOf(join(FOLDER, 'felt-disk.service'), '');
    expect(service.one('RuntimeDirectory')).toBe('felt-disk');
    expect(service.one('RuntimeDirectoryMode')).toBe('0755');
    expect(service.one('RuntimeDirectoryPreserve')).toBe('yes');
    expect(service.one('UMask')).toBe('0022');
  });

  test('SEC-4: the right to ask them is all that is given, to read, and only for NVMe', () => {
    const { one, every } = serviceOf(join(FOLDER, 'felt-disk.service'), '');
    expect(one('CapabilityBoundingSet')).toBe('CAP_SYS_ADMIN');
    expect(every('DeviceAllow')).toEqual(['block-blkext r']);
    expect(one('DevicePolicy')).toBe('closed');
    expect(one('User')).toBe('felt-disk');
    // Without user namespaces of its own: the kernel asks for the right in the first one.
    expect(every('PrivateUsers')).toEqual([]);
  });
});
