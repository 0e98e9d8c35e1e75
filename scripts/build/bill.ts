import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BunPlugin } from 'bun';
import Database from 'libsql';
import * as v from 'valibot';
import type { Bill } from '../../src/server/bill.ts';
import type { Build } from '../../src/server/version.ts';
import { NATS_VERSION } from '../../src/sync/nats/file.ts';
import { fetchNats, natsPackage } from '../fetch-nats.ts';
import { TARGETS, type Target } from '../targets.ts';
import { locked } from './fetched.ts';
import { libsqlOf } from './native.ts';

const MODULES = join(import.meta.dir, '../../node_modules');

const Manifest = v.object({ license: v.optional(v.string()) });

type Hash = { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string };

/** A component as CycloneDX has it. */
type Component = {
  readonly type: 'library' | 'application' | 'data';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly hashes?: readonly Hash[];
  readonly licenses?: readonly { readonly expression: string }[];
  readonly purl: string;
  /** What is inside it. */
  readonly components?: readonly Component[];
};

const byRef = (a: Component, b: Component): number => (a['bom-ref'] < b['bom-ref'] ? -1 : 1);

const sha256 = (file: string): Hash => ({
  alg: 'SHA-256',
  content: new Bun.CryptoHasher('sha256').update(readFileSync(file)).digest('hex'),
});

const licence = (expression: string | undefined): Pick<Component, 'licenses'> =>
  expression === undefined ? {} : { licenses: [{ expression }] };

/** One of npm; its hash is that of its archive in the registry, as package-lock.json has it. */
const npm = (name: string, more: Partial<Component> = {}): Component => {
  const { version, sha512 } = locked(name);
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    ...{ type: 'library', 'bom-ref': purl, name, version },
    ...(sha512 === null ? {} : { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
    ...{ purl, ...more },
  };
};

const licenceIn = (name: string): Pick<Component, 'licenses'> => {
  const file = join(MODULES, name, 'package.json');
  return licence(v.parse(Manifest, JSON.parse(readFileSync(file, 'utf8'))).license);
};

const bundled = (name: string): Component =>
  npm(name, { ...licenceIn(name), ...(name.startsWith('@fontsource') ? { type: 'data' } : {}) });

const generic = (name: string, version: string): Component => {
  const purl = `pkg:generic/${name}@${version}`;
  return { ...{ type: 'library', 'bom-ref': purl, name, version }, purl };
};

/** What Bun says that it is made of; its numbers of interfaces are no parts. */
const NO_PARTS = /^(?:node|bun|v8|uv|napi|modules|unicode|typescript)$/u;

const partsOfBun = (): readonly Component[] =>
  Object.entries(process.versions)
    .filter(([name, version]) => !NO_PARTS.test(name) && version !== undefined)
    .map(([name, version]) => generic(name, String(version)))
    .sort(byRef);

const runtime = (target: Target): Component =>
  npm(TARGETS[target].runtime, {
    ...{ type: 'application', description: 'Bun: its runtime, with JavaScriptCore' },
    hashes: [{ alg: 'SHA-256', content: TARGETS[target].runtimeSha256 }],
    ...{ ...licenceIn('bun'), components: partsOfBun() },
  });

const natsServer = (target: Target): Component => {
  const arch = target === 'linux-x64' ? 'x64' : 'arm64';
  const { debian } = natsPackage(arch);
  const purl = `pkg:deb/debian/nats-server@${NATS_VERSION}-1?arch=${debian}`;
  return {
    ...{ type: 'application', 'bom-ref': purl, name: 'nats-server', version: NATS_VERSION },
    ...{ hashes: [sha256(fetchNats(arch))], ...licence('Apache-2.0'), purl },
  };
};

const nativeLibsql = (target: Target): Component =>
  npm(TARGETS[target].libsql, {
    description: "libSQL's native part, with SQLite inside",
    hashes: [sha256(libsqlOf(target))],
    ...licenceIn('libsql'),
  });

/** Of the SQLite inside libSQL: the same in every target's native part of one version. */
const sqliteVersion = (): string => {
  const database = new Database(':memory:');
  const row = database.prepare('select sqlite_version() as version').get();
  database.close();
  return v.parse(v.object({ version: v.string() }), row).version;
};

const sqlite = (): Component => ({
  ...generic('sqlite', sqliteVersion()),
  ...{ description: 'inside libSQL, with changes of its own', ...licence('blessing') },
});

/** Without a date or a serial number: the same sources give the same bytes. */
const cycloneDx = (build: Build, components: readonly Component[]): string => {
  const ref = `pkg:generic/${build.product}@${build.version}`;
  const commit = build.commit === null ? [] : [{ name: 'felt:commit', value: build.commit }];
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        ...{ type: 'application', 'bom-ref': ref, name: build.product, version: build.version },
        ...licence('Apache-2.0'),
        properties: [
          { name: 'felt:sequence', value: String(build.sequence) },
          { name: 'felt:target', value: String(build.target) },
          ...commit,
        ],
      },
    },
    components,
    dependencies: [{ ref, dependsOn: components.map((one) => one['bom-ref']) }],
  };
  return JSON.stringify(document);
};

/**
 * The bill of an executable.
 * @param packages names of those whose code or fonts are in it.
 */
export const billOf = (build: Build, target: Target, packages: readonly string[]): Bill => {
  const hasLibsql = packages.includes('libsql');
  const native = hasLibsql ? [nativeLibsql(target), sqlite()] : [];
  const modules = packages.filter((name) => name !== TARGETS[target].libsql);
  const found = [...modules.map(bundled), runtime(target), natsServer(target), ...native];
  return {
    sbom: cycloneDx(build, found.toSorted(byRef)),
    parts: {
      ...{ bun: locked('bun').version, 'nats-server': NATS_VERSION },
      ...(hasLibsql ? { libsql: locked('libsql').version, sqlite: sqliteVersion() } : {}),
    },
  };
};

/** Puts the bill into the executable, in place of src/server/bill.ts. */
export const withBill = (bill: Bill): BunPlugin => ({
  name: 'bill',
  setup: (build) => {
    build.onLoad({ filter: /\/src\/server\/bill\.ts$/ }, () => ({
      contents: `export const loadBill = () => (${JSON.stringify(bill)});\n`,
      loader: 'js',
    }));
  },
});
