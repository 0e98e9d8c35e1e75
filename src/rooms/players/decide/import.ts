import type { Duplicates, FileRow, Likeness, Profile } from '../commands.ts';
import { COLUMNS, isNamed } from '../commands.ts';
import { cellOf } from '../projections/profiles.ts';

type FilePlayer = FileRow['player'];

export type ImportDuplicate = {
  readonly line: number;
  /** The player, or the earlier line of the same file, that this row may be. */
  readonly playerId: string | null;
  readonly of: number | null;
  readonly reason: string;
};

export type Addition = { readonly line: number; profile: Profile };

/** Longest that a profile takes; a full name in one cell may have split into longer parts. */
const LONGEST_NAME = 100;

/** Cut, but never through a pair of surrogates. */
const fitted = (name: string): string =>
  name
    .slice(0, LONGEST_NAME)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();

const profileOfRow = (row: FilePlayer): Profile => ({
  ...row,
  firstName: fitted(row.firstName),
  lastName: fitted(row.lastName),
  tags: [],
  // Only the person can agree, and no file says that they did.
  fullNameOutside: false,
});

/** What a row says, over what is known: its empty cells change nothing. */
export const updated = (profile: Profile, row: FilePlayer): Profile => {
  const said = profileOfRow(row);
  return {
    firstName: said.firstName || profile.firstName,
    lastName: said.lastName || profile.lastName,
    nickname: said.nickname || profile.nickname,
    email: said.email || profile.email,
    phone: said.phone || profile.phone,
    notes: said.notes || profile.notes,
    tags: profile.tags,
    custom: { ...profile.custom, ...said.custom },
    fullNameOutside: profile.fullNameOutside,
  };
};

/** What a file says of a player: a full name was split by then. */
const FILE_FIELDS = COLUMNS.flatMap((column) => (column === 'name' ? [] : [column]));

/** Two rows that say the very same. */
const content = (profile: Profile): string =>
  FILE_FIELDS.map((field) => cellOf(profile, field)).join('\0');

/** Rows of this import that are to be added stand in the index under their line. */
const LINE = 'line:';
const lineOf = (target: string): number | null =>
  target.startsWith(LINE) ? Number(target.slice(LINE.length)) : null;

/**
 * Decides what becomes of each row of a file, in order, once everybody known was told to it:
 * * `skip`: whoever may be known already, or came earlier in the file, stays out;
 * * `update`: goes over the one who is known, or over the earlier row;
 * * `add`: comes in, unless the very same row is there already.
 * In each of them the same file a second time brings nothing new (IMP-4).
 */
export const importPlan = (duplicates: Duplicates, likeness: Likeness) => {
  const additions = new Map<string, Addition>();
  const updates = new Map<string, FilePlayer[]>();
  const same = new Map<string, number>();
  const found: ImportDuplicate[] = [];
  const rejected: { readonly line: number; readonly problems: readonly string[] }[] = [];
  let skipped = 0;

  const add = (line: number, profile: Profile) => {
    const target = `${LINE}${line}`;
    additions.set(target, { line, profile });
    likeness.remember(target, profile);
  };

  const isThere = (profile: Profile): boolean => {
    const left = same.get(content(profile)) ?? 0;
    if (left > 0) same.set(content(profile), left - 1);
    return left > 0;
  };

  const update = (target: string, row: FilePlayer) => {
    const addition = additions.get(target);
    if (addition !== undefined) addition.profile = updated(addition.profile, row);
    else updates.set(target, [...(updates.get(target) ?? []), row]);
    likeness.remember(target, profileOfRow(row));
  };

  return {
    /** Somebody in the database; `playerId` is who they are now. */
    know: (playerId: string, profile: Profile) => {
      likeness.remember(playerId, profile);
      if (duplicates !== 'add') return;
      const key = content(profile);
      same.set(key, (same.get(key) ?? 0) + 1);
    },
    take: ({ line, player, problems }: FileRow) => {
      const profile = profileOfRow(player);
      if (!isNamed(profile)) {
        rejected.push({ line, problems });
        return;
      }
      const [match] = likeness.matches(profile);
      if (match !== undefined) {
        const of = lineOf(match.id);
        found.push({ line, playerId: of === null ? match.id : null, of, reason: match.reason });
      }
      if (match === undefined) add(line, profile);
      else if (duplicates === 'update') update(match.id, player);
      else if (duplicates === 'skip' || isThere(profile)) skipped += 1;
      else add(line, profile);
    },
    result: () => ({ additions: [...additions.values()], updates, found, rejected, skipped }),
  };
};
export type ImportPlan = ReturnType<ReturnType<typeof importPlan>['result']>;
