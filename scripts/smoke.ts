import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type Target } from './targets.ts';

const CACHE = join(import.meta.dir, '..', '.cache');
const ARM64_LIBRARIES = ['libc6', 'libgcc-s1', 'libstdc++6'];

/**
 * Debian's arm64 libraries in a folder of their own. apt works with lists and caches of its own there
 * too, so the machine's architectures stay as they are, and it need not be root.
 */
export const arm64Root = (): string => {
  const root = join(CACHE, 'arm64');
  if (existsSync(join(root, 'lib/aarch64-linux-gnu/libc.so.6'))) return root;
  const apt = mkdtempSync(join(tmpdir(), 'felt-apt-'));
  try {
    mkdirSync(join(apt, 'lists/partial'), { recursive: true });
    const own = {
      'APT::Architecture': 'arm64',
      'APT::Architectures': 'arm64',
      'APT::Sandbox::User': '',
      'Dir::State::lists': join(apt, 'lists'),
      'Dir::State::status': '/dev/null',
      'Dir::Cache': join(apt, 'cache'),
    };
    const options = Object.entries(own).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    run(['apt-get', ...options, 'update'], apt);
    run(['apt-get', ...options, 'download', ...ARM64_LIBRARIES], apt);
    rmSync(root, { recursive: true, force: true });
    for (const file of readdirSync(apt).filter((name) => name.endsWith('.deb'))) {
      run(['dpkg', '-x', join(apt, file), root], apt);
    }
    return root;
  } finally {
    rmSync(apt, { recursive: true });
  }
};

const isHost = (target: Target): boolean => target === `${process.platform}-${process.arch}`;

/** What goes before a program of this target so that it runs here; undefined where nothing can. */
export const launcher = (target: Target): readonly string[] | undefined => {
  if (isHost(target)) return [];
  if (target !== 'linux-arm64' || !Bun.which('qemu-aarch64-static')) return undefined;
  return ['qemu-aarch64-static', '-L', arm64Root()];
};

/** The first address in what a program says on a stream; throws when it ends without one. */
const addressIn = async (stream: ReadableStream<Uint8Array>): Promise<string> => {
  let said = '';
  for await (const bytes of stream) {
    said += new TextDecoder().decode(bytes);
    const address = /http:\/\/[^\s]+:\d+/.exec(said)?.[0];
    if (address) return address;
  }
  throw new Error(`the leaf ended before it told its address: ${said}`);
};

const SETUP = {
  venue: { name: 'Smoke', slug: 'smoke', timezone: 'Europe/Berlin', currency: 'EUR' },
  admin: { name: 'Ada', pin: '739154' },
};

/** The text of an answer with this status; throws on any other one. */
const expectStatus = async (status: number, url: string, init?: RequestInit): Promise<string> => {
  const response = await fetch(url, init);
  const text = await response.text();
  if (response.status !== status) throw new Error(`${url} answered ${response.status}: ${text}`);
  return text;
};

/** The page and what it asks for: all of it must have travelled inside the executable. */
const expectPage = async (address: string): Promise<void> => {
  const html = await expectStatus(200, `${address}/setup`);
  const paths = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  if (paths.length < 2) throw new Error(`the page names no script and style: ${html}`);
  for (const path of paths) await expectStatus(200, `${address}${path}`);
};

/** Serves, is asked for its health and its page, sets up the venue (a write), and ends cleanly. */
const serveOnce = async (command: readonly string[], cwd: string, env: Env): Promise<void> => {
  const leaf = Bun.spawn([...command, 'serve'], {
    cwd,
    env,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  });
  try {
    const address = (await addressIn(leaf.stdout)).replace('0.0.0.0', 'localhost');
    await expectStatus(200, `${address}/health`);
    await expectPage(address);
    await expectStatus(201, `${address}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(SETUP),
    });
  } catch (error) {
    leaf.kill('SIGKILL');
    throw error;
  }
  leaf.kill('SIGTERM');
  if ((await leaf.exited) !== 0) throw new Error(`serve ended with ${leaf.exitCode}`);
};

type Env = { readonly [name: string]: string };

/**
 * Moves an executable to an empty folder and runs it there, under qemu-user where it is not of this
 * machine. Throws where it does not do what it should; says what it did.
 */
export const smoke = async (executable: string, target: Target): Promise<string> => {
  const before = launcher(target);
  if (!before) return 'not tried: qemu-aarch64-static is missing (qemu-user-static)';
  const folder = mkdtempSync(join(tmpdir(), 'felt-smoke-'));
  try {
    const moved = join(folder, 'felt-leaf');
    copyFileSync(executable, moved);
    const command = [...before, moved];
    // Nothing of this checkout's environment: no port, no data folder, no node_modules.
    const env = { PATH: '/usr/bin:/bin', FELT_PORT: '0', FELT_DATA: join(folder, 'data') };
    await serveOnce(command, folder, env);
    const verify = Bun.spawnSync([...command, 'verify'], { cwd: folder, env, stdin: 'ignore' });
    if (!verify.success) throw new Error(`verify: ${verify.stderr.toString()}`);
    const where = before.length > 0 ? ' under qemu-user' : '';
    return `ran in an empty folder${where}: served, was set up, ended, and its log verified`;
  } finally {
    rmSync(folder, { recursive: true });
  }
};
