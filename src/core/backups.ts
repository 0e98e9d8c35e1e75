import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { BACKUP_NAME, readBackupHeader } from '../server/backup/header.ts';
import type { KeptBackup } from '../server/backup/keep.ts';
import { keep } from '../server/backup/keep.ts';
import { ApiError } from '../server/errors.ts';

/** Of one backup: several times the nights of ten years. Below what Bun takes as a body. */
export const MOST_BYTES = 120 * 1024 * 1024;
/** Of one venue's. */
const VENUE_BYTES = 2 * 1024 * 1024 * 1024;
const VENUE_COUNT = 40;
/** Stays free for whatever else is on this disk. */
const SPARE_BYTES = 1024 * 1024 * 1024;

/** A backup of a venue, which this core cannot read. */
export type CoreBackup = KeptBackup & {
  readonly path: string;
  /** When it came, by this core's clock: what a leaf says of its own takes nobody's backup away. */
  readonly receivedAt: number;
  /** Wall clock of the leaf: when it was made, and when the last event in it happened. */
  readonly saidAt: number;
  readonly knownAt: number;
  readonly keyId: string;
};

const synced = async (path: string): Promise<void> => {
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
};

/** The body into a file, no further than it may be long. @throws ApiError MALFORMED. */
const receive = async (
  body: ReadableStream<Uint8Array>,
  path: string,
  { size, sha256 }: { readonly size: number; readonly sha256: string },
): Promise<void> => {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  let done = 0;
  try {
    for await (const piece of body) {
      done += piece.length;
      if (done > size) break;
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (done === size && hash.digest('hex') === sha256) return;
  throw new ApiError('MALFORMED', 'What came is not what was signed.');
};

/** The backups of all venues, in a folder of each. */
export const createCoreBackups = ({
  folder,
  now,
}: {
  readonly folder: string;
  readonly now: () => number;
}) => {
  const folderOf = (venueId: string): string => join(folder, venueId);

  const found = async (path: string, name: string): Promise<CoreBackup | null> => {
    const opened = await readBackupHeader(path).catch(() => null);
    if (opened === null) return null;
    const { mtimeMs } = await stat(path);
    const { events, madeAt: saidAt, headAt: knownAt, keyId } = opened.header;
    const own = { path, name, bytes: opened.there, events, saidAt, knownAt, keyId };
    return { ...own, madeAt: mtimeMs, receivedAt: mtimeMs };
  };

  /** The newest first, by when they came. */
  const list = async (venueId: string): Promise<readonly CoreBackup[]> => {
    const names = await readdir(folderOf(venueId)).catch(() => []);
    const all: CoreBackup[] = [];
    for (const name of names.filter((one) => BACKUP_NAME.test(one))) {
      const one = await found(join(folderOf(venueId), name), name);
      if (one !== null) all.push(one);
    }
    return all.toSorted((a, b) => b.receivedAt - a.receivedAt);
  };

  const prune = async (venueId: string): Promise<void> => {
    const all = await list(venueId);
    // Ordered by when they came alone: how far its log goes is only what a leaf says.
    const plain = all.map((one) => ({ ...one, events: 0 }));
    const kept = keep(plain, now(), VENUE_BYTES).slice(0, VENUE_COUNT);
    const names = new Set(kept.map(({ name }) => name));
    for (const { name, path } of all) if (!names.has(name)) await rm(path, { force: true });
  };

  const hasRoom = async (size: number): Promise<boolean> => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= size + SPARE_BYTES;
  };

  return {
    list,
    /**
     * Takes a backup in whose headers were proved; the same one again changes nothing.
     * @throws ApiError TOO_LARGE (413), EXISTS (409), NO_SPACE (409), MALFORMED (400).
     */
    take: async (
      venueId: string,
      name: string,
      body: ReadableStream<Uint8Array>,
      about: { readonly size: number; readonly sha256: string },
    ): Promise<void> => {
      if (about.size > MOST_BYTES) {
        const words = `A backup may have ${MOST_BYTES} bytes here.`;
        throw new ApiError('TOO_LARGE', words, { most: MOST_BYTES });
      }
      const own = folderOf(venueId);
      await mkdir(own, { recursive: true, mode: 0o700 });
      if (!(await hasRoom(about.size))) throw new ApiError('NO_SPACE', 'This core has no room.');
      const part = join(own, `.${randomBytes(8).toString('hex')}.part`);
      try {
        await receive(body, part, about);
        if ((await found(part, name)) === null) {
          throw new ApiError('MALFORMED', 'This is no backup of Felt.');
        }
        const path = join(own, name);
        const there = (await list(venueId)).find((one) => one.name === name);
        if (there !== undefined) {
          if (await isSame(path, about.sha256)) return;
          throw new ApiError('EXISTS', 'Another backup of that name is here.');
        }
        await rename(part, path);
        await synced(own);
      } finally {
        await rm(part, { force: true });
      }
      await prune(venueId);
    },
    /** Null where there is none of that name. */
    fileOf: async (venueId: string, name: string): Promise<CoreBackup | null> =>
      (await list(venueId)).find((one) => one.name === name) ?? null,
  };
};

const isSame = async (path: string, sha256: string): Promise<boolean> => {
  const hash = createHash('sha256');
  for await (const piece of Bun.file(path).stream()) hash.update(piece);
  return hash.digest('hex') === sha256;
};

export type CoreBackups = ReturnType<typeof createCoreBackups>;

/** One per line, as `venue show` prints them. */
export const backupWords = (all: readonly CoreBackup[]): readonly string[] =>
  all.map(({ name, bytes, events, receivedAt }) => {
    const at = new Date(receivedAt).toISOString().slice(0, 16);
    return `${name}  came ${at}Z, ${events} events, ${Math.ceil(bytes / 1_000)} KB`;
  });
