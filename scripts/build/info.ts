import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { Failed } from '../../src/server/failed.ts';
import { VERSION } from '../../src/server/version.ts';

const ROOT = join(import.meta.dir, '../..');

/** Which build it is; what is left out comes from the environment, from git, or from the checkout. */
export type BuildWish = { readonly version?: string; readonly sequence?: number };

const Sequence = v.pipe(v.string(), v.regex(/^\d{1,9}$/u), v.transform(Number));

/** 32 bytes of Ed25519, as base64url. */
const RootKeys = v.array(v.pipe(v.string(), v.regex(/^[\w-]{43}$/u)));

/** What git says, or null: the sources may lie without it. */
const git = (...args: readonly string[]): string | null => {
  const { success, stdout } = Bun.spawnSync(['git', ...args], {
    ...{ cwd: ROOT, stdin: 'ignore', stderr: 'ignore' },
  });
  return success ? stdout.toString().trim() : null;
};

const commit = (): string | null => {
  const hash = git('rev-parse', 'HEAD');
  if (hash === null) return null;
  return git('status', '--porcelain') === '' ? hash : `${hash}-changed`;
};

const sequence = (): number => {
  const told = process.env['FELT_BUILD_SEQUENCE'];
  return v.parse(Sequence, told || (git('rev-list', '--count', 'HEAD') ?? '0'));
};

/** What `BUILD` of src/server/version.ts says in an executable. */
export const buildInfo = (wish: BuildWish = {}) => ({
  version: wish.version ?? (process.env['FELT_BUILD_VERSION'] || VERSION),
  sequence: wish.sequence ?? sequence(),
  commit: commit(),
});

/** @throws Failed with the whole path: npm runs in the checkout, wherever it was called. */
const listIn = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Failed(`FELT_ROOT_KEYS: there is no file ${resolve(file)}`);
  }
};

/**
 * The root keys that go into an executable: those of the file that FELT_ROOT_KEYS names, none without.
 * @throws Failed where there is no such file; ValiError where it holds anything else.
 */
export const rootKeys = (): readonly string[] => {
  const file = process.env['FELT_ROOT_KEYS'];
  return file ? v.parse(RootKeys, JSON.parse(listIn(file))) : [];
};
