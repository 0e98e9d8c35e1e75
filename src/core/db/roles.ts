import { createHmac } from 'node:crypto';
import type { Sql } from 'postgres';
import postgres from 'postgres';
import { LASTING } from '../../log/postgres-client.ts';
import { Failed } from '../../server/failed.ts';

/** Owns every table, and nobody signs in as it. */
export const OWNER = 'felt_owner';
/** Tables of the venues, bound by row-level security to one venue at a time. */
export const TENANT = 'felt_tenant';
/** Tables of the platform, and none of a venue. */
export const PLATFORM = 'felt_platform';

/** The same for every core process that knows the administrator's address, and kept nowhere. */
const passwordOf = (adminUrl: string, role: string): string => {
  const secret = decodeURIComponent(new URL(adminUrl).password);
  // From nothing, or from what stands in the source, anybody could compute them.
  if (secret === '') throw new Failed('DATABASE_URL has no password: those of Felt come from it');
  return createHmac('sha256', secret).update(role).digest('base64url');
};

/** The database's address for one of the two roles that work. */
export const urlFor = (adminUrl: string, role: typeof TENANT | typeof PLATFORM): string => {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = passwordOf(adminUrl, role);
  return url.href;
};

const isThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '42710';

const create = async (admin: Sql, role: string, options: string): Promise<void> => {
  const [found] = await admin`select from pg_roles where rolname = ${role}`;
  if (found !== undefined) return;
  try {
    await admin.unsafe(`create role ${role} ${options}`);
  } catch (error) {
    // Roles belong to the whole server: another database's core was faster.
    if (!isThere(error)) throw error;
  }
};

const canSignIn = async (url: string): Promise<boolean> => {
  const sql = postgres(url, { ...LASTING, max: 1, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end();
  }
};

/**
 * Makes Felt's roles, as an administrator who may. The two that work own nothing, may not bypass
 * row-level security, and are no members of another role.
 * @param admin a client of one connection, that ends after this.
 */
export const prepareRoles = async (admin: Sql, adminUrl: string): Promise<void> => {
  // Two cores that start at once: one waits. Given up with the connection.
  await admin`select pg_advisory_lock(hashtext('felt roles'))`;
  await create(admin, OWNER, 'nologin');
  await admin.unsafe(`grant ${OWNER} to current_user`);
  await admin.unsafe(`grant create, usage on schema public to ${OWNER}`);
  for (const role of [TENANT, PLATFORM] as const) {
    const password = passwordOf(adminUrl, role);
    await create(admin, role, `login noinherit password '${password}'`);
    if (await canSignIn(urlFor(adminUrl, role))) continue;
    await admin.unsafe(`alter role ${role} login password '${password}'`);
  }
};
