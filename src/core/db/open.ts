import type { PostgresType, Sql } from 'postgres';
import postgres from 'postgres';
import type { Table } from '../../kernel/room.ts';
import { ARRAY_TYPES, LASTING } from '../../log/postgres-client.ts';
import { preparePostgres } from '../../log/postgres-schema.ts';
import { Failed } from '../../server/failed.ts';
import type { Build } from '../ingest/build.ts';
import { enterBuild, newestBuild } from '../ingest/build.ts';
import { hear } from './hear.ts';
import type { Platform } from './platform.ts';
import { OWNER, PLATFORM, prepareRoles, TENANT, urlFor } from './roles.ts';
import { prepareCloud } from './schema.ts';

export type { Platform } from './platform.ts';

const CONNECTIONS = { tenant: 10, platform: 4 } as const;

/** Times and counts fit a number; the driver would give them as text. */
const types = {
  ...ARRAY_TYPES,
  bigint: { to: 20, from: [20], parse: Number, serialize: String },
};

const quiet = {
  ...LASTING,
  onnotice: () => undefined,
  // In seconds. While it recovers, a database takes connections and leaves them without a word; with
  // the driver's own half minute they would stay so long after it is back.
  connect_timeout: 5,
  // In seconds. The driver's own goes up to 20 s, and a database that comes back is to be used at once.
  backoff: (attempt: number) => Math.min(1, 0.05 * 2 ** attempt),
} as const;

export type Database = {
  /** Bound to one venue per transaction (`inVenue`). */
  readonly tenant: Sql;
  /** Columns in camelCase, whole numbers as numbers. */
  readonly platform: Platform;
  /** What is notified on these channels; see `hear`. */
  readonly hear: (
    channels: Readonly<Record<string, (payload: string) => void>>,
    listening: () => void,
  ) => ReturnType<typeof hear>;
  readonly close: () => Promise<void>;
};

/** As the platform. */
const platformOf = (url: string, max: number): Platform =>
  postgres<{ bigint: PostgresType<number> }>(urlFor(url, PLATFORM), {
    max,
    transform: { column: { from: postgres.toCamel } },
    ...quiet,
    types,
  });

/** Who opens a database: a core that will serve from it, or a command beside one. */
export type Opener = { readonly build: Build; readonly beside: boolean };

/**
 * Whether this build may bring the tables to its own: it is the newest, and is entered as that.
 * @throws Error for a command of another build than the cores': it would upgrade the database.
 */
const enter = async (url: string, { build, beside }: Opener): Promise<boolean> => {
  const platform = platformOf(url, 1);
  try {
    const newest = await newestBuild(platform);
    if (!beside || newest === null) return (await enterBuild(platform, build, Date.now())) === null;
    if (newest.shape === build.shape) return false;
    const words = 'run the felt-core that serves from it, or start this one to upgrade it';
    throw new Error(`it was written by another build (${newest.version}): ${words}`);
  } finally {
    await platform.end();
  }
};

/**
 * Roles and tables as they are today, by the database's administrator. An older build than one that
 * was here leaves them as they are: it would throw away what it does not know.
 */
export const prepareDatabase = async (
  url: string,
  tables: readonly Table[],
  opener?: Opener,
): Promise<void> => {
  const admin = postgres(url, { max: 1, ...quiet });
  try {
    await prepareRoles(admin, url);
  } finally {
    await admin.end();
  }
  const owner = postgres(url, { max: 1, connection: { role: OWNER }, ...quiet });
  try {
    // Two builds that start at once: one waits. Given up with the connection.
    await owner`select pg_advisory_lock(hashtext('felt build'))`;
    const [known] = await owner`select to_regclass('builds') as there`;
    const isFirst = known?.['there'] == null;
    if (opener !== undefined && !isFirst && !(await enter(url, opener))) return;
    await preparePostgres({ sql: owner, tables, role: TENANT });
    await prepareCloud(owner);
    if (opener !== undefined && isFirst) await enter(url, opener);
  } finally {
    await owner.end();
  }
};

export const connectDatabase = (url: string): Database => {
  const tenant = postgres(urlFor(url, TENANT), { max: CONNECTIONS.tenant, ...quiet });
  const platform = platformOf(url, CONNECTIONS.platform);
  return {
    tenant,
    platform,
    hear: (channels, listening) =>
      hear({ url: urlFor(url, PLATFORM), options: quiet }, channels, listening),
    close: async () => {
      await Promise.all([tenant.end({ timeout: 5 }), platform.end({ timeout: 5 })]);
    },
  };
};

/** PostgreSQL is there, and takes nobody yet: it was killed, or the machine has just been started. */
const isStarting = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '57P03';

const STARTS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 200;

/** Waits for a database that says that it is starting up. */
const whenStarted = async (work: () => Promise<void>): Promise<void> => {
  const deadline = performance.now() + STARTS_WITHIN_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isStarting(error) || performance.now() > deadline) throw error;
      await Bun.sleep(LOOK_EVERY_MS);
    }
  }
};

/** @throws Failed in one line where the database cannot be used. */
export const openDatabase = async (
  url: string,
  tables: readonly Table[],
  opener?: Opener,
): Promise<Database> => {
  try {
    await whenStarted(() => prepareDatabase(url, tables, opener));
  } catch (error) {
    const why = error instanceof Error ? error.message || String(error) : String(error);
    throw new Failed(`cannot use the database: ${why}`, { cause: error });
  }
  return connectDatabase(url);
};
