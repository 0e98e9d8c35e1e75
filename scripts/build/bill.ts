import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BunPlugin } from 'bun';
import Database from 'libsql';
import * as v from 'valibot';
import type { Bill } from '../../src/server/bill.ts';
import type { Build } from '../../src/server/version.ts';
import { NATS_VERSION } from '../../src/sync/nats/file.ts';
import { fetchNats, natsBuiltUsing, natsPackage } from '../fetch-nats.ts';
import { TARGETS, type Target } from '../targets.ts';
import type { Component, Hash } from './component.ts';
import { byRef, licence } from './component.ts';
import { locked } from './fetched.ts';
import { goModules } from './go-modules.ts';
import { libsqlOf } from './native.ts';

const MODULES = join(import.meta.dir, '../../node_modules');

const Manifest = v.object({ license: v.optional(v.string()) });

const sha256 = (file: string): Hash => ({
  alg: 'SHA-256',
  content: new Bun.CryptoHasher('sha256').update(readFileSync(file)).digest('hex'),
});

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

const archOf = (target: Target) => (target === 'linux-x64' ? 'x64' : 'arm64');

const natsServer = (target: Target): Component => {
  const arch = archOf(target);
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

/** What is linked into one of the components. */
type Linked = { readonly into: Component; readonly parts: readonly Component[] };

const refsOf = (components: readonly Component[]) => components.map((one) => one['bom-ref']);

/** Without a date or a serial number: the same sources give the same bytes. */
const cycloneDx = (
  build: Build,
  components: readonly Component[],
  { into, parts }: Linked,
): string => {
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
    components: [...components, ...parts].toSorted(byRef),
    dependencies: [
      { ref, dependsOn: refsOf(components) },
      { ref: into['bom-ref'], dependsOn: refsOf(parts) },
    ],
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
  const nats = natsServer(target);
  const found = [...modules.map(bundled), runtime(target), nats, ...native].toSorted(byRef);
  const linked = { into: nats, parts: goModules(natsBuiltUsing(archOf(target))) };
  return {
    sbom: cycloneDx(build, found, linked),
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
