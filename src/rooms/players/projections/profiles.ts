import type { Cell, RowWrite, Table } from '../../../kernel/room.ts';
import type { Profile } from '../commands.ts';
import type { Field } from '../events.ts';
import { FIELDS } from '../events.ts';
import { nickKey, searchText, sortName } from '../views/search.ts';

/** Personal data, written in the transaction of the event that it belongs to, and never in the log. */
export const PROFILES: Table = {
  name: 'profiles',
  kind: 'private',
  key: ['id'],
  columns: {
    id: 'text',
    firstName: 'text',
    lastName: 'text',
    nickname: 'text',
    email: 'text',
    phone: 'text',
    notes: 'text',
    tags: 'text',
    custom: 'text',
    /** `yes`, else '' or null. */
    fullNameOutside: 'text',
    /** The name in `player_search` as it was written, so that it is always found again. */
    listedAs: 'text',
    createdAt: 'integer',
    updatedAt: 'integer',
  },
};

/**
 * Who is found and listed: players on their own. Narrow and in the order of names, because a search
 * reads it from the beginning: 50,000 rows in 20 ms, where `profiles` took 90.
 */
export const SEARCH: Table = {
  name: 'player_search',
  kind: 'private',
  key: ['name', 'id'],
  columns: { name: 'text', id: 'text', nick: 'text', words: 'text' },
  indexes: [['nick']],
};

/** What changed by which event of the player's stream; goes with the person. */
export const HISTORY: Table = {
  name: 'profile_history',
  kind: 'private',
  key: ['playerId', 'version', 'field'],
  columns: {
    playerId: 'text',
    version: 'integer',
    field: 'text',
    at: 'integer',
    before: 'text',
    after: 'text',
    by: 'text',
  },
};

export const PRIVATE_TABLES: readonly Table[] = [PROFILES, SEARCH, HISTORY];

