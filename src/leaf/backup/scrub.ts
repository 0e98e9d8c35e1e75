import type { Log, Row } from '../../log/port.ts';
import { scrubbed } from '../../server/logs.ts';
import { houseNames, isTelling } from './house-names.ts';

const GONE = '[…]';
const EMAIL = /[^\s@<>"'(),;]+@[^\s@<>"'(),;]+/gu;
const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/gu;
const IPV6 = /(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}|[0-9a-f]{1,4}::[0-9a-f]{0,4}|::[0-9a-f]{1,4}/giu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’]*/gu;
/** Folders may bear the name of whoever owns the machine. */
const PATH = /(?:\/[\w.@+-]+)+\//gu;
/** Recovery keys and one-time codes, in Crockford's letters; parts of ids look like it, and may go. */
const CODE = /(?<![0-9a-z])(?:[0-9A-HJKMNP-TV-Z]{4,5}-){2,}[0-9A-HJKMNP-TV-Z]{4,5}(?![0-9a-z])/giu;
/** PINs, and numbers however they are written: what support counts by stands as a number. */
const DIGITS = /\d{6,}/gu;
const COOKIE = /\bfelt[_\w]*=[^\s;,"']+|\bfelt_live_\w+/giu;
/** A run of digits as people write their numbers; times and versions are none. */
const PHONE = /(?<![\w.:-])\+?\d(?:[ ()/]?\d){6,}(?![\w.:-])/gu;

const PAGE = 500;
/** Shorter ones are initials, and parts of every other word. */
const LEAST_LETTERS = 2;

/** Where personal data lies, and in which columns. */
const PERSONAL: Readonly<Record<string, readonly string[]>> = {
  profiles: ['firstName', 'lastName', 'nickname', 'email', 'phone', 'notes', 'tags', 'custom'],
  profile_history: ['before', 'after'],
  operators: ['name'],
  sessions: ['userAgent', 'address'],
  // Nights are named after people, too.
  tournaments: ['name'],
};

/** Words that every log is made of, whoever is called so. */
const PLAIN: ReadonlySet<string> = new Set(['the', 'of', 'a', 'is', 'in', 'to', 'no', 'yes']);

/** As it stands, and by its parts: `Zaphodia’s`, `Beeblebrox2`. */
const partsOf = (word: string): readonly string[] => [
  word,
  ...word.split(/['’\p{N}]+/u).filter((part) => part !== ''),
];

const isOf = (words: ReadonlySet<string>, word: string): boolean =>
  partsOf(word.toLowerCase()).some((part) => words.has(part));

async function* rowsOf(log: Pick<Log, 'select' | 'tables'>, name: string): AsyncGenerator<Row> {
  const table = log.tables.find((one) => one.name === name);
  if (table === undefined) return;
  let after: readonly (string | number | null)[] | null = null;
  for (;;) {
    const rows: readonly Row[] = await log.select({
      ...{ table: name, limit: PAGE },
      ...(after === null ? {} : { after }),
    });
    yield* rows;
    const last = rows.at(-1);
    if (rows.length < PAGE || last === undefined) return;
    after = table.key.map((column) => last[column] ?? null);
  }
}

type Source = Pick<Log, 'select' | 'tables' | 'stream'>;

/** The words of a text, in lower case, without those that every log is made of. */
function* wordsIn(text: string): Generator<string> {
  for (const [word] of text.matchAll(WORD)) {
    for (const plain of partsOf(word.toLowerCase())) {
      if (plain.length >= LEAST_LETTERS && !PLAIN.has(plain)) yield plain;
    }
  }
}

/** Every word that stands in anything personal here, or that the house is called by. */
const tellingWords = async (log: Source): Promise<ReadonlySet<string>> => {
  const words = new Set<string>();
  for (const name of await houseNames(log)) {
    for (const word of wordsIn(name)) if (isTelling(word)) words.add(word);
  }
  for (const [table, columns] of Object.entries(PERSONAL)) {
    for await (const row of rowsOf(log, table)) {
      for (const column of columns) {
        for (const word of wordsIn(String(row[column] ?? ''))) words.add(word);
      }
    }
  }
  return words;
};

/** Takes out of a text what may be a secret or somebody's: words of this leaf's people and house, addresses, numbers. */
export const createScrubber = async (log: Source) => {
  const words = await tellingWords(log);
  return (text: string): string =>
    scrubbed(text)
      .replaceAll(EMAIL, GONE)
      .replaceAll(COOKIE, GONE)
      .replaceAll(CODE, GONE)
      .replaceAll(IPV4, GONE)
      .replaceAll(IPV6, GONE)
      .replaceAll(PHONE, GONE)
      .replaceAll(DIGITS, GONE)
      .replaceAll(PATH, '…/')
      .replaceAll(WORD, (word) => (isOf(words, word) ? GONE : word));
};
