import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { BunPlugin } from 'bun';
import { runProgram } from '../src/server/program.ts';
import type { Build, Product } from '../src/server/version.ts';
import { billOf, withBill } from './build/bill.ts';
import type { BuildWish } from './build/info.ts';
import { buildInfo, rootKeys } from './build/info.ts';
import type { BuiltPages } from './build/inside.ts';
import { withPages } from './build/inside.ts';
import { runtimeOf, withLibsql } from './build/native.ts';
import { packagesIn } from './build/packages.ts';
import { withNats } from './embed-nats.ts';
import { canMove, moved } from './moved.ts';
import type { Page } from './pages.ts';
import { buildPages, CORE_PAGES } from './pages.ts';
import { smoke } from './smoke.ts';
import { smokeCore } from './smoke-core.ts';
import { TARGETS, type Target } from './targets.ts';

const ROOT = join(import.meta.dir, '..');
const CACHE = join(ROOT, '.cache');

/** What the compiled code knows of itself: src/server/version.ts, src/server/release/root-keys.ts. */
const compiledIn = (build: Build, keys: readonly string[]) => ({
  FELT_BUILD: JSON.stringify(JSON.stringify(build)),
  FELT_ROOT_KEYS: JSON.stringify(JSON.stringify(keys)),
});

type Wishes = {
  /** Which build it is; else what the environment or git says. */
  readonly build?: BuildWish;
  /** Root keys; else those of FELT_ROOT_KEYS. */
  readonly roots?: readonly string[];
  /** Further names that the bundler replaces. */
  readonly define?: Readonly<Record<string, string>>;
};

type Executable = {
  readonly target: Target;
  readonly entry: string;
  readonly outfile: string;
  readonly pages: BuiltPages;
  readonly product?: Product;
} & Wishes;

/** What the bundler takes, with or without the bill that it itself leads to. */
const bundling = (entry: string, plugins: BunPlugin[], define: Record<string, string>) => ({
  entrypoints: [entry],
  root: ROOT,
  // Names stay readable in the stack traces of a venue's log.
  minify: { syntax: true, whitespace: true },
  ...{ plugins, define },
});

/**
 * One executable of one target. The same sources give the same bytes, in whatever folder.
 * @returns its bill of materials.
 * @throws Error with Bun's own messages where it does not build.
 */