export type StoredProfile = Profile & {
  readonly id: string;
  readonly listedAs: string;
  /** Wall clock, ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
};

type Row = { readonly [column: string]: Cell };

const sorted = (custom: Profile['custom']): Profile['custom'] =>
  Object.fromEntries(Object.entries(custom).sort(([a], [b]) => (a < b ? -1 : 1)));

const YES = 'yes';

/** A field as one text, the same for the same content. */
export const cellOf = (profile: Profile, field: Field): string => {
  switch (field) {
    case 'tags':
      return JSON.stringify(profile.tags);
    case 'custom':
      return JSON.stringify(sorted(profile.custom));
    case 'fullNameOutside':
      return profile.fullNameOutside ? YES : '';
    default:
      return profile[field];
  }
};

const contentOf = (field: Field, cell: string): unknown => {
  if (field === 'fullNameOutside') return cell === YES;
  return field === 'tags' || field === 'custom' ? JSON.parse(cell) : cell;
};

/** A profile with one field as `cellOf` wrote it. */
export const withCell = (profile: Profile, field: Field, cell: string): Profile => ({
  ...profile,
  [field]: contentOf(field, cell),
});

/** Which fields differ, or are filled where there was nothing before. */
export const changedFields = (before: Profile, after: Profile): readonly Field[] =>
  FIELDS.filter((field) => cellOf(before, field) !== cellOf(after, field));

export const NOBODY: Profile = {
  ...{ firstName: '', lastName: '', nickname: '', email: '', phone: '', notes: '' },
  ...{ tags: [], custom: {}, fullNameOutside: false },
};

const textOf = (row: Row, column: string): string => String(row[column] ?? '');

export const profileOfRow = (row: Row): StoredProfile => ({
  id: textOf(row, 'id'),
  firstName: textOf(row, 'firstName'),
  lastName: textOf(row, 'lastName'),
  nickname: textOf(row, 'nickname'),
  email: textOf(row, 'email'),
  phone: textOf(row, 'phone'),
  notes: textOf(row, 'notes'),
  tags: JSON.parse(textOf(row, 'tags')),
  custom: JSON.parse(textOf(row, 'custom')),
  fullNameOutside: row['fullNameOutside'] === YES,
  listedAs: textOf(row, 'listedAs'),
  createdAt: Number(row['createdAt']),
  updatedAt: Number(row['updatedAt']),
});

const profileRow = ({
  id,
  listedAs,
  createdAt,
  updatedAt,
  ...profile
}: StoredProfile): RowWrite => ({
  table: PROFILES.name,
  key: { id },
  row: {
    ...Object.fromEntries(FIELDS.map((field) => [field, cellOf(profile, field)])),
    listedAs,
    createdAt,
    updatedAt,
  },
});

const searchKey = ({ listedAs, id }: StoredProfile) => ({ name: listedAs, id });

/** Lets a player be found. */
export const listed = (profile: StoredProfile): RowWrite => ({
  table: SEARCH.name,
  key: searchKey(profile),
  row: { nick: nickKey(profile.nickname), words: searchText(profile) },
});

/** Takes a player off the list, the profile stays. */
export const unlisted = (profile: StoredProfile): RowWrite => ({
  table: SEARCH.name,
  key: searchKey(profile),
  row: null,
});

type HistoryLine = {
  readonly version: number;
  readonly field: string;
  readonly at: number;
  readonly before: string;
  readonly after: string;
  readonly by: string;
};

/** A profile as another leaf had it, with what it kept of its history. */
export const keptRows = (
  stored: Omit<StoredProfile, 'listedAs'>,
  history: readonly HistoryLine[],
  isListed: boolean,
): readonly RowWrite[] => {
  const whole = { ...stored, listedAs: sortName(stored) };
  const lines = history.map(({ version, field, ...row }) => ({
    ...{ table: HISTORY.name, key: { playerId: stored.id, version, field }, row },
  }));
  return [profileRow(whole), ...(isListed ? [listed(whole)] : []), ...lines];
};

export const addedRows = (profile: Profile, id: string, atMs: number): readonly RowWrite[] => {
  const times = { createdAt: atMs, updatedAt: atMs };
  const stored = { ...profile, id, listedAs: sortName(profile), ...times };
  return [profileRow(stored), listed(stored)];
};

export type Change = {
  readonly before: StoredProfile;
  readonly after: Profile;
  /** Version of the event in the player's stream that makes the change. */
  readonly version: number;
  readonly atMs: number;
  readonly by: string;
};

/** A changed profile with its history; nothing where nothing changed. */
export const changedRows = ({ before, after, version, atMs, by }: Change): readonly RowWrite[] => {
  const { id, createdAt } = before;
  const fields = changedFields(before, after);
  if (fields.length === 0) return [];
  const stored = { ...after, id, listedAs: sortName(after), createdAt, updatedAt: atMs };
  const history = fields.map((field) => ({
    table: HISTORY.name,
    key: { playerId: id, version, field },
    row: { at: atMs, before: cellOf(before, field), after: cellOf(after, field), by },
  }));
  return [unlisted(before), profileRow(stored), listed(stored), ...history];
};

/** Removes a person: the profile, where it is found, and its history as far as it is handed over. */
export const erasedRows = (
  profile: StoredProfile,
  history: readonly { readonly version: number; readonly field: string }[],
): readonly RowWrite[] => [
  { table: PROFILES.name, key: { id: profile.id }, row: null },
  unlisted(profile),
  ...history.map(({ version, field }) => ({
    table: HISTORY.name,
    key: { playerId: profile.id, version, field },
    row: null,
  })),
];

const MOST_TAGS = 50;

/** The survivor of a merge: its own profile, with the gaps filled from the other (PLY-2). */
export const filled = (survivor: Profile, other: Profile): Profile => ({
  firstName: survivor.firstName || other.firstName,
  lastName: survivor.lastName || other.lastName,
  nickname: survivor.nickname || other.nickname,
  email: survivor.email || other.email,
  phone: survivor.phone || other.phone,
  notes: survivor.notes || other.notes,
  tags: [...new Set([...survivor.tags, ...other.tags])].slice(0, MOST_TAGS),
  custom: { ...other.custom, ...survivor.custom },
  // To have agreed to nothing is no gap.
  fullNameOutside: survivor.fullNameOutside,
});

/**
 * The survivor after the merge is taken back: what it filled goes back to what was there before,
 * except where somebody has changed it since.
 */
export const emptied = (
  survivor: Profile,
  filledThen: readonly { readonly field: Field; readonly before: string; readonly after: string }[],
): Profile =>
  filledThen
    .filter(({ field, after }) => cellOf(survivor, field) === after)
    .reduce((profile, { field, before }) => withCell(profile, field, before), survivor);
