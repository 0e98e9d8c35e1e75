/** A tournament as a venue's list has it. */
export type Listed = {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly status: 'setup' | 'running' | 'ended';
  readonly createdAt: string | null;
  readonly startsAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly entries: number;
  readonly remaining: number;
  readonly prizePool: number;
};

export const STATUSES = ['running', 'setup', 'ended'] as const;
export type Status = (typeof STATUSES)[number];

export const FILTERS = ['all', ...STATUSES] as const;
export type Filter = (typeof FILTERS)[number];

export const plain = (words: string): string =>
  words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Those in which every word typed is found, whatever its accents and capitals. */
export const named = <T extends { readonly name: string }>(
  all: readonly T[],
  typed: string,
): readonly T[] => {
  const words = plain(typed).split(/\s+/u).filter(Boolean);
  return all.filter(({ name }) => words.every((word) => plain(name).includes(word)));
};

const momentOf = ({ status, startsAt, startedAt, endedAt, createdAt }: Listed): number => {
  const at = status === 'ended' ? endedAt : status === 'running' ? startedAt : startsAt;
  return Date.parse(at ?? createdAt ?? '') || 0;
};

/** What comes next first, everything else newest first. */
export const byMoment = (all: readonly Listed[], status: Status): readonly Listed[] => {
  const sign = status === 'setup' ? 1 : -1;
  return all
    .filter((one) => one.status === status)
    .sort((a, b) => sign * (momentOf(a) - momentOf(b)));
};

/** A line of the venue's player database. */
export type Player = {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly nickname: string;
  readonly email: string;
  readonly phone: string;
  readonly tags: readonly string[];
};
export type Profile = Player & {
  readonly notes: string;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export const fullName = ({
  firstName,
  lastName,
  nickname,
}: Pick<Player, 'firstName' | 'lastName' | 'nickname'>): string =>
  [firstName, lastName].filter(Boolean).join(' ') || nickname;
