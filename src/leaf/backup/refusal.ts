import { Failed } from '../../server/failed.ts';

/** Why a file is not restored, each with one line for whoever holds it. */
const WORDS = {
  NOT_A_BACKUP: 'this is no backup of Felt',
  NEWER: 'a newer Felt made this backup: update this leaf first',
  WRONG_KEY: 'this backup was made under another recovery key',
  TRUNCATED: 'a part of this backup is missing: copy it once more',
  DAMAGED: 'this backup is damaged: take another copy of it',
  LOG: 'the log in this backup does not hold together',
} as const;
export type BackupRefusal = keyof typeof WORDS;
export const BACKUP_REFUSALS = [
  ...(['NOT_A_BACKUP', 'NEWER', 'WRONG_KEY', 'TRUNCATED', 'DAMAGED', 'LOG'] as const),
] as const satisfies readonly BackupRefusal[];

/** A backup that cannot be used; nothing was touched. */
export class BackupRefused extends Failed {
  readonly code: BackupRefusal;
  /** What was found, where that says more. */
  readonly detail: string;
  constructor(code: BackupRefusal, detail = '') {
    super(`${code}: ${WORDS[code]}${detail === '' ? '' : ` (${detail})`}`);
    this.code = code;
    this.detail = detail;
  }
}
