import { number } from './amounts.ts';
import { text } from './text.ts';

type Issue = { readonly path: string; readonly code: string; readonly limit: number };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The first of an answer's `details.issues`; null where there is none. */
const firstOf = (issues: unknown): Issue | null => {
  const first: unknown = Array.isArray(issues) ? issues[0] : undefined;
  if (!isObject(first)) return null;
  const { path, code, limit } = first;
  return { path: String(path ?? ''), code: String(code ?? ''), limit: Number(limit ?? 0) };
};

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

/** What is wrong with what somebody typed, and where; null where an answer does not tell. */
export const issueWords = (issues: unknown): string | null => {
  const issue = firstOf(issues);
  if (issue === null) return null;
  const say = own(text.issues.codes, issue.code) ?? text.issues.codes['WRONG'];
  const what = say?.(number(issue.limit)) ?? text.errors.codes['INVALID'] ?? '';
  return issue.path === '' ? what : text.issues.at(fieldOf(issue.path), what);
};
