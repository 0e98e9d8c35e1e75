import type { Cell } from '../../kernel/room.ts';
import type { Profile } from './commands.ts';
import type { StoredProfile } from './projections/profiles.ts';

export * from './views/outside.ts';
export * from './views/search.ts';

const initialOf = (name: string): string =>
  ([...name.normalize('NFC').trim()][0] ?? '').toUpperCase();

/** What boards and screens in the room show of a person: the nickname, else `Anna H.` */
export const boardName = ({
  firstName,
  lastName,
  nickname,
}: Pick<Profile, 'firstName' | 'lastName' | 'nickname'>): string => {
  if (nickname !== '') return nickname;
  return lastName === '' ? firstName : `${firstName} ${initialOf(lastName)}.`;
};

const time = (ms: number): string => new Date(ms).toISOString();

/** A line of the typeahead: enough to tell two of the same name apart. */
export const playerLine = (profile: StoredProfile) => ({
  id: profile.id,
  /** The same, under the name that entries know it by. */
  playerId: profile.id,
  boardName: boardName(profile),
  firstName: profile.firstName,
  lastName: profile.lastName,
  nickname: profile.nickname,
  email: profile.email,
  phone: profile.phone,
  tags: profile.tags,
});

/** All that the floor sees of one player; `mergedIds` are the ids that older tournaments know them by. */
export const playerView = (profile: StoredProfile, mergedIds: readonly string[]) => ({
  ...playerLine(profile),
  notes: profile.notes,
  custom: profile.custom,
  fullNameOutside: profile.fullNameOutside,
  createdAt: time(profile.createdAt),
  updatedAt: time(profile.updatedAt),
  mergedIds,
});

/** One change of a profile. */
export const changeView = (row: { readonly [column: string]: Cell }) => ({
  field: row['field'] ?? null,
  at: time(Number(row['at'])),
  before: row['before'] ?? null,
  after: row['after'] ?? null,
  by: row['by'] ?? null,
});
