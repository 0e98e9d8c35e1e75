import { existsSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { MINUTE, SECOND } from '../../kernel/time.ts';
import { chainHash, LogDamaged } from '../../log/chain.ts';
import type { LibsqlLog } from '../../log/libsql.ts';
import { openLibsqlLog } from '../../log/libsql.ts';
import type { Head } from '../../log/port.ts';
import { LogConflict } from '../../log/port.ts';
import { refreshProjections } from '../../log/refresh.ts';
import type { LogReplica } from '../../log/replica.ts';
import { createReplica } from '../../log/replica.ts';
import { idsInMerges, survivorOf } from '../../rooms/players/room.ts';
import { chained } from '../../sync/batch.ts';
import { CORE_SIGNER, openCheckpoint, publicKeyFrom } from '../../sync/checkpoints.ts';
import { SYNC_CHECKPOINTS } from '../../sync/tables.ts';
import { ROOMS, TABLES } from '../rooms.ts';
import { STORE_FILE } from '../store.ts';
import { documentsPage, logPage, newestCheckpoint } from './core-door.ts';
import { markFilled } from './documents.ts';
import type { LeafLink } from './link.ts';
import { rowsOf } from './restored-rows.ts';

const FILE = 'restore.db';
const AGAIN_MS = 3 * SECOND;
const ANEW_MS = MINUTE;
/** What stays free on the disk, however much the cloud says that there is. */
const LEAST_FREE_BYTES = 256 * 1024 * 1024;

export type RestoreProgress = {
  readonly events: { readonly done: number; readonly all: number };
  readonly documents: { readonly done: number; readonly all: number };
  /** Why it does not go on just now, in words; null while it does. */
  readonly problem: string | null;
};

type Restoring = LeafLink & { readonly restore: NonNullable<LeafLink['restore']> };

export const isRestoring = (link: LeafLink): link is Restoring => link.restore !== undefined;

const freeBytesOf = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** A page of events behind the head, the chain computed anew over each of them. */
const takePage = async (
  { epoch, venueId, core, restore }: Restoring,
  replica: LogReplica,
  head: Head,
): Promise<Head | null> => {
  const batch = await logPage(core.url, restore.token, head.seq);
  const isOurs = batch.venueId === venueId && batch.epoch === epoch;
  const follows = batch.firstSeq === head.seq + 1 && batch.prevHash === head.hash;
  if (!isOurs || !follows || chained(batch, chainHash) === null) {
    throw new LogDamaged(`what the cloud has behind event ${head.seq} does not follow from it`);
  }
  return replica.apply(head, batch.bodies);
};

const takeLog = async (link: Restoring, log: LibsqlLog, progressed: (seq: number) => void) => {
  const { head: end } = link.restore;
  const replica = createReplica({ log, rooms: ROOMS });
  let head: Head = await log.head();
  while (head.seq < end.seq) {
    progressed(head.seq);
    const next = await takePage(link, replica, head);
    if (next === null) throw new LogConflict('somebody else writes to the log that comes back');
    head = next;
  }
  progressed(head.seq);
  if (head.seq === end.seq && head.hash === end.hash) return;
  throw new LogDamaged(`the log that came back does not end where the cloud said, at ${end.seq}`);
};

/** What came back must be what the core once witnessed, not only what it now says. */
const checkWitnessed = async (
  { venueId, core, restore }: Restoring,
  log: LibsqlLog,
): Promise<void> => {
  const note = await newestCheckpoint(core.url, restore.token);
  if (note === null) return;
  const signer = { name: CORE_SIGNER, key: publicKeyFrom(core.signingKey) };
  const said = openCheckpoint(note, [signer]);
  const [stored] = said === null ? [] : await log.after(said.seq - 1, 1);
  if (said?.venueId !== venueId || stored?.hash !== said.hash) {
    throw new LogDamaged('the log that came back is not the one that the cloud has witnessed');
  }
  const { seq, at, hash } = said;
  await log.write([{ table: SYNC_CHECKPOINTS.name, key: { seq, at }, row: { hash, note } }]);
};

const takeDocuments = async (
  { core, restore }: Restoring,
  log: LibsqlLog,
  progressed: (count: number) => void,
) => {
  const merged = new Set<string>();
  for (const id of await idsInMerges(log)) if ((await survivorOf(log, id)) !== id) merged.add(id);
  let [done, after]: [number, string | null] = [0, null];
  do {
    const page: Awaited<ReturnType<typeof documentsPage>> = await documentsPage(
      core.url,
      restore.token,
      after,
    );
    await log.write(page.items.flatMap((one) => rowsOf(one, (id) => !merged.has(id))));
    done += page.items.length;
    after = page.nextCursor;
    progressed(done);
    if (after !== null && page.items.length === 0) {
      throw new LogDamaged('the cloud says that there is more, and gives nothing');
    }
  } while (after !== null);
};

/**
 * Brings back what the core has of the venue into a file beside the leaf's own, and puts it in its
 * place when all of it is there. After a crash it goes on where the log ended; nothing half done is
 * ever the leaf's log.
 * @param done told once; the leaf has to be opened anew on the file, by `putInPlace`.
 */
export const startRestore = ({
  dataFolder,
  link,
  done,
  freeBytes = freeBytesOf,
}: {
  readonly dataFolder: string;
  readonly link: Restoring;
  readonly done: () => void;
  /** Free on the disk of a folder. */
  readonly freeBytes?: (folder: string) => number;
}) => {
  const path = join(dataFolder, FILE);
  const { counts } = link.restore;
  let progress: RestoreProgress = {
    events: { done: 0, all: counts.events },
    documents: { done: 0, all: counts.documents },
    problem: null,
  };
  let stopped = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const say = (part: Partial<RestoreProgress>) => {
    if (stopped) throw new Error('the leaf ends');
    // Told before each page: more of them than the disk holds would end the leaf with it.
    if (freeBytes(dataFolder) < LEAST_FREE_BYTES) {
      throw new Error('the disk of this machine is almost full');
    }
    progress = { ...progress, ...part };
  };

  const bringBack = async (): Promise<void> => {
    const log = await openLibsqlLog({ path, tables: TABLES });
    try {
      // An empty log has nothing to rebuild; what comes is projected as it comes.
      if ((await log.head()).seq === 0) await refreshProjections(log, ROOMS);
      const events = (seq: number) =>
        say({ events: { done: seq, all: counts.events }, problem: null });
      await takeLog(link, log, events);
      await checkWitnessed(link, log);
      await takeDocuments(link, log, (count) =>
        say({ documents: { done: count, all: Math.max(count, counts.documents) } }),
      );
      // The core has them all: they came from there.
      await markFilled(log, link.venueId, link.epoch);
      log.checkpoint();
    } finally {
      await log.close();
    }
  };

  const attempt = async (): Promise<void> => {
    try {
      await bringBack();
    } catch (error) {
      if (stopped) return;
      // What contradicts itself is fetched anew, from the beginning, and not in a hurry.
      const isDamaged = error instanceof LogDamaged;
      if (isDamaged) discardRestore(dataFolder);
      progress = { ...progress, problem: error instanceof Error ? error.message : String(error) };
      waiting = setTimeout(
        () => {
          working = attempt();
        },
        isDamaged ? ANEW_MS : AGAIN_MS,
      );
      return;
    }
    if (!stopped) done();
  };
  let working = attempt();

  return {
    progress: (): RestoreProgress => progress,
    stop: async (): Promise<void> => {
      stopped = true;
      clearTimeout(waiting);
      await working;
    },
  };
};

export type Restore = ReturnType<typeof startRestore>;

const filesOf = (path: string): readonly string[] => [path, `${path}-wal`, `${path}-shm`];

/** Gives up what came back so far. */
export const discardRestore = (dataFolder: string): void => {
  for (const file of filesOf(join(dataFolder, FILE))) rmSync(file, { force: true });
};

/**
 * Makes what came back the leaf's own log, while nothing has either of the files open. The log that
 * was there is empty: a leaf that holds anything is never restored.
 */
export const putInPlace = (dataFolder: string): void => {
  const own = join(dataFolder, STORE_FILE);
  if (!existsSync(join(dataFolder, FILE))) return;
  for (const file of filesOf(own).slice(1)) rmSync(file, { force: true });
  renameSync(join(dataFolder, FILE), own);
};
