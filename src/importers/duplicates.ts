/** What tells two players apart, or does not. Ids are the database's. */
export type KnownPlayer = {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly nickname: string;
  readonly email: string;
  readonly phone: string;
};

export type Comparable = Omit<KnownPlayer, 'id'>;

/** Why two are taken for one person. */
export type DuplicateReason = 'nickname' | 'name' | 'email' | 'phone';

export type Duplicate = {
  /** Line of the row in its file. */
  readonly line: number;
  readonly playerId: string;
  readonly reason: DuplicateReason;
};

const folded = (text: string): string =>
  text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');

/** The last eight digits, so that +45 20 12 34 56 and 20123456 are the same; '' below six digits. */
const phoneKey = (phone: string): string => {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 6 ? '' : digits.slice(-8);
};

type Keys = readonly (readonly [DuplicateReason, string])[];

const keysOf = (player: Comparable): Keys => {
  const first = folded(player.firstName);
  const last = folded(player.lastName);
  const nickname = folded(player.nickname);
  const keys: Keys = [
    // Who is known by one word only, may stand in either field.
    ['nickname', nickname === '' && last === '' ? first : nickname],
    ['name', first === '' || last === '' ? '' : `${first}\n${last}`],
    ['email', folded(player.email)],
    ['phone', phoneKey(player.phone)],
  ];
  return keys.filter(([, key]) => key !== '');
};

type Index = Map<string, string>;

const matches = (index: Index, keys: Keys): { id: string; reason: DuplicateReason }[] => {
  const found = new Map<string, DuplicateReason>();
  for (const [reason, key] of keys) {
    const id = index.get(`${reason}:${key}`);
    if (id !== undefined && !found.has(id)) found.set(id, reason);
  }
  return [...found].map(([id, reason]) => ({ id, reason }));
};

/** Of several with the same key the first one stays: one hint is enough, and the work stays linear. */
const remember = (index: Index, keys: Keys, id: string): void => {
  for (const [reason, key] of keys) {
    const place = `${reason}:${key}`;
    if (!index.has(place)) index.set(place, id);
  }
};

/** The same comparison one by one, for those who let others have their turn in between. */
export const likeness = () => {
  const index: Index = new Map();
  return {
    remember: (id: string, player: Comparable): void => remember(index, keysOf(player), id),
    matches: (player: Comparable) => matches(index, keysOf(player)),
  };
};

type Row = { readonly line: number; readonly player: Comparable };

/**
 * Rows that may be a player already known: same nickname, same first and last name, same e-mail or
 * phone, whatever the case, the spaces and the country code. Each pair once, with its first reason.
 */
export const findDuplicates = (
  rows: readonly Row[],
  existing: readonly KnownPlayer[],
): Duplicate[] => {
  const index: Index = new Map();
  for (const player of existing) remember(index, keysOf(player), player.id);
  return rows.flatMap(({ line, player }) =>
    matches(index, keysOf(player)).map(({ id, reason }) => ({ line, playerId: id, reason })),
  );
};

export type DuplicateInFile = {
  readonly line: number;
  /** The earlier line that it repeats. */
  readonly of: number;
  readonly reason: DuplicateReason;
};

/** Rows that may be the same person as an earlier one of the same file. */
export const findDuplicatesInFile = (rows: readonly Row[]): DuplicateInFile[] => {
  const index: Index = new Map();
  return rows.flatMap(({ line, player }) => {
    const keys = keysOf(player);
    const found = matches(index, keys);
    remember(index, keys, String(line));
    return found.map(({ id, reason }) => ({ line, of: Number(id), reason }));
  });
};
