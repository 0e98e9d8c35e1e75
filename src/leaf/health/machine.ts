import { statfsSync, statSync } from 'node:fs';
import type { Disk } from './block.ts';
import { deviceOf, readDisk } from './block.ts';
import { readLoad, readMemory, readSupply, readTemperature, readUnderVoltage } from './sensors.ts';

/** Wear and serial change with the years, not with the seconds. */
const DISK_EVERY_MS = 10 * 60_000;

/** `root`: where /sys, /proc and /etc are; a test brings a board's as a folder. */
export type Machine = {
  readonly root: string;
  readonly dataFolder: string;
  /** Of the data folder's disk; a test says which of its board's. */
  readonly device?: string;
};

const deviceAt = (folder: string): string => deviceOf(statSync(folder, { bigint: true }).dev);

/** The disk that the data folder lies on; null where it says nothing of itself. */
export const diskOf = ({ root, dataFolder, device }: Machine): Disk | null =>
  readDisk(root, device ?? deviceAt(dataFolder));

const space = (folder: string) => {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
};

/** Everything that the machine says of itself. */
export const createMachine = (machine: Machine, nowMs: () => number) => {
  const { root, dataFolder } = machine;
  let readAtMs = Number.NEGATIVE_INFINITY;
  let disk: Disk | null = null;

  const diskNow = (): Disk | null => {
    if (nowMs() - readAtMs >= DISK_EVERY_MS) {
      readAtMs = nowMs();
      disk = diskOf(machine);
    }
    return disk;
  };

  return {
    disk: diskNow,
    read: () => ({
      space: space(dataFolder),
      disk: diskNow(),
      celsius: readTemperature(root),
      underVoltage: readUnderVoltage(root),
      supply: readSupply(root),
      memory: readMemory(root),
      load: readLoad(root),
    }),
  };
};

export type MachineReadings = ReturnType<ReturnType<typeof createMachine>['read']>;
