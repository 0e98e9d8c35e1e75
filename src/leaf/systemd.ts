import { statfsSync } from 'node:fs';
import type { Now } from '../kernel/time.ts';
import { SECOND } from '../kernel/time.ts';
import type { ServiceManager } from '../server/systemd.ts';
import { feedWatchdog } from '../server/watchdog.ts';

/** The timekeeper writes its sign of life to the log's file about each second. */
const WRITTEN_WITHIN_MS = 3 * SECOND;
/** With less than this the log cannot be written, and no restart would help. */
const LEAST_FREE_BYTES = 1024 * 1024;

/** Waits where the disk does not answer, as does everything else then. */
const isFull = (folder: string): boolean => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < LEAST_FREE_BYTES;
};

/**
 * What keeps the leaf from its work so that a new start may help; null where nothing does.
 * @param writtenAtBootMs when the log's file last took a write by the clock that never jumps.
 */
export const createAilment = ({
  now,
  writtenAtBootMs,
  dataFolder,
}: {
  readonly now: () => Pick<Now, 'bootMs'>;
  readonly writtenAtBootMs: () => number | null;
  readonly dataFolder: string;
}): (() => string | null) => {
  let lastBootMs = Number.NEGATIVE_INFINITY;
  return () => {
    const { bootMs } = now();
    const stands = bootMs <= lastBootMs;
    lastBootMs = bootMs;
    if (stands) return 'the clock stands still';
    const silentMs = bootMs - (writtenAtBootMs() ?? bootMs);
    if (silentMs <= WRITTEN_WITHIN_MS || isFull(dataFolder)) return null;
    return `nothing was written for ${Math.round(silentMs / SECOND)} s`;
  };
};

/** The leaf's watchdog: fed while the event loop turns, the log takes writes and the clock goes on. */
export const watchLeaf = ({
  manager,
  wellStatus,
  ...signs
}: Parameters<typeof createAilment>[0] & {
  readonly manager: ServiceManager;
  readonly wellStatus: string;
}) => feedWatchdog({ manager, wellStatus, ailment: createAilment(signs) });
