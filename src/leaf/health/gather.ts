import type { Now } from '../../kernel/time.ts';
import { MINUTE } from '../../kernel/time.ts';
import type { CloudStatus } from '../../server/cloud.ts';
import { createWindow } from '../../server/metrics/window.ts';
import type { Clock, Discipline } from '../clock.ts';
import type { Ballast } from './ballast.ts';
import type { createMachine, MachineReadings } from './machine.ts';
import type { HealthMemory } from './memory.ts';
import type { Readings } from './readings.ts';
import { createPeak, createSteps } from './windows.ts';

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

/** A leaf whose share is used up sends for a while and waits for a while; it is one thing all along. */
const SHARE_MS = 15 * MINUTE;

const createShare = () => {
  let usedAtMs: number | null = null;
  return (bootMs: number, { state, waiting }: Pick<CloudStatus, 'state' | 'waiting'>): boolean => {
    if (state === 'dayUsed') usedAtMs = bootMs;
    if (waiting === 0) usedAtMs = null;
    return usedAtMs !== null && bootMs - usedAtMs < SHARE_MS;
  };
};

/**
 * Moments of the wall clock as times by the one that never jumps: chrony sets the clock of a board
 * without a battery by hours once it is up, and nobody was silent or behind for that long.
 */
const createSpans = (startedAtMs: number) => {
  let lookedAtMs = startedAtMs;
  let heard: { readonly at: number; readonly bootMs: number } | null = null;
  let behindMs: number | null = null;
  return (
    { bootMs, wallMs }: { readonly bootMs: number; readonly wallMs: number },
    { lastContactAt, lagMs, waiting }: Pick<CloudStatus, 'lastContactAt' | 'lagMs' | 'waiting'>,
    stepMs: number,
  ) => {
    if (lastContactAt !== null && lastContactAt !== heard?.at) {
      const ago = Math.min(Math.max(0, wallMs - lastContactAt), bootMs - lookedAtMs);
      heard = { at: lastContactAt, bootMs: bootMs - ago };
    }
    // Since the look before the first one at which something waited, or since the clock was set.
    if (waiting === 0) behindMs = null;
    else if (behindMs === null || stepMs > 0) behindMs = stepMs > 0 ? bootMs : lookedAtMs;
    lookedAtMs = bootMs;
    return {
      silentMs: Math.max(0, bootMs - (heard?.bootMs ?? startedAtMs)),
      lagMs: behindMs === null ? 0 : Math.min(lagMs, bootMs - behindMs),
    };
  };
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
  const isShareUsed = createShare();
  const spans = createSpans(startedAtMs);
  /** The first right time after a start is no jump: nobody had told a time before. */
  let wasKept = false;

  const cloudNow = async (at: Now, stepMs: number): Promise<Readings['cloud']> => {
    const status = await signs.cloud();
    const { state, waiting } = status;
    if (state === 'off') return null;
    const isUsed = isShareUsed(at.bootMs, { state, waiting });
    return { ...spans(at, status, stepMs), waiting, isShareUsed: isUsed };
  };

  return async (): Promise<{ readonly readings: Readings; readonly machine: MachineReadings }> => {
    const at = clock.now();
    const { bootMs, wallMs } = at;
    const own = machine.read();
    const stepMs = step(at);
    const isKept = clock.isSynchronised();
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
        ...{ synchronised: isKept, offsetMs, jumpedMs: peak(bootMs, wasKept ? stepMs : 0) },
      },
      cloud: await cloudNow(at, stepMs),
      childRestarts: restarts(bootMs, signs.childRestarts()),
      rolledBack: signs.rolledBack(),
      backup: await signs.backup(),
      restarts: memory.restarts().count,
      changed: memory.changed(),
    };
    wasKept = isKept;
    return { readings, machine: own };
  };
};
