import { createHash } from 'node:crypto';
import type { Table } from '../../kernel/room.ts';
import { shapesOf } from '../../log/refresh.ts';
import type { AnyRoom } from '../../log/rooms.ts';
import { VERSION } from '../../server/version.ts';
import { PROTOCOL } from '../../sync/protocol.ts';
import type { Platform } from '../db/platform.ts';
import { ROOMS, tablesOf } from '../rooms.ts';

/** What a build of the core writes into the database, and how it is told from others. */
export type Build = {
  readonly version: string;
  readonly rooms: readonly AnyRoom[];
  readonly tables: readonly Table[];
  /** Of rooms, tables and protocol: another one would write other rows. */
  readonly shape: string;
};

/** Heard by every core process: a build came that the database had not seen. */
export const BUILT = 'felt_built';

export const buildOf = (rooms: readonly AnyRoom[], version = VERSION): Build => {
  const tables = tablesOf(rooms);
  const shape = createHash('sha256')
    .update(JSON.stringify([PROTOCOL, tables, [...shapesOf(rooms)]]))
    .digest('hex');
  return { version, rooms, tables, shape };
};

/** This one. */
export const BUILD = buildOf(ROOMS);

/** A newer build writes this database: this process may read, and takes nothing in. */
export class Outdated extends Error {
  override readonly name = 'Outdated';
}

type Row = { readonly number: number; readonly version: string; readonly shape: string };

/** Of all builds that ever served from this database the newest; null before the first. */
export const newestBuild = async (platform: Platform): Promise<Row | null> => {
  const [row] = await platform<Row[]>`
    select number, version, shape from builds order by number desc limit 1`;
  return row ?? null;
};

/** Null: this build is the newest, or writes what the newest does; else that one's version. */
export const newerThan = async (platform: Platform, { shape }: Build): Promise<string | null> => {
  const newest = await newestBuild(platform);
  return newest === null || newest.shape === shape ? null : newest.version;
};

/**
 * Enters a build that the database has not seen, unless one of a higher version was there already.
 * Of the same version the one that came later is the newer.
 * @returns null where this build may write; else the version of the newer one.
 */
export const enterBuild = async (
  platform: Platform,
  build: Build,
  nowMs: number,
): Promise<string | null> => {
  const newest = await newestBuild(platform);
  const { version, shape } = build;
  const [known] = await platform`
    select from builds where version = ${version} and shape = ${shape}`;
  const isLower = newest !== null && Bun.semver.order(version, newest.version) < 0;
  if (known === undefined && !isLower) {
    await platform`insert into builds (number, version, shape, first_at)
      values (${(newest?.number ?? 0) + 1}, ${version}, ${shape}, ${nowMs})`;
    await platform`select pg_notify(${BUILT}, ${version})`;
  }
  return newerThan(platform, build);
};
