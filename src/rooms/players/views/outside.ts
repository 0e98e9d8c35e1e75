import type { Profile } from '../commands.ts';

/** Small words that belong to a family name and say little alone; they keep their small letter. */
const PARTICLES: ReadonlySet<string> = new Set(
  (
    'von vom zu zum zur van der den de del della dei di da do dos das du des la le los ' +
    'af av ten ter te bin bint ibn ben al el ul ed y e'
  ).split(' '),
);

/** The first letter with the marks upon it; of an Arabic name the one behind its article. */
const letterOf = (word: string): string => {
  const bare = word.replace(/^(?:al|el|as|ad|an|ar)[-’'](?=.)/iu, '').replace(/^ال(?=..)/u, '');
  return /[\p{L}\p{N}]\p{M}*/u.exec(bare)?.[0] ?? '';
};

/** `von Hohenlohe-Waldenburg` → `v. H.`, `García Márquez` → `G.`, `van der Berg` → `v. d. B.` */
const initials = (familyName: string): string => {
  const words = familyName
    .normalize('NFC')
    .split(/\s+/u)
    .filter((word) => letterOf(word) !== '');
  const at = words.findIndex((word) => !PARTICLES.has(word.toLowerCase()));
  const main = at === -1 ? words.length - 1 : at;
  const small = words.slice(0, main).map((word) => `${letterOf(word).toLowerCase()}.`);
  const large = words.slice(main, main + 1).map((word) => `${letterOf(word).toUpperCase()}.`);
  return [...small, ...large].join(' ');
};

/**
 * What anybody outside the room may know of a person: the full name where they agreed to that, else
 * the nickname or alias, else the first name with an initial (GDP-3). A whole name written into the
 * first name's field is shortened as well.
 */
export const outsideName = ({
  firstName,
  lastName,
  nickname,
  fullNameOutside,
}: Pick<Profile, 'firstName' | 'lastName' | 'nickname' | 'fullNameOutside'>): string => {
  const full = `${firstName.trim()} ${lastName.trim()}`.trim();
  if (fullNameOutside && full !== '') return full;
  if (nickname.trim() !== '') return nickname.trim();
  const [first = '', ...others] = firstName.trim().split(/\s+/u);
  const isWhole = lastName.trim() === '' && others.length > 0;
  const short = isWhole ? initials(others.join(' ')) : initials(lastName);
  return `${isWhole ? first : firstName.trim()} ${short}`.trim();
};
