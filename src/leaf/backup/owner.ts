import { chownSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives a file, or a folder with all that is in it, to whoever owns the data folder: a command of root's
 * must leave nothing that the leaf's own user cannot open.
 */
export const giveToOwner = (dataFolder: string, path: string): void => {
  if (process.getuid?.() !== 0 || !existsSync(path)) return;
  const { uid, gid } = statSync(dataFolder);
  chownSync(path, uid, gid);
  if (!statSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveToOwner(dataFolder, join(path, name));
};
