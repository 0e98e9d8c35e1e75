import { join } from 'node:path';
import { runtimeOf } from '../build/native.ts';
import { buildExecutable } from '../build.ts';
import { buildPages } from '../pages.ts';
import { TARGETS, type Target } from '../targets.ts';
import type { Leaf } from './leaf.ts';
import { startExecutable } from './processes.ts';

/** What this machine runs. */
const target: Target = process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';

const MAIN = join(import.meta.dir, '../../src/leaf/main.ts');
const HELLO = join(import.meta.dir, 'bare/hello.ts');

/** The leaf as venues run it. */
export const makeLeaf = async (folder: string): Promise<string> => {
  const pages = join(folder, 'pages');
  const outfile = join(folder, 'felt-leaf');
  const manifest = await buildPages(pages);
  await buildExecutable({ target, entry: MAIN, outfile, pages: { folder: pages, manifest } });
  return outfile;
};

/** The same Bun with nothing but a page that says hello. */
export const makeHello = async (folder: string): Promise<string> => {
  const outfile = join(folder, 'hello');
  await Bun.build({
    entrypoints: [HELLO],
    compile: { target: TARGETS[target].bun, executablePath: runtimeOf(target), outfile },
  });
  return outfile;
};

const started = async (
  command: readonly string[],
  env: { readonly [name: string]: string },
): Promise<Leaf> => {
  const line = /serves http:\/\/[^:]+:(\d+) /u;
  const { pid, match, stop } = await startExecutable(command, env, line);
  return { pid, url: `http://127.0.0.1:${match[1]}`, stop };
};

export const startMade = (executable: string, data: string): Promise<Leaf> =>
  started([executable, 'serve'], { FELT_PORT: '0', FELT_HOST: '127.0.0.1', FELT_DATA: data });

export const startHello = (executable: string): Promise<Leaf> => started([executable], {});
