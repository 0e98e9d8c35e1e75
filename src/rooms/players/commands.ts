import * as v from 'valibot';
import { id, text } from '../../kernel/parse.ts';
import type { Field } from './events.ts';

// ── Words that the outside sends ────────────────────────────────────────────────────────────────

/** Names go on boards and badges, so they are one line. */
const line = (most: number, least = 0) =>
  v.pipe(text(most, least), v.regex(/^[^\n\t]*$/u, 'must be one line'));

const email = v.pipe(line(254), v.regex(/^(?:[^\s@]+@[^\s@]+)?$/u, 'must be an e-mail address'));
const tags = v.pipe(
  v.array(line(40, 1)),
  v.maxLength(50),
  v.transform((list) => [...new Set(list)]),
);
const custom = v.pipe(
  v.record(line(70, 1), text(500)),
  v.check((fields) => Object.keys(fields).length <= 200, 'must be at most 200 fields'),
);

const profileFields = {
  firstName: line(100),
  lastName: line(100),
  nickname: line(60),
  email,
  phone: line(40),
  notes: text(2_000),
  tags,
  custom,
  fullNameOutside: v.boolean(),
};

export const profileSchema = v.strictObject(profileFields);
/**
 * All of what a person may be asked for; '' and empty lists are gaps. `fullNameOutside`: they agreed
 * that anybody anywhere may read their full name (GDP-3).
 */
export type Profile = v.InferOutput<typeof profileSchema>;

type Called = { readonly firstName: string; readonly nickname: string };

/** Somebody must be called something. */
export const isNamed = ({ firstName, nickname }: Called): boolean =>
  firstName !== '' || nickname !== '';

export const addBody = v.pipe(
  v.strictObject({
    firstName: v.optional(profileFields.firstName, ''),
    lastName: v.optional(profileFields.lastName, ''),
    nickname: v.optional(profileFields.nickname, ''),
    email: v.optional(profileFields.email, ''),
    phone: v.optional(profileFields.phone, ''),
    notes: v.optional(profileFields.notes, ''),
    tags: v.optional(profileFields.tags, []),
    custom: v.optional(profileFields.custom, {}),
    fullNameOutside: v.optional(profileFields.fullNameOutside, false),
  }),
  v.check((profile) => isNamed(profile), 'needs a first name or a nickname'),
);

/** Any part of the profile; what is left out stays as it is. */
export const changeBody = v.partial(profileSchema);

/** `from` becomes a part of `into`, which keeps its own profile. */
export const mergeBody = v.pipe(
  v.strictObject({ from: id, into: id }),
  v.check(({ from, into }) => from !== into, 'must be two players'),
);
export const unmergeBody = v.strictObject({ from: id });

export const DUPLICATES = ['skip', 'update', 'add'] as const;
/** What becomes of a row that may be a player already known. */
export type Duplicates = (typeof DUPLICATES)[number];

// ── Files, as a reader of the leaf's hands them over ────────────────────────────────────────────

/** What a column can mean. `name` is a full name in one cell; `custom` is kept under its heading. */
export const COLUMNS = [
  'name',
  'firstName',
  'lastName',
  'nickname',
  'email',
  'phone',
  'notes',
  'custom',
] as const;
/** The meaning of each column; null leaves it out. */
export type Columns = readonly ((typeof COLUMNS)[number] | null)[];

export type FileRow = {
  /** Of the file, from 1. */
  readonly line: number;
  readonly player: Omit<Profile, 'tags' | 'fullNameOutside'>;
  /** Codes; a row with `NO_NAME` cannot become a player. */
  readonly problems: readonly string[];
};

export type PlayerFile = {
  readonly ok: true;
  readonly encoding: string;
  readonly delimiter: string;
  readonly headings: boolean;
  readonly columns: readonly string[];
  readonly mapping: Columns;
  readonly rows: readonly FileRow[];
};

export type Unreadable = {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
};

export type FileOptions = { readonly mapping?: Columns; readonly headings?: boolean };

type Comparable = Pick<Profile, 'firstName' | 'lastName' | 'nickname' | 'email' | 'phone'>;

/** Finds players already known by name, nickname, e-mail or phone. */
export type Likeness = {
  readonly remember: (playerId: string, player: Comparable) => void;
  /** Each match with the reason why. */
  readonly matches: (
    player: Comparable,
  ) => readonly { readonly id: string; readonly reason: string }[];
};

/** What the room needs of the importers, which it may not know. */
export type PlayerReader = {
  readonly read: (bytes: Uint8Array, options: FileOptions) => Promise<PlayerFile | Unreadable>;
  readonly likeness: () => Likeness;
};

// ── Commands as the room meets them ─────────────────────────────────────────────────────────────

export type Command =
  | { readonly type: 'add'; readonly fields: readonly Field[]; readonly similar: readonly string[] }
  /** `isNamed`: whether somebody could still be called by what is left. */
  | { readonly type: 'change'; readonly fields: readonly Field[]; readonly isNamed: boolean }
  | { readonly type: 'merge'; readonly into: string }
  | { readonly type: 'receiveMerge'; readonly from: string; readonly fields: readonly Field[] }
  | { readonly type: 'undoMerge'; readonly into: string }
  | { readonly type: 'returnMerge'; readonly from: string; readonly fields: readonly Field[] }
  /** `along`: the player that this one is a part of, where that one is erased too. */
  | { readonly type: 'erase'; readonly along: string | null }
  | {
      readonly type: 'recordImport';
      readonly rows: number;
      readonly added: number;
      readonly updated: number;
      readonly skipped: number;
      readonly rejected: number;
    };

/** Every reason for which the room turns a command down. */
export type RefusalCode =
  | 'ALREADY_EXISTS'
  | 'NO_SUCH_PLAYER'
  | 'NAME_NEEDED'
  | 'MERGED'
  | 'NOT_MERGED';
