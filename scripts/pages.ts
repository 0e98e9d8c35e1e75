import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { BunPlugin } from 'bun';
import type { Language } from '../src/kernel/language.ts';
import { LANGUAGES } from '../src/kernel/language.ts';
import type { Asset, Pages } from '../src/server/pages.ts';
import { fontRules, utilityRules } from './styles.ts';

const ROOT = join(import.meta.dir, '..');

/** A page: the name of its HTML file, and the script that makes it. */
export type Page = { readonly name: string; readonly entry: string };

export const PAGES: readonly Page[] = [
  { name: 'index', entry: 'ui/main.ts' },
  { name: 'player', entry: 'ui/player.ts' },
  { name: 'display', entry: 'displays/main.ts' },
];

const TYPES = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
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
    const isCompressed = kind === 'woff2';
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
  return { assets, put, putHashed };
};

type Bundle = { readonly script: string; readonly styles: string; readonly sources: string[] };

/** Another language's texts in place of the English ones, where there are any. */
const speaking = (language: Language): BunPlugin => ({
  name: 'language',
  setup: (build) => {
    build.onResolve({ filter: /\/texts\/en\/[a-z-]+\.ts$/ }, ({ path, importer }) => ({
      path: inLanguage(resolve(dirname(importer), path), language),
    }));
  },
});

const inLanguage = (file: string, language: Language): string => {
  const own = file.replace('/texts/en/', `/texts/${language}/`);
  return existsSync(own) ? own : file;
};

const bundle = async (entry: string, language: Language): Promise<Bundle> => {
  const built = await Bun.build({
    entrypoints: [entry],
    plugins: [speaking(language)],
    target: 'browser',
    minify: true,
    metafile: true,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const text = async (kind: string) =>
    (
      await Promise.all(built.outputs.filter((one) => one.kind === kind).map((one) => one.text()))
    ).join('\n');
  const files = Object.keys(built.metafile?.inputs ?? {}).map((path) => resolve(path));
  return {
    script: await text('entry-point'),
    styles: await text('asset'),
    sources: files.filter((file) => !file.includes('/node_modules/')),
  };
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
};

/** No inline script or style: the content security policy forbids both. */
const html = (build: string, { language, script, styles }: Made): string => `<!doctype html>
<html lang="${language}" data-build="${build}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>Felt</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${styles}">
<script type="module" src="${script}"></script>
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
): Promise<Pages> => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { assets, put, putHashed } = store(folder);
  const fonts = fontRules(ROOT, (name, bytes) =>
    putHashed(name.replace(/\.woff2$/, ''), 'woff2', bytes),
  );
  const made: Made[] = [];
  for (const { name, entry } of pages) {
    for (const language of LANGUAGES) {
      const { script, styles, sources } = await bundle(join(root, entry), language);
      const utilities = await utilityRules(sources.map((file) => readFileSync(file, 'utf8')));
      made.push({
        ...{ path: `/${language}/${name}.html`, language },
        script: putHashed(name, 'js', script),
        styles: putHashed(name, 'css', [fonts, utilities, styles].join('\n')),
      });
    }
  }
  const build = hashOf(Object.keys(assets).sort().join('\n'));
  for (const page of made) put(page.path, 'html', html(build, page));
  const manifest: Pages = { build, assets };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
};

if (import.meta.main) await buildPages(join(ROOT, '.cache/pages'));
