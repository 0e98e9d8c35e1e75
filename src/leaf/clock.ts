import { dlopen, ptr } from 'bun:ffi';
import { readFileSync } from 'node:fs';
import type { Now } from '../kernel/time.ts';

/** From <time.h>; Bun's own monotonic clocks start at 0 with the process, and stop in sleep. */
const CLOCK_BOOTTIME = 7;

/** From <sys/timex.h>: the kernel's clock is not disciplined by anybody. */
const TIME_ERROR = 5;
const STA_UNSYNC = 0x40;
const STA_NANO = 0x2000;
/** `struct timex`: 208 bytes on 64-bit Linux; behind `modes` four longs, then `status` as an int. */
const TIMEX_BYTES = 208;
const [OFFSET_AT, FREQUENCY_AT, STATUS_AT] = [8, 16, 40] as const;
/** Parts per million, as the kernel scales them. */
const PPM = 65_536;

export type Clock = {
  readonly now: () => Now;
  /** Whether something (NTP, GPS) keeps the wall clock right. */
  readonly isSynchronised: () => boolean;
};

/** How the kernel's clock is kept. */
export type Discipline = {
  readonly synchronised: boolean;
  /** What it is still off by, ms; it is being put right. */
  readonly offsetMs: number;
  /** What it would drift by if nobody kept it, parts per million. */
  readonly driftPpm: number;
};

/** Reads it, by way of the C library. */
export const openDiscipline = (): (() => Discipline) => {
  const { symbols } = dlopen('libc.so.6', { adjtimex: { args: ['ptr'], returns: 'i32' } });
  return () => {
    // All zeros: only asks.
    const timex = new DataView(new ArrayBuffer(TIMEX_BYTES));
    const state = symbols.adjtimex(ptr(timex.buffer));
    const status = timex.getInt32(STATUS_AT, true);
    const offset = Number(timex.getBigInt64(OFFSET_AT, true));
    return {
      synchronised: state >= 0 && state !== TIME_ERROR && (status & STA_UNSYNC) === 0,
      offsetMs: offset / ((status & STA_NANO) === 0 ? 1e3 : 1e6),
      driftPpm: Number(timex.getBigInt64(FREQUENCY_AT, true)) / PPM,
    };
  };
};

/** The machine's clocks, by way of the C library. Linux only, as the leaf is. */
export const openClock = (): Clock => {
  const { symbols } = dlopen('libc.so.6', {
    clock_gettime: { args: ['i32', 'ptr'], returns: 'i32' },
  });
  const discipline = openDiscipline();
  const timespec = new BigInt64Array(2);
  const timespecAt = ptr(timespec);
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

  const bootMs = (): number => {
    if (symbols.clock_gettime(CLOCK_BOOTTIME, timespecAt) !== 0) {
      throw new Error('this machine has no CLOCK_BOOTTIME');
    }
    // By index: this is asked several times per command, and taking apart goes by an iterator.
    return Number(timespec[0]) * 1_000 + Math.floor(Number(timespec[1]) / 1e6);
  };

  return {
    now: () => ({ wallMs: Date.now(), bootMs: bootMs(), bootId }),
    isSynchronised: () => discipline().synchronised,
  };
};
