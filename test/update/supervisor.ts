import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { openNotifySocket } from '../notify-socket.ts';
import { FOLDER, sectionOf } from '../systemd/unit.ts';
import { openGround } from './supervisor/ground.ts';
import { AS_LEAF, killGroup } from './supervisor/processes.ts';
import { watchRequests } from './supervisor/requests.ts';
import { openService } from './supervisor/service.ts';
import { openSystemctl, type Said } from './supervisor/systemctl.ts';
import { createTimes } from './supervisor/times.ts';

const LOOK_EVERY_MS = 10;
const LEAF = 'felt-leaf.service';

type Options = {
  /** Of the machine: `/opt/felt`, `/var/lib/felt/leaf` and `/run` lie in it. */
  readonly folder: string;
  /** Beside the units' own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Every time of the units is this many times as long: 1 in earnest. */
  readonly factor?: number;
  /** In place of the leaf's own command line. */
  readonly command?: readonly string[];
};

/**
 * Does with the leaf's units what systemd does, by the settings in the very files: notify socket,
 * times, watchdog, restarts, start limit, OnFailure, and the path unit by which the leaf has root's
 * part done. Run as root, it runs the leaf as another user; else everything is the tests' own.
 */
export const openSupervisor = ({ folder, env = {}, factor = 1, command }: Options) => {
  const ground = openGround(folder, factor, env);
  const times = createTimes(factor);
  const socketPath = join(folder, 'notify');
  const service = openService(ground, times, { factor, socketPath, command });
  const socket = openNotifySocket(socketPath, service.heard);
  chmodSync(socketPath, 0o777);
  ground.own();

  /** A unit that does one thing as the leaf's user, and ends. */
  const oneShot = async (unit: string): Promise<number> => {
    const { one } = sectionOf(join(FOLDER, unit), 'Service');
    return await ground.spawn([...AS_LEAF, ...ground.words(one('ExecStart'))]).exited;
  };

  const answerTo = async (words: readonly string[]): Promise<Said> => {
    const [verb, unit = ''] = words.filter((word) => !word.startsWith('--'));
    if (verb === 'start' && unit.startsWith('felt-update-')) return [await oneShot(unit), ''];
    if (verb === 'start') service.start();
    if (verb === 'stop' && words.includes(LEAF)) await service.stop();
    if (verb === 'reset-failed') service.forgetStarts();
    if (verb === 'is-active') return [service.sub() === 'running' ? 0 : 3, ''];
    if (verb === 'show') return [0, words.includes('--property=SubState') ? service.sub() : ''];
    return [0, ''];
  };
  const systemctl = openSystemctl(ground.bin, answerTo);
  const requests = watchRequests(ground, times);
  const { log, trueNow } = times;
  const { said, places } = ground;

  /** Until something is so. @throws Error that says what happened instead. */
  const wait = async (what: string, isSo: () => boolean, mostMs = 60_000): Promise<void> => {
    const untilMs = performance.now() + mostMs;
    while (!isSo()) {
      if (performance.now() > untilMs) {
        const story = log.map(({ atMs, what: one }) => `${Math.round(atMs)} ${one}`).join('\n');
        throw new Error(`never ${what}:\n${story}\n${said.join('\n')}`);
      }
      await Bun.sleep(LOOK_EVERY_MS);
    }
  };

  const shut = (): void => {
    socket.close();
    systemctl.close();
  };

  return {
    ...{ log, said, places, wait, trueNow },
    ...{ start: service.start, stop: service.stop, sub: service.sub, pid: service.pid },
    /** Runs a line of a unit, or a command, with everything that the units' own commands have. */
    run: ground.spawn,
    isUpdating: requests.isUpdating,
    /** The next time that it runs, after it did not. */
    running: (mostMs?: number): Promise<void> =>
      wait('running', () => service.sub() === 'running', mostMs),
    /** As a power cut does it: nothing is told, nothing is waited for. */
    cut: async (): Promise<void> => {
      service.close();
      const root = requests.stop();
      const stopped = service.stop();
      for (const child of ground.all) killGroup(child, 'SIGKILL');
      await Promise.all([stopped, root]);
      shut();
    },
    close: async (): Promise<void> => {
      service.close();
      await requests.stop();
      await service.stop();
      shut();
    },
  };
};

export type Supervisor = ReturnType<typeof openSupervisor>;
