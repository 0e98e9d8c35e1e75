import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLibsqlLog } from '../../log/libsql.ts';
import { STORE_SCHEMA } from '../../log/libsql-schema.ts';
import { refreshProjections } from '../../log/refresh.ts';
import { reportOn } from '../../log/report.ts';
import { refreshTokens } from '../../server/auth/tables.ts';
import type { BackupHeader } from '../../server/backup/header.ts';
import { Failed } from '../../server/failed.ts';
import { ROOMS, TABLES } from '../rooms.ts';
import { loadSecrets } from '../secrets.ts';
import { STORE_FILE } from '../store.ts';
import type { Files } from '../update/files.ts';
import { DISK, replaceFile } from '../update/files.ts';
import { openBackup, unpackBackup } from './archive.ts';
import { erasedSince } from './erased-since.ts';
import { finishRestore, isRestoreReady, restoreFolder, sayReady } from './in-place.ts';
import { KEY_FILE, keyFileText } from './key.ts';
import { giveToOwner } from './owner.ts';
import { syncPath } from './places.ts';
import { BackupRefused } from './refusal.ts';
import { isFull } from './room.ts';
import type { RestoredFacts } from './settle.ts';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PAGE = 500;

/**
 * A series of receipts that no other leaf of the venue has: an epoch's are letters only, and two
 * restores of the same backup must not write the same slip.
 */
const newSeries = (): string =>
  `R${Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;

/** Nobody goes on with a sign-in from before: who is still to be let in, the operators say. */
const forgetSignIns = async (log: Awaited<ReturnType<typeof openLibsqlLog>>): Promise<void> => {
  for (;;) {
    const rows = await log.select({ table: refreshTokens.name, limit: PAGE });
    if (rows.length === 0) return;
    const one = (hash: unknown) => ({ key: { hash: String(hash) }, row: null });
    await log.write(rows.map(({ hash }) => ({ table: refreshTokens.name, ...one(hash) })));
  }
};

/** All that a leaf would ever ask of a log, asked before it is one's own. @throws BackupRefused LOG. */
const proveLog = async (folder: string, header: BackupHeader): Promise<void> => {
  const path = join(folder, STORE_FILE);
  const log = await openLibsqlLog({ path, tables: TABLES }).catch((error: unknown) => {
    if (isFull(error)) throw error;
    throw new BackupRefused('LOG', error instanceof Error ? error.message : String(error));
  });
  try {
    const wrong = log.quickCheck();
    if (wrong !== null) throw new BackupRefused('LOG', wrong);
    const { seq, hash } = await log.head();
    if (seq !== header.events || hash !== header.head) {
      throw new BackupRefused('LOG', 'it does not end where the backup says');
    }
    // Another build of Felt may have written other tables beside the log.
    await refreshProjections(log, ROOMS);
    const report = await reportOn(log, ROOMS);
    if (!report.ok) throw new BackupRefused('LOG', report.text.replaceAll(/\s+/gu, ' '));
    await forgetSignIns(log);
  } finally {
    await log.close();
  }
  await syncPath(path);
};

/** One before that a power cut ended holds the only log; one that cannot be read is given anew. */
const goOn = (dataFolder: string, files: Files): void => {
  try {
    finishRestore(dataFolder, files);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
  }
};

const NO_ROOM =
  'the disk has no room for what is in this backup, beside what is here: nothing was touched; free some, and give it again';

const isOfDisk = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && !(error instanceof Failed);

/** In one line for whoever holds the backup; a bug stays what it is. */
const beforeReady = (error: unknown): unknown => {
  if (isFull(error)) return new Failed(NO_ROOM, { cause: error });
  return isOfDisk(error)
    ? new Failed(`nothing was touched: ${error.message}`, { cause: error })
    : error;
};

/** All of it is here and proved; what is left are renames, which the next start does as well. */
const afterReady = (error: unknown): unknown =>
  isOfDisk(error)
    ? new Failed(
        `everything came back and is not in its place yet (${error.message}): see to the disk and start the leaf, which finishes it`,
        { cause: error },
      )
    : error;

/** The folder of a restore, for this one alone: somebody may give it again while it goes on. */
const takeTurn = (folder: string): (() => boolean) => {
  const [path, own] = [join(folder, 'turn'), crypto.randomUUID()];
  rmSync(folder, { recursive: true, force: true });
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, own, { mode: 0o600 });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw beforeReady(error);
  }
  return () => existsSync(path) && readFileSync(path, 'utf8') === own;
};

/** `before-restore-20261121T031200Z`. */
const asideOf = (nowMs: number): string =>
  `before-restore-${new Date(nowMs).toISOString().replace(/[-:]|\.\d+/gu, '')}`;

export type Restored = {
  readonly header: BackupHeader;
  /** Folder that keeps what was here; null: nothing was. */
  readonly aside: string | null;
  readonly erased: number;
  readonly isCoreSilent: boolean;
  /** Whether what was here belonged to a core. */
  readonly wasLinked: boolean;
};

/**
 * Brings a backup into the place of what is here. Everything is decrypted and proved beside it first;
 * whatever happens, the folder then holds what it held before or what the backup holds.
 * @param key the recovery key, as `readRecoveryKey` gives it.
 * @param holdsKey whether somebody has the key written down.
 * @throws BackupRefused with a code, Failed in one line: then nothing was touched.
 */
export const restoreBackup = async (
  file: string,
  {
    dataFolder,
    key,
    holdsKey,
    nowMs,
    files = DISK,
  }: {
    readonly dataFolder: string;
    readonly key: string;
    readonly holdsKey: boolean;
    readonly nowMs: number;
    readonly files?: Files;
  },
): Promise<Restored> => {
  const { header } = await openBackup(file);
  if (header.schema > STORE_SCHEMA) throw new BackupRefused('NEWER', `Felt ${header.version}`);
  const folder = restoreFolder(dataFolder);
  goOn(dataFolder, files);
  const isOurTurn = takeTurn(folder);
  try {
    await unpackBackup(file, { key, folder });
    loadSecrets(folder, false);
    await proveLog(folder, header);
    const { erased, isCoreSilent } = await erasedSince(dataFolder, header.events, nowMs);
    // From here on nothing else of this process comes in between.
    if (!isOurTurn()) throw new Failed('another restore into this folder began meanwhile');
    const known = { knownSeq: header.events, knownAt: header.headAt };
    const facts: RestoredFacts = { ...known, series: newSeries(), erased: [...erased] };
    replaceFile(files, join(folder, 'restored.json'), JSON.stringify(facts), 0o600);
    const shownAt = holdsKey ? nowMs : null;
    replaceFile(files, join(folder, KEY_FILE), keyFileText({ key, shownAt }), 0o600);
    giveToOwner(dataFolder, folder);
    const had = existsSync(join(dataFolder, STORE_FILE));
    const wasLinked = existsSync(join(dataFolder, 'link.json'));
    const aside = asideOf(nowMs);
    sayReady(dataFolder, aside, files);
    finishRestore(dataFolder, files);
    const kept = had ? join(dataFolder, aside) : null;
    return { header, aside: kept, erased: erased.length, isCoreSilent, wasLinked };
  } catch (error) {
    if (isRestoreReady(dataFolder)) throw afterReady(error);
    if (isOurTurn()) rmSync(folder, { recursive: true, force: true });
    throw beforeReady(error);
  }
};
