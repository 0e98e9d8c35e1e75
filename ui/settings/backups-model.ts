import { DAY } from '../../src/kernel/time.ts';
import type { BackupPlace, BackupsView } from '../../src/server/app.ts';
import type { Tone } from '../parts/bits.ts';

/** Older than this with something new in the log, and no night has brought one: not as it should be. */
const STALE_MS = 2 * DAY;
/** Shown before somebody asks for all of them. */
export const SHOWN = 5;

/** What the first line says. */
export type Standing = 'none' | 'problem' | 'stale' | 'here' | 'safe';

const isGood = ({ state }: BackupPlace): boolean => state === 'ok';

/** `here`: only on this machine, which a fire or a broken disk takes, too. */
export const standingOf = (now: BackupsView, nowMs: number): Standing => {
  const [newest] = now.backups;
  if (now.problem !== null) return 'problem';
  if (newest === undefined) return 'none';
  if (now.behind > 0 && nowMs - Date.parse(newest.madeAt) > STALE_MS) return 'stale';
  return now.places.some(isGood) ? 'safe' : 'here';
};

export const TONES: { readonly [S in Standing]: Tone } = {
  ...{ none: 'warning', problem: 'danger', stale: 'warning', here: 'warning', safe: 'success' },
};

/** How many of the places have the newest backup. */
export const copiesOf = ({ places }: Pick<BackupsView, 'places'>) => ({
  have: places.filter(isGood).length,
  all: places.length,
});

export const placeTone = ({ state }: BackupPlace): Tone => {
  if (state === 'ok') return 'success';
  return state === 'waiting' || state === 'away' ? 'plain' : 'warning';
};

/** `4.2 MB`, `312 KB`. */
export const sizeText = (bytes: number, number: (n: number) => string): string =>
  bytes >= 1_000_000
    ? `${number(Math.round(bytes / 100_000) / 10)} MB`
    : `${number(Math.max(1, Math.round(bytes / 1_000)))} KB`;
