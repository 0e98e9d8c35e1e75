import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { arm64Root } from '../smoke.ts';
import { run, type Target } from '../targets.ts';

/** The C library's own files: all that an executable of Felt takes from a machine. */
const LIBRARIES = {
  'linux-x64': { folder: 'lib/x86_64-linux-gnu', loader: 'lib64/ld-linux-x86-64.so.2' },
  'linux-arm64': { folder: 'lib/aarch64-linux-gnu', loader: 'lib/ld-linux-aarch64.so.1' },
} as const;
const NAMES = [
  ...['libc.so.6', 'libm.so.6', 'libdl.so.2', 'libpthread.so.0', 'librt.so.1'],
  'libgcc_s.so.1',
];

export const isHost = (target: Target): boolean => target === `${process.platform}-${process.arch}`;

/** Whether the kernel itself starts programs of this target here, with qemu-user where it must. */
export const canStart = (target: Target): boolean => {
  if (isHost(target)) return true;
  const entry = '/proc/sys/fs/binfmt_misc/qemu-aarch64';
  // F: the kernel holds qemu open, so that it need not lie in the cell.
  return existsSync(entry) && /^flags: .*F/mu.test(readFileSync(entry, 'utf8'));
};

export type Cell = {
  /** Starts the executable there, with nothing but these variables. */
  readonly spawn: (
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ) => Bun.Subprocess<'ignore', 'pipe', 'pipe'>;
};

const place = (from: string, to: string): void => {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
};

const bind = (folder: string, device: string): void => {
  const at = join(folder, device);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, '');
  run(['mount', '--bind', device, at], folder);
};

/** Where the C library for a target lies; fetched once where it is not this machine's, which takes a network. */
export const librariesOf = (target: Target): string => (isHost(target) ? '/' : arm64Root());

/**
 * A root folder in which there is an executable, the C library, /proc, /tmp and two devices, and
 * nothing else: no shell, no Node, no Bun. To be made in a mount namespace of its own.
 */
export const makeCell = (folder: string, executable: string, target: Target): Cell => {
  const { folder: libraries, loader } = LIBRARIES[target];
  const from = librariesOf(target);
  for (const name of NAMES) place(join(from, libraries, name), join(folder, libraries, name));
  place(join(from, loader), join(folder, loader));
  place(executable, join(folder, 'felt'));
  for (const device of ['/dev/null', '/dev/urandom']) bind(folder, device);
  for (const name of ['proc', 'tmp', 'data']) mkdirSync(join(folder, name));
  run(['mount', '-t', 'proc', 'proc', join(folder, 'proc')], folder);
  return {
    spawn: (args, env) =>
      Bun.spawn(['/usr/sbin/chroot', folder, '/felt', ...args], {
        ...{ cwd: '/', env, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
      }),
  };
};
