import * as v from 'valibot';
import type { Json } from '../kernel/parse.ts';

/** Kinds of a schema's own checks, by what each tells an integrator in English. */
const BY_MESSAGE = {
  'must be one line': 'NOT_ONE_LINE',
  'must not contain control characters': 'NOT_PRINTABLE',
  'must be an id': 'NOT_AN_ID',
  'must be an e-mail address': 'NOT_EMAIL',
  'must be at most 200 fields': 'TOO_MANY',
  'needs a first name or a nickname': 'NAME_NEEDED',
  'must be two players': 'SAME_PLAYER',
  'must be meanings of columns by commas': 'WRONG',
  'must be an ISO 4217 code such as EUR': 'NOT_CURRENCY',
  'must be four digits': 'NOT_FOUR_DIGITS',
  'must be six digits': 'NOT_SIX_DIGITS',
  'must not be a sequence': 'PIN_SEQUENCE',
  'must not be a pattern': 'PIN_PATTERN',
  'must not be a date': 'PIN_DATE',
  'must be a-z, 0-9 and - only, at most 63': 'NOT_SLUG',
  'must be a time zone such as Europe/Berlin': 'NOT_TIME_ZONE',
  'must be like https://club.example': 'NOT_URL',
  'must be a PNG, JPEG or WebP picture': 'NOT_A_PICTURE',
  'must have each chip value once': 'CHIP_TWICE',
  'must have from ≤ to': 'FROM_AFTER_TO',
  'must not give away more than any pool holds': 'GIVES_TOO_MUCH',
  'must not name more than 20,000 other prizes': 'TOO_MANY',
  'must not give more than 1,000 by formula': 'TOO_MANY',
  'must be a colour like #1a7f37': 'NOT_COLOUR',
} as const satisfies Readonly<Record<string, string>>;

/** Kinds of what valibot checks by itself. */
const BY_TYPE = {
  picklist: 'NOT_ON_LIST',
  literal: 'NOT_ON_LIST',
  variant: 'NOT_ON_LIST',
  union: 'WRONG',
  iso_timestamp: 'NOT_A_TIME',
  safe_integer: 'NOT_WHOLE',
  integer: 'NOT_WHOLE',
  min_value: 'TOO_SMALL',
  max_value: 'TOO_LARGE',
} as const satisfies Readonly<Record<string, string>>;

/** Everything that can be wrong with a value, by codes that pages say in their reader's language. */
export type IssueCode =
  | (typeof BY_MESSAGE)[keyof typeof BY_MESSAGE]
  | (typeof BY_TYPE)[keyof typeof BY_TYPE]
  | 'REQUIRED'
  | 'UNKNOWN_FIELD'
  | 'WRONG_TYPE'
  | 'TOO_LONG'
  | 'TOO_SHORT'
  | 'TOO_FEW'
  | 'PICTURE_SIZE';

const own = <T>(table: { readonly [key: string]: T }, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const lengthCode = ({ type, input, requirement }: v.BaseIssue<unknown>): IssueCode => {
  if (type === 'max_length') return Array.isArray(input) ? 'TOO_MANY' : 'TOO_LONG';
  if (requirement === 1) return 'REQUIRED';
  return Array.isArray(input) ? 'TOO_FEW' : 'TOO_SHORT';
};

const codeOf = (issue: v.BaseIssue<unknown>): IssueCode => {
  const { kind, type, message, expected, input } = issue;
  if (kind === 'schema' && expected === 'never') return 'UNKNOWN_FIELD';
  if (kind === 'schema' && input === undefined) return 'REQUIRED';
  if (type === 'max_length' || type === 'min_length') return lengthCode(issue);
  const known = own<IssueCode>(BY_MESSAGE, message) ?? own<IssueCode>(BY_TYPE, type);
  return known ?? (kind === 'schema' ? 'WRONG_TYPE' : 'WRONG');
};

/** Issues beyond these help nobody, and their paths can be as many as a body has bytes. */
const ISSUES_TOLD = 20;

/**
 * What is wrong, as an answer tells it: where, what in English, and the code of it, with the bound
 * that was passed where there is one.
 */
export const issuesOf = (issues: readonly v.BaseIssue<unknown>[]): Json =>
  issues.slice(0, ISSUES_TOLD).map((issue) => ({
    path: (v.getDotPath(issue) ?? '').slice(0, 200),
    message: issue.message.slice(0, 300),
    code: codeOf(issue),
    ...(typeof issue.requirement === 'number' ? { limit: issue.requirement } : {}),
  }));
