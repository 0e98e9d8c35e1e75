import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import type { Log } from '../../log/port.ts';
import { foldStored, roomFinder } from '../../log/rooms.ts';
import type { VenueState } from '../../rooms/venue/room.ts';
import { VENUE } from '../../rooms/venue/room.ts';
import { Failed, WrongUse } from '../../server/failed.ts';
import { say } from '../../server/program.ts';
import { openServiceManager } from '../../server/systemd.ts';
import type { Config } from '../config.ts';
import { tellLeaf } from '../control.ts';
import { ROOMS } from '../rooms.ts';
import { logExists, openStore } from '../store.ts';
import { writeAll } from './archive.ts';
import { keyFile } from './key.ts';
import { backupFolder, makeBackup, NoSpace } from './make.ts';
import { backupsIn, syncPath } from './places.ts';
import type { Restored } from './restore.ts';
import { readBackupSettings } from './settings.ts';
import { supportBundle } from './support.ts';
import { typedKey } from './typed-key.ts';

export const madeSchema = v.object({ path: v.string(), events: v.number(), bytes: v.number() });
export const supportSchema = v.object({ bundle: v.string() });
export const aliveSchema = v.object({ version: v.string() });
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

const makeAlone = async (dataFolder: string): Promise<Made> => {
  needLog(dataFolder);
  const log = await openStore(dataFolder);
  try {
    const own = { dataFolder, log, slug: await slugIn(log), nowMs: Date.now() };
    return await makeBackup({ ...own, manager: openServiceManager({}) });
  } catch (error) {
    if (error instanceof NoSpace) throw new Failed('the disk has no room for a backup');
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

const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;

const KEY_WORDS =
  'Write the recovery key down: without it no backup can be read on another machine (felt-leaf backup key)';

const made = async ({ dataFolder }: Config, file: string | undefined): Promise<number> => {
  const { path, events, bytes } =
    (await tellLeaf(dataFolder, '/backup', madeSchema)) ?? (await makeAlone(dataFolder));
  const to = file === undefined ? path : resolve(file);
  if (file !== undefined) await copyOut(path, to);
  const reminder = keyFile(dataFolder).known()?.shownAt == null ? [KEY_WORDS] : [];
  const lines = [`backup  ${to}`, `holds   ${events} events, ${sizeText(bytes)}, read back`];
  return say([...lines, ...reminder].join('\n'));
};

const listed = async ({ dataFolder }: Config): Promise<number> => {
  const { to } = readBackupSettings(process.env);
  const lines: string[] = [];
  for (const folder of [backupFolder(dataFolder), ...to]) {
    lines.push(folder);
    const found = existsSync(folder) ? await backupsIn(folder, null).catch(() => []) : [];
    if (found.length === 0) lines.push('  none');
    for (const one of found.toSorted((a, b) => b.events - a.events || b.madeAt - a.madeAt)) {
      const { name, madeAt, events, bytes } = one;
      lines.push(`  ${name}  made ${timeText(madeAt)}, ${events} events, ${sizeText(bytes)}`);
    }
  }
  return say(lines.join('\n'));
};

const keyShown = ({ dataFolder }: Config): number => {
  needLog(dataFolder);
  const keys = keyFile(dataFolder);
  const { key } = keys.get();
  keys.shown(key, Date.now());
  return say(key);
};

/** `felt-leaf backup [FILE] | list | key`. */
export const backupCommand = (config: Config, args: readonly string[]): Promise<number> => {
  const [word, ...more] = args;
  if (more.length > 0) throw new WrongUse(`backup takes no "${more[0]}"`);
  if (word === 'list') return listed(config);
  if (word === 'key') return Promise.resolve(keyShown(config));
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
  if (!existsSync(file)) throw new Failed(`there is no ${file}`);
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
