import { dlopen } from 'bun:ffi';
import {
  closeSync,
  fsyncSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { MINUTE } from '../../kernel/time.ts';

/** Not in the way of anything: nobody reads it. Empty: it was given up, and has not come back. */
const FILE = 'ballast';
/** A file system that cannot do it is not asked with each look. */
const AGAIN_MS = 10 * MINUTE;

export type BallastState =
  /** Nobody wants one. */
  | 'off'
  /** There was no room for it yet, or it is not time. */
  | 'none'
  | 'held'
  /** Given up, so that the night goes on. */
  | 'given';

const freeBytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** Bytes that a file really takes: of a sparse one none; null: there is no such file. */
const heldBytes = (path: string): number | null => {
  try {
    return statSync(path).blocks * 512;
  } catch {
    return null;
  }
};

/**
 * Before anything is opened: on a full disk a log cannot even be opened, so what the leaf before held
 * back goes now, and whoever opens it says that it was given.
 */
export const relieve = (folder: string): void => {
  const path = join(folder, FILE);
  const held = heldBytes(path) ?? 0;
  if (held > 0 && freeBytes(folder) < held / 2) truncateSync(path);
};

/**
 * Room that a file takes at once without being written, by way of the C library; false where the file
 * system cannot, or has none.
 */
const allocate = (path: string, bytes: number): boolean => {
  const { symbols } = dlopen('libc.so.6', {
    fallocate: { args: ['i32', 'i32', 'i64', 'i64'], returns: 'i32' },
  });
  const file = openSync(path, 'w', 0o600);
  try {
    if (symbols.fallocate(file, 0, 0n, BigInt(bytes)) !== 0) return false;
    fsyncSync(file);
    return true;
  } finally {
    closeSync(file);
  }
};

const tried = (work: () => boolean): boolean => {
  try {
    return work();
  } catch {
    return false;
  }
};

const stateAt = (path: string, bytes: number): BallastState => {
  if (bytes === 0) return 'off';
  const held = heldBytes(path);
  if (held === 0) return 'given';
  return held !== null && held >= bytes ? 'held' : 'none';
};

/**
 * A file that only takes room. SQLite needs some even to delete; when the disk is nearly full the file
 * is emptied, and the night goes on while somebody is told. It is made again once there is much more room
 * than it takes, so that it does not come and go.
 * @param bytes 0: none is wanted.
 * @param isTime whether it may be made: a leaf that has just begun has other things to do.
 * @param bootMs clock since boot, ms.
 */
export const openBallast = ({
  folder,
  bytes,
  isTime,
  bootMs,
}: {
  readonly folder: string;
  readonly bytes: number;
  readonly isTime: () => boolean;
  readonly bootMs: () => number;
}) => {
  const path = join(folder, FILE);
  let state = stateAt(path, bytes);
  let failedAtMs: number | null = null;
  if (state === 'off' || state === 'none') rmSync(path, { force: true });

  const giveUp = (): void => {
    truncateSync(path);
    state = 'given';
  };

  const make = (): void => {
    if (failedAtMs !== null && bootMs() - failedAtMs < AGAIN_MS) return;
    const isHeld = tried(() => allocate(path, bytes));
    failedAtMs = isHeld ? null : bootMs();
    if (isHeld) state = 'held';
    // That it was given is still to be seen.
    else if (state !== 'given') rmSync(path, { force: true });
  };

  return {
    state: (): BallastState => state,
    bytes: (): number => (state === 'held' ? bytes : 0),
    /** Below half of its size it goes; at four times its size it may come back. */
    look: (): BallastState => {
      if (state === 'off') return state;
      const free = freeBytes(folder);
      if (state === 'held' && free < bytes / 2) giveUp();
      else if (state !== 'held' && free >= bytes * 4 && isTime()) make();
      return state;
    },
    /** The disk took nothing: what is held goes now, whatever it said of its room. */
    full: (): void => {
      if (state === 'held' && freeBytes(folder) < bytes) giveUp();
    },
  };
};

export type Ballast = ReturnType<typeof openBallast>;
