import { dlopen } from 'bun:ffi';
import { closeSync, constants, openSync } from 'node:fs';
import { SECOND } from '../../kernel/time.ts';
import { Failed } from '../failed.ts';

/** From <sys/file.h>. */
const [LOCK_EX, LOCK_NB] = [2, 4] as const;
/** Another part of root's may be about to end. */
const PATIENCE_MS = 5 * SECOND;
const AGAIN_MS = 50;

/**
 * From here on, and for as long as this process lives, nobody else changes which release runs: no
 * second update, and no `rollback.sh`, which takes the same lock. The kernel lets go of it, however the
 * process ends.
 * @throws Failed where another one does not end in time.
 */
export const workAlone = async (
  { lock }: { readonly lock: string },
  patienceMs: number = PATIENCE_MS,
): Promise<void> => {
  const { symbols } = dlopen('libc.so.6', { flock: { args: ['i32', 'i32'], returns: 'i32' } });
  const file = openSync(lock, constants.O_RDWR | constants.O_CREAT, 0o600);
  const untilMs = performance.now() + patienceMs;
  while (symbols.flock(file, LOCK_EX | LOCK_NB) !== 0) {
    if (performance.now() > untilMs) {
      closeSync(file);
      throw new Failed('another update is under way: wait until it has ended');
    }
    await Bun.sleep(AGAIN_MS);
  }
};
