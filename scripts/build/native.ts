import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BunPlugin } from 'bun';
import { TARGETS, type Target } from '../targets.ts';
import { fetched } from './fetched.ts';

const MODULES = join(import.meta.dir, '../../node_modules');

const isHost = (target: Target): boolean => target === `${process.platform}-${process.arch}`;

/**
 * The Bun that an executable for this target is made of.
 * @throws Error where it is not, byte by byte, the one that is pinned.
 */
export const runtimeOf = (target: Target): string => {
  const { runtime, runtimeSha256 } = TARGETS[target];
  const file = isHost(target)
    ? join(MODULES, 'bun/bin/bun.exe')
    : join(fetched(runtime), 'bin/bun');
  const found = new Bun.CryptoHasher('sha256').update(readFileSync(file)).digest('hex');
  if (found !== runtimeSha256) throw new Error(`${file} is not the Bun of scripts/targets.ts`);
  return file;
};

/** libSQL's native part for this target. */
export const libsqlOf = (target: Target): string => {
  const name = TARGETS[target].libsql;
  const installed = join(MODULES, name, 'index.node');
  return existsSync(installed) ? installed : join(fetched(name), 'index.node');
};

/** Where the code of libsql begins that asks for its native part, and where that has an end. */
const ASKS =
  /^const \{ load, currentTarget \} = require[\s\S]*?^function requireNative\(\) \{[\s\S]*?^\}$/mu;
const CALL = '} = requireNative();';

/**
 * libsql asks for its native part by a name that it computes at run time, which no bundler can
 * follow. The executable for one target needs just one: it is named here, and so goes inside. What
 * computes the name goes out, with the folder of the build that it would carry along.
 */
export const withLibsql = (target: Target): BunPlugin => ({
  name: 'libsql',
  setup: (build) => {
    build.onLoad({ filter: /\/node_modules\/libsql\/index\.js$/ }, async ({ path }) => {
      const source = await Bun.file(path).text();
      if (!source.includes(CALL) || !ASKS.test(source)) {
        throw new Error('libsql has changed: look at withLibsql');
      }
      const native = JSON.stringify(libsqlOf(target));
      const contents = source.replace(ASKS, '').replace(CALL, `} = require(${native});`);
      return { contents, loader: 'js' };
    });
  },
});
