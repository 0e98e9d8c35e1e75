import type { FileHandle } from 'node:fs/promises';

export const writeAll = async (file: FileHandle, piece: Uint8Array): Promise<void> => {
  let done = 0;
  while (done < piece.length) {
    done += (await file.write(piece, done, piece.length - done)).bytesWritten;
  }
};

/** What the slowest card takes in a fifth of a second. */
const STEP_BYTES = 1024 * 1024;

/**
 * Writes so that no more than a little waits in memory for the disk. A file system brings it all there
 * before the next small write of anybody counts as safe: a commit would wait behind tens of megabytes.
 */
export const pacedWriter = (file: FileHandle) => {
  let waiting = 0;
  return async (piece: Uint8Array): Promise<void> => {
    await writeAll(file, piece);
    waiting += piece.length;
    if (waiting < STEP_BYTES) return;
    waiting = 0;
    await file.datasync();
  };
};
