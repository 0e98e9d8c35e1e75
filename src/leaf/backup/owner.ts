import { existsSync, lchownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives a file, or a folder with all that is in it, to whoever owns the data folder: a command of root's
 * must leave nothing that the leaf's own user cannot open. A link that this user laid there is not
 * followed: root would give away whatever it leads to.
 */
export const giveToOwner = (dataFolder: string, path: string): void => {
  if (process.getuid?.() !== 0 || !existsSync(path)) return;
  const { uid, gid } = statSync(dataFolder);
  lchownSync(path, uid, gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveToOwner(dataFolder, join(path, name));
};
