import type { Sql } from 'postgres';

/** The platform's role: columns in camelCase, whole numbers as numbers. */
export type Platform = Sql<{ bigint: number }>;
