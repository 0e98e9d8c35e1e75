import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { libsqlOf, runtimeOf } from '../../scripts/build/native.ts';
import { fetchNats, natsBuiltUsing } from '../../scripts/fetch-nats.ts';
import { run, TARGETS, type Target } from '../../scripts/targets.ts';

const ROOT = join(import.meta.dir, '../..');
const CACHE = join(ROOT, '.cache');

const SOURCES = ['src', 'ui', 'displays', 'scripts'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'bunfig.toml'];

export const NAMES = [
  'felt-leaf-linux-x64',
  'felt-leaf-linux-arm64',
  'felt-core-linux-x64',
] as const;
export type Name = (typeof NAMES)[number];

export type Built = {
  readonly file: (name: Name) => string;
  readonly sbom: (name: Name) => string;
};

/** What a build would else fetch anew: libSQL and Bun for the other machine, nats-server. */
const isFetched = (name: string): boolean => name === 'native' || name.startsWith('nats-');

/**
 * A copy of this checkout's sources that builds by itself: nothing in it leads back here. What is
 * installed is linked, file by file, so it lies on the same disk.
 */
const copied = (folder: string, from: string): void => {
  for (const name of [...SOURCES, ...FILES]) {
    cpSync(join(from, name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, '.cache'));
  run(['cp', '-al', join(ROOT, 'node_modules'), folder], ROOT);
  for (const name of readdirSync(CACHE).filter(isFetched)) {
    run(['cp', '-al', join(CACHE, name), join(folder, '.cache')], ROOT);
  }
};

const build = async (folder: string, env: Readonly<Record<string, string>>): Promise<Built> => {
  const out = join(folder, 'made');
  const child = Bun.spawn([process.execPath, 'scripts/build.ts', '--untried', '--out', out], {
    ...{ cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    env: { ...process.env, ...env },
  });
  const said = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(said);
  const file = (name: Name) => join(out, name);
  return { file, sbom: (name) => `${file(name)}.cdx.json` };
};

/**
 * All executables, made twice side by side from the same sources: in two folders, time zones and
 * languages.
 */
export const builtTwice = async (env: Readonly<Record<string, string>>) => {
  // Once, not by both side by side.
  for (const target of Object.keys(TARGETS) as Target[]) {
    runtimeOf(target);
    libsqlOf(target);
    const arch = target.replace('linux-', '');
    fetchNats(arch);
    natsBuiltUsing(arch);
  }
  const root = mkdtempSync(join(CACHE, 'twice-'));
  const [one, other] = [join(root, 'one'), join(root, 'another/one/far/below')];
  mkdirSync(one);
  mkdirSync(other, { recursive: true });
  copied(one, ROOT);
  copied(other, one);
  const builds = await Promise.all([
    build(one, { ...env, TZ: 'Asia/Tokyo', LC_ALL: 'C' }),
    build(other, { ...env, TZ: 'America/Lima', LC_ALL: 'C.UTF-8' }),
  ]);
  return {
    builds,
    folders: [one, other],
    remove: () => rmSync(root, { recursive: true }),
  } as const;
};
