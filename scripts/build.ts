import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BunPlugin } from 'bun';
import * as v from 'valibot';
import type { Manifest as PagesManifest } from '../src/server/pages.ts';
import { withNats } from './embed-nats.ts';
import { buildPages, CORE_PAGES } from './pages.ts';
import { smoke } from './smoke.ts';
import { smokeCore } from './smoke-core.ts';
import { run, TARGETS, type Target } from './targets.ts';

const ROOT = join(import.meta.dir, '..');
const CACHE = join(ROOT, '.cache');

const Manifest = v.object({ optionalDependencies: v.record(v.string(), v.string()) });

/** libSQL for a foreign machine, which npm does not install: unpacked from the registry once. */
const fetched = (name: string): string => {
  const file = join(ROOT, 'node_modules/libsql/package.json');
  const version = v.parse(Manifest, JSON.parse(readFileSync(file, 'utf8'))).optionalDependencies[
    name
  ];
  if (!version) throw new Error(`libsql knows no ${name}`);
  const folder = join(CACHE, 'native', `${name}-${version}`);
  const native = join(folder, 'package/index.node');
  if (existsSync(native)) return native;
  mkdirSync(folder, { recursive: true });
  run(['npm', 'pack', '--silent', `${name}@${version}`], folder);
  const archive = readdirSync(folder).find((one) => one.endsWith('.tgz'));
  if (!archive) throw new Error(`npm packed no ${name}`);
  run(['tar', '-xzf', archive], folder);
  rmSync(join(folder, archive));
  return native;
};

const nativeOf = (target: Target): string => {
  const name = TARGETS[target].libsql;
  const installed = join(ROOT, 'node_modules', name, 'index.node');
  return existsSync(installed) ? installed : fetched(name);
};

/**
 * libsql asks for its native part by a name that it computes at run time, which no bundler can
 * follow. The executable for one target needs just one: it is named here, and so goes inside.
 */
const withLibsql = (native: string): BunPlugin => ({
  name: 'libsql',
  setup: (build) => {
    build.onLoad({ filter: /\/node_modules\/libsql\/index\.js$/ }, async ({ path }) => {
      const source = await Bun.file(path).text();
      const call = '} = requireNative();';
      if (!source.includes(call)) throw new Error('libsql has changed: look at withLibsql');
      const contents = source.replace(call, `} = require(${JSON.stringify(native)});`);
      return { contents, loader: 'js' };
    });
  },
});

/** A module like src/leaf/pages.ts or src/core/pages.ts whose files travel inside the executable. */
const pagesModule = (folder: string, pages: PagesManifest): string => {
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

const withPages = (folder: string, pages: PagesManifest): BunPlugin => ({
  name: 'pages',
  setup: (build) => {
    build.onLoad({ filter: /\/src\/(leaf|core)\/pages\.ts$/ }, () => ({
      contents: pagesModule(folder, pages),
      loader: 'js',
    }));
  },
});

type BuiltPages = { readonly folder: string; readonly manifest: PagesManifest };

/** One executable of one target; throws with Bun's own messages where it does not build. */
export const buildExecutable = async (options: {
  readonly target: Target;
  readonly entry: string;
  readonly outfile: string;
  readonly pages: BuiltPages;
}): Promise<void> => {
  const { target, entry, outfile, pages } = options;
  await Bun.build({
    entrypoints: [entry],
    // Names stay readable in the stack traces of a venue's log.
    minify: { syntax: true, whitespace: true },
    plugins: [
      withLibsql(nativeOf(target)),
      withPages(pages.folder, pages.manifest),
      withNats(target),
    ],
    compile: {
      target: TARGETS[target].bun,
      outfile,
      // Whatever lies in the folder that it is started in is not its business.
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
  });
};

const CORE_TARGET = 'linux-x64';

/** The core runs on servers: one target, and a DATABASE_URL in place of PostgreSQL inside. */
export const buildCore = async (outfile: string, pages: BuiltPages): Promise<void> => {
  await Bun.build({
    entrypoints: [join(ROOT, 'src/core/main.ts')],
    minify: { syntax: true, whitespace: true },
    plugins: [withPages(pages.folder, pages.manifest), withNats(CORE_TARGET)],
    compile: {
      target: TARGETS[CORE_TARGET].bun,
      outfile,
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
  });
};

const main = async (): Promise<void> => {
  const folder = join(CACHE, 'pages');
  const pages = { folder, manifest: await buildPages(folder) };
  const dist = join(ROOT, 'dist');
  rmSync(dist, { recursive: true, force: true });
  for (const target of Object.keys(TARGETS) as Target[]) {
    const outfile = join(dist, `felt-leaf-${target}`);
    await buildExecutable({ target, entry: join(ROOT, 'src/leaf/main.ts'), outfile, pages });
    const megabytes = Math.round(statSync(outfile).size / 1e6);
    console.log(`dist/felt-leaf-${target}: ${megabytes} MB; ${await smoke(outfile, target)}`);
  }
  const core = join(dist, `felt-core-${CORE_TARGET}`);
  const coreFolder = join(CACHE, 'core-pages');
  const corePages = {
    folder: coreFolder,
    manifest: await buildPages(coreFolder, { pages: CORE_PAGES }),
  };
  await buildCore(core, corePages);
  const runsHere = `${process.platform}-${process.arch}` === CORE_TARGET;
  const tried = runsHere ? await smokeCore(core) : `not tried: this is no ${CORE_TARGET}`;
  const megabytes = Math.round(statSync(core).size / 1e6);
  console.log(`dist/felt-core-${CORE_TARGET}: ${megabytes} MB; ${tried}`);
};

if (import.meta.main) await main();
