import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../../src/kernel/language.ts';
import type { Manifest } from '../../src/server/pages.ts';
import { buildPages } from '../pages.ts';
import type { Measure } from './measure.ts';
import { measured } from './measure.ts';
import { tempFolder } from './processes.ts';

/** KB of script over the wire, gzip, by page. */
const MOST_KB = { display: 25, player: 35, index: 140 } as const;
const TITLES = {
  display: 'a display',
  player: "a player's phone",
  index: "the operator's",
} as const;
type Name = keyof typeof MOST_KB;

const NAMES: readonly Name[] = ['display', 'player', 'index'];

type Built = { readonly pages: Manifest; readonly folder: string };

const bytesOf = ({ pages, folder }: Built, path: string): number => {
  const file = pages.assets[path]?.encodings.gzip;
  if (file === undefined) throw new Error(`${path} is not built`);
  return readFileSync(join(folder, file)).length;
};

/**
 * What a browser loads of a page's scripts before its first line runs: the script itself and what it
 * imports, which its HTML names too. Parts that are fetched when they are opened come on top.
 */
const scriptKb = (built: Built, page: string): number => {
  const { file } = built.pages.assets[page] ?? {};
  const markup = readFileSync(join(built.folder, file ?? ''), 'utf8');
  const tags = markup.matchAll(
    /<(?:script\b[^>]*\bsrc|link rel="modulepreload" href)="([^"]+)"[^>]*>/gu,
  );
  const bytes = [...tags].map(([, path = '']) => bytesOf(built, path));
  return bytes.reduce((sum, one) => sum + one, 0) / 1_024;
};

const weight = (built: Built, name: Name): Measure => {
  const byLanguage = LANGUAGES.map((language) => ({
    language,
    kb: scriptKb(built, `/${language}/${name}.html`),
  }));
  const told = byLanguage.map(({ language, kb }) => `${language} ${kb.toFixed(1)} KB`).join(', ');
  return measured(
    {
      name: `script of ${TITLES[name]} page`,
      ...{ unit: 'KB gzip', limitName: 'what such a page may weigh' },
      bound: { at: 'most', ratio: 1 },
    },
    [{ value: Math.max(...byLanguage.map(({ kb }) => kb)), limit: MOST_KB[name] }],
    [told],
  );
};

/** What each page's scripts weigh, in the language in which they weigh most. */
export const benchWeights = async (): Promise<readonly Measure[]> => {
  const folder = tempFolder();
  const built = { pages: await buildPages(folder.path), folder: folder.path };
  const measures = NAMES.map((name) => weight(built, name));
  folder.remove();
  return measures;
};
