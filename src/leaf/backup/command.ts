import { accessSync, constants, createReadStream, statSync } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import type { Log } from '../../log/port.ts';
import { foldStored, roomFinder } from '../../log/rooms.ts';
import type { VenueState } from '../../rooms/venue/room.ts';
import { VENUE } from '../../rooms/venue/room.ts';
import { placeSchema } from '../../server/backup.ts';
import { Failed, WrongUse } from '../../server/failed.ts';
import { oneLine } from '../../server/one-line.ts';
import { say } from '../../server/program.ts';
import type { Config } from '../config.ts';
import { tellLeaf } from '../control.ts';
import { ROOMS } from '../rooms.ts';
import { logExists, openStore } from '../store.ts';
import { bringAlone } from './alone.ts';
import { helpBackup } from './helper.ts';
import { keyFile } from './key.ts';
import { listBackups, sizeText, timeText } from './list.ts';
import { copyOf, makeBackup, NoSpace } from './make.ts';
import { writeAll } from './paced.ts';
import { lackingWords, placeWords } from './place-words.ts';
import { syncPath } from './places.ts';
import type { Restored } from './restore.ts';
import { isFull } from './room.ts';
import { supportBundle } from './support.ts';
import { typedKey } from './typed-key.ts';

const madeSchema = v.object({
  ...{ path: v.string(), name: v.string(), events: v.number(), bytes: v.number() },
  places: v.array(placeSchema),
});
const supportSchema = v.object({ bundle: v.string() });
const aliveSchema = v.object({ version: v.string() });
type Made = v.InferOutput<typeof madeSchema>;

const slugIn = async (log: Pick<Log, 'stream'>): Promise<string> => {
  const room = roomFinder(ROOMS)(VENUE);
  const rows = await log.stream(VENUE);
  const { state } = foldStored(room, VENUE, { state: room.initial(), version: 0 }, rows);
  // The venue's stream holds its own room's states only.
  return (state as VenueState).venue?.slug ?? 'leaf';
};

const needLog = (dataFolder: string): void => {
  if (!logExists(dataFolder)) throw new Failed(`there is no log in ${dataFolder}`);
};

/** Where no leaf runs nothing waits for it, and the log is this process's own. */
const makeAlone = async (dataFolder: string): Promise<Made> => {
  needLog(dataFolder);
  const log = await openStore(dataFolder);
  try {
    const own = { dataFolder, slug: await slugIn(log), nowMs: Date.now() };
    const made = await makeBackup({ ...own, copy: copyOf(log) });
    return { ...made, places: await bringAlone(dataFolder, made, log) };
  } catch (error) {
    if (error instanceof NoSpace || isFull(error)) throw new Failed(NO_ROOM);
    throw error;
  } finally {
    await log.close();
  }
};