export const buildExecutable = async (options: Executable): Promise<string> => {
  const { target, entry, outfile, pages, product = 'felt-leaf' } = options;
  const build: Build = { product, ...buildInfo(options.build), target };
  const define = { ...compiledIn(build, options.roots ?? rootKeys()), ...options.define };
  const plugins = [withLibsql(target), withPages(pages), withNats(target)];
  // What is in it is known once it is bundled, and then goes in, too.
  const tried = await Bun.build({
    ...{ ...bundling(entry, plugins, define), target: 'bun', metafile: true },
  });
  const packages = [...new Set([...packagesIn(tried.metafile), ...pages.manifest.packages])];
  const bill = billOf(build, target, packages);
  await Bun.build({
    ...bundling(entry, [...plugins, withBill(bill)], define),
    // Read ahead: it starts in half the time.
    ...{ bytecode: true, format: 'esm' },
    compile: {
      ...{ target: TARGETS[target].bun, executablePath: runtimeOf(target), outfile },
      // Whatever lies in the folder that it is started in is not its business.
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
  });
  return bill.sbom;
};

const CORE_TARGET = 'linux-x64';

/** The core runs on servers: one target, and a DATABASE_URL in place of PostgreSQL inside. */
export const buildCore = (
  outfile: string,
  pages: BuiltPages,
  wishes: Wishes = {},
): Promise<string> =>
  buildExecutable({
    ...{ target: CORE_TARGET, entry: join(ROOT, 'src/core/main.ts'), product: 'felt-core' },
    ...{ outfile, pages, ...wishes },
  });

type Plan = {
  readonly name: string;
  readonly make: (outfile: string) => Promise<string>;
  readonly tried: (file: string) => Promise<string>;
};

/** Pages are built once, when the first one asks. */
const pagesOf = (name: string, list?: readonly Page[]): (() => Promise<BuiltPages>) => {
  const folder = join(CACHE, name);
  let built: Promise<BuiltPages> | undefined;
  return () => {
    built ??= buildPages(folder, list && { pages: list }).then((manifest) => ({
      folder,
      manifest,
    }));
    return built;
  };
};

const plans = (): readonly Plan[] => {
  const pages = pagesOf('build-pages');
  const corePages = pagesOf('build-core-pages', CORE_PAGES);
  const entry = join(ROOT, 'src/leaf/main.ts');
  const runsHere = `${process.platform}-${process.arch}` === CORE_TARGET;
  return [
    ...(Object.keys(TARGETS) as Target[]).map((target) => ({
      name: `felt-leaf-${target}`,
      make: async (outfile: string) =>
        buildExecutable({ target, entry, outfile, pages: await pages() }),
      tried: (file: string) => smoke(file, target),
    })),
    {
      name: `felt-core-${CORE_TARGET}`,
      make: async (outfile) => buildCore(outfile, await corePages()),
      tried: async (file) => (runsHere ? smokeCore(file) : `not tried: no ${CORE_TARGET} here`),
    },
  ];
};

const megabytes = (file: string): string => `${Math.round(statSync(file).size / 1e6)} MB`;

const hashOf = async (file: string): Promise<string> =>
  new Bun.CryptoHasher('sha256').update(await Bun.file(file).bytes()).digest('hex');

/** The core and the leaves that run here, each in a cell; null where there are not both. */
const together = async (files: ReadonlyMap<string, string>): Promise<string | null> => {
  const core = files.get(`felt-core-${CORE_TARGET}`);
  const targets = (Object.keys(TARGETS) as Target[]).filter(canMove);
  const leaves = targets.flatMap((target) => {
    const file = files.get(`felt-leaf-${target}`);
    return file === undefined ? [] : [[target, file] as const];
  });
  if (core === undefined || leaves.length === 0) return null;
  return moved(core, Object.fromEntries(leaves));
};

const USAGE = `usage: npm run build -- [--only NAME]… [--out FOLDER] [--untried]

  NAME is felt-leaf-linux-x64, felt-leaf-linux-arm64 or felt-core-linux-x64; FOLDER is dist.
  FELT_BUILD_VERSION   what it calls itself (the version of package.json)
  FELT_BUILD_SEQUENCE  what tells older from newer (number of commits)
  FELT_ROOT_KEYS       file with a JSON array of the public root keys; without, it takes no updates`;

const asked = () => {
  try {
    const options = {
      only: { type: 'string', multiple: true },
      out: { type: 'string', default: join(ROOT, 'dist') },
      untried: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ options }).values;
  } catch {
    return null;
  }
};

const main = async (): Promise<number> => {
  const wish = asked();
  const all = plans();
  const names = all.map(({ name }) => name);
  if (wish === null || !(wish.only ?? []).every((name) => names.includes(name))) {
    console.error(USAGE);
    return 2;
  }
  const { only = names, out, untried } = wish;
  mkdirSync(out, { recursive: true });
  const files = new Map<string, string>();
  for (const { name, make, tried } of all.filter((plan) => only.includes(plan.name))) {
    const file = join(out, name);
    rmSync(file, { force: true });
    writeFileSync(`${file}.cdx.json`, await make(file));
    files.set(name, file);
    console.log(`${relative('.', file)}: ${megabytes(file)}, sha256 ${await hashOf(file)}`);
    if (!untried) console.log(`  ${await tried(file)}`);
  }
  const seen = untried ? null : await together(files);
  if (seen !== null) console.log(`alone with the C library, and in step with each other: ${seen}`);
  return 0;
};

if (import.meta.main) await runProgram('npm run build', main);
