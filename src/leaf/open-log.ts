import { mkdirSync } from 'node:fs';
import { SECOND } from '../kernel/time.ts';
import type { LibsqlLog } from '../log/libsql.ts';
import { refreshProjections } from '../log/refresh.ts';
import { Failed } from '../server/failed.ts';
import type { ServiceManager } from '../server/systemd.ts';
import { finishRestore } from './backup/in-place.ts';
import { relieve } from './health/ballast.ts';
import { ROOMS } from './rooms.ts';
import { openStore } from './store.ts';
import type { Updates } from './update/updates.ts';
import { openUpdates } from './update/updates.ts';

/** What one step of a long start may take: as much as the whole of a short one. */
const STEP_MS = 15 * SECOND;

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failed(`cannot make the data folder: ${why}`, { cause: error });
  }
};

/**
 * The log of a data folder, with everything before it that was cut off or changed while nobody served:
 * a full disk, a restore, an update, tables of another build.
 * @throws Failed in one line.
 */
export const openLog = async (
  dataFolder: string,
  manager: Pick<ServiceManager, 'extendStart' | 'patiently'>,
): Promise<{ readonly store: LibsqlLog; readonly updates: Updates }> => {
  makeFolder(dataFolder);
  relieve(dataFolder);
  finishRestore(dataFolder);
  const updates = openUpdates({ dataFolder, manager });
  await updates.mend();
  const store = await openStore(dataFolder);
  await updates.prove(store);
  await refreshProjections(store, ROOMS, () => manager.extendStart(STEP_MS));
  return { store, updates };
};
