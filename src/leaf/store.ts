import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LibsqlLog } from '../log/libsql.ts';
import { openLibsqlLog } from '../log/libsql.ts';
import { Failed } from '../server/failed.ts';
import { finishRestore, isRestoreReady } from './backup/in-place.ts';
import { TABLES } from './rooms.ts';

export const STORE_FILE = 'felt.db';

export const logExists = (dataFolder: string): boolean =>
  existsSync(join(dataFolder, STORE_FILE)) || isRestoreReady(dataFolder);

/** A restore that a power cut ended is finished first. @throws Failed in one line: another leaf has it, it is damaged, the disk refuses. */
export const openStore = async (dataFolder: string): Promise<LibsqlLog> => {
  try {
    finishRestore(dataFolder);
    return await openLibsqlLog({ path: join(dataFolder, STORE_FILE), tables: TABLES });
  } catch (error) {
    throw new Failed(error instanceof Error ? error.message : String(error), { cause: error });
  }
};
