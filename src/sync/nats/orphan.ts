import { readFileSync } from 'node:fs';

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** A pid alone may belong to somebody else by now: the command line has to name the same file. */
const runs = (pid: number, configFile: string): boolean =>
  (textOf(`/proc/${pid}/cmdline`) ?? '').split('\0').includes(configFile);

/**
 * Ends the server that a killed parent left behind, so that its ports and its store are free.
 * @returns whether there was one.
 */
export const endOrphan = async (pidFile: string, configFile: string): Promise<boolean> => {
  const pid = Number(textOf(pidFile));
  if (!Number.isSafeInteger(pid) || pid <= 1 || !runs(pid, configFile)) return false;
  process.kill(pid, 'SIGKILL');
  for (let waitedMs = 0; waitedMs < 2000 && runs(pid, configFile); waitedMs += 10) {
    await Bun.sleep(10);
  }
  return true;
};
