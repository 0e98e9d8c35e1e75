import { SECOND } from '../../kernel/time.ts';
import { Failed } from '../../server/failed.ts';
import type { ServiceManager } from '../../server/systemd.ts';
import { sayWhy } from './across.ts';
import { readBefore } from './before.ts';
import type { Staging } from './places.ts';

/** A nats-server that does not run by then does not run with this release. */
export const LINE_MS = 20 * SECOND;
const LOOK_EVERY_MS = 100;

/** Time as it passes while one waits. */
export type Waiting = {
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
};
const REAL: Waiting = { nowMs: () => performance.now(), pause: Bun.sleep };

/**
 * Of a release on trial: where the one before had a line to the cloud, this one has to have it, too.
 * @param isUp whether its nats-server runs.
 * @throws Failed where it does not.
 */
export const proveLine = async (
  {
    staging,
    manager,
    isUp,
  }: {
    readonly staging: Staging;
    readonly manager: Pick<ServiceManager, 'extendStart'>;
    readonly isUp: () => boolean;
  },
  { nowMs, pause }: Waiting = REAL,
): Promise<void> => {
  if (readBefore(staging)?.nats !== true) return;
  manager.extendStart(LINE_MS + 5 * SECOND);
  const untilMs = nowMs() + LINE_MS;
  while (!isUp() && nowMs() < untilMs) await pause(LOOK_EVERY_MS);
  if (isUp()) return;
  sayWhy(staging, 'its nats-server does not run');
  throw new Failed('this release does not start here: its nats-server does not run');
};
