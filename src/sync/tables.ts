import type { Table } from '../kernel/room.ts';

/** How far the core has this leaf's log: a cache, for the status shown before the first contact. */
export const SYNC_MARKS: Table = {
  name: 'sync_marks',
  kind: 'private',
  key: ['name'],
  columns: { name: 'text', epoch: 'integer', seq: 'integer', hash: 'text', at: 'integer' },
};

/**
 * Documents that the core has not confirmed yet. A row per change, so that confirming one change can
 * never take another one with it; written in the transaction of the change (`documentChanged`).
 */
export const SYNC_DOCUMENTS: Table = {
  name: 'sync_documents',
  kind: 'private',
  key: ['kind', 'id', 'rev'],
  columns: { kind: 'text', id: 'text', rev: 'integer' },
};

/** Notes that the core countersigned: what it witnessed of this log. Columns are copies of the note. */
export const SYNC_CHECKPOINTS: Table = {
  name: 'sync_checkpoints',
  kind: 'private',
  key: ['seq', 'at'],
  columns: { seq: 'integer', at: 'integer', hash: 'text', note: 'text' },
};

/** What sync keeps beside the leaf's log. */
export const SYNC_TABLES: readonly Table[] = [SYNC_MARKS, SYNC_DOCUMENTS, SYNC_CHECKPOINTS];
