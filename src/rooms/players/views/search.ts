import type { Profile } from '../commands.ts';

/** Letters that Unicode does not take apart into a base and a mark. */
const BASES: Readonly<Record<string, string>> = {
  ...{ ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', ł: 'l', đ: 'd', ð: 'd' },
  ...{ þ: 'th', ı: 'i', ħ: 'h', ŋ: 'n', ŧ: 't', ĸ: 'k', ſ: 's' },
};
/** How people write those that their keyboard lacks: `Joergensen`, `Mueller`, `Aagaard`. */
const SPELLED: Readonly<Record<string, string>> = { ø: 'oe', ö: 'oe', å: 'aa', ä: 'ae', ü: 'ue' };

const spelled = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[øöåäü]/gu, (letter) => SPELLED[letter] ?? letter);

/** Lower case without diacritics: `Åse Møller` → `ase moller`, `Łukasz` → `lukasz`. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[øæœßłđðþıħŋŧĸſ]/gu, (letter) => BASES[letter] ?? letter)
    .replace(/\p{M}/gu, '');

const wordsIn = (folded: string): readonly string[] =>
  folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

/** More words than any name has would only cost time. */
const MOST_WORDS = 8;

/** What somebody types, as words to be found in `searchText`. */
export const queryWords = (typed: string): readonly string[] =>
  [...new Set(wordsIn(fold(typed)))].slice(0, MOST_WORDS);

type Named = Pick<Profile, 'firstName' | 'lastName' | 'nickname'>;

/** What a list is sorted by, and what two of the same name share. */
export const sortName = ({ firstName, lastName, nickname }: Named): string =>
  wordsIn(fold(`${firstName} ${lastName}`)).join(' ') || nickKey(nickname);

export const nickKey = (nickname: string): string => wordsIn(fold(nickname)).join(' ');

/**
 * Everything a player is found by: each word of the names behind a space, so that a space before a word
 * asks for its beginning; then e-mail and the phone's digits, whose parts are found but never first.
 */
export const searchText = (profile: Named & Pick<Profile, 'email' | 'phone'>): string => {
  const names = `${profile.firstName} ${profile.lastName} ${profile.nickname}`;
  const words = new Set([...wordsIn(fold(names)), ...wordsIn(fold(spelled(names)))]);
  const found = [...words].map((word) => ` ${word}`).join('');
  return `${found}|${fold(profile.email)}|${profile.phone.replace(/\D/gu, '')}`;
};

/** The words as beginnings of names. */
export const asBeginnings = (words: readonly string[]): readonly string[] =>
  words.map((word) => ` ${word}`);

/** How many of the words do not begin a name: the fewer, the better the match. */
export const distance = (text: string, words: readonly string[]): number =>
  asBeginnings(words).filter((beginning) => !text.includes(beginning)).length;
