import { dlopen } from 'bun:ffi';
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Not in the way of anything: nobody reads it. */
const FILE = 'ballast';

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

/** Bytes that a file really takes: of a sparse one none. */
const heldBytes = (path: string): number => {
  try {
    return statSync(path).blocks * 512;
  } catch {
    return 0;
  }
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

/**
 * A file that only takes room. SQLite needs some even to delete; when the disk is nearly full the file
 * goes, and the night goes on while somebody is told. It is made again once there is much more room
 * than it takes, so that it does not come and go.
 * @param bytes 0: none is wanted.
 * @param isTime whether it may be made: a leaf that has just begun has other things to do.
 */
export const openBallast = ({
  folder,
  bytes,
  isTime,
}: {
  readonly folder: string;
  readonly bytes: number;
  readonly isTime: () => boolean;
}) => {
  const path = join(folder, FILE);
  let state: BallastState = bytes === 0 ? 'off' : heldBytes(path) >= bytes ? 'held' : 'none';
  if (state !== 'held') rmSync(path, { force: true });

  const giveUp = (): void => {
    rmSync(path, { force: true });
    state = 'given';
  };

  const make = (): void => {
    try {
      if (allocate(path, bytes)) state = 'held';
      else rmSync(path, { force: true });
    } catch {
      rmSync(path, { force: true });
    }
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
