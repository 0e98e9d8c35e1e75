import { existsSync } from 'node:fs';
import Database from 'libsql';
import type { Cell, Table } from '../../kernel/room.ts';
import type { CommandRecord } from '../../log/port.ts';
import { columnsOf, list, quoted } from '../../log/tables.ts';

/** As much of a damaged file as can still be read. */
export type Damaged = {
  readonly event: (seq: number) => { readonly body: string; readonly hash: string } | null;
  /** `whole`: these are all, and none of them is damaged. */
  readonly rows: (table: Table) => {
    readonly rows: readonly Readonly<Record<string, Cell>>[];
    readonly whole: boolean;
  };
  readonly commands: () => readonly CommandRecord[];
  readonly close: () => void;
};

const plain = (value: unknown): Cell => {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
};

const COMMANDS = ['operator', 'key', 'bodyHash', 'firstSeq', 'lastSeq', 'at'] as const;

const opened = (path: string): Database.Database | null => {
  try {
    const db = new Database(path, { timeout: 100 });
    db.defaultSafeIntegers(true);
    // What the write-ahead log beside it holds comes in with the first read.
    db.exec('pragma locking_mode = EXCLUSIVE');
    db.prepare('select 1 from sqlite_master').get();
    return db;
  } catch {
    return null;
  }
};

/** Null where nothing of it can be read at all. Nobody else may have it open. */
export const openDamaged = (path: string): Damaged | null => {
  const db = existsSync(path) ? opened(path) : null;
  if (db === null) return null;

  const read = (sql: string, values: readonly bigint[] = []): readonly (readonly unknown[])[] => {
    const found: unknown[][] = [];
    try {
      for (const row of db
        .prepare(sql)
        .raw()
        .iterate(...values)) {
        if (Array.isArray(row)) found.push(row);
      }
    } catch {
      // Up to where it is damaged.
    }
    return found;
  };

  return {
    event: (seq) => {
      const [row] = read('select body, hash from events where seq = ?', [BigInt(seq)]);
      return row === undefined ? null : { body: String(row[0]), hash: String(row[1]) };
    },
    rows: (table) => {
      const columns = columnsOf(table);
      const rows = read(`select ${list(columns)} from ${quoted(table.name)}`).map((row) =>
        Object.fromEntries(columns.map((column, i) => [column, plain(row[i])])),
      );
      const [[found] = []] = read(`pragma quick_check(${quoted(table.name)})`);
      return { rows, whole: found === 'ok' };
    },
    commands: () =>
      read(`select ${list(COMMANDS)} from commands`).map(
        ([operator, key, bodyHash, firstSeq, lastSeq, at]) => ({
          ...{ operator: String(operator), key: String(key), bodyHash: String(bodyHash) },
          ...{ firstSeq: Number(firstSeq), lastSeq: Number(lastSeq), at: Number(at) },
        }),
      ),
    close: () => {
      db.close();
    },
  };
};
