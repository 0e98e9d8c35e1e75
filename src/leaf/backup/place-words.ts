import type { BackupPlace, PlaceState } from '../../server/backup.ts';

/** Why a place has no copy of the newest backup, for whoever asks on a console. */
const WHY: { readonly [S in Exclude<PlaceState, 'ok'>]: string } = {
  waiting: 'not yet: it is on its way, or goes there with the next look',
  away: 'no stick or other disk is there',
  full: 'no room on it, though older backups were taken away',
  readOnly:
    'nothing can be written there: its lock switch, its rights, or ReadWritePaths of the unit',
  stuck: 'the disk does not answer',
  failed: 'it failed, and is tried again',
  tooLarge: 'the core takes no backup of this size',
  clock: 'the clocks of this machine and the core are too far apart',
  unreachable: 'the core does not answer',
};

/** Whether a place has the backup of that name. */
export const hasCopy = ({ state, newest }: BackupPlace, name: string): boolean =>
  state === 'ok' && newest === name;

/** Why it has none, in words. */
const whyNone = ({ state, reason }: BackupPlace): string =>
  `${WHY[state === 'ok' ? 'waiting' : state]}${reason === null ? '' : ` (${reason})`}`;

/** `has it`, or why not. */
export const placeWords = (place: BackupPlace, name: string): string =>
  hasCopy(place, name) ? 'has it' : `NO COPY: ${whyNone(place)}`;

/** One line where any place has none; null: every place has it. */
export const lackingWords = (places: readonly BackupPlace[], name: string): string | null => {
  const lacking = places.filter((place) => !hasCopy(place, name));
  if (lacking.length === 0) return null;
  const each = lacking.map((place) => `${place.where}: ${whyNone(place)}`);
  const have = lacking.length === 1 ? 'has' : 'have';
  return `${lacking.length} of ${places.length} places ${have} no copy of the newest backup; ${each.join('; ')}`;
};
