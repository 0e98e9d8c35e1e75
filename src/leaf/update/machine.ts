import type { Files } from './files.ts';
import { DISK } from './files.ts';

/** What root does to the machine besides files. */
export type Machine = {
  readonly files: Files;
  readonly nowMs: () => number;
  /** Ends the leaf and waits for it. Nothing else starts it meanwhile. */
  readonly stop: () => Promise<void>;
  /** Starts it as if it had never failed, and does not wait: a trial says by itself how it went. */
  readonly start: () => Promise<void>;
  /** Whether the leaf has said that it is ready, and still runs. */
  readonly isReady: () => Promise<boolean>;
  /** Has left what a leaf leaves that ends for an update, by its own user and with no other rights. */
  readonly prepare: () => Promise<void>;
};

const LEAF = 'felt-leaf.service';
/** Starts the leaf after a pause, which may be under way. */
const ROLLBACK = 'felt-rollback.service';
const PREPARE = 'felt-update-prepare.service';

/** In a session of its own: what a terminal sends to all that runs in it is not meant for this. */
const run = async (
  command: readonly string[],
  stderr: 'inherit' | 'ignore' = 'inherit',
): Promise<number> =>
  await Bun.spawn([...command], {
    ...{ stdin: 'ignore', stdout: 'inherit', stderr, detached: true },
  }).exited;

const systemctl = async (...words: readonly string[]): Promise<void> => {
  const code = await run(['systemctl', ...words]);
  if (code !== 0) console.error(`systemctl ${words.join(' ')} answered ${code}`);
};

/** A Debian with systemd. */
export const openMachine = (): Machine => ({
  files: DISK,
  nowMs: Date.now,
  stop: async () => {
    await systemctl('stop', ROLLBACK, LEAF);
    // One that had to be killed counts as failed, and that calls it again.
    await systemctl('stop', ROLLBACK);
  },
  start: async () => {
    // A start of some minutes ago is none of those that a trial has.
    // What never failed has nothing to be forgotten, and says so.
    await run(['systemctl', 'reset-failed', LEAF], 'ignore');
    await systemctl('--no-block', 'start', LEAF);
  },
  isReady: async () => (await run(['systemctl', '--quiet', 'is-active', LEAF])) === 0,
  // Not by giving up rights here: root's part has none to give up (felt-update.service).
  prepare: () => systemctl('start', PREPARE),
});
