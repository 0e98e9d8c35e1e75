import { number } from './amounts.ts';
import { text } from './text.ts';

type Issue = { readonly path: string; readonly code: string; readonly limit: number };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** An answer's `details.issues`, as far as they are any. */
const issuesIn = (issues: unknown): readonly Issue[] =>
  (Array.isArray(issues) ? issues : []).filter(isObject).map(({ path, code, limit }) => ({
    ...{ path: String(path ?? ''), code: String(code ?? ''), limit: Number(limit ?? 0) },
  }));

/** Of a table that knows nothing of what every object has. */
const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/**
 * The field that a path names, as a form calls it: of `buyIns.0.price` the price. A field that no
 * form has is told by its path, so that whoever is asked for help can find it.
 */
const fieldOf = (path: string): string => {
  const names = path.split('.').filter((part) => !/^\d+$/u.test(part));
  return own(text.issues.fields, names.at(-1) ?? '') ?? path;
};

/** What is wrong with one field. */
export type IssueAt = {
  /** Names and numbers on the way to the field; empty: the whole is meant. */
  readonly path: readonly string[];
  /** Where it stands at the field itself, and where it stands alone. */
  readonly words: string;
  readonly whole: string;
};

const issueAt = ({ path, code, limit }: Issue): IssueAt => {
  const say = own(text.issues.codes, code) ?? text.issues.codes['WRONG'];
  const words = say?.(number(limit)) ?? text.errors.codes['INVALID'] ?? '';
  const whole = path === '' ? words : text.issues.at(fieldOf(path), words);
  return { path: path === '' ? [] : path.split('.'), words, whole };
};

/** What is wrong with what somebody typed, field by field; nothing where an answer does not tell. */
export const issuesAt = (issues: unknown): readonly IssueAt[] => issuesIn(issues).map(issueAt);

/** The first of it, and where; null where an answer does not tell. */
export const issueWords = (issues: unknown): string | null => issuesAt(issues)[0]?.whole ?? null;
