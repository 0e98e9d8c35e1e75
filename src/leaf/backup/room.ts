const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/** Whether a disk without room is why; SQLite says so in words where it has no code for it. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && FULL.has(String(error.code))) || /disk is full/u.test(error.message));
