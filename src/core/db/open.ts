import type { PostgresType, Sql } from 'postgres';
import postgres from 'postgres';
import type { Table } from '../../kernel/room.ts';
import { preparePostgres } from '../../log/postgres-schema.ts';
import { Failed } from '../../server/failed.ts';
import { OWNER, PLATFORM, prepareRoles, TENANT, urlFor } from './roles.ts';
import { prepareCloud } from './schema.ts';

const CONNECTIONS = { tenant: 10, platform: 4 } as const;

/** Times and counts fit a number; the driver would give them as text. */
const types = {
  bigint: { to: 20, from: [20], parse: Number, serialize: String },
};

const quiet = { onnotice: () => undefined } as const;

export type Platform = Sql<{ bigint: number }>;

export type Database = {
  /** Bound to one venue per transaction (`inVenue`). */
  readonly tenant: Sql;
  /** Columns in camelCase, whole numbers as numbers. */
  readonly platform: Platform;
  readonly close: () => Promise<void>;
};

/** Roles and tables as they are today, by the database's administrator. */
export const prepareDatabase = async (url: string, tables: readonly Table[]): Promise<void> => {
  const admin = postgres(url, { max: 1, ...quiet });
  try {
    await prepareRoles(admin, url);
  } finally {
    await admin.end();
  }
  const owner = postgres(url, { max: 1, connection: { role: OWNER }, ...quiet });
  try {
    await preparePostgres({ sql: owner, tables, role: TENANT });
    await prepareCloud(owner);
  } finally {
    await owner.end();
  }
};

export const connectDatabase = (url: string): Database => {
  const tenant = postgres(urlFor(url, TENANT), { max: CONNECTIONS.tenant, ...quiet });
  const platform = postgres<{ bigint: PostgresType<number> }>(urlFor(url, PLATFORM), {
    max: CONNECTIONS.platform,
    transform: { column: { from: postgres.toCamel } },
    types,
    ...quiet,
  });
  return {
    tenant,
    platform,
    close: async () => {
      await Promise.all([tenant.end({ timeout: 5 }), platform.end({ timeout: 5 })]);
    },
  };
};

/** @throws Failed in one line where the database cannot be used. */
export const openDatabase = async (url: string, tables: readonly Table[]): Promise<Database> => {
  try {
    await prepareDatabase(url, tables);
  } catch (error) {
    const why = error instanceof Error ? error.message || String(error) : String(error);
    throw new Failed(`cannot use the database: ${why}`, { cause: error });
  }
  return connectDatabase(url);
};
