import type { Envelope } from '../kernel/envelope.ts';
import type { Cell, RowWrite, Table } from '../kernel/room.ts';

/** An event with its place in the venue's log. */
export type Stored = {
  /** Gap-free per venue, from 1. */
  readonly seq: number;
  /** The envelope exactly as serialised once; what `hash` covers. */
  readonly body: string;
  /** sha256(previous hash ‖ u64be(seq) ‖ body), lower-case hex. */
  readonly hash: string;
  readonly envelope: Envelope;
};

export type Head = { readonly seq: number; readonly hash: string };

/** What an accepted command left behind, so that its repetition gets the same answer for 24 hours. */
export type CommandRecord = {
  readonly operator: string;
  readonly key: string;
  /** sha256 of the request (method, path, body), hex. */
  readonly bodyHash: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Wall clock, ms: only for clearing out. */
  readonly at: number;
};

/**
 * An event on its way into the log. `body` is `JSON.stringify(envelope)`, made once, before `evolve`
 * could touch what the envelope holds; a replica passes on the bytes that it received.
 */
export type Written = {
  readonly envelope: Envelope;
  readonly body: string;
};

/** All of it becomes durable in one transaction, or none of it. */
export type Batch = {
  readonly events: readonly Written[];
  readonly rows: readonly RowWrite[];
  readonly commands: readonly CommandOf[];
  /**
   * Only onto exactly this head, else LogConflict: for a replica, whose rows were made from what it
   * held, and beside which another process may have been faster.
   */
  readonly expected?: Head;
};

/** A command's record before the log has numbered its events: which of the batch's events are its. */
export type CommandOf = {
  readonly operator: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly at: number;
  /** Index into `Batch.events` of its first event, and how many there are (at least 1). */
  readonly first: number;
  readonly count: number;
};

export type Appended = {
  readonly head: Head;
  readonly firstSeq: number;
};

/** A stored state, so that a long stream need not be folded from its beginning. */
export type Snapshot = {
  readonly stream: string;
  readonly version: number;
  readonly stateVersion: string;
  readonly state: string;
};

/** A question to one table: equal columns, a text contained, an order, a page. */
export type Select = {
  readonly table: string;
  readonly where?: { readonly [column: string]: Cell };
  /**
   * Rows whose column contains every one of the words, letter for letter: a column that is searched
   * holds its text folded already. The word that the fewest rows have comes first, if anybody knows it.
   */
  readonly contains?: { readonly column: string; readonly words: readonly string[] };
  /** Columns to sort by; the key's columns are appended, so that the order is total. */
  readonly order?: readonly { readonly column: string; readonly down?: boolean }[];
  /** The sort values of the last row of the page before (as in `order`, then the key). */
  readonly after?: readonly Cell[];
  readonly limit: number;
};

export type Row = { readonly [column: string]: Cell };

/** `append` met another writer's event, or a row that the tables refuse: nothing was written. */
export class LogConflict extends Error {
  override readonly name = 'LogConflict';
}

/** A commit failed: nothing of it holds, the caller may try again later (503). */
export class LogUnwell extends Error {
  override readonly name = 'LogUnwell';
}

/**
 * The append-only log of one venue, with the tables that are written in its transactions.
 * Adapters: memory (tests, replay), libsql (the leaf), postgres (the core); one contract test for all.
 */
export type Log = {
  readonly head: () => Promise<Head>;
  /**
   * Appends in order, each event with `version` = its stream's last plus one.
   * @throws LogConflict where a version or an id is taken, or the head is not the expected one; any
   * other error means the store is unwell.
   */
  readonly append: (batch: Batch) => Promise<Appended>;
  /** A stream's events after a version, in order. */
  readonly stream: (stream: string, afterVersion?: number) => Promise<readonly Stored[]>;
  /** The log after a seq, in order, at most `limit`. */
  readonly after: (seq: number, limit: number) => Promise<readonly Stored[]>;
  readonly command: (operator: string, key: string) => Promise<CommandRecord | null>;
  /** Removes command records older than a wall-clock moment; answers how many. */
  readonly forgetCommands: (beforeMs: number) => Promise<number>;
  readonly snapshot: (stream: string, stateVersion: string) => Promise<Snapshot | null>;
  readonly saveSnapshot: (snapshot: Snapshot) => Promise<void>;
  /** Rows of private tables, in a transaction of their own (sessions, counters of failed sign-ins). */
  readonly write: (rows: readonly RowWrite[]) => Promise<void>;
  readonly select: (question: Select) => Promise<readonly Row[]>;
  /** Sum of a whole-number column over the rows with equal columns. */
  readonly sum: (
    table: string,
    column: string,
    where?: { readonly [column: string]: Cell },
  ) => Promise<number>;
  readonly count: (table: string, where?: { readonly [column: string]: Cell }) => Promise<number>;
  readonly tables: readonly Table[];
  readonly close: () => Promise<void>;
};
