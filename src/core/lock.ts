import { dlopen } from 'bun:ffi';
import { closeSync, openSync } from 'node:fs';
import { Failed } from '../server/failed.ts';

/** From <sys/file.h>: alone, and without waiting for it. */
const LOCK_EX = 2;
const LOCK_NB = 4;

/**
 * Takes a file that only one process may have; the kernel gives it back however that one ends.
 * @param taken what to say where another one has it.
 * @returns gives it back.
 * @throws Failed in one line: `taken`, or why the file cannot be made.
 */
export const lockFile = (path: string, taken: string): (() => void) => {
  let file: number;
  try {
    file = openSync(path, 'a', 0o600);
  } catch (error) {
    throw new Failed(error instanceof Error ? error.message : String(error), { cause: error });
  }
  const { symbols, close } = dlopen('libc.so.6', {
    flock: { args: ['i32', 'i32'], returns: 'i32' },
  });
  const isOurs = symbols.flock(file, LOCK_EX | LOCK_NB) === 0;
  close();
  if (!isOurs) {
    closeSync(file);
    throw new Failed(taken);
  }
  return () => closeSync(file);
};
