/** A player of the database, as the search shows one. */
export type Person = {
  readonly playerId: string;
  readonly boardName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly nickname: string;
  readonly email: string;
  readonly phone?: string;
};

export const isCalled = (typed: string, person: Person): boolean =>
  [`${person.firstName} ${person.lastName}`.trim(), person.nickname].some(
    (name) => name.toLowerCase() === typed.trim().toLowerCase(),
  );

/** Enter takes a match only when it is the single one, or the very name; else nothing is guessed. */
export const enterTakes = (typed: string, found: readonly Person[]): Person | 'new' | null => {
  if (typed.trim() === '') return null;
  const called = found.filter((person) => isCalled(typed, person));
  const [only, another] = called.length > 0 ? called : found;
  if (only !== undefined) return another === undefined ? only : null;
  return 'new';
};
