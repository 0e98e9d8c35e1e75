import { join } from 'node:path';
import { SECOND } from '../../kernel/time.ts';
import type { Log } from '../../log/port.ts';
import type { BackupPlace, PlaceState } from '../../server/backup.ts';
import { openClock } from '../clock.ts';
import { linkFile } from '../cloud/link.ts';
import { createCopies } from './copies.ts';
import { stateOf } from './folder-place.ts';
import { backupFolder } from './make.ts';
import { giveToOwner } from './owner.ts';
import type { Found, Rule } from './places.ts';
import { backupsIn, isOtherDisk } from './places.ts';
import { readBackupSettings } from './settings.ts';
import { readSent } from './to-core.ts';

/** Somebody waits at a console. */
const COPIES_MS = 60 * SECOND;

/** What root wrote on a stick must not be in the way of the leaf's own user; FAT knows no owners. */
const giveCopy = (dataFolder: string, path: string): void => {
  try {
    giveToOwner(dataFolder, path);
  } catch {
    // Mounted for one user: whoever may write there may do so in any case.
  }
};

/** Brings a backup to every place where no leaf runs that would; answers what became of it there. */
export const bringAlone = async (
  dataFolder: string,
  made: Found,
  log: Pick<Log, 'after'>,
): Promise<BackupPlace[]> => {
  const { to, mostBytes } = readBackupSettings(process.env);
  const clock = openClock();
  const link = () => linkFile(dataFolder).read();
  const copies = createCopies({ dataFolder, to, link, clocks: clock.now });
  const rule: Rule = {
    isOurs: async ({ events, head }) =>
      events === 0 || (await log.after(events - 1, 1))[0]?.hash === head,
    now: clock.isSynchronised() ? clock.now().wallMs : null,
    mostBytes,
  };
  await Promise.race([copies.bring(made, made.keyId, rule), Bun.sleep(COPIES_MS)]);
  const places = copies.status();
  await copies.stop();
  for (const folder of to) giveCopy(dataFolder, join(folder, made.name));
  giveToOwner(dataFolder, backupFolder(dataFolder));
  return places;
};

const stateIn = async (folder: string, dataFolder: string, name: string): Promise<PlaceState> => {
  try {
    if (!(await isOtherDisk(folder, dataFolder))) return 'away';
    return (await backupsIn(folder, null)).some((one) => one.name === name) ? 'ok' : 'waiting';
  } catch (error) {
    return stateOf(error);
  }
};

/** Which places have the backup of that name, asked of the disks while no leaf runs. */
export const placesAlone = async (dataFolder: string, name: string): Promise<BackupPlace[]> => {
  const { to } = readBackupSettings(process.env);
  const folders = to.map(async (where): Promise<BackupPlace> => {
    const state = await stateIn(where, dataFolder, name);
    const newest = state === 'ok' ? name : null;
    return { kind: 'folder', where, state, reason: null, newest, seenAt: null };
  });
  const core = linkFile(dataFolder).read()?.core.url;
  const sent = readSent(dataFolder);
  const has = sent !== null && sent.core === core && sent.name === name;
  const atCore: readonly BackupPlace[] =
    core === undefined
      ? []
      : [
          {
            ...({ kind: 'core', where: core, reason: null, seenAt: null } as const),
            ...{ state: has ? 'ok' : 'waiting', newest: sent?.name ?? null },
          },
        ];
  return [...(await Promise.all(folders)), ...atCore];
};
