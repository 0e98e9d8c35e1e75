import { expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/leaf/config.ts';
import { LEAF_SETTINGS } from '../../src/leaf/settings.ts';
import { settingsIn } from '../../src/server/settings.ts';

const BUILD = join(import.meta.dir, '../../image-build');
const UNITS = join(BUILD, 'root/usr/lib/systemd/system');
const analyze = Bun.which('systemd-analyze');
const shellcheck = Bun.which('shellcheck');
/** Exposure in tenths, as for the units in systemd/. */
const MOST = 15;

const files = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const scripts = files(BUILD).filter((file) =>
  /^#!.*\b(?:ba)?sh\b|^# shellcheck shell=/mu.test(readFileSync(file, 'utf8').slice(0, 200)),
);

test.skipIf(shellcheck === null)('OPS-4: no script of the images has what shellcheck minds', () => {
  expect(scripts.length).toBeGreaterThan(8);
  const { exitCode, stdout } = Bun.spawnSync([shellcheck ?? '', '-x', ...scripts]);
  expect(stdout.toString()).toBe('');
  expect(exitCode).toBe(0);
});

test.skipIf(analyze === null).each(readdirSync(UNITS).filter((name) => name.endsWith('.service')))(
  'SEC-4: %s reaches nothing but what it works on (exposure 1.5 at most)',
  (name) => {
    const { exitCode, stdout } = Bun.spawnSync([
      ...[analyze ?? '', 'security', '--offline=true', `--threshold=${MOST}`, '--no-pager'],
      join(UNITS, name),
    ]);
    expect(stdout.toString()).toContain('Overall exposure level');
    expect(exitCode).toBe(0);
  },
);

/** What provision.sh makes of a fstab, run twice. */
const mounted = (before: string): readonly string[] => {
  const root = mkdtempSync(join(tmpdir(), 'felt-image-'));
  try {
    mkdirSync(join(root, 'etc'));
    mkdirSync(join(root, 'usr/share/felt'), { recursive: true });
    const ours = readFileSync(join(BUILD, 'root/usr/share/felt/fstab'));
    writeFileSync(join(root, 'usr/share/felt/fstab'), ours);
    writeFileSync(join(root, 'etc/fstab'), before);
    const again = () => {
      const { exitCode, stderr } = Bun.spawnSync([join(BUILD, 'provision.sh'), '--mounts', root]);
      expect(stderr.toString()).toBe('');
      expect(exitCode).toBe(0);
      return readFileSync(join(root, 'etc/fstab'), 'utf8');
    };
    const once = again();
    expect(again()).toBe(once);
    return once.split('\n');
  } finally {
    rmSync(root, { recursive: true });
  }
};

const ROOTS = [
  ['Debian', 'LABEL=felt-root / ext4 ro,noatime 0 1', 'LABEL=felt-root / ext4 ro,noatime 0 1'],
  [
    'Armbian',
    'UUID=1-2 / ext4 defaults,noatime,commit=120,errors=remount-ro 0 1',
    'UUID=1-2 / ext4 ro,defaults,noatime,commit=120,errors=remount-ro 0 1',
  ],
  [
    'Raspberry Pi OS',
    'ROOTDEV  /               ext4    defaults,noatime  0       1',
    'ROOTDEV / ext4 ro,defaults,noatime 0 1',
  ],
] as const;

test.each(ROOTS)(
  'OPS-4: on %s the root file system is only read, and /tmp is there once',
  (_, root, expected) => {
    const boot = 'UUID=3-4 /boot/firmware vfat defaults 0 2';
    const lines = mounted(`${root}\n${boot}\ntmpfs /tmp tmpfs defaults,nosuid 0 0\n`);
    expect(lines).toContain(expected);
    expect(lines).toContain(boot);
    const at = (place: string) => lines.filter((line) => line.split(/\s+/u)[1] === place);
    for (const place of ['/', '/tmp', '/var', '/data', '/var/lib/felt', '/opt/felt', '/etc/felt'])
      expect(at(place)).toHaveLength(1);
  },
);

test('OPS-4: a board without its data volume comes up, and begins no second evening in memory', () => {
  const lines = mounted('LABEL=felt-root / ext4 ro 0 1\n');
  const onData = lines.filter((line) => /^(?:\/dev\/felt-data|\/data\/)/u.test(line));
  expect(onData.length).toBeGreaterThan(4);
  for (const line of onData) expect(line).toContain('nofail');
  const leaf = readFileSync(join(BUILD, '../systemd/felt-leaf.service'), 'utf8');
  expect(leaf).toMatch(/^RequiresMountsFor=\/var\/lib\/felt \/opt\/felt$/mu);
});

test('OPS-4: the leaf understands the settings that a board comes with', () => {
  const file = join(BUILD, 'root/usr/share/felt/leaf.conf');
  const found = settingsIn(readFileSync(file, 'utf8'), file, LEAF_SETTINGS);
  const env = Object.fromEntries([...found].map(([key, { value }]) => [key, value]));
  const config = readConfig(env);
  expect(config).toMatchObject({ port: 80, dataFolder: '/var/lib/felt/leaf' });
  expect(config.hosts).toContain('felt-2.local');
});
