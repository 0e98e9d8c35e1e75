import type { AlertsView } from '../../server/alerts.ts';
import type { Clock } from '../clock.ts';
import type { BallastState } from './ballast.ts';
import type { MachineReadings } from './machine.ts';
import type { HealthMemory } from './memory.ts';
import type { Readings } from './readings.ts';

type Held = { readonly state: BallastState; readonly bytes: number };

export const isoOf = (ms: number): string => new Date(ms).toISOString();

/** Before it was ever made there is nothing to tell. */
const ballastView = ({ state, bytes }: Held): AlertsView['machine']['ballast'] =>
  state === 'off' || state === 'none' ? null : { bytes, held: state === 'held' };

/** What the page shows of the machine: of what it does not say of itself, nothing. */
export const machineView = ({
  readings,
  machine,
  memory,
  clock,
  ballast,
}: {
  /** Of the last look; undefined: there was none yet. */
  readonly readings: Readings | undefined;
  readonly machine: MachineReadings | undefined;
  readonly memory: Pick<HealthMemory, 'restarts' | 'changed'>;
  readonly clock: Pick<Clock, 'isSynchronised'>;
  readonly ballast: Held;
}): AlertsView['machine'] => {
  const { count, at, how } = memory.restarts();
  const supply = readings?.supply ?? null;
  return {
    celsius: readings?.celsius ?? null,
    freeBytes: readings?.disk?.freeBytes ?? null,
    totalBytes: readings?.disk?.totalBytes ?? null,
    diskWear: machine?.disk?.wear ?? null,
    ballast: ballastView(ballast),
    memoryAvailable: readings?.memory?.availableBytes ?? null,
    memoryTotal: readings?.memory?.totalBytes ?? null,
    clockSynchronised: readings?.clock.synchronised ?? clock.isSynchronised(),
    clockOffsetMs: readings?.clock.offsetMs ?? 0,
    power: supply && {
      ...{ onBattery: supply.onBattery, percent: supply.percent },
      minutesLeft: supply.secondsLeft === null ? null : Math.floor(supply.secondsLeft / 60),
    },
    restarted: count === 0 ? null : { count, at: isoOf(at), how },
    changed: [...memory.changed()],
  };
};
