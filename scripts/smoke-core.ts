import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../src/core/db/embedded.ts';

type Env = { readonly [name: string]: string };

/** What a command of the executable says; throws where it fails. */
const said = (program: string, args: readonly string[], cwd: string, env: Env): string => {
  const { success, stdout, stderr } = Bun.spawnSync([program, ...args], {
    ...{ cwd, env, stdin: 'ignore' },
  });
  if (!success) throw new Error(`${args.join(' ')}: ${stderr.toString().trim()}`);
  return stdout.toString().trim();
};

const addressIn = async (stream: ReadableStream<Uint8Array>): Promise<string> => {
  let text = '';
  for await (const bytes of stream) {
    text += new TextDecoder().decode(bytes);
    const address = /http:\/\/[^\s]+:\d+/.exec(text)?.[0];
    if (address) return address;
  }
  throw new Error(`the core ended before it told its address: ${text}`);
};

const serveOnce = async (program: string, cwd: string, env: Env): Promise<void> => {
  const core = Bun.spawn([program, 'serve'], {
    ...{ cwd, env, stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' },
  });
  try {
    const address = await addressIn(core.stdout);
    const health = await fetch(`${address}/health`);
    if (health.status !== 200) throw new Error(`health: ${health.status} ${await health.text()}`);
    const page = await (await fetch(address)).text();
    if (!page.includes('data-build')) throw new Error(`no page: ${page.slice(0, 200)}`);
  } catch (error) {
    core.kill('SIGKILL');
    throw error;
  }
  core.kill('SIGTERM');
  if ((await core.exited) !== 0) throw new Error(`serve ended with ${core.exitCode}`);
};

/**
 * Moves the core's executable to an empty folder and runs it there against a PostgreSQL that is given
 * by DATABASE_URL. Throws where it does not do what it should; says what it did.
 */
export const smokeCore = async (executable: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-smoke-core-'));
  // The database's own user has to get through to its files.
  chmodSync(folder, 0o755);
  const database = await openEmbedded({ folder: join(folder, 'db') });
  try {
    const program = join(folder, 'felt-core');
    copyFileSync(executable, program);
    // Nothing of this checkout's environment: no node_modules, no nats-server beside the bundled one.
    const env = {
      ...{ PATH: '/usr/bin:/bin', FELT_CORE_PORT: '0', FELT_HUB_PORT: '0' },
      ...{ FELT_CORE_DATA: join(folder, 'data'), DATABASE_URL: database.url },
    };
    const run = (...args: readonly string[]) => said(program, args, folder, env);
    if (!run('--help').includes('felt-core venue add')) throw new Error('--help says nothing');
    run('--version');
    await serveOnce(program, folder, env);
    const venue = ['--name', 'Smoke', '--slug', 'smoke', '--timezone', 'UTC', '--currency', 'EUR'];
    if (!/code {3}\S{17}/u.test(run('venue', 'add', ...venue))) throw new Error('it gave no code');
    run('verify');
    return 'ran in an empty folder: made its schema, served with its hub, ended, added a venue';
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
