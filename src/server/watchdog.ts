import type { ServiceManager } from './systemd.ts';

/** The event loop comes round within so long, or it is not alive. */
const TURN_WITHIN_MS = 2_000;
/** Signs of life per time that the watchdog waits: one may be left out. */
const BEATS = 3;

/** Until the event loop has come round with all that waited in front. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

/**
 * Gives the watchdog a sign of life for as long as there is life: while the event loop turns and
 * `ailment` finds nothing. Whatever ails is told as the service's status before the watchdog ends it.
 * @param ailment in words what keeps the process from its work, null where nothing does.
 * @param wellStatus what to tell when it is well again.
 */
export const feedWatchdog = ({
  manager,
  ailment,
  wellStatus,
  turnWithinMs = TURN_WITHIN_MS,
}: {
  readonly manager: Pick<ServiceManager, 'watchdogMs' | 'beat' | 'status'>;
  readonly ailment: () => string | null;
  readonly wellStatus: string;
  readonly turnWithinMs?: number;
}) => {
  const { watchdogMs } = manager;
  if (watchdogMs === null) return { stop: () => undefined };
  let told: string | null = null;
  let looking = false;

  const tell = (found: string | null): void => {
    if (found === told) return;
    told = found;
    manager.status(found ?? wellStatus);
  };

  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    const startedAtMs = performance.now();
    await turn();
    const tookMs = performance.now() - startedAtMs;
    looking = false;
    const found = tookMs > turnWithinMs ? `busy for ${Math.round(tookMs)} ms` : ailment();
    tell(found);
    if (found === null) manager.beat();
  };

  const looked = (): void => {
    look().catch((error: unknown) => {
      looking = false;
      tell(String(error));
    });
  };
  const timer = setInterval(looked, watchdogMs / BEATS);
  return { stop: () => clearInterval(timer) };
};
