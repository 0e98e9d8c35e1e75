import { join } from 'node:path';
import type { BunPlugin } from 'bun';
import type { Manifest } from '../../src/server/pages.ts';

export type BuiltPages = { readonly folder: string; readonly manifest: Manifest };

/** A module like src/leaf/pages.ts or src/core/pages.ts whose files travel inside the executable. */
const pagesModule = ({ folder, manifest: pages }: BuiltPages): string => {
  const imports: string[] = [];
  const embedded = (file: string): string => {
    const name = `file${imports.length}`;
    const path = JSON.stringify(join(folder, file));
    imports.push(`import ${name} from ${path} with { type: 'file' };`);
    return name;
  };
  const assets = Object.entries(pages.assets).map(([path, asset]) => {
    const encodings = Object.entries(asset.encodings).map(
      ([encoding, file]) => `${encoding}: ${embedded(file)}`,
    );
    const { type, hash } = asset;
    const fixed = JSON.stringify({ type, hash }).slice(1, -1);
    const one = `{ file: ${embedded(asset.file)}, ${fixed}, encodings: { ${encodings.join(', ')} } }`;
    return `${JSON.stringify(path)}: ${one}`;
  });
  const first = Object.entries(pages.painters).map(
    ([language, file]) => `${language}: () => import(${JSON.stringify(join(folder, file))})`,
  );
  const built = `{
    build: ${JSON.stringify(pages.build)},
    assets: {\n${assets.join(',\n')}\n},
    first: async (language) => (await { ${first.join(', ')} }[language]()).first,
  }`;
  return `${imports.join('\n')}\nconst pages = ${built};\nexport const loadPages = () => pages;\n`;
};

/** Puts built pages into the executable. */
export const withPages = (pages: BuiltPages): BunPlugin => ({
  name: 'pages',
  setup: (build) => {
    build.onLoad({ filter: /\/src\/(leaf|core)\/pages\.ts$/ }, () => ({
      contents: pagesModule(pages),
      loader: 'js',
    }));
  },
});
