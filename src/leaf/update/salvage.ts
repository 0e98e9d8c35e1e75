import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chainHash } from '../../log/chain.ts';
import type { LibsqlLog } from '../../log/libsql.ts';
import { openLibsqlLog } from '../../log/libsql.ts';
import type { Head } from '../../log/port.ts';
import { createReplica } from '../../log/replica.ts';
import { Failed } from '../../server/failed.ts';
import { ROOMS, TABLES } from '../rooms.ts';
import { STORE_FILE } from '../store.ts';
import type { Before } from './before.ts';
import type { Damaged } from './damaged.ts';
import { openDamaged } from './damaged.ts';
import { DISK } from './files.ts';
import type { Staging } from './places.ts';
import { takePrivateRows } from './private-rows.ts';

const AT_ONCE = 200;

/** Events behind a head, for as long as each follows from the one before. */
const nextBodies = (damaged: Damaged, head: Head): readonly string[] => {
  const bodies: string[] = [];
  let { hash } = head;
  for (let seq = head.seq + 1; bodies.length < AT_ONCE; seq += 1) {
    const event = damaged.event(seq);
    if (event === null || chainHash(hash, seq, event.body) !== event.hash) break;
    bodies.push(event.body);
    hash = event.hash;
  }
  return bodies;
};

/** Answers how many events came along. */
const takeEvents = async (log: LibsqlLog, damaged: Damaged): Promise<number> => {
  const replica = createReplica({ log, rooms: ROOMS });
  const { seq: before } = await log.head();
  for (;;) {
    const head = await log.head();
    const bodies = nextBodies(damaged, head);
    if (bodies.length === 0) return head.seq - before;
    if ((await replica.apply(head, bodies)) === null) throw new Failed('the snapshot is in use');
  }
};

const companions = (path: string): readonly string[] => [path, `${path}-wal`, `${path}-journal`];

/** All of it is on the disk under its own name when this answers. */
const build = async (
  path: string,
  { snapshot, salvaged, folder }: Staging,
  before: Before,
): Promise<number> => {
  const fresh = `${salvaged}.new`;
  for (const file of companions(fresh)) rmSync(file, { force: true });
  copyFileSync(snapshot, fresh);
  const log = await openLibsqlLog({ path: fresh, tables: TABLES });
  let came = 0;
  try {
    if ((await log.head()).hash !== before.head.hash) {
      throw new Failed('the snapshot from before the update is not the one that was made');
    }
    const damaged = openDamaged(path);
    if (damaged !== null) {
      try {
        came = await takeEvents(log, damaged);
        await takePrivateRows(log, damaged);
      } finally {
        damaged.close();
      }
    }
  } finally {
    await log.close();
  }
  DISK.sync(fresh);
  renameSync(fresh, salvaged);
  DISK.sync(folder);
  return came;
};

/**
 * Puts the salvaged log in the place of the damaged one, which is kept beside it. Cut off in between,
 * it goes on from where it was.
 */
const putInPlace = (dataFolder: string, { salvaged }: Staging, aside: string): void => {
  const path = join(dataFolder, STORE_FILE);
  for (const [i, file] of companions(path).entries()) {
    const kept = companions(join(dataFolder, aside))[i];
    if (kept !== undefined && existsSync(file)) renameSync(file, kept);
  }
  DISK.sync(dataFolder);
  renameSync(salvaged, path);
  DISK.sync(dataFolder);
};

/**
 * Makes the log anew from the snapshot that was taken before the update, with everything that came
 * after it and can still be proved: the events that follow from each other, and the private rows
 * beside them. The damaged file is kept as `aside`.
 * @returns how many events came along; null where that is not known any more.
 */
export const salvage = async (
  dataFolder: string,
  staging: Staging,
  before: Before,
  aside: string,
): Promise<number | null> => {
  const isBuilt = existsSync(staging.salvaged);
  if (!isBuilt && !existsSync(staging.snapshot)) {
    throw new Failed('there is no snapshot from before the update');
  }
  const came = isBuilt ? null : await build(join(dataFolder, STORE_FILE), staging, before);
  putInPlace(dataFolder, staging, aside);
  return came;
};
