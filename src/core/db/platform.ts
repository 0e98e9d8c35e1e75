import type { ISql, Sql } from 'postgres';

/** The platform's role: columns in camelCase, whole numbers as numbers. */
export type Platform = Sql<{ bigint: number }>;

/** The same, or a transaction of it. */
export type PlatformQuery = ISql<{ bigint: number }>;
