import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Asset, Manifest, Pages } from '../server/pages.ts';

/** Where `npm start` puts the built pages; in an executable this whole module is replaced. */
const BUILT = join(import.meta.dir, '../../.cache/pages');

const within = (folder: string, { encodings, ...asset }: Asset): Asset => ({
  ...asset,
  file: join(folder, asset.file),
  encodings: {
    ...(encodings.br ? { br: join(folder, encodings.br) } : {}),
    ...(encodings.gzip ? { gzip: join(folder, encodings.gzip) } : {}),
  },
});

/** The built pages, undefined while they are not built: whoever needs them says so. */
export const loadPages = (folder: string = BUILT): Pages | undefined => {
  const manifest = join(folder, 'manifest.json');
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
    assets: Object.fromEntries(assets),
    first: async (language) => (await import(join(folder, pages.painters[language] ?? ''))).first,
  };
};
