import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Language } from '../src/kernel/language.ts';
import { LANGUAGES } from '../src/kernel/language.ts';
import type { Asset, Manifest } from '../src/server/pages.ts';
import { iconFiles } from './icons.ts';
import { licencesOf } from './licences.ts';
import type { Part } from './pages/bundle.ts';
import { bundle, bundleForOld } from './pages/bundle.ts';
import { FONT_PACKAGES, fontRules, pageRules, utilityRules } from './styles.ts';

const ROOT = join(import.meta.dir, '..');

/** A page: the name of its HTML file, and the script that makes it. */
export type Page = {
  readonly name: string;
  readonly entry: string;
  /** The module that writes its first HTML on the leaf, by the same components. */
  readonly first?: string;
  /** The script that keeps it while there is no network, and the path that it is asked for at. */
  readonly worker?: { readonly entry: string; readonly path: string };
  /** What else its head says. */
  readonly head?: string;
  /** For the TVs of 2017: a classic script for Chromium 56, and only the styles it imports (DSP-8). */
  readonly old?: boolean;
};

const PLAYER: Page = {
  ...{ name: 'player', entry: 'ui/player.ts', first: 'ui/phone/first.ts' },
  worker: { entry: 'ui/phone/worker.ts', path: '/t-worker.js' },
  // Persons are in it: no search engine shall keep them (GDP-3).
  head: '<meta name="robots" content="noindex, nofollow">\n',
};

export const PAGES: readonly Page[] = [
  { name: 'index', entry: 'ui/main.ts' },
  PLAYER,
  { name: 'display', entry: 'displays/main.ts', old: true },
];

/** What the core serves beside its API: the leaf carries none of it. */
export const CORE_PAGES: readonly Page[] = [
  {
    ...{ name: 'core', entry: 'ui/core/main.ts' },
    head: '<meta name="robots" content="noindex, nofollow">\n',
  },
  PLAYER,
];

const TYPES = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  png: 'image/png',
} as const;

const hashOf = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** Writes files into a folder, the compressed forms beside them, and keeps the list. */
const store = (folder: string) => {
  const assets: Record<string, Asset> = {};
  const write = (file: string, bytes: string | Uint8Array): string => {
    writeFileSync(join(folder, file), bytes);
    return file;
  };
  const put = (path: string, kind: keyof typeof TYPES, bytes: string | Uint8Array): string => {
    const file = write(path.slice(1).replaceAll('/', '-'), bytes);
    const isCompressed = kind === 'woff2' || kind === 'png';
    assets[path] = {
      file,
      type: TYPES[kind],
      hash: hashOf(bytes),
      encodings: isCompressed
        ? {}
        : {
            br: write(`${file}.br`, brotliCompressSync(bytes)),
            gzip: write(`${file}.gz`, gzipSync(bytes, { level: 9 })),
          },
    };
    return path;
  };
  /** Its hash in its name, so that it may be kept for ever; answers its path. */
  const putHashed = (name: string, kind: keyof typeof TYPES, bytes: string | Uint8Array): string =>
    put(`/assets/${name}-${hashOf(bytes)}.${kind}`, kind, bytes);
  /** For the leaf alone: nobody can ask for it. Answers its file. */
  const keep = (name: string, text: string): string => write(`${name}-${hashOf(text)}.js`, text);
  return { assets, put, putHashed, keep };
};

/** A chip, small enough to need no request. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="12" fill="#2f8f7f"/>' +
    '<circle cx="12" cy="12" r="9" fill="none" stroke="#f5f5f5" stroke-width="4" stroke-dasharray="4.7 4.72"/></svg>',
)}`;

/** A page in one language: its HTML's path, and what that loads. */
type Made = {
  readonly path: string;
  readonly language: Language;
  readonly script: string;
  readonly styles: string;
  readonly head: string;
  readonly old: boolean;
};

const preload = ({ path }: Part): string => `<link rel="modulepreload" href="${path}">\n`;

