import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readSmart } from './smart.ts';
import { namesIn, numberAt, textAt } from './sys.ts';

/** The block device that carries a file system. */
export type Disk = {
  /** As the kernel calls it: `mmcblk0`, `nvme0n1`. */
  readonly name: string;
  /** What tells it from another of its make; null where it does not say. */
  readonly serial: string | null;
  /** Share of its life that is used up, 0 to 1.1 (eMMC) or 2.55 (NVMe); null: it does not say. */
  readonly wear: number | null;
  /** Its spare blocks run out (eMMC: `pre_eol_info` of JEDEC eMMC 5.0); null: it does not say. */
  readonly isEnding: boolean | null;
};

/** `259:2`, as stat(2) packs it on Linux. */
export const deviceOf = (dev: bigint): string => {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn);
  return `${major}:${minor}`;
};

/**
 * The disk below a device: the one that a partition is of, and the first below a crypt or a raid.
 * @param root of the file system that holds /sys; tests bring one of a board.
 */
const below = (root: string, device: string, depth = 0): string | null => {
  const link = join(root, 'sys/dev/block', device);
  const [lower] = namesIn(join(link, 'slaves'));
  const lowerDevice = lower && textAt(join(link, 'slaves', lower, 'dev'));
  if (lowerDevice && depth < 4) return below(root, lowerDevice, depth + 1);
  try {
    const path = readlinkSync(link).split('/');
    // …/block/mmcblk0/mmcblk0p2: a partition lies in the folder of its disk.
    const isPartition = numberAt(join(link, 'partition')) !== null;
    return path.at(isPartition ? -2 : -1) ?? null;
  } catch {
    return null;
  }
};

/** JEDEC: 0x01 is up to a tenth of the life, 0x0A up to all of it, 0x0B more; 0 says nothing. */
const wearOf = (text: string | null): number | null => {
  const worst = Math.max(0, ...(text ?? '').split(/\s+/u).map((one) => Number(one) || 0));
  return worst < 1 || worst > 11 ? null : worst / 10;
};

/** What the disk of that device says of itself; null where none is known, as on a network's. */
export const readDisk = (root: string, device: string): Disk | null => {
  const name = below(root, device);
  if (name === null) return null;
  const own = join(root, 'sys/block', name, 'device');
  const ending = numberAt(join(own, 'pre_eol_info'));
  // eMMC tells in sysfs, NVMe whoever has the right to ask.
  const smart = readSmart(root, name);
  return {
    name,
    serial: textAt(join(own, 'cid')) ?? textAt(join(own, 'serial')) ?? textAt(join(own, 'wwid')),
    wear: wearOf(textAt(join(own, 'life_time'))) ?? smart?.wear ?? null,
    isEnding: ending === null || ending === 0 ? (smart?.isEnding ?? null) : ending > 1,
  };
};
