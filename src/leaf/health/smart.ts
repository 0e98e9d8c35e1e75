import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { DAY } from '../../kernel/time.ts';
import { textAt } from './sys.ts';

/** Such a log has a thousandth of that. */
const MOST_BYTES = 64 * 1024;
/** Nobody has asked the disk for so long: what it said is not so any more. */
const STALE_S = DAY / 1000;

/** NVMe counts past the life that its maker promised, as far as a byte goes. */
const MOST_PERCENT = 255;
/**
 * Of its critical warnings: spare blocks run out, it is unreliable, it takes no more writes. The others
 * are of heat, which the thermal zones tell, and of parts that these disks lack.
 */
const ENDING = 0b1101;

const byte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_PERCENT));

/** What felt-disk.service leaves: the log as `smartctl --json` of smartmontools 7 writes it. */
const answerSchema = v.object({
  uptimeS: v.pipe(v.number(), v.minValue(0)),
  smart: v.object({
    nvme_smart_health_information_log: v.object({ percentage_used: byte, critical_warning: byte }),
  }),
});

/** What a disk says of its own health. */
export type Smart = { readonly wear: number; readonly isEnding: boolean };

const textOf = (path: string): string | null => {
  try {
    const there = statSync(path);
    return there.isFile() && there.size <= MOST_BYTES ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
};

const answerOf = (text: string): v.InferOutput<typeof answerSchema> | null => {
  try {
    return v.parse(answerSchema, JSON.parse(text));
  } catch {
    return null;
  }
};

/** Since this boot, in seconds (proc(5)). */
const uptimeAt = (root: string): number => {
  const [uptime = ''] = (textAt(join(root, 'proc/uptime')) ?? '').split(' ');
  return /^\d+(?:\.\d+)?$/u.test(uptime) ? Number(uptime) : Number.NaN;
};

/**
 * What the disk of that name told felt-disk.service within the last day; null: nobody could ask it.
 * @param root of the file system that holds /run and /proc.
 */
export const readSmart = (root: string, name: string): Smart | null => {
  const text = textOf(join(root, 'run/felt-disk', `${name}.json`));
  const answer = text === null ? null : answerOf(text);
  if (answer === null) return null;
  const ageS = uptimeAt(root) - answer.uptimeS;
  // Not so either where nobody knows its age.
  if (!(ageS >= 0 && ageS < STALE_S)) return null;
  const { percentage_used: percent, critical_warning: warnings } =
    answer.smart.nvme_smart_health_information_log;
  return { wear: percent / 100, isEnding: (warnings & ENDING) !== 0 };
};
