import type { Now } from '../kernel/time.ts';
import { DAY, HOUR, SECOND } from '../kernel/time.ts';
import type { Handle } from '../log/handle.ts';
import type { LibsqlLog } from '../log/libsql.ts';

const LOOK_EVERY_MS = 2 * SECOND;
/** Nobody did anything for so long: a good moment for what takes some milliseconds. */
const QUIET_MS = 5 * SECOND;
/** On a night without quiet moments, states are saved all the same. */
const AT_LATEST_MS = 60 * SECOND;

/**
 * What can wait: snapshots and the checkpoint of the write-ahead log in quiet moments, the clearing
 * out of old command records each hour.
 */
export const keepHouse = ({
  handle,
  log,
  now,
  failed,
}: {
  readonly handle: Pick<Handle, 'idle' | 'onCommitted'>;
  readonly log: Pick<LibsqlLog, 'checkpoint' | 'forgetCommands'>;
  readonly now: () => Now;
  readonly failed: (error: unknown) => void;
}) => {
  let firstAtMs: number | null = null;
  let lastAtMs = 0;
  let forgottenAtMs: number | null = null;

  const unlisten = handle.onCommitted(() => {
    lastAtMs = now().bootMs;
    firstAtMs ??= lastAtMs;
  });

  const tidy = async () => {
    const { bootMs, wallMs } = now();
    const isDue = firstAtMs !== null && bootMs - firstAtMs >= AT_LATEST_MS;
    if (firstAtMs !== null && (isDue || bootMs - lastAtMs >= QUIET_MS)) {
      firstAtMs = null;
      await handle.idle();
      log.checkpoint();
    }
    if (forgottenAtMs === null || bootMs - forgottenAtMs >= HOUR) {
      forgottenAtMs = bootMs;
      await log.forgetCommands(wallMs - DAY);
    }
  };

  const timer = setInterval(() => tidy().catch(failed), LOOK_EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      unlisten();
    },
  };
};
