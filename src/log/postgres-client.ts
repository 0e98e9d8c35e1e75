import type { Cell } from '../kernel/room.ts';

/** An array as PostgreSQL reads it: all that is not null in quotes. */
const arrayText = (values: readonly Cell[]): string => {
  const quoted = (value: Cell) => `"${String(value).replace(/["\\]/gu, '\\$&')}"`;
  return `{${values.map((value) => (value === null ? 'null' : quoted(value))).join(',')}}`;
};

const arrayOf = (oid: number) => ({ to: oid, from: [], serialize: arrayText, parse: String });

/** The arrays that statements take, by PostgreSQL's fixed numbers: `text[]` and `bigint[]`. */
export const ARRAY_TYPES = { textArray: arrayOf(1009), bigintArray: arrayOf(1016) };

/**
 * For each client that must outlive its connections. On every new one the driver (3.4.9) would ask
 * for the types of arrays, and nobody waits for that answer: a connection that is lost meanwhile is an
 * unhandled rejection, which ends the process. So it must not ask, and is told the types.
 */
export const LASTING = { fetch_types: false, types: ARRAY_TYPES };
