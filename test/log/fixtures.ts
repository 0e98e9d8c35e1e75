import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Envelope } from '../../src/kernel/envelope.ts';
import type { Table } from '../../src/kernel/room.ts';
import type { Handle } from '../../src/log/handle.ts';
import { createHandle } from '../../src/log/handle.ts';
import { openLibsqlLog } from '../../src/log/libsql.ts';
import type { Batch, Log, Written } from '../../src/log/port.ts';
import { counterRoom, counters, parts, profiles } from './counter-room.ts';

export const TABLES: readonly Table[] = [counters, parts, profiles];
export const WALL = 1_700_000_000_000;

/** A folder of its own for each test, removed by `clear`. */
export const temporaryFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-log-'));
  return { folder, clear: () => rmSync(folder, { recursive: true, force: true }) };
};

/** A real libSQL log in a fresh folder; `clear` closes and removes it. */
export const temporaryLibsql = async (tables: readonly Table[] = TABLES) => {
  const { folder, clear } = temporaryFolder();
  const path = join(folder, 'log.db');
  const log = await openLibsqlLog({ path, tables });
  const close = async () => {
    await log.close();
    clear();
  };
  return { log, path, folder, clear: close };
};

/** Ids that sort, without chance. */
export const counting = (prefix = 'e') => {
  let next = 0;
  return () => {
    next += 1;
    return `${prefix}${String(next).padStart(6, '0')}`;
  };
};

export const counterHandle = (
  log: Log,
  options: Partial<Parameters<typeof createHandle>[0]> = {},
) => createHandle({ log, rooms: [counterRoom], clock: () => WALL, newId: counting(), ...options });

/** `execute` of one counter command. */
export const commander =
  (handle: Handle) =>
  (stream: string, command: unknown, more: Partial<Parameters<Handle['execute']>[0]> = {}) =>
    handle.execute({ stream: `counter:${stream}`, command, by: 'anna', device: null, ...more });

export const envelope = (
  stream: string,
  version: number,
  more: Partial<Envelope> = {},
): Envelope => ({
  id: `${stream}/${version}`,
  stream: `counter:${stream}`,
  version,
  type: 'counter.added',
  schema: 1,
  at: WALL,
  by: 'anna',
  device: null,
  cause: null,
  data: { by: version },
  ...more,
});

export const written = (one: Envelope): Written => ({ envelope: one, body: JSON.stringify(one) });

export const batch = (events: readonly Envelope[], more: Partial<Batch> = {}): Batch => ({
  events: events.map(written),
  rows: [],
  commands: [],
  ...more,
});

/**
 * The same log with its commits counted; `closed` keeps the first one waiting until `open`.
 * `reached` resolves when a commit stands before the gate.
 */
export const gated = (log: Log, closed = false) => {
  let commits = 0;
  const gate = Promise.withResolvers<void>();
  const standing = Promise.withResolvers<void>();
  if (!closed) gate.resolve();
  const append: Log['append'] = async (all) => {
    commits += 1;
    standing.resolve();
    await gate.promise;
    return log.append(all);
  };
  return {
    log: { ...log, append },
    commits: () => commits,
    open: () => gate.resolve(),
    reached: () => standing.promise,
  };
};
