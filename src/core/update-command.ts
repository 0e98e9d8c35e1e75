import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SECOND } from '../kernel/time.ts';
import { Failed, WrongUse } from '../server/failed.ts';
import { say } from '../server/program.ts';
import { workAlone } from '../server/release/alone.ts';
import { ROOT_KEYS } from '../server/release/root-keys.ts';
import { BUILD } from '../server/version.ts';
import type { Service } from './update.ts';
import { keptBeside, putIn, takeBack } from './update.ts';

const UNIT = 'felt-core.service';
/** Who ends, ends sooner: tables are brought up to date before it is ready. */
const SETTLED_MS = 20 * SECOND;

/** In a session of its own: a Ctrl-C is not meant for it. */
const run = async (...command: readonly string[]) => {
  const child = Bun.spawn([...command], {
    ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'inherit', detached: true },
  });
  const out = (await new Response(child.stdout).text()).trim();
  return { out, isOk: (await child.exited) === 0 };
};

/** Who says only that says it at once, also from a disk that first has to read it. */
const VERSION_MS = 30 * SECOND;

/** Whether a release that was taken out runs at all here; one that hangs holds up nobody. */
export const saysVersion = async (executable: string, withinMs = VERSION_MS): Promise<boolean> => {
  const child = Bun.spawn([executable, '--version'], {
    ...{ stdin: 'ignore', stdout: 'ignore', stderr: 'inherit', detached: true },
    ...{ timeout: withinMs, killSignal: 'SIGKILL' },
  });
  return (await child.exited) === 0;
};

/** A Debian with systemd. */
const openService = (settledMs = SETTLED_MS): Service => {
  const restarts = async () =>
    (await run('systemctl', 'show', '--property=NRestarts,SubState', '--value', UNIT)).out;
  return {
    runs: saysVersion,
    restart: async () => {
      const { isOk } = await run('systemctl', 'restart', UNIT);
      if (!isOk) return false;
      const before = await restarts();
      await Bun.sleep(settledMs);
      return (await restarts()) === before && before.includes('running');
    },
  };
};

const needsRoot = (target: string): void => {
  if (BUILD.product !== 'felt-core') throw new Failed('a checkout is not updated this way');
  try {
    accessSync(dirname(target), constants.W_OK);
  } catch {
    throw new Failed(`this needs the rights of root: ${dirname(target)} is not yours`);
  }
};

/** `felt-core update FILE|rollback`, as root. @throws Failed in one line. */
export const updateCommand = async ([word, ...more]: readonly string[]): Promise<number> => {
  if (word === undefined || more.length > 0) throw new WrongUse('update takes FILE or rollback');
  const target = process.execPath;
  needsRoot(target);
  const folder = await keptBeside(target);
  const file = resolve(word);
  if (word !== 'rollback' && !existsSync(file)) throw new Failed(`there is no ${file}`);
  await workAlone({ lock: join(folder, 'lock') });
  process.umask(0o022);
  // What has begun is brought to its end, though the line to this machine breaks.
  process.on('SIGHUP', () => undefined).on('SIGINT', () => undefined);
  const [roots, service, nowMs] = [ROOT_KEYS, openService(), Date.now()];
  const putting = { target, folder, own: BUILD, roots, nowMs, service };
  if (word === 'rollback') return say(`back on ${await takeBack(putting)}`);
  return say(`${await putIn(putting, file)} runs`);
};
