import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { BunPlugin } from 'bun';
import type { Plugin } from 'esbuild';
import { build as esbuild } from 'esbuild';
import type { Language } from '../src/kernel/language.ts';
import { LANGUAGES } from '../src/kernel/language.ts';
import type { Asset, Manifest } from '../src/server/pages.ts';
import { iconFiles } from './icons.ts';
import { licencesOf } from './licences.ts';
import { fontRules, pageRules, utilityRules } from './styles.ts';

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

export const PAGES: readonly Page[] = [
  { name: 'index', entry: 'ui/main.ts' },
  {
    ...{ name: 'player', entry: 'ui/player.ts', first: 'ui/phone/first.ts' },
    worker: { entry: 'ui/phone/worker.ts', path: '/t-worker.js' },
    // Persons are in it: no search engine shall keep them (GDP-3).
    head: '<meta name="robots" content="noindex, nofollow">\n',
  },
  { name: 'display', entry: 'displays/main.ts', old: true },
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

type Bundle = {
  readonly script: string;
  readonly styles: string;
  readonly sources: string[];
  /** What the script asks for at once or later, by path. */
  readonly parts?: readonly Part[];
};
type Part = { readonly path: string; readonly script: string; readonly atOnce: boolean };

const TEXTS = /\/texts\/en\/[a-z-]+\.ts$/;

/** Another language's texts in place of the English ones, where there are any. */
const speaking = (language: Language): BunPlugin => ({
  name: 'language',
  setup: (build) => {
    build.onResolve({ filter: TEXTS }, ({ path, importer }) => ({
      path: inLanguage(resolve(dirname(importer), path), language),
    }));
  },
});

const speakingToo = (language: Language): Plugin => ({
  name: 'language',
  setup: (build) => {
    build.onResolve({ filter: TEXTS }, ({ path, resolveDir }) => ({
      path: inLanguage(resolve(resolveDir, path), language),
    }));
  },
});

const inLanguage = (file: string, language: Language): string => {
  const own = file.replace('/texts/en/', `/texts/${language}/`);
  return existsSync(own) ? own : file;
};

/** What the browser has to have before the first line runs: the imports of imports. */
const neededAtOnce = (script: string, parts: readonly Part[]): readonly Part[] => {
  const direct = parts.filter(
    ({ path, atOnce }) => !atOnce && new RegExp(`(?:from|import)"${path}"`).test(script),
  );
  const rest = parts.map((part) => (direct.includes(part) ? { ...part, atOnce: true } : part));
  return direct.reduce<readonly Part[]>((all, part) => neededAtOnce(part.script, all), rest);
};

const bundle = async (
  entry: string,
  language: Language,
  target: 'browser' | 'bun' = 'browser',
): Promise<Bundle> => {
  const built = await Bun.build({
    entrypoints: [entry],
    plugins: [speaking(language)],
    target,
    ...(target === 'browser' && { splitting: true, publicPath: '/assets/' }),
    naming: { chunk: `part-${language}-[hash].[ext]` },
    minify: true,
    metafile: true,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const text = async (kind: string) =>
    (
      await Promise.all(built.outputs.filter((one) => one.kind === kind).map((one) => one.text()))
    ).join('\n');
  const files = Object.keys(built.metafile?.inputs ?? {}).map((path) => resolve(path));
  const script = await text('entry-point');
  const parts = await Promise.all(
    built.outputs
      .filter(({ kind }) => kind === 'chunk')
      .map(async (one) => {
        const path = `/assets/${one.path.replace(/^.*\//, '')}`;
        return { path, script: await one.text(), atOnce: false };
      }),
  );
  return {
    script,
    parts: neededAtOnce(script, parts),
    styles: await text('asset'),
    sources: files.filter((file) => !file.includes('/node_modules/')),
  };
};

const OLDEST = 'chrome56';

/** What weighs and is not needed there: the lines and indents in templates, and the glue of signals to Preact,
 * because a screen is drawn by one effect. */
const light: Plugin = {
  name: 'light',
  setup: (build) => {
    build.onResolve({ filter: /^@preact\/signals$/ }, ({ path, ...from }) =>
      build.resolve(`${path}-core`, { ...from, pluginData: undefined }),
    );
    build.onLoad({ filter: /\/displays\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replace(/\n +/g, '\n')
        .replace(/(html`|>|\})\n(?=<|\$\{|`)/g, '$1'),
      loader: 'ts',
    }));
  },
};

/** Bun does not lower syntax; esbuild does, and knows what a browser of 2017 reads. */
const bundleForOld = async (entry: string, language: Language): Promise<Bundle> => {
  const { outputFiles } = await esbuild({
    entryPoints: [entry],
    plugins: [speakingToo(language), light],
    ...{ bundle: true, minify: true, write: false, outdir: '/', format: 'iife' },
    target: [OLDEST],
    // It lacks invalid escapes in tagged templates alone, and nobody writes those.
    supported: { 'template-literal': true },
    charset: 'utf8',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
    // Exact sums of money are not reached from a screen; what is not reached is left out.
    logOverride: { bigint: 'silent' },
  });
  const text = (ending: string) =>
    outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), styles: text('.css'), sources: [] };
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
  for (const { name, entry, head = '', old = false, ...more } of pages) {
    if (more.worker !== undefined) {
      const { script } = await bundle(join(root, more.worker.entry), LANGUAGES[0]);
      put(more.worker.path, 'js', script);
      for (const [icon, bytes] of iconFiles()) putHashed(icon, 'png', bytes);
    }
    for (const language of LANGUAGES) {
      if (more.first !== undefined) {
        const { script } = await bundle(join(root, more.first), language, 'bun');
        painters[language] = keep(`first-${language}`, script);
      }
      const make = old ? bundleForOld : bundle;
      const { script, styles, sources, parts = [] } = await make(join(root, entry), language);
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
  const manifest: Manifest = { build, assets, painters };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
};

if (import.meta.main) await buildPages(join(ROOT, '.cache/pages'));
