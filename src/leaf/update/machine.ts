import { lstatSync } from 'node:fs';
import { Failed } from '../../server/failed.ts';
import type { Files } from './files.ts';
import { DISK } from './files.ts';

/** What root does to the machine besides files. */
export type Machine = {
  readonly files: Files;
  readonly nowMs: () => number;
  /** Ends the leaf and waits for it. */
  readonly stop: () => Promise<void>;
  /** Starts it as if it had never failed, and does not wait: a trial says by itself how it went. */
  readonly start: () => Promise<void>;
  /** Whether the leaf has said that it is ready, and still runs. */
  readonly isReady: () => Promise<boolean>;
  /** Runs one of this executable's own commands as whoever owns a folder. Answers its exit code. */
  readonly runAsOwner: (folder: string, args: readonly string[]) => Promise<number>;
};

const UNIT = 'felt-leaf.service';

const run = async (command: readonly string[]): Promise<number> =>
  await Bun.spawn([...command], { stdin: 'ignore', stdout: 'inherit', stderr: 'inherit' }).exited;

const systemctl = async (...args: readonly string[]): Promise<void> => {
  const code = await run(['systemctl', ...args, UNIT]);
  if (code !== 0) console.error(`systemctl ${args.join(' ')} ${UNIT} answered ${code}`);
};

/** @throws Failed where it is a link: whoever made that would choose as whom this runs. */
const ownerOf = (folder: string): readonly string[] => {
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw new Failed(`${folder} is no folder`);
  const { uid, gid } = found;
  if (uid === process.getuid?.()) return [];
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--'];
};

/** A Debian with systemd. */
export const openMachine = (): Machine => ({
  files: DISK,
  nowMs: Date.now,
  stop: () => systemctl('stop'),
  start: async () => {
    // A start of some minutes ago is none of those that a trial has.
    await systemctl('reset-failed');
    await systemctl('--no-block', 'start');
  },
  isReady: async () => (await run(['systemctl', '--quiet', 'is-active', UNIT])) === 0,
  runAsOwner: async (folder, args) => {
    try {
      return await run([...ownerOf(folder), process.execPath, ...args]);
    } catch {
      return 1;
    }
  },
});
