import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { openLibsqlLog } from '../../log/libsql.ts';
import { Failed } from '../../server/failed.ts';
import { TABLES } from '../rooms.ts';
import { STORE_FILE } from '../store.ts';
import type { Copy } from './make.ts';
import { endOf, makeBackup, NoSpace } from './make.ts';
import { pacedWriter } from './paced.ts';
import { BACKUP_REFUSALS, BackupRefused } from './refusal.ts';
import { isFull } from './room.ts';

const PIECE_BYTES = 256 * 1024;

const orderSchema = v.object({ slug: v.string(), nowMs: v.number() });

const foundSchema = v.object({
  ...{ path: v.string(), name: v.string(), bytes: v.number(), madeAt: v.number() },
  ...{ keyId: v.string(), events: v.number(), head: v.string(), headAt: v.number() },
});

/** What comes of it, as a line of JSON. */
export const answerSchema = v.union([
  v.object({ made: foundSchema }),
  v.object({ noSpace: v.literal(true) }),
  v.object({ refused: v.picklist(BACKUP_REFUSALS), detail: v.string() }),
  v.object({ failed: v.string() }),
]);
export type Answer = v.InferOutput<typeof answerSchema>;

/** The leaf says each word as this asks for it; where it has ended, so does this. */
const openLeafSide = () => {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const heard = async (): Promise<string> => {
    const { done, value } = await lines.next();
    if (done === true) throw new Failed('the leaf has ended');
    return value;
  };
  return {
    heard,
    ask: async (word: 'copy' | 'copied'): Promise<void> => {
      console.log(word);
      await heard();
    },
  };
};

const copyPaced = async (from: string, to: string): Promise<void> => {
  const file = await open(to, 'wx', 0o600);
  const write = pacedWriter(file);
  try {
    for await (const piece of createReadStream(from, { highWaterMark: PIECE_BYTES })) {
      await write(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
};

/**
 * The log of a leaf that goes on writing, byte by byte and without SQLite: a second one that opened
 * the file could corrupt it. The leaf keeps the file itself as it is meanwhile, and what it writes
 * stands in the write-ahead log, whose end may be torn: SQLite takes that up to the last commit that is
 * whole, into the copy. Not VACUUM INTO, which writes as fast as it can and lets every commit of the
 * leaf wait for the disk; what was deleted is zeros in the file, and packs to nothing.
 */
const copyBeside =
  (dataFolder: string, ask: (word: 'copy' | 'copied') => Promise<void>): Copy =>
  async (to) => {
    const live = join(dataFolder, STORE_FILE);
    await ask('copy');
    await copyPaced(live, to);
    await copyPaced(`${live}-wal`, `${to}-wal`);
    await ask('copied');
    const log = await openLibsqlLog({ path: to, tables: TABLES });
    try {
      return await endOf(log);
    } finally {
      await log.close();
    }
  };

const answerOf = (error: unknown): Answer => {
  if (error instanceof NoSpace || isFull(error)) return { noSpace: true };
  if (error instanceof BackupRefused) return { refused: error.code, detail: error.detail };
  return { failed: error instanceof Error ? error.message : String(error) };
};

/** Behind the leaf, wherever the two want the same processor. */
const NICENESS = 10;

const stepBack = (): void => {
  try {
    setPriority(NICENESS);
  } catch {
    // A sandbox without that call: it goes on as the leaf's equal.
  }
};

/** `felt-leaf backup --apart`: what `createMaker` starts; one backup of a leaf that goes on. */
export const helpBackup = async (dataFolder: string): Promise<number> => {
  stepBack();
  const { heard, ask } = openLeafSide();
  const order = v.parse(orderSchema, JSON.parse(await heard()));
  const answer = await makeBackup({
    ...{ dataFolder, ...order },
    copy: copyBeside(dataFolder, ask),
  }).then((made): Answer => ({ made }), answerOf);
  console.log(JSON.stringify(answer));
  return 0;
};
