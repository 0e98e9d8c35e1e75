import type { Cell } from '../kernel/room.ts';
import { ApiError } from './errors.ts';

/** One page of a list; `nextCursor` is null on the last one. */
export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

/** The sort values of a page's last row, as an opaque text for the next request. */
export const cursorOf = (values: readonly Cell[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

const isCell = (value: unknown): value is Cell =>
  value === null || typeof value === 'string' || Number.isSafeInteger(value);

/**
 * The sort values that a cursor stands for, each of the type named.
 * @throws ApiError INVALID where it was not made by `cursorOf` for such a list.
 */
export const cursorValues = (
  cursor: string,
  types: readonly ('text' | 'integer' | 'integer?' | 'text?')[],
): readonly Cell[] => {
  const values: unknown = (() => {
    try {
      return JSON.parse(Buffer.from(cursor, 'base64url').toString());
    } catch {
      return null;
    }
  })();
  const fits = (value: unknown, i: number): value is Cell => {
    const type = types[i] ?? '';
    if (value === null) return type.endsWith('?');
    return isCell(value) && typeof value === (type.startsWith('text') ? 'string' : 'number');
  };
  if (Array.isArray(values) && values.length === types.length && values.every(fits)) return values;
  throw new ApiError('INVALID', 'This cursor does not belong to this list.', {
    issues: [{ path: 'cursor', message: 'does not belong to this list', code: 'WRONG' }],
  });
};

/**
 * A page from rows that were asked for with one more than the page holds.
 * @param keys the sort values of a row, in the order of the question.
 */
export const pageOf = <R, T>(
  rows: readonly R[],
  limit: number,
  keys: (row: R) => readonly Cell[],
  item: (row: R) => T,
): Page<T> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(item), nextCursor: more ? cursorOf(keys(last)) : null };
};
