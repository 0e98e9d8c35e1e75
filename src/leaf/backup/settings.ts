import { isAbsolute, resolve } from 'node:path';
import { WrongUse } from '../../server/failed.ts';

export type BackupSettings = {
  /** Absolute folders that get a copy, such as where a stick is mounted. */
  readonly to: readonly string[];
  /** In each place, of this leaf's. */
  readonly mostBytes: number;
};

const DEFAULT_MB = '2048';
const MB = 1024 * 1024;

type Variables = { readonly [name: string]: string | undefined };

const folderOf = (text: string): string => {
  if (isAbsolute(text)) return resolve(text);
  throw new WrongUse(`FELT_BACKUP_TO must be absolute folders with commas between, not "${text}"`);
};

/** @throws WrongUse that names the variable. */
export const readBackupSettings = (env: Variables): BackupSettings => {
  const most = env['FELT_BACKUP_MB'] || DEFAULT_MB;
  if (!/^[1-9]\d{0,8}$/u.test(most)) {
    throw new WrongUse(`FELT_BACKUP_MB must be a whole number from 1, not "${most}"`);
  }
  const to = (env['FELT_BACKUP_TO'] ?? '').split(',').map((one) => one.trim());
  return { to: to.filter((one) => one !== '').map(folderOf), mostBytes: Number(most) * MB };
};