/** No inline script or style: the content security policy forbids both. */
const html = (
  build: string,
  { language, script, styles, head, old }: Made,
): string => `<!doctype html>
<html lang="${language}" data-build="${build}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>Felt</title>
${head}<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${styles}">
<script ${old ? 'defer' : 'type="module"'} src="${script}"></script>
</head>
<body></body>
</html>
`;

/**
 * Builds the pages into a folder, replacing it: hashed and compressed files, and `manifest.json`,
 * which is also what is returned. Throws with Bun's own messages where a page does not build.
 */
export const buildPages = async (
  folder: string,
  { root = ROOT, pages = PAGES }: { root?: string; pages?: readonly Page[] } = {},
): Promise<Manifest> => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { assets, put, putHashed, keep } = store(folder);
  const fonts = fontRules(ROOT, (name, bytes) =>
    putHashed(name.replace(/\.woff2$/, ''), 'woff2', bytes),
  );
  put('/assets/licences.json', 'json', JSON.stringify(licencesOf(ROOT)));
  const made: Made[] = [];
  const painters: Record<string, string> = {};
  const packages = new Set<string>(FONT_PACKAGES);
  for (const { name, entry, head = '', old = false, ...more } of pages) {
    if (more.worker !== undefined) {
      const worker = await bundle(join(root, more.worker.entry), LANGUAGES[0]);
      for (const one of worker.packages) packages.add(one);
      put(more.worker.path, 'js', worker.script);
      for (const [icon, bytes] of iconFiles()) putHashed(icon, 'png', bytes);
    }
    for (const language of LANGUAGES) {
      if (more.first !== undefined) {
        const first = await bundle(join(root, more.first), language, 'bun');
        for (const one of first.packages) packages.add(one);
        painters[language] = keep(`first-${language}`, first.script);
      }
      const make = old ? bundleForOld : bundle;
      const bundled = await make(join(root, entry), language);
      const { script, styles, sources, parts = [] } = bundled;
      for (const one of bundled.packages) packages.add(one);
      for (const part of parts) put(part.path, 'js', part.script);
      const rules = old
        ? pageRules()
        : await utilityRules(sources.map((file) => readFileSync(file, 'utf8')));
      made.push({
        ...{ path: `/${language}/${name}.html`, language, old },
        head:
          head +
          parts
            .filter(({ atOnce }) => atOnce)
            .map(preload)
            .join(''),
        script: putHashed(name, 'js', script),
        styles: putHashed(name, 'css', [fonts, rules, styles].join('\n')),
      });
    }
  }
  const build = hashOf(Object.keys(assets).sort().join('\n'));
  for (const page of made) put(page.path, 'html', html(build, page));
  const manifest: Manifest = { build, assets, painters, packages: [...packages].sort() };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
};

const CACHE = join(ROOT, '.cache');

/** Whether the same pages lie there already: the manifest names every file by its hash. */
const isPlaced = (place: string, manifest: Manifest): boolean => {
  const file = join(place, 'manifest.json');
  return existsSync(file) && readFileSync(file, 'utf8') === JSON.stringify(manifest);
};

/** Put in place at once, since others read. */
const place = async (name: string, pages: readonly Page[]): Promise<void> => {
  mkdirSync(CACHE, { recursive: true });
  const [target, fresh] = [join(CACHE, name), mkdtempSync(join(CACHE, `${name}-`))];
  const manifest = await buildPages(fresh, { pages }).catch((error: unknown) => {
    rmSync(fresh, { recursive: true });
    throw error;
  });
  if (isPlaced(target, manifest)) return rmSync(fresh, { recursive: true });
  const old = `${fresh}-old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(fresh, target);
  rmSync(old, { recursive: true, force: true });
};

/** Builds the pages to where a leaf of this checkout looks for them. */
export const placePages = (): Promise<void> => place('pages', PAGES);

/** The same for a core. */
export const placeCorePages = (): Promise<void> => place('core-pages', CORE_PAGES);

if (import.meta.main) {
  await placePages();
  await placeCorePages();
}
