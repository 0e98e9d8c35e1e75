import { linesOf } from '../../../src/sync/nats/lines.ts';

/** `User=`, where these tests run as root: an own user's rights, without an account for it. */
export const LEAF_UID = 64_999;
export const isRoot = process.getuid?.() === 0;

/** Takes away what a `+` in front of a command line keeps; nothing where there is nothing to take. */
export const AS_LEAF: readonly string[] = isRoot
  ? ['setpriv', `--reuid=${LEAF_UID}`, `--regid=${LEAF_UID}`, '--clear-groups', '--']
  : [];

/** As a service's result is called where it fails: `MONITOR_SERVICE_RESULT`. */
export type Result = 'success' | 'exit-code' | 'signal' | 'timeout' | 'watchdog';

export const resultOf = ({ exitCode, signalCode }: Bun.Subprocess): Result =>
  signalCode !== null ? 'signal' : exitCode === 0 ? 'success' : 'exit-code';

type Variables = Readonly<Record<string, string>>;

export const killGroup = (child: Bun.Subprocess, signal: 'SIGTERM' | 'SIGKILL'): void => {
  try {
    process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
  } catch {
    // It is gone already.
  }
};

/** Runs command lines in groups of their own, as a service manager does, and hears what they say. */
export const createProcesses = ({
  cwd,
  env,
}: {
  readonly cwd: string;
  readonly env: Variables;
}) => {
  const said: string[] = [];
  const all = new Set<Bun.Subprocess>();
  return {
    said,
    all,
    run: (words: readonly string[], more: Variables = {}) => {
      const child = Bun.spawn([...words], {
        ...{ env: { ...env, ...more }, cwd, detached: true },
        ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
      });
      all.add(child);
      void child.exited.then(() => all.delete(child));
      for (const stream of [child.stdout, child.stderr]) {
        void (async () => {
          for await (const line of linesOf(stream)) said.push(line);
        })();
      }
      return child;
    },
  };
};
