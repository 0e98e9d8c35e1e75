import type { Cell, Table } from '../kernel/room.ts';
import { chainHash, checkExpected, EMPTY, storedOf } from './chain.ts';
import { matches, page } from './memory-select.ts';
import type { Batch, CommandRecord, Head, Log, Row, Snapshot, Stored, Written } from './port.ts';
import { LogConflict } from './port.ts';
import { columnsOf, identity, lastChanges, tableNamed, withProjections } from './tables.ts';

/** The same text that any other adapter would give back, never the object that was handed in. */
const given = ({ seq, body, hash }: Omit<Stored, 'envelope'>): Stored => storedOf(seq, body, hash);

const rowOf = (table: Table, cells: readonly Cell[]): Row =>
  Object.fromEntries(columnsOf(table).map((column, i) => [column, cells[i] ?? null]));

/** A log that lasts as long as its process: for tests and for replaying recorded nights. */
export const memoryLog = (ownTables: readonly Table[]): Log => {
  const tables = withProjections(ownTables);
  const events: Omit<Stored, 'envelope'>[] = [];
  const ids = new Set<string>();
  const streams = new Map<string, number[]>();
  const commands = new Map<string, CommandRecord>();
  const snapshots = new Map<string, Snapshot>();
  const rows = new Map(tables.map((table) => [table, new Map<string, Row>()]));

  const head = (): Head => events.at(-1) ?? EMPTY;

  /** All refusals come before the first change, as the transaction of a database would have it. */
  const check = ({ events: written, commands: records, expected }: Batch) => {
    checkExpected(expected, head());
    const versions = new Map<string, number>();
    const fresh = new Set<string>();
    for (const { envelope } of written) {
      const { stream, version, id } = envelope;
      const last = versions.get(stream) ?? streams.get(stream)?.length ?? 0;
      if (version !== last + 1) throw new LogConflict(`${stream} is at version ${last}`);
      if (ids.has(id) || fresh.has(id)) throw new LogConflict(`the event ${id} is there already`);
      versions.set(stream, version);
      fresh.add(id);
    }
    const keys = records.map(({ operator, key }) => identity([operator, key]));
    if (new Set(keys).size < keys.length || keys.some((key) => commands.has(key))) {
      throw new LogConflict('a command key is there already');
    }
  };

  const add = ({ envelope, body }: Written) => {
    const before = head();
    const seq = before.seq + 1;
    events.push({ seq, body, hash: chainHash(before.hash, seq, body) });
    ids.add(envelope.id);
    const seqs = streams.get(envelope.stream);
    if (seqs === undefined) streams.set(envelope.stream, [seq]);
    else seqs.push(seq);
  };

  const apply = (changes: ReturnType<typeof lastChanges>) => {
    for (const [table, all] of changes) {
      for (const { key, cells } of all) {
        if (cells === null) rows.get(table)?.delete(identity(key));
        else rows.get(table)?.set(identity(key), rowOf(table, cells));
      }
    }
  };

  const rowsOf = (name: string): [Table, readonly Row[]] => {
    const table = tableNamed(tables, name);
    return [table, [...(rows.get(table)?.values() ?? [])]];
  };

  const at = (seq: number): Stored[] => events.slice(seq - 1, seq).map(given);

  return {
    tables,
    head: async () => ({ seq: head().seq, hash: head().hash }),
    append: async (batch) => {
      const changes = lastChanges(tables, batch.rows);
      check(batch);
      const firstSeq = head().seq + 1;
      for (const written of batch.events) add(written);
      apply(changes);
      for (const { operator, key, bodyHash, at: when, first, count } of batch.commands) {
        const span = { firstSeq: firstSeq + first, lastSeq: firstSeq + first + count - 1 };
        commands.set(identity([operator, key]), { operator, key, bodyHash, at: when, ...span });
      }
      return { head: { seq: head().seq, hash: head().hash }, firstSeq };
    },
    stream: async (stream, afterVersion = 0) =>
      (streams.get(stream) ?? []).slice(afterVersion).flatMap(at),
    after: async (seq, limit) => events.slice(seq, seq + limit).map(given),
    command: async (operator, key) => commands.get(identity([operator, key])) ?? null,
    forgetCommands: async (beforeMs) => {
      const old = [...commands].filter(([, record]) => record.at < beforeMs);
      for (const [key] of old) commands.delete(key);
      return old.length;
    },
    snapshot: async (stream, stateVersion) => {
      const snapshot = snapshots.get(stream);
      return snapshot?.stateVersion === stateVersion ? snapshot : null;
    },
    saveSnapshot: async (snapshot) => {
      snapshots.set(snapshot.stream, snapshot);
    },
    write: async (writes) => apply(lastChanges(tables, writes)),
    select: async (question) => {
      const [table, all] = rowsOf(question.table);
      return page(table, question, all);
    },
    sum: async (name, column, where = {}) => {
      const [table, all] = rowsOf(name);
      const met = all.filter((row) => matches(table, where, row));
      return met.reduce((total, row) => total + Number(row[column] ?? 0), 0);
    },
    count: async (name, where = {}) => {
      const [table, all] = rowsOf(name);
      return all.filter((row) => matches(table, where, row)).length;
    },
    close: async () => undefined,
  };
};
