import type { Table } from '../../kernel/room.ts';

/** Sign-ins; they stay for the audit trail, which names them as the device of each event. */
export const sessions: Table = {
  name: 'sessions',
  kind: 'private',
  key: ['id'],
  columns: {
    id: 'text',
    operatorId: 'text',
    /** Which browser, as its cookie says; the same over many sign-ins. */
    device: 'text',
    address: 'text',
    userAgent: 'text',
    /** Sign-in and last refresh, by both clocks. */
    createdAt: 'integer',
    createdBootMs: 'integer',
    createdBootId: 'text',
    usedAt: 'integer',
    usedBootMs: 'integer',
    usedBootId: 'text',
    endedAt: 'integer',
    /** `logout`, `expired`, `reuse` (a refresh token came twice), `admin`. */
    endedWhy: 'text',
  },
  indexes: [['operatorId'], ['device']],
};

/** Refresh tokens of sign-ins that have not ended, by sha256; used ones too, to notice a second use. */
export const refreshTokens: Table = {
  name: 'refreshTokens',
  kind: 'private',
  key: ['hash'],
  columns: {
    hash: 'text',
    session: 'text',
    /** When it was exchanged; null while it is the newest. */
    usedBootMs: 'integer',
    usedBootId: 'text',
    usedAt: 'integer',
  },
  indexes: [['session']],
};

/** Wrong PINs in a row, by whom they concern. */
export const signInFailures: Table = {
  name: 'signInFailures',
  kind: 'private',
  key: ['subject'],
  columns: {
    /** `operator:<id>`, `operator:<id>@<device>`, `unknown:<slot>`, `device:<device or slot>`. */
    subject: 'text',
    operatorId: 'text',
    failures: 'integer',
    atBootMs: 'integer',
    bootId: 'text',
  },
  indexes: [['operatorId']],
};

export const AUTH_TABLES: readonly Table[] = [sessions, refreshTokens, signInFailures];
