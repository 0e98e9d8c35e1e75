import { describe, expect, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/kernel/language.ts';
import { LANGUAGES } from '../../src/kernel/language.ts';

const TEXTS = join(import.meta.dir, '../../ui/texts');
const filesOf = (language: Language): string[] => readdirSync(join(TEXTS, language)).sort();
const SECTIONS = filesOf('en').filter((file) => file !== 'locale.ts');

/** Poker's and computers' own words, names and units, which every language of ours says alike. */
const SHARED = `
  commit mb software
  add-on add-ons ante bb big blind blinds bonus bounties bounty bring-in bust button buy-in buy-ins
  chip chips color-up dealer entries feature floor horse level limits lobby mix overlay rake rebuy rebuys small
  stack table turbo admin csv enter esc generator https logo min offline online pin standard status version
  wi-fi felt core leaf leaves beta build barge unified dansk deutsch english club example streamed wheelchair`;

/** And those that one language alone has in common with English. */
const ALSO: { readonly [L in Exclude<Language, 'en'>]: string } = {
  da: 'alarm organisation entry game levels re-entries limit no pot fixed race start e-mail anna bent holm winther',
  de: 'alarm organisation average balance cloud code entry hits in levels name optional pool text ticket',
};

/** Words that only English has: where one is found, a text was left standing. */
const ENGLISH = /\b(the|and|of|this|that|your|with|is|are|nobody|player|players|until|when)\b/iu;

/** What a finding says of itself: anything that it is asked for. */
const anything: unknown = new Proxy(
  {},
  { get: (_, name) => (typeof name === 'string' ? `‹${name}›` : undefined) },
);
const told = (name: string): string => `‹${name}›`;

/** Numbers suit all other parameters: those of texts only put them in. A 0 and a 1 reach the other
 * branches, a marker shows where it is said. */
const argumentsFor = (where: string, count: number): unknown[][] => {
  if (where.startsWith('money.warnings.')) return [[told]];
  if (where.startsWith('structure.findings.')) return [[anything]];
  return Array.from({ length: 3 ** count }, (_, nth) =>
    Array.from({ length: count }, (_none, i) => [7001 + i, 1, 0][Math.floor(nth / 3 ** i) % 3]),
  );
};

const MARK = /‹\w+›|700\d/gu;
const marksIn = (said: string): string[] => [...new Set(said.match(MARK))].sort();

/** A text with its twin in the other language, and how to find it. */
type Pair = { readonly where: string; readonly english: string; readonly other: string };

const entriesOf = (value: object): [string, unknown][] =>
  Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));

/** A number comes from a function that only hands on what it is told. */
const isSaid = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Every text of both, side by side, functions called; throws where the shapes differ. */
const pairs = (where: string, english: unknown, other: unknown): Pair[] => {
  if (isSaid(english) && isSaid(other)) {
    return [{ where, english: String(english), other: String(other) }];
  }
  if (typeof english === 'function' && typeof other === 'function') {
    if (english.length !== other.length) throw new Error(`${where}: other parameters`);
    return argumentsFor(where, english.length).flatMap((given) =>
      pairs(`${where}(${given.filter(isSaid)})`, english(...given), other(...given)),
    );
  }
  if (!isGroup(english) || !isGroup(other)) throw new Error(`${where}: another kind`);
  const [ours, theirs] = [entriesOf(english), entriesOf(other)];
  expect([where, ...theirs.map(([key]) => key)]).toEqual([where, ...ours.map(([key]) => key)]);
  return ours.flatMap(([key, value], i) => pairs(`${where}.${key}`, value, theirs[i]?.[1]));
};

const wordsOf = async (language: Language, file: string): Promise<object> =>
  await import(join(TEXTS, language, file));

const pairsOf = async (language: Language): Promise<Pair[]> => {
  const each = SECTIONS.map(async (file) => {
    const [english, other] = await Promise.all([wordsOf('en', file), wordsOf(language, file)]);
    expect(Object.keys(other)).toEqual(Object.keys(english));
    return Object.entries(english).flatMap(([name, words]) =>
      pairs(name, words, entriesOf(other).find(([key]) => key === name)?.[1]),
    );
  });
  return (await Promise.all(each)).flat();
};

const lettersOf = (said: string): string[] =>
  said
    .replace(MARK, ' ')
    .toLowerCase()
    .match(/\p{L}[\p{L}-]+/gu) ?? [];

for (const language of LANGUAGES.filter((one) => one !== 'en')) {
  describe(`OPS-12: the catalogue in ${language}`, () => {
    test('has the sections of the English one', () => {
      expect(filesOf(language)).toEqual(filesOf('en'));
    });

    test('has the same texts with the same parameters, none of them empty', async () => {
      const empty = (await pairsOf(language)).filter(
        ({ english, other }) => (english.trim() === '') !== (other.trim() === ''),
      );
      expect(empty).toEqual([]);
    });

    test('says every value that the English says', async () => {
      const differing = (await pairsOf(language)).filter(
        ({ english, other }) => marksIn(english).join() !== marksIn(other).join(),
      );
      expect(differing).toEqual([]);
    });

    test('leaves no English standing but the words that are shared', async () => {
      const shared = new Set(`${SHARED} ${ALSO[language]}`.split(/\s+/u));
      const left = (await pairsOf(language)).filter(
        ({ english, other }) =>
          (english === other && lettersOf(other).some((word) => !shared.has(word))) ||
          ENGLISH.test(other),
      );
      expect(left).toEqual([]);
    });
  });
}
