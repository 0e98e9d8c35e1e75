/** What the profile's form holds; the person's own fields and labels stay as they are. */
export const WORDS = ['firstName', 'lastName', 'nickname', 'email', 'phone', 'notes'] as const;

export type Filled = { readonly [Word in (typeof WORDS)[number]]: string } & {
  /** The person agreed that anybody anywhere may read their full name (GDP-3). */
  readonly fullNameOutside: boolean;
};

/** `GET /players/:id`, as far as the form needs it. */
export type Profile = Filled & { readonly id: string };

const FIELDS = [...WORDS, 'fullNameOutside'] as const;

const pick = (all: Filled, fields: readonly (typeof FIELDS)[number][]): Partial<Filled> =>
  Object.fromEntries(fields.map((field) => [field, all[field]]));

/**
 * The fields that differ, as they shall be and as they were: only those are sent, so that two who
 * fill in different fields do not undo each other.
 */
export const changesOf = (
  before: Filled,
  after: Filled,
): { readonly asked: Partial<Filled>; readonly was: Partial<Filled> } | null => {
  const fields = FIELDS.filter((field) => before[field] !== after[field]);
  return fields.length === 0 ? null : { asked: pick(after, fields), was: pick(before, fields) };
};

/** Somebody must be called something. */
export const isNamed = ({ firstName, nickname }: Filled): boolean =>
  firstName.trim() !== '' || nickname.trim() !== '';
