import { join } from 'node:path';
import { boundaryBreaches } from './boundaries.ts';
import { markupBreaches } from './markup.ts';
import { purityBreaches } from './purity.ts';
import type { Breach } from './sources.ts';

const root = join(import.meta.dir, '..');
/** Biome colours every single letter, also into a file. */
const colours = process.stdout.isTTY ? [] : ['--colors=off'];

/** Runs a tool of node_modules and shows what it says; true where it is content. */
const tool = (name: string, args: readonly string[]): boolean =>
  Bun.spawnSync([join(root, 'node_modules/.bin', name), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  }).success;

const rule = (breaches: readonly Breach[]): boolean => {
  for (const { file, line, message } of breaches) console.error(`${file}:${line} ${message}`);
  return breaches.length === 0;
};

const checks: readonly (readonly [name: string, run: () => boolean])[] = [
  ['types', () => tool('tsc', ['-b'])],
  ['lint and format', () => tool('biome', ['ci', '--error-on-warnings', ...colours])],
  ['boundaries', () => rule(boundaryBreaches(root))],
  ['purity', () => rule(purityBreaches(root))],
  ['markup', () => rule(markupBreaches(root))],
];

const failed = checks.filter(([name, run]) => {
  const good = run();
  console.log(`${good ? 'ok    ' : 'FAILED'} ${name}`);
  return !good;
});
process.exit(failed.length === 0 ? 0 : 1);
