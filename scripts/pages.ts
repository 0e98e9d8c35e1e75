import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
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

const bundle = async (entry: string): Promise<Bundle> => {
  const built = await Bun.build({
    entrypoints: [entry],
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

/** No inline script or style: the content security policy forbids both. */
const html = (build: string, script: string, styles: string): string => `<!doctype html>
<html lang="en" data-build="${build}">
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
  const made: { name: string; script: string; styles: string }[] = [];
  for (const { name, entry } of pages) {
    const { script, styles, sources } = await bundle(join(root, entry));
    const utilities = await utilityRules(sources.map((file) => readFileSync(file, 'utf8')));
    made.push({
      name,
      script: putHashed(name, 'js', script),
      styles: putHashed(name, 'css', [fonts, utilities, styles].join('\n')),
    });
  }
  const build = hashOf(Object.keys(assets).sort().join('\n'));
  for (const { name, script, styles } of made) {
    put(`/${name}.html`, 'html', html(build, script, styles));
  }
  const manifest: Pages = { build, assets };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
};

if (import.meta.main) await buildPages(join(ROOT, '.cache/pages'));