/** Copies to where somebody says; on the disk when it answers. @throws Failed in one line. */
const copyOut = async (from: string, to: string): Promise<void> => {
  const part = `${to}.part`;
  try {
    const file = await open(part, 'w', 0o600);
    try {
      for await (const piece of createReadStream(from)) await writeAll(file, piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, to);
    await syncPath(dirname(to));
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw new Failed(error instanceof Error ? error.message : String(error));
  }
};

const NO_ROOM =
  'the disk has no room for a backup: free three times the size of felt.db, and 64 MB';

const KEY_WORDS =
  'Write the recovery key down: without it no backup can be read on another machine (felt-leaf backup key)';

const NOWHERE =
  'copy    nowhere else: FELT_BACKUP_TO names no folder, and this leaf belongs to no core';

const made = async ({ dataFolder }: Config, file: string | undefined): Promise<number> => {
  const { path, name, events, bytes, places } =
    (await tellLeaf(dataFolder, '/backup', madeSchema)) ?? (await makeAlone(dataFolder));
  const to = file === undefined ? path : resolve(file);
  if (file !== undefined) await copyOut(path, to);
  const reminder = keyFile(dataFolder).known()?.shownAt == null ? [KEY_WORDS] : [];
  const copies = places.map((place) => `copy    ${place.where}: ${placeWords(place, name)}`);
  const lines = [`backup  ${to}`, `holds   ${events} events, ${sizeText(bytes)}, read back`];
  const said = [...lines, ...(copies.length === 0 ? [NOWHERE] : copies), ...reminder];
  say(said.map(oneLine).join('\n'));
  const lacking = lackingWords(places, name);
  if (lacking !== null) throw new Failed(lacking);
  return 0;
};

const keyShown = ({ dataFolder }: Config): number => {
  needLog(dataFolder);
  const keys = keyFile(dataFolder);
  const { key } = keys.get();
  keys.shown(key, Date.now());
  return say(key);
};

/** Said by a running leaf to a process of its own, and by nobody else. */
const APART = '--apart';

/** `felt-leaf backup [FILE] | list | key`. */
export const backupCommand = (config: Config, args: readonly string[]): Promise<number> => {
  const [word, ...more] = args;
  if (more.length > 0) throw new WrongUse(`backup takes no "${more[0]}"`);
  if (word === 'list') return listBackups(config.dataFolder);
  if (word === 'key') return Promise.resolve(keyShown(config));
  if (word === APART) return helpBackup(config.dataFolder);
  return made(config, word);
};

const CLOUD =
  'cloud     this leaf belongs to no core any more: two with the same credentials would write two histories. A new code joins it (felt-core venue replace). Where the core knows more than this backup, bring the venue back from there: start a leaf on an empty folder, with the code';

const AGAIN = 'erased    nothing here knows who was erased after that moment: erase them once more';

const restoredText = ({ header, aside, erased, isCoreSilent, wasLinked }: Restored): string =>
  [
    `restored  ${header.events} events, known up to ${timeText(header.headAt)}`,
    `made      ${timeText(header.madeAt)} by Felt ${header.version}`,
    ...(aside === null ? [] : [`before    what was here is kept for 30 days in ${aside}`]),
    ...(erased === 0 ? [] : [`erased    ${erased} who were erased since stay erased`]),
    ...(isCoreSilent ? ['erased    the core could not be asked who was erased since'] : []),
    ...(aside === null && !wasLinked ? [AGAIN] : []),
    ...(wasLinked ? [CLOUD] : []),
    'next      start the leaf: receipts go on in a series of their own, and clocks wait for the floor; PINs are those of the backup',
  ].join('\n');

/** @throws Failed where it is no file that this user may read. */
const readable = (file: string): void => {
  try {
    accessSync(file, constants.R_OK);
    if (statSync(file).isFile()) return;
  } catch (error) {
    throw new Failed(`cannot read it: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new Failed(`${file} is no file`);
};

/** `felt-leaf restore FILE [--key-file FILE | --key KEY]`. @throws Failed: then nothing was touched. */
export const restoreCommand = async (config: Config, args: readonly string[]): Promise<number> => {
  const { values, positionals } = (() => {
    try {
      const options = { key: { type: 'string' }, 'key-file': { type: 'string' } } as const;
      return parseArgs({ args: [...args], options, allowPositionals: true });
    } catch (error) {
      throw new WrongUse(error instanceof Error ? error.message : String(error));
    }
  })();
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new WrongUse('restore takes one FILE');
  const { dataFolder } = config;
  if ((await tellLeaf(dataFolder, '/alive', aliveSchema)) !== null) {
    throw new Failed('a leaf runs on this folder: stop it first');
  }
  readable(file);
  const held = await typedKey(file, dataFolder, values);
  const { restoreBackup } = await import('./restore.ts');
  const own = { dataFolder, ...held, nowMs: Date.now() };
  return say(restoredText(await restoreBackup(file, own)));
};

const supportAlone = async (dataFolder: string) => {
  needLog(dataFolder);
  const log = await openStore(dataFolder);
  try {
    const own = { dataFolder, log, nowMs: Date.now, lines: () => [], parts: {} };
    return { bundle: await supportBundle(own) };
  } finally {
    await log.close();
  }
};

/** `felt-leaf support [FILE]`: prints the bundle, or writes it into a file. */
export const supportCommand = async (config: Config, args: readonly string[]): Promise<number> => {
  const [file, ...more] = args;
  if (more.length > 0) throw new WrongUse(`support takes no "${more[0]}"`);
  const { dataFolder } = config;
  const { bundle } =
    (await tellLeaf(dataFolder, '/support', supportSchema)) ?? (await supportAlone(dataFolder));
  if (file === undefined) return say(bundle.trimEnd());
  await writeFile(file, bundle, { mode: 0o600 });
  return say(`wrote ${resolve(file)}: read it before you send it; there is nothing personal in it`);
};
