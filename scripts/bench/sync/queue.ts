import { join } from 'node:path';
import { TABLES } from '../../../src/leaf/rooms.ts';
import { EMPTY } from '../../../src/log/chain.ts';
import type { LibsqlLog } from '../../../src/log/libsql.ts';
import { openLibsqlLog } from '../../../src/log/libsql.ts';
import type { Stored } from '../../../src/log/port.ts';
import { encodeBatch, fitting } from '../../../src/sync/batch.ts';

import { PROTOCOL } from '../../../src/sync/protocol.ts';
import { SYNC_MARKS, SYNC_TABLES } from '../../../src/sync/tables.ts';

const LINES = 512;
const NAMES = new Set(TABLES.map(({ name }) => name));

/** A leaf's log whose events wait for the core: without the mark that an earlier round has left. */
export const openQueue = async (folder: string): Promise<LibsqlLog> => {
  const own = SYNC_TABLES.filter(({ name }) => !NAMES.has(name));
  const log = await openLibsqlLog({ path: join(folder, 'felt.db'), tables: [...TABLES, ...own] });
  await log.write([{ table: SYNC_MARKS.name, key: { name: 'applied' }, row: null }]);
  return log;
};

/** What the forwarder puts into one message. */
export type Message = {
  readonly id: string;
  readonly lines: readonly Stored[];
  readonly payload: Uint8Array;
};

/** All messages of a log, byte for byte as the forwarder sends them. */
export const messagesOf = async (folder: string, venueId: string): Promise<readonly Message[]> => {
  const log = await openQueue(folder);
  const messages: Message[] = [];
  let before = EMPTY;
  for (;;) {
    const lines = fitting(await log.after(before.seq, LINES));
    const [first, last] = [lines[0], lines.at(-1)];
    if (first === undefined || last === undefined) break;
    const header = {
      protocol: PROTOCOL,
      venueId,
      epoch: 1,
      firstSeq: first.seq,
      count: lines.length,
    };
    const hashes = { prevHash: before.hash, hash: last.hash, version: '0.1.0' };
    const payload = encodeBatch({ ...header, ...hashes, bodies: lines.map(({ body }) => body) });
    messages.push({ id: last.envelope.id, lines, payload });
    before = { seq: last.seq, hash: last.hash };
  }
  await log.close();
  return messages;
};
