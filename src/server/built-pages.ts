import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Asset, Manifest, Pages } from './pages.ts';

const within = (folder: string, { encodings, ...asset }: Asset): Asset => ({
  ...asset,
  file: join(folder, asset.file),
  encodings: {
    ...(encodings.br ? { br: join(folder, encodings.br) } : {}),
    ...(encodings.gzip ? { gzip: join(folder, encodings.gzip) } : {}),
  },
});

/** Of the last build there, ms since the epoch; undefined while another one is put in its place. */
const builtAt = (manifest: string): number | undefined =>
  statSync(manifest, { throwIfNoEntry: false })?.mtimeMs;

/** The pages as `scripts/pages.ts` has built them into a folder, undefined while it has not. */
export const pagesIn = (folder: string): Pages | undefined => {
  const manifest = join(folder, 'manifest.json');
  const at = builtAt(manifest);
  const text = (() => {
    try {
      return readFileSync(manifest, 'utf8');
    } catch {
      return undefined;
    }
  })();
  if (text === undefined) return undefined;
  // Written by scripts/pages.ts a moment ago, from a value of this very type.
  const pages: Manifest = JSON.parse(text);
  const assets = Object.entries(pages.assets).map(([path, asset]) => [path, within(folder, asset)]);
  return {
    build: pages.build,
    isOld: () => ![at, undefined].includes(builtAt(manifest)),
    assets: Object.fromEntries(assets),
    first: async (language) => (await import(join(folder, pages.painters[language] ?? ''))).first,
  };
};

/** There in a checkout, and not in an executable, which has its pages inside. */
const BUILDER = join(import.meta.dir, '../../scripts/pages.ts');

const build = async (): Promise<void> => {
  const builder = Bun.spawn([process.execPath, BUILDER], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await builder.exited;
};

/**
 * The built pages; where there are none, they are built once, on first need. Undefined where that is
 * not possible: whoever asks for a page is told so.
 */
export const pageLoader = (read: () => Pages | undefined) => {
  let pages = read();
  let building: Promise<void> | undefined;
  const now = (): Pages | undefined => {
    if (pages?.isOld?.()) pages = read();
    return pages;
  };
  return {
    now,
    load: async (): Promise<Pages | undefined> => {
      if (now() === undefined && existsSync(BUILDER)) {
        building ??= build();
        await building;
        pages = read();
      }
      return pages;
    },
  };
};
