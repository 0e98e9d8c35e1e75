import { MINUTE } from '../../kernel/time.ts';
import type { CloudStatus } from '../../server/cloud.ts';
import type { Clock, Discipline } from '../clock.ts';
import type { Ballast } from './ballast.ts';
import type { createMachine, MachineReadings } from './machine.ts';
import type { HealthMemory } from './memory.ts';
import type { Readings } from './readings.ts';
import { createPeak, createSteps, createWindow } from './windows.ts';

/** What the leaf tells of itself beside what its machine says. */
export type Signs = {
  /** Whether the log could not be written lately. */
  readonly isUnwell: () => boolean;
  readonly requests: () => { readonly asked: number; readonly failed: number };
  /** `state` off: this leaf belongs to no core. */
  readonly cloud: () => Promise<Pick<CloudStatus, 'state' | 'lagMs' | 'waiting' | 'lastContactAt'>>;
  /** How often the nats-server beside it was started again. */
  readonly childRestarts: () => number;
  readonly rolledBack: () => boolean;
  /** The newest good backup and how old it may be; null: none are made here. */
  readonly backup: () => Promise<Readings['backup']>;
};

/** Puts together what is judged at one look. */
export const createGatherer = ({
  clock,
  discipline,
  machine,
  ballast,
  memory,
  signs,
}: {
  readonly clock: Clock;
  readonly discipline: () => Discipline;
  readonly machine: Pick<ReturnType<typeof createMachine>, 'read'>;
  readonly ballast: Pick<Ballast, 'state'>;
  readonly memory: Pick<HealthMemory, 'restarts' | 'changed'>;
  readonly signs: Signs;
}) => {
  const startedAtMs = clock.now().bootMs;
  const asked = createWindow(5 * MINUTE);
  const failed = createWindow(5 * MINUTE);
  const restarts = createWindow(10 * MINUTE);
  const peak = createPeak(10 * MINUTE);
  const step = createSteps();

  const cloudNow = async (bootMs: number, wallMs: number): Promise<Readings['cloud']> => {
    const { state, lagMs, waiting, lastContactAt } = await signs.cloud();
    if (state === 'off') return null;
    const heard = lastContactAt === null ? bootMs - startedAtMs : wallMs - lastContactAt;
    return { silentMs: Math.max(0, heard), lagMs, waiting };
  };

  return async (): Promise<{ readonly readings: Readings; readonly machine: MachineReadings }> => {
    const at = clock.now();
    const { bootMs, wallMs } = at;
    const own = machine.read();
    const { offsetMs } = discipline();
    const requests = signs.requests();
    const readings: Readings = {
      ...{ bootMs, wallMs, log: { unwell: signs.isUnwell() } },
      disk: own.space && {
        ...own.space,
        ballastGiven: ballast.state() === 'given',
        wear: own.disk?.wear ?? null,
        isEnding: own.disk?.isEnding ?? null,
      },
      ...{ celsius: own.celsius, underVoltage: own.underVoltage },
      ...{ supply: own.supply, memory: own.memory },
      requests: { asked: asked(bootMs, requests.asked), failed: failed(bootMs, requests.failed) },
      clock: {
        ...{ synchronised: clock.isSynchronised(), offsetMs, jumpedMs: peak(bootMs, step(at)) },
      },
      cloud: await cloudNow(bootMs, wallMs),
      childRestarts: restarts(bootMs, signs.childRestarts()),
      rolledBack: signs.rolledBack(),
      backup: await signs.backup(),
      restarts: memory.restarts().count,
      changed: memory.changed(),
    };
    return { readings, machine: own };
  };
};
