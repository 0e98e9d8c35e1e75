import { join } from 'node:path';
import type { Envelope } from '../../kernel/envelope.ts';
import { idOf, roomOf } from '../../kernel/envelope.ts';
import { storedOf } from '../../log/chain.ts';
import { openLibsqlLog } from '../../log/libsql.ts';
import { LogTaken } from '../../log/libsql-connection.ts';
import type { Log } from '../../log/port.ts';
import { player } from '../../rooms/players/room.ts';
import { Failed } from '../../server/failed.ts';
import { linkFile } from '../cloud/link.ts';
import { TABLES } from '../rooms.ts';
import { logExists, STORE_FILE } from '../store.ts';
import { openDamaged } from '../update/damaged.ts';
import { erasedAtCore } from './to-core.ts';

const PAGE = 1_000;

const erasedBy = ({ stream, type }: Envelope): readonly string[] =>
  type === 'player.erased' && roomOf(stream) === player.name ? [idOf(stream)] : [];

const erasedIn = async (log: Pick<Log, 'after'>, knownSeq: number): Promise<readonly string[]> => {
  const erased: string[] = [];
  for (let seq = knownSeq; ; ) {
    const page = await log.after(seq, PAGE);
    erased.push(...page.flatMap(({ envelope }) => erasedBy(envelope)));
    if (page.length < PAGE) return erased;
    seq = page.at(-1)?.seq ?? seq;
  }
};

/** As far as a damaged log can still be read. */
const erasedInDamaged = (path: string, knownSeq: number): readonly string[] => {
  const log = openDamaged(path);
  const erased: string[] = [];
  try {
    for (let seq = knownSeq + 1; ; seq += 1) {
      const event = log?.event(seq) ?? null;
      if (event === null) return erased;
      erased.push(...erasedBy(storedOf(seq, event.body, event.hash).envelope));
    }
  } catch {
    return erased;
  } finally {
    log?.close();
  }
};

/** By the log that is here, behind what the backup knows. @throws Failed where a leaf has it. */
const erasedHere = async (dataFolder: string, knownSeq: number): Promise<readonly string[]> => {
  if (!logExists(dataFolder)) return [];
  const path = join(dataFolder, STORE_FILE);
  const log = await openLibsqlLog({ path, tables: TABLES }).catch((error: unknown) => {
    if (error instanceof LogTaken) throw new Failed('a leaf runs on this folder: stop it first');
    return null;
  });
  if (log === null) return erasedInDamaged(path, knownSeq);
  try {
    return await erasedIn(log, knownSeq);
  } finally {
    await log.close();
  }
};

export type ErasedSince = {
  readonly erased: readonly string[];
  /** Whether the core, where there is one, could not be asked. */
  readonly isCoreSilent: boolean;
};

/**
 * Who was erased since: as the log that was here and the core know it.
 * @throws Failed where a leaf has the log.
 */
export const erasedSince = async (
  dataFolder: string,
  knownSeq: number,
  nowMs: number,
): Promise<ErasedSince> => {
  const link = linkFile(dataFolder).read();
  // First, for it may take long; a leaf that was started meanwhile has the log, and is told so.
  const there = link === null ? [] : await erasedAtCore(link, nowMs).catch(() => null);
  const here = await erasedHere(dataFolder, knownSeq);
  return { erased: [...new Set([...here, ...(there ?? [])])], isCoreSilent: there === null };
};
