import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { done, ran } from './commands.ts';
import { FOLDER, unitsOf } from './unit.ts';

const SOURCES = join(import.meta.dir, '../..');
/** Where the sources and the Bun of these tests lie in the machine. */
const [ROOT, BUN] = ['/srv/felt', '/srv/bun'];
const SYSRQ = 'FELT_SYSRQ=/run/reset';
const BOOT_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 50;

/** A kernel that shares itself out to a machine inside needs root. */
export const canBoot =
  process.getuid?.() === 0 &&
  ['systemd-nspawn', 'nsenter'].every((name) => Bun.which(name) !== null);

/** A program of the machine, from source. @param first a line of sh in front of it. */
export const programOf = (tier: 'leaf' | 'core', first = ':'): string =>
  `#!/bin/sh\n${first}\nexec ${BUN} ${ROOT}/src/${tier}/main.ts "$@"\n`;

/** A release is what is to run: the leaf from source, or a script that is broken in some way. */
export const LEAF = programOf('leaf');

/** The leaf from source as a build of that number, which takes releases of those roots. */
export const leafAs = (
  build: { readonly version: string; readonly sequence: number },
  roots: readonly string[],
): string => {
  const target = process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';
  const own = { product: 'felt-leaf', ...build, commit: null, target };
  const given = { FELT_BUILD: own, FELT_ROOT_KEYS: roots };
  const defines = Object.entries(given).map(
    ([name, value]) => `--define "${name}='${JSON.stringify(value).replaceAll('"', '\\"')}'"`,
  );
  return `#!/bin/sh\nexec ${BUN} ${defines.join(' ')} ${ROOT}/src/leaf/main.ts "$@"\n`;
};

/**
 * A machine inside this one that boots the real systemd: this one's own files with our units, and
 * whatever it writes gone in the end. Its network is its own.
 * @param disk folder that the machine has as that of its leaf.
 */
export const bootMachine = async ({ disk }: { readonly disk?: string } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-machine-'));
  const at = (path: string): string => join(folder, 'root', path);
  done('mount', '-t', 'tmpfs', 'tmpfs', folder);
  for (const part of ['upper', 'work', 'root']) mkdirSync(join(folder, part));
  const layers = `lowerdir=/,upperdir=${join(folder, 'upper')},workdir=${join(folder, 'work')}`;
  done('mount', '-t', 'overlay', 'overlay', '-o', layers, join(folder, 'root'));

  const release = (sequence: string, text: string): void => {
    const file = at(`opt/felt/releases/${sequence}/felt-leaf`);
    mkdirSync(join(file, '..'), { recursive: true });
    rmSync(file, { force: true });
    writeFileSync(file, text);
    chmodSync(file, 0o555);
  };
  const link = (name: string, sequence: string): void => {
    rmSync(at(`opt/felt/${name}`), { force: true });
    symlinkSync(`releases/${sequence}`, at(`opt/felt/${name}`));
  };
  const put = (path: string, text: string): void => {
    mkdirSync(join(at(path), '..'), { recursive: true });
    writeFileSync(at(path), text);
  };

  for (const name of [...unitsOf('service'), ...unitsOf('path'), ...unitsOf('timer')]) {
    cpSync(join(FOLDER, name), at(`usr/lib/systemd/system/${name}`));
  }
  mkdirSync(at('usr/lib/felt'), { recursive: true });
  for (const name of ['rollback.sh', 'disk.sh']) {
    cpSync(join(FOLDER, name), at(`usr/lib/felt/${name}`));
  }
  cpSync(join(FOLDER, 'sysusers.conf'), at('usr/lib/sysusers.d/felt.conf'));
  put('etc/felt/leaf.conf', 'FELT_PORT=8080\n');
  release('181', LEAF);
  link('current', '181');
  put('opt/felt/state', 'STATE=idle\nCONFIRMED_SEQUENCE=181\n');
  // Whatever happens in there, this machine is not reset.
  put('etc/systemd/system/felt-leaf.service.d/test.conf', `[Service]\nEnvironment=${SYSRQ}\n`);
  put(
    'etc/systemd/system/felt-rollback.service.d/test.conf',
    `[Service]\nEnvironment=${SYSRQ}\nReadWritePaths=/run\n`,
  );

  const host = Bun.spawn(
    [
      ...['systemd-nspawn', '--quiet', '--register=no', '--keep-unit', '--private-network'],
      ...[`--machine=felt-${process.pid}`, `--directory=${at('')}`, '--console=pipe'],
      ...[`--bind-ro=${SOURCES}:${ROOT}`, `--bind-ro=${process.execPath}:${BUN}`],
      ...(disk === undefined ? [] : [`--bind=${disk}:/var/lib/felt/leaf`]),
      ...['--boot', 'systemd.unit=basic.target'],
    ],
    {
      env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const leader = (): string =>
    readFileSync(`/proc/${host.pid}/task/${host.pid}/children`, 'utf8').trim().split(' ')[0] ?? '';
  /** Runs a command in the machine, as its root. */
  const run = (...command: readonly string[]) =>
    ran('nsenter', '-t', leader(), '-m', '-u', '-i', '-n', '-p', '-C', '--', ...command);

  const until = async (what: string, isSo: () => boolean, withinMs: number): Promise<void> => {
    const untilMs = performance.now() + withinMs;
    while (!isSo()) {
      if (performance.now() > untilMs || host.exitCode !== null) {
        const { said } = run('journalctl', '--no-pager', '--lines=40');
        throw new Error(`never ${what}: ${said}`);
      }
      await Bun.sleep(LOOK_EVERY_MS);
    }
  };

  const close = async (): Promise<void> => {
    if (host.exitCode === null) {
      ran('kill', '-9', leader());
      await host.exited;
    }
    ran('umount', '-l', join(folder, 'root'));
    ran('umount', '-l', folder);
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    const isUp = () => run('systemctl', 'is-active', 'basic.target').said === 'active';
    await until('booted', isUp, BOOT_WITHIN_MS);
  } catch (error) {
    await close();
    throw error;
  }
  const property = (name: string): string =>
    run('systemctl', 'show', `--property=${name}`, '--value', 'felt-leaf.service').said;

  return {
    ...{ run, until, at, put, release, link, property, close },
    /** Whether the leaf of the machine answers. */
    serves: (): boolean =>
      property('ActiveState') === 'active' &&
      run(
        'node',
        '-e',
        "fetch('http://localhost:8080/health').then((a) => process.exit(a.ok ? 0 : 1))",
      ).exitCode === 0,
  };
};

export type Machine = Awaited<ReturnType<typeof bootMachine>>;
