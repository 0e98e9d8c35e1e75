import { expect, test } from 'bun:test';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINUTE } from '../../src/kernel/time.ts';

const SCRIPT = join(import.meta.dir, '../../image-build/root/usr/lib/felt/first-boot.sh');
/** Commands of the script that change the disk, or bring it there. */
const STEPS = ['install', 'mkdir', 'mv', 'ln', 'sync'];

/** Owners of a board are not to be had here: takes -o and -g out of what it was called with. */
const WITHOUT_OWNERS =
  'n=$#; while [ $n -gt 0 ]; do case $1 in -o | -g) shift 2; n=$((n - 2)) ;; *) set -- "$@" "$1"; shift; n=$((n - 1)) ;; esac; done';

const command = (bin: string, name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(bin, name), `#!/bin/sh\n${lines.join('\n')}\nexec /usr/bin/${name} "$@"\n`, {
    mode: 0o755,
  });

/**
 * Commands in front of the real ones: they count their steps, end the script in front of one as a power
 * cut does, and remember which files were brought to the disk.
 */
const cuttingIn = (folder: string): string => {
  const bin = join(folder, 'cutting');
  mkdirSync(bin);
  for (const name of STEPS) {
    command(
      ...[bin, name, `read -r done <${folder}/count`],
      'if [ "$done" -ge "$CUT_AT" ]; then kill -9 $PPID; exit 1; fi',
      `echo $((done + 1)) >${folder}/count`,
      ...(name === 'install' ? [WITHOUT_OWNERS] : []),
      ...(name === 'sync' ? [`stat -c %i -- "$@" >>${folder}/synced`] : []),
    );
  }
  return bin;
};

const plainIn = (folder: string): string => {
  const bin = join(folder, 'plain');
  mkdirSync(bin);
  command(bin, 'install', WITHOUT_OWNERS);
  return bin;
};

/** A board's data volume behind its first mount, and the image beside it. */
const openBoard = () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-first-'));
  const data = join(folder, 'data');
  const image = join(folder, 'image');
  for (const part of [data, image]) mkdirSync(part);
  writeFileSync(join(image, 'felt-leaf'), '#!/bin/sh\nexit 0\n');
  writeFileSync(join(image, 'felt-leaf.sequence'), '7\n');
  writeFileSync(join(image, 'leaf.conf'), 'FELT_PORT=80\n');
  writeFileSync(join(folder, 'synced'), '');
  const [cutting, plain] = [cuttingIn(folder), plainIn(folder)];
  /** Whether it came to its end. @param cutAt in front of which step; without: none. */
  const boot = (cutAt?: number): boolean => {
    writeFileSync(join(folder, 'count'), '0');
    const { exitCode } = Bun.spawnSync(['/bin/sh', SCRIPT], {
      env: {
        ...{ PATH: `${cutAt === undefined ? plain : cutting}:/usr/bin:/bin`, CUT_AT: `${cutAt}` },
        ...{ FELT_DATA_VOLUME: data, FELT_FACTORY: image, FELT_SETTINGS: join(image, 'leaf.conf') },
      },
    });
    return exitCode === 0;
  };
  /** What was not brought to the disk is empty. */
  const losePower = (): void => {
    const synced = new Set(readFileSync(join(folder, 'synced'), 'utf8').split('\n'));
    for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
      const path = join(data, name);
      const stats = lstatSync(path);
      if (stats.isFile() && !synced.has(`${stats.ino}`)) truncateSync(path);
    }
  };
  return { data, boot, losePower, remove: () => rmSync(folder, { recursive: true }) };
};

test(
  'OPS-4: power lost at any step of the first boot: the next one ends with settings and a release, whole',
  () => {
    let cuts = 0;
    for (let isWhole = false; !isWhole; cuts += 1) {
      const { data, boot, losePower, remove } = openBoard();
      try {
        isWhole = boot(cuts);
        if (!isWhole) losePower();
        expect([cuts, boot()]).toEqual([cuts, true]);
        const settings = join(data, 'etc/leaf.conf');
        expect([cuts, readFileSync(settings, 'utf8')]).toEqual([cuts, 'FELT_PORT=80\n']);
        // Tokens may stand in it.
        expect(statSync(settings).mode & 0o777).toBe(0o640);
        const leaf = join(data, 'opt/current/felt-leaf');
        expect([cuts, readFileSync(leaf, 'utf8')]).toEqual([cuts, '#!/bin/sh\nexit 0\n']);
        expect(statSync(leaf).mode & 0o777).toBe(0o555);
        expect(readlinkSync(join(data, 'opt/current'))).toBe('releases/7');
        expect(readFileSync(join(data, 'opt/state'), 'utf8')).toBe(
          'STATE=idle\nCONFIRMED_SEQUENCE=7\n',
        );
      } finally {
        remove();
      }
    }
    expect(cuts).toBeGreaterThan(15);
  },
  MINUTE,
);

test('OPS-4: what an installer has set stays over a boot', () => {
  const { data, boot, remove } = openBoard();
  try {
    expect(boot()).toBe(true);
    writeFileSync(join(data, 'etc/leaf.conf'), 'FELT_PORT=8080\n');
    expect(boot()).toBe(true);
    expect(readFileSync(join(data, 'etc/leaf.conf'), 'utf8')).toBe('FELT_PORT=8080\n');
  } finally {
    remove();
  }
});

test('SEC-10: which keys were revoked stays known where the release that ran is gone', () => {
  const { data, boot, remove } = openBoard();
  try {
    expect(boot()).toBe(true);
    const state = 'STATE=idle\nCONFIRMED_SEQUENCE=9\nMIN_SEQUENCE=8\nKEYS_ISSUED=1790000000000\n';
    writeFileSync(join(data, 'opt/state'), state);
    rmSync(join(data, 'opt/current'));
    // The start of the leaf mends it (rollback.sh).
    symlinkSync('releases/9', join(data, 'opt/current'));
    expect(boot()).toBe(true);
    expect(readFileSync(join(data, 'opt/state'), 'utf8')).toBe(state);
  } finally {
    remove();
  }
});
