import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keysCommand, privateKeyIn } from '../../scripts/release/keys.ts';
import { packRelease } from '../../scripts/release/pack.ts';
import { signCommand } from '../../scripts/release/sign.ts';
import { readKeys } from '../../scripts/release/signed-keys.ts';
import { deltaName, releaseName } from '../../src/server/release/manifest.ts';
import { ADA } from '../core/front.ts';
import { FACTS } from '../release-files.ts';
import { buildLeaf, NEW, OLD, TARGET } from './executables.ts';

const ROOT = join(import.meta.dir, '../..');
export const BROKEN = { version: '1.9.0', sequence: 102 };
export type Version = typeof OLD;

/** Root keys, a signing key and a list of it that two roots signed, as whoever makes releases has them. */
export const makeKeys = (folder: string) => {
  const at = (name: string): string => join(folder, name);
  keysCommand(['root', '--out', folder]);
  keysCommand(['new', '--out', at('signing.pem')]);
  const add = ['add', '--list', at('keys.json'), '--key', at('signing.pem.pub')];
  keysCommand([...add, '--until', '2099-06-30', '--root', at('root-1.pem')]);
  keysCommand(['sign', '--list', at('keys.json'), '--root', at('root-2.pem')]);
  const roots: string[] = JSON.parse(readFileSync(at('roots.json'), 'utf8'));
  return { rootsFile: at('roots.json'), roots, key: at('signing.pem'), list: at('keys.json') };
};
export type Keys = ReturnType<typeof makeKeys>;

const named = ({ version }: Version) => ({
  product: 'felt-leaf' as const,
  version,
  target: TARGET as typeof FACTS.target,
});

/** Two real leaves: what runs, and what comes next. */
export const buildTwo = async (folder: string, { roots }: Keys) => {
  const [old, next] = await Promise.all([OLD, NEW].map((one) => buildLeaf(folder, one, roots)));
  if (old === undefined || next === undefined) throw new Error('they were not built');
  return { old, next };
};

/** Both as releases, and what changed from one to the other. */
export const signTwo = async (
  folder: string,
  { old, next }: Awaited<ReturnType<typeof buildTwo>>,
  { key, list }: Keys,
) => {
  const own = ['--list', list, '--key', key, '--out', folder, '--level', '1'];
  const [before, whole] = [OLD, NEW].map((one) => join(folder, releaseName(named(one))));
  if (before === undefined || whole === undefined) throw new Error('no release has a name');
  await signCommand([old, ...own]);
  await signCommand([next, ...own, '--from', before]);
  return { before, whole, delta: join(folder, deltaName(named(NEW), OLD)) };
};

/** A release that everybody signed, and that ends as soon as it is started. */
export const signBroken = async (folder: string, { key, list }: Keys): Promise<string> => {
  const own = join(folder, 'broken');
  mkdirSync(own);
  const executable = join(own, 'felt-leaf');
  writeFileSync(executable, '#!/bin/sh\nexit 3\n');
  chmodSync(executable, 0o755);
  const keys = readKeys(list);
  if (keys === null) throw new Error('there is no list of keys');
  const facts = { ...FACTS, ...named(BROKEN), ...BROKEN, minSequence: 0 };
  const to = join(own, releaseName(facts));
  await packRelease({ executable, facts, keys, key: privateKeyIn(key), to, level: 1 });
  return to;
};

/** `npm run release -- publish`, for everybody. */
export const publish = async (core: string, files: readonly string[]): Promise<void> => {
  const words = ['publish', ...files, '--core', core, '--rollout', '100'];
  const child = Bun.spawn([process.execPath, 'scripts/release.ts', ...words], {
    env: { ...process.env, FELT_CORE_USER: ADA.email, FELT_CORE_PASSWORD: ADA.password },
    ...{ cwd: ROOT, stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' },
  });
  const said = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(said);
};
