import { MINUTE } from '../../kernel/time.ts';
import { newestOf } from '../../server/backup/keep.ts';
import type { BackupPlace, PlaceState } from '../../server/backup.ts';
import type { Found, Rule } from './places.ts';
import { backupsIn, copyInto, isOtherDisk, partedBy } from './places.ts';

/** A disk that has not answered for so long holds up nobody, and is said to be stuck. */
const STUCK_MS = 5 * MINUTE;
/** What failed is tried again after this. */
const AGAIN_MS = 10 * MINUTE;

const STATES: Readonly<Record<string, PlaceState>> = {
  ...{ ENOENT: 'away', ENOTDIR: 'away', ENODEV: 'away', ENXIO: 'away' },
  ...{ ENOSPC: 'full', EDQUOT: 'full' },
  ...{ EROFS: 'readOnly', EACCES: 'readOnly', EPERM: 'readOnly' },
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

export const stateOf = (error: unknown): PlaceState => STATES[codeOf(error)] ?? 'failed';

const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * A folder on a disk that comes and goes. Whatever is the matter with it is told, and waited for by
 * nobody.
 */
export const createFolderPlace = ({
  folder,
  dataFolder,
  clocks,
  isOther = isOtherDisk,
}: {
  readonly folder: string;
  readonly dataFolder: string;
  readonly clocks: () => { readonly wallMs: number; readonly bootMs: number };
  readonly isOther?: typeof isOtherDisk;
}) => {
  let state: PlaceState = 'waiting';
  let reason: string | null = null;
  let newest: string | null = null;
  let seenAt: number | null = null;
  let sinceMs: number | null = null;
  let failed: { readonly name: string; readonly atMs: number } | null = null;
  let working: Promise<void> = Promise.resolve();

  const bring = async (backup: Found | null, keyId: string, rule: Rule): Promise<PlaceState> => {
    if (!(await isOther(folder, dataFolder))) return 'away';
    newest = newestOf((await partedBy(rule, await backupsIn(folder, keyId))).ours)?.name ?? null;
    seenAt = clocks().wallMs;
    if (backup === null) return 'waiting';
    if (newest === backup.name) return 'ok';
    const isSame = failed?.name === backup.name && clocks().bootMs - failed.atMs < AGAIN_MS;
    if (isSame && state !== 'away') return state;
    await copyInto(backup, folder, rule);
    newest = backup.name;
    return 'ok';
  };

  const look = async (backup: Found | null, keyId: string, rule: Rule): Promise<void> => {
    try {
      const before = state;
      state = await bring(backup, keyId, rule);
      if (state === 'ok' || state !== before) reason = null;
    } catch (error) {
      state = stateOf(error);
      reason = state === 'failed' && error instanceof Error ? error.message : null;
      failed = { name: backup?.name ?? '', atMs: clocks().bootMs };
    } finally {
      sinceMs = null;
    }
  };

  return {
    /** Brings the newest backup there where it is not; one thing at a time. */
    look: (backup: Found | null, keyId: string, rule: Rule): Promise<void> => {
      if (sinceMs !== null) return working;
      sinceMs = clocks().bootMs;
      working = look(backup, keyId, rule);
      return working;
    },
    status: (): BackupPlace => {
      const isStuck = sinceMs !== null && clocks().bootMs - sinceMs > STUCK_MS;
      const own = { kind: 'folder', where: folder, reason, newest } as const;
      return {
        ...own,
        state: isStuck ? 'stuck' : state,
        seenAt: seenAt === null ? null : iso(seenAt),
      };
    },
  };
};
