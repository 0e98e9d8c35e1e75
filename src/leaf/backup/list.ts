import { existsSync } from 'node:fs';
import * as v from 'valibot';
import { newestOf } from '../../server/backup/keep.ts';
import { placeSchema } from '../../server/backup.ts';
import { Failed } from '../../server/failed.ts';
import { oneLine } from '../../server/one-line.ts';
import { say } from '../../server/program.ts';
import { tellLeaf } from '../control.ts';
import { placesAlone } from './alone.ts';
import { backupFolder } from './make.ts';
import { lackingWords, placeWords } from './place-words.ts';
import type { Found } from './places.ts';
import { backupsIn } from './places.ts';

export const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

export const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;

const placesSchema = v.object({ places: v.array(placeSchema) });

const foundIn = (folder: string): Promise<readonly Found[]> =>
  existsSync(folder) ? backupsIn(folder, null).catch(() => []) : Promise.resolve([]);

const linesOf = (all: readonly Found[]): readonly string[] =>
  all.length === 0
    ? ['  none']
    : all
        .toSorted((a, b) => b.events - a.events || b.madeAt - a.madeAt)
        .map(
          ({ name, madeAt, events, bytes }) =>
            `  ${name}  made ${timeText(madeAt)}, ${events} events, ${sizeText(bytes)}`,
        );

/**
 * `felt-leaf backup list`: what is here, and in every other place with whether that has the newest.
 * @throws Failed where one has not.
 */
export const listBackups = async (dataFolder: string): Promise<number> => {
  const here = await foundIn(backupFolder(dataFolder));
  const newest = newestOf(here)?.name ?? '';
  const { places } = (await tellLeaf(dataFolder, '/backups', placesSchema)) ?? {
    places: await placesAlone(dataFolder, newest),
  };
  const lines = [backupFolder(dataFolder), ...linesOf(here)];
  for (const place of places) {
    lines.push(`${place.where}  ${newest === '' ? '' : placeWords(place, newest)}`.trimEnd());
    if (place.kind === 'folder') lines.push(...linesOf(await foundIn(place.where)));
    else lines.push(`  ${place.newest ?? 'none'}`);
  }
  say(lines.map(oneLine).join('\n'));
  const lacking = newest === '' ? null : lackingWords(places, newest);
  if (lacking !== null) throw new Failed(lacking);
  return 0;
};
