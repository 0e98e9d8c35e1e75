import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failed, failedBy } from '../server/failed.ts';

/** Only for the user that the core runs as. @throws Failed in one line. */
export const makeFolder = (folder: string): void => {
  try {
    // Those above stay open to the user that an embedded PostgreSQL runs as.
    mkdirSync(dirname(folder), { recursive: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Failed(`cannot make the data folder: ${failedBy(error).message}`, { cause: error });
  }
};
