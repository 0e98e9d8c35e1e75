import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { BunPlugin } from 'bun';
import type { Plugin } from 'esbuild';
import { build as esbuild, transform } from 'esbuild';
import type { Language } from '../../src/kernel/language.ts';
import { packagesIn } from '../build/packages.ts';

export type Bundle = {
  readonly script: string;
  readonly styles: string;
  readonly sources: string[];
  /** Names of the packages that code of it came from. */
  readonly packages: readonly string[];
  /** What the script asks for at once or later, by path. */
  readonly parts?: readonly Part[];
};
export type Part = { readonly path: string; readonly script: string; readonly atOnce: boolean };

/** `@layer` and `color-mix` came with it; what is younger is written for it. */
const YOUNGEST_STYLES = 'chrome111';
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

/** By name, what all pages have in common first: Bun puts those of split parts in any order. */
const stylesOf = async (files: readonly string[]): Promise<string> => {
  const isBase = (file: string) => Number(!file.endsWith('/ui/base.css'));
  const ordered = files.toSorted((a, b) => isBase(a) - isBase(b));
  const all = ordered.map((file) => readFileSync(file, 'utf8')).join('\n');
  return (await transform(all, { loader: 'css', minify: true, target: YOUNGEST_STYLES })).code;
};

/** A page of our time: ES modules, in parts where the source asks for some later. */
export const bundle = async (
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
  // Bun tells them in any order; what is made of them shall be the same each time.
  const files = Object.keys(built.metafile?.inputs ?? {})
    .map((path) => resolve(path))
    .sort();
  const script = (await built.outputs.find(({ kind }) => kind === 'entry-point')?.text()) ?? '';
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
    styles: await stylesOf(files.filter((file) => file.endsWith('.css'))),
    sources: files.filter((file) => !file.includes('/node_modules/')),
    packages: packagesIn(built.metafile),
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

/** esbuild's helpers for `{ ...spread }`: they copy getters and symbols too, which no object here has. */
const SPREAD =
  /var \w+=Object\.defineProperty,\w+=Object\.defineProperties;.+?,([\w$]+)=\(\w,\w\)=>\{for\(.+?return \w\},([\w$]+)=\(\w,\w\)=>\w+\(\w,\w+\(\w\)\);/u;

/** Bun does not lower syntax; esbuild does, and knows what a browser of 2017 reads. */
export const bundleForOld = async (entry: string, language: Language): Promise<Bundle> => {
  const { outputFiles, metafile } = await esbuild({
    entryPoints: [entry],
    plugins: [speakingToo(language), light],
    ...{ bundle: true, minify: true, write: false, outdir: '/', format: 'iife', metafile: true },
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
  const script = text('.js').replace(SPREAD, 'var $1=Object.assign,$2=$1;');
  return { script, styles: text('.css'), sources: [], packages: packagesIn(metafile) };
};
