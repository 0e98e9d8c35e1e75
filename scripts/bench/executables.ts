import { join } from 'node:path';
import { runtimeOf } from '../build/native.ts';
import { buildCore, buildExecutable } from '../build.ts';
import { buildPages, CORE_PAGES } from '../pages.ts';
import { TARGETS, type Target } from '../targets.ts';
import type { Leaf } from './leaf.ts';
import { startExecutable } from './processes.ts';

/** What this machine runs. */
const HOST: Target = process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';

const MAIN = join(import.meta.dir, '../../src/leaf/main.ts');
const HELLO = join(import.meta.dir, 'bare/hello.ts');

/** The same Bun with nothing but a page that says hello. */
const makeHello = async (folder: string, target: Target): Promise<string> => {
  const outfile = join(folder, `hello-${target}`);
  await Bun.build({
    entrypoints: [HELLO],
    compile: { target: TARGETS[target].bun, executablePath: runtimeOf(target), outfile },
  });
  return outfile;
};

const makeLeaves = async (folder: string) => {
  const pages = {
    folder: join(folder, 'pages'),
    manifest: await buildPages(join(folder, 'pages')),
  };
  return async (target: Target): Promise<string> => {
    const outfile = join(folder, `felt-leaf-${target}`);
    await buildExecutable({ target, entry: MAIN, outfile, pages });
    return outfile;
  };
};

/** The core as servers run it: it is made for linux-x64 alone. */
const makeCore = async (folder: string): Promise<string> => {
  const outfile = join(folder, 'felt-core');
  const pages = join(folder, 'core-pages');
  await buildCore(outfile, {
    folder: pages,
    manifest: await buildPages(pages, { pages: CORE_PAGES }),
  });
  return outfile;
};

/** All that venues and servers run, each with the bare executable that it is held against. */
export const makeAll = async (folder: string) => {
  const leafFor = await makeLeaves(folder);
  const [leafX64, leafArm64] = [await leafFor('linux-x64'), await leafFor('linux-arm64')];
  const helloX64 = await makeHello(folder, 'linux-x64');
  const helloArm64 = await makeHello(folder, 'linux-arm64');
  const core = await makeCore(folder);
  return {
    /** To be weighed. */
    all: [
      { name: 'leaf linux-x64', file: leafX64, bare: helloX64 },
      { name: 'leaf linux-arm64', file: leafArm64, bare: helloArm64 },
      { name: 'core linux-x64', file: core, bare: helloX64 },
    ],
    /** To be started here. */
    leaf: HOST === 'linux-x64' ? leafX64 : leafArm64,
    hello: HOST === 'linux-x64' ? helloX64 : helloArm64,
    core: HOST === 'linux-x64' ? core : null,
  };
};

export type Made = Awaited<ReturnType<typeof makeAll>>;

export type Env = Readonly<Record<string, string>>;

const started = async (command: readonly string[], env: Env): Promise<Leaf> => {
  const { pid, match, stop } = await startExecutable(command, env, /serves http:\/\/[^:]+:(\d+) /u);
  return { pid, url: `http://127.0.0.1:${match[1]}`, stop };
};

export const startMade = (leaf: readonly string[], data: string, env: Env = {}): Promise<Leaf> =>
  started([...leaf, 'serve'], {
    ...{ FELT_PORT: '0', FELT_HOST: '127.0.0.1', FELT_DATA: data, ...env },
  });

export const startHello = (executable: string): Promise<Leaf> => started([executable], {});

/** @param env holds at least its DATABASE_URL and its FELT_CORE_DATA. */
export const startCore = (core: readonly string[], env: Env): Promise<Leaf> =>
  started([...core, 'serve'], env);
