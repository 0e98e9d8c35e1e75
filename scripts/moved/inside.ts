import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from '../../src/core/db/embedded.ts';
import { run, TARGETS, type Target } from '../targets.ts';
import { isHost, makeCell } from './cell.ts';
import { playNight } from './night.ts';
import { said, serving } from './programs.ts';

/**
 * To be run in a network, a mount and a pid namespace of its own (scripts/moved.ts): FOLDER CORE
 * TARGET=LEAF…, all paths absolute. Prints what was seen.
 */
const [folder = '', coreFile = '', ...leaves] = process.argv.slice(2);

const isTarget = (name: string): name is Target => Object.hasOwn(TARGETS, name);

const cellOf = (name: string, executable: string, target: Target) => {
  const root = join(folder, name);
  mkdirSync(root);
  return makeCell(root, executable, target);
};

const codeIn = (printed: string): string => /^code +(\S+)/mu.exec(printed)?.[1] ?? '';

run(['ip', 'link', 'set', 'lo', 'up'], folder);
// The database's own user has to get through to its files.
chmodSync(folder, 0o755);
const database = await openEmbedded({ folder: join(folder, 'db') });
const core = cellOf('core', coreFile, 'linux-x64');
const env = {
  ...{ DATABASE_URL: database.url, FELT_CORE_DATA: '/data', FELT_CORE_HOST: '127.0.0.1' },
  ...{ FELT_CORE_PORT: '0', FELT_HUB_PORT: '0' },
};
const serves = await serving(core, env);

/** One leaf's evening; the core must then have the very same log. */
const evening = async (target: Target, executable: string): Promise<string> => {
  const flags = ['--name', target, '--slug', target, '--timezone', 'UTC', '--currency', 'EUR'];
  const code = codeIn(await said(core, ['venue', 'add', ...flags], env));
  const leaf = cellOf(target, executable, target);
  const head = await playNight(leaf, { FELT_CORE: serves.url, FELT_ENROL: code }, isHost(target));
  const verified = await said(core, ['verify', target], env);
  if (!verified.includes(head)) throw new Error(`the leaf is at ${head}, the core: ${verified}`);
  return `${target}: ${head.split(' ')[0]} events, the same in the core`;
};

const seen = await Promise.all(
  leaves.map((one) => {
    const [name = '', executable = ''] = one.split('=');
    if (!isTarget(name)) throw new Error(`there is no target "${name}"`);
    return evening(name, executable);
  }),
);
await serves.end();
await database.stop();
console.log(seen.join('; '));
