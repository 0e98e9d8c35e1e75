import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playNight } from '../../../scripts/bench/night.ts';
import { copyOf, makeBackup } from '../../../src/leaf/backup/make.ts';
import { ROOMS } from '../../../src/leaf/rooms.ts';
import { loadSecrets } from '../../../src/leaf/secrets.ts';
import { openStore } from '../../../src/leaf/store.ts';
import { EMPTY } from '../../../src/log/chain.ts';
import { refreshProjections } from '../../../src/log/refresh.ts';
import { createReplica } from '../../../src/log/replica.ts';

/** The data folder of a leaf that stands still, after a night with so many entries. */
export const nightFolder = async (folder: string, entries: number): Promise<string> => {
  mkdirSync(folder, { recursive: true });
  const log = await openStore(folder);
  await refreshProjections(log, ROOMS);
  const bodies = playNight(entries).events.map((one) => JSON.stringify(one));
  await createReplica({ log, rooms: ROOMS }).apply(EMPTY, bodies);
  await log.close();
  loadSecrets(folder, true);
  return folder;
};

/** A backup of a leaf that stands still. */
export const backUp = async (dataFolder: string, nowMs = Date.now()) => {
  const log = await openStore(dataFolder);
  try {
    return await makeBackup({ dataFolder, copy: copyOf(log), slug: 'room', nowMs });
  } finally {
    await log.close();
  }
};

/** All that the tables of a store hold, and its log, to be compared field by field. */
export const contents = async (dataFolder: string, upTo = Number.MAX_SAFE_INTEGER) => {
  const log = await openStore(dataFolder);
  try {
    const stored = (await log.after(0, 1_000_000)).filter(({ seq }) => seq <= upTo);
    const rows: Record<string, unknown> = {};
    for (const { name } of log.tables)
      rows[name] = await log.select({ table: name, limit: 100_000 });
    return { lines: stored.map(({ seq, body, hash }) => ({ seq, body, hash })), rows };
  } finally {
    await log.close();
  }
};

/** Files as a backup takes them, of any size. */
export const someFiles = (folder: string, size: number) => {
  const files = { 'secrets.json': join(folder, 'secrets'), 'felt.db': join(folder, 'db') };
  writeFileSync(files['secrets.json'], '{"pepper":"x"}');
  writeFileSync(files['felt.db'], randomBytes(size));
  return files;
};
