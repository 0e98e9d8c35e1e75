import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator, presetWind3 } from 'unocss';
import { FILLS, INKS, THEMES, type Theme, TYPE_PX } from '../ui/theme.ts';

type Face = {
  readonly family: string;
  readonly weight: string;
  /** Folder of the package, and its file by script. */
  readonly folder: string;
  readonly file: (script: string) => string;
};

const SCRIPTS = ['latin', 'latin-ext'];

const mono = (weight: number): Face => ({
  family: 'JetBrains Mono',
  weight: String(weight),
  folder: '@fontsource/jetbrains-mono',
  file: (script) => `jetbrains-mono-${script}-${weight}-normal.woff2`,
});

const FACES: readonly Face[] = [
  {
    family: 'Inter',
    weight: '100 900',
    folder: '@fontsource-variable/inter',
    file: (script) => `inter-${script}-wght-normal.woff2`,
  },
  ...[400, 600, 700].map(mono),
];

const vars = (theme: Theme): string =>
  [
    ...FILLS.map((name) => `--${name}:${theme.fills[name]}`),
    ...INKS.map((name) => `--ink-${name}:${theme.inks[name]}`),
    `--on:${theme.on}`,
  ].join(';');

const PAGE = 'html{background:var(--base);color:var(--ink-text);font-family:Inter,sans-serif}';

/** What a page has that brings its own styles and sets its colours by script. */
export const pageRules = (): string => PAGE;

/** Dark unless the page's root says `data-theme="light"`, or `auto` where the device is light. */
const tokens = (): string =>
  [
    `:root{color-scheme:dark;${vars(THEMES.dark)}}`,
    `:root[data-theme=light]{color-scheme:light;${vars(THEMES.light)}}`,
    `@media(prefers-color-scheme:light){:root[data-theme=auto]{color-scheme:light;${vars(THEMES.light)}}}`,
    PAGE,
  ].join('\n');

const named = (names: readonly string[], prefix: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `var(${prefix}${name})`]));

const sized = (px: number): [string, string] => [`${px / 16}rem`, '1.25'];

/** `bg-primary` and `border-primary` take the fill, `text-primary` the readable ink. */
const generator = () =>
  createGenerator({
    presets: [presetWind3({ preflight: 'on-demand' })],
    theme: {
      colors: named(FILLS, '--'),
      textColor: { ...named(INKS, '--ink-'), on: 'var(--on)' },
      fontFamily: { sans: 'Inter,sans-serif', mono: "'JetBrains Mono',monospace" },
      fontSize: Object.fromEntries(Object.entries(TYPE_PX).map(([name, px]) => [name, sized(px)])),
    },
  });

export const FONT_PACKAGES = [...new Set(FACES.map(({ folder }) => folder))];

/** The fonts' rules; `place` takes a font's file name and bytes, and tells the path to ask for. */
export const fontRules = (
  root: string,
  place: (name: string, bytes: Uint8Array) => string,
): string => {
  const rules = FACES.flatMap(({ family, weight, folder, file }) => {
    const home = join(root, 'node_modules', folder);
    const ranges: unknown = JSON.parse(readFileSync(join(home, 'unicode.json'), 'utf8'));
    return SCRIPTS.map((script) => {
      const path = place(file(script), readFileSync(join(home, 'files', file(script))));
      const range = Object.entries(Object(ranges)).find(([name]) => name === script)?.[1];
      return (
        `@font-face{font-family:'${family}';font-weight:${weight};font-display:swap;` +
        `src:url(${path}) format('woff2');unicode-range:${range}}`
      );
    });
  });
  return rules.join('\n');
};

/** The tokens and the utility classes that occur in these source texts. */
export const utilityRules = async (sources: readonly string[]): Promise<string> => {
  const { css } = await (await generator()).generate(sources.join('\n'), { minify: true });
  return `${tokens()}\n${css}`;
};
