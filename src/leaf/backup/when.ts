import { HOUR, MINUTE, SECOND } from '../../kernel/time.ts';
import { isQuietNight } from '../update/quiet.ts';

/** A day's backup is due from here on, in the night; and at any hour when that was missed. */
const NIGHTLY_MS = 20 * HOUR;
const MISSED_MS = 26 * HOUR;
const LONG_MISSED_MS = 36 * HOUR;
/** No command and no clock for so long: nobody notices a copy. */
const CALM_MS = 30 * SECOND;
const VERY_CALM_MS = 15 * MINUTE;
/** Where clocks run on and on, a gap between two commands has to do. */
const GAP_MS = 5 * SECOND;
const WAIT_MS = 30 * MINUTE;
/** What failed is tried again after this. */
const AGAIN_MS = 10 * MINUTE;

export type Moment = {
  /** Since the newest backup; before the first one, since the venue began. */
  readonly ageMs: number;
  /** Whether the log has anything that the newest backup has not. */
  readonly isBehind: boolean;
  /** How long ago a tournament ended that is in no backup; null: none did. */
  readonly endedMs: number | null;
  /** Since the last attempt that failed; null: none did. */
  readonly failedMs: number | null;
  /** Since anybody gave a command, and since a clock ran; 0 while one does. */
  readonly stillMs: number;
  readonly clocksMs: number;
  /** Of the day, where the venue is. */
  readonly hour: number;
};

/** Whether a backup is to be made at this moment. Pure. */
export const isDue = (moment: Moment): boolean => {
  const { ageMs, isBehind, endedMs, failedMs, hour } = moment;
  if (!isBehind || (failedMs !== null && failedMs < AGAIN_MS)) return false;
  const calmMs = Math.min(moment.stillMs, moment.clocksMs);
  if (endedMs !== null && (calmMs >= CALM_MS || (endedMs >= WAIT_MS && moment.stillMs >= GAP_MS))) {
    return true;
  }
  if (ageMs >= LONG_MISSED_MS) return moment.stillMs >= GAP_MS;
  if (ageMs >= MISSED_MS) return calmMs >= VERY_CALM_MS;
  return ageMs >= NIGHTLY_MS && isQuietNight({ stillMs: calmMs, hour });
};
