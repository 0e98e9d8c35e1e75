import { expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DISPLAY = join(import.meta.dir, '../../image-build/display');
const UNITS = join(DISPLAY, 'root/usr/lib/systemd/system');
const analyze = Bun.which('systemd-analyze');
/** Exposure in tenths, as for the units in systemd/; of the one that sets up a network card, as it says. */
const most = (name: string): number => (name === 'felt-wifi.service' ? 16 : 15);

test.skipIf(analyze === null).each(readdirSync(UNITS).filter((name) => name.endsWith('.service')))(
  'SEC-4: %s reaches nothing but what it works on (exposure 1.5 at most, 1.6 of the Wi-Fi)',
  (name) => {
    const { exitCode, stdout } = Bun.spawnSync([
      ...[analyze ?? '', 'security', '--offline=true', `--threshold=${most(name)}`, '--no-pager'],
      join(UNITS, name),
    ]);
    expect(stdout.toString()).toContain('Overall exposure level');
    expect(exitCode).toBe(0);
  },
);

test.skipIf(analyze === null)('OPS-5: systemd understands every line of every unit', () => {
  const units = readdirSync(UNITS).map((name) => join(UNITS, name));
  const { stdout, stderr } = Bun.spawnSync([analyze ?? '', 'verify', '--man=no', ...units]);
  const lines = `${stdout}${stderr}`.trim().split('\n');
  // What they start is installed where they run, and not here.
  expect(lines.filter((line) => !/Command \/usr\/lib\/felt\/\S+ is not exec/u.test(line))).toEqual(
    [],
  );
});

const shellcheck = Bun.which('shellcheck');
test.skipIf(shellcheck === null)('OPS-5: shellcheck minds nothing in the kiosk', () => {
  const scripts = ['kiosk.sh', 'kiosk-pictures.sh', 'kiosk-own.sh'].map((name) =>
    join(DISPLAY, '../../systemd', name),
  );
  expect(Bun.spawnSync([shellcheck ?? '', '-x', ...scripts]).stdout.toString()).toBe('');
});

test('OPS-4: on a screen the card is only read, also where the script runs twice', () => {
  const root = mkdtempSync(join(tmpdir(), 'felt-display-'));
  try {
    for (const part of ['etc', 'usr/share/felt']) mkdirSync(join(root, part), { recursive: true });
    const ours = readFileSync(join(DISPLAY, 'root/usr/share/felt/fstab'));
    writeFileSync(join(root, 'usr/share/felt/fstab'), ours);
    writeFileSync(
      join(root, 'etc/fstab'),
      'BOOTDEV /boot/firmware vfat defaults 0 2\nROOTDEV / ext4 defaults,noatime 0 1\n',
    );
    const again = () => {
      const script = join(DISPLAY, 'provision.sh');
      expect(Bun.spawnSync([script, '--mounts', root]).exitCode).toBe(0);
      return readFileSync(join(root, 'etc/fstab'), 'utf8');
    };
    const lines = again().split('\n');
    expect(again().split('\n')).toEqual(lines);
    expect(lines).toContain('BOOTDEV /boot/firmware vfat ro,defaults 0 2');
    expect(lines).toContain('ROOTDEV / ext4 ro,defaults,noatime 0 1');
    const disks = lines.filter((line) => /^\w+DEV/u.test(line));
    expect(disks.every((line) => line.includes(' ro,'))).toBe(true);
  } finally {
    rmSync(root, { recursive: true });
  }
});
