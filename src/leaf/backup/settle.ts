import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { streamOf } from '../../kernel/envelope.ts';
import type { Now } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log } from '../../log/port.ts';
import { player } from '../../rooms/players/room.ts';
import type { State } from '../../rooms/players/state.ts';
import { Failed } from '../../server/failed.ts';
import { settleRestore } from '../cloud/settle-restore.ts';
import { DISK } from '../update/files.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const factsSchema = v.object({
  /** The last event that came back, and when it happened. */
  knownSeq: whole,
  knownAt: whole,
  /** Of receipts from now on: no other leaf of the venue has it. */
  series: v.pipe(v.string(), v.regex(/^[0-9A-Z]{1,8}$/u)),
  /** Who was erased after the backup was made, as far as it is known. */
  erased: v.array(v.string()),
});
/** What is to be said in the log that came back, at its first start. */
export type RestoredFacts = v.InferOutput<typeof factsSchema>;

const FILE = 'restored.json';

const read = (path: string): RestoredFacts => {
  try {
    return v.parse(factsSchema, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Failed(`${path} cannot be read: restore the backup once more`);
  }
};

type Settling = {
  readonly handle: Pick<Handle, 'execute' | 'look'>;
  readonly log: Pick<Log, 'select' | 'write' | 'after'>;
  readonly now: () => Now;
};

/** The event alone: what is private of them goes with `settlePeople`. */
const eraseAgain = async ({ handle }: Settling, id: string): Promise<void> => {
  const stream = streamOf(player.name, id);
  // Streams of this name hold this room's states only.
  const { status, merged } = await handle.look(stream, (state) => state as State);
  if (status !== 'active' && status !== 'merged') return;
  const command = { type: 'erase', along: merged?.into ?? null };
  await handle.execute({ stream, command, by: 'system', device: null });
};

/**
 * Says in the log what came back from a backup, before the doors open: up to when things are known,
 * and that receipts go on in a series of their own. Whoever was erased since does not come back.
 * A second time it changes nothing.
 */
export const settleBackup = async (dataFolder: string, settling: Settling): Promise<void> => {
  const path = join(dataFolder, FILE);
  if (!existsSync(path)) return;
  const { knownSeq, knownAt, series, erased } = read(path);
  for (const id of erased) await eraseAgain(settling, id);
  await settleRestore({ ...settling, series, head: { seq: knownSeq, at: knownAt } });
  DISK.remove(path);
  DISK.sync(dataFolder);
};
