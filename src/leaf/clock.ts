import { dlopen, ptr } from 'bun:ffi';
import { readFileSync } from 'node:fs';
import type { Now } from '../kernel/time.ts';

/** From <time.h>; Bun's own monotonic clocks start at 0 with the process, and stop in sleep. */
const CLOCK_BOOTTIME = 7;

/** From <sys/timex.h>: the kernel's clock is not disciplined by anybody. */
const TIME_ERROR = 5;
const STA_UNSYNC = 0x40;
/** `struct timex`: 208 bytes on 64-bit Linux, `status` as an int behind five longs. */
const TIMEX_BYTES = 208;
const STATUS_AT = 40;

export type Clock = {
  readonly now: () => Now;
  /** Whether something (NTP, GPS) keeps the wall clock right. */
  readonly isSynchronised: () => boolean;
};

/** The machine's clocks, by way of the C library. Linux only, as the leaf is. */
export const openClock = (): Clock => {
  const { symbols } = dlopen('libc.so.6', {
    clock_gettime: { args: ['i32', 'ptr'], returns: 'i32' },
    adjtimex: { args: ['ptr'], returns: 'i32' },
  });
  const timespec = new BigInt64Array(2);
  const timespecAt = ptr(timespec);
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

  const bootMs = (): number => {
    if (symbols.clock_gettime(CLOCK_BOOTTIME, timespecAt) !== 0) {
      throw new Error('this machine has no CLOCK_BOOTTIME');
    }
    const [seconds = 0n, nanoseconds = 0n] = timespec;
    return Number(seconds) * 1_000 + Math.floor(Number(nanoseconds) / 1e6);
  };

  return {
    now: () => ({ wallMs: Date.now(), bootMs: bootMs(), bootId }),
    isSynchronised: () => {
      // All zeros: only asks.
      const timex = new DataView(new ArrayBuffer(TIMEX_BYTES));
      const state = symbols.adjtimex(ptr(timex.buffer));
      const status = timex.getInt32(STATUS_AT, true);
      return state >= 0 && state !== TIME_ERROR && (status & STA_UNSYNC) === 0;
    },
  };
};
