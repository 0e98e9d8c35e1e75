import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Subprocess } from 'bun';
import * as v from 'valibot';
import { linesOf } from './lines.ts';
import { endOrphan } from './orphan.ts';

const SECOND = 1000;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5 * SECOND;
/** Having run for so long, it begins again with the shortest wait. */
const SOUND_AFTER_MS = 30 * SECOND;
/** A hub with much in its store needs a while before it calls itself healthy. */
const START_WITHIN_MS = 60 * SECOND;
/** Failed checks in a row that count as hung. */
const HUNG_AFTER = 3;
const STOP_WITHIN_MS = 2 * SECOND;

/** Where nats-server says that it listens, as addresses. */
export type Ports = { readonly client: string; readonly monitor: string };

export type ServerStatus =
  | { readonly state: 'off' }
  | { readonly state: 'starting' }
  | { readonly state: 'up'; readonly pid: number; readonly ports: Ports }
  | { readonly state: 'down'; readonly reason: string };

const PortsFile = v.object({
  nats: v.tuple([v.string()]),
  monitoring: v.tuple([v.string()]),
});

/** What the server of that pid has written about its ports; undefined until it has. */
const portsIn = (folder: string, pid: number): Ports | undefined => {
  const file = readdirSync(folder).find((name) => name.endsWith(`_${pid}.ports`));
  if (file === undefined) return undefined;
  try {
    const { nats, monitoring } = v.parse(
      PortsFile,
      JSON.parse(readFileSync(join(folder, file), 'utf8')),
    );
    return { client: nats[0], monitor: monitoring[0] };
  } catch {
    return undefined; // Half written: the next look finds it whole.
  }
};

/** Undefined where it is well, else what it or the attempt to ask it said. */
const ailment = async (monitor: string, withinMs: number): Promise<string | undefined> => {
  try {
    const signal = AbortSignal.timeout(withinMs);
    const answer = await fetch(`${monitor}/healthz`, { signal });
    return answer.ok ? undefined : (await answer.text()).trim();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/**
 * The child gets the signal itself when this process is killed (PR_SET_PDEATHSIG); where there is no
 * setpriv, the next start finds it by its pid file.
 */
export const withParent = (command: readonly string[]): string[] => {
  const setpriv = Bun.which('setpriv');
  return setpriv ? [setpriv, '--pdeathsig', 'KILL', '--', ...command] : [...command];
};

/** What the server said last of why it ends: an error of its log, or of its command line. */
const isReason = (line: string): boolean => /\[(?:ERR|FTL)\]|nats-server: /u.test(line);
const bare = (line: string): string =>
  line.replace(/^(?:\[\d+\] )?(?:\[(?:ERR|FTL)\] |[^ ]*nats-server: )?/u, '');

const hasEnded = ({ exitCode, signalCode }: Subprocess): boolean =>
  exitCode !== null || signalCode !== null;

/** A wait that can be cut short. */
const createPause = () => {
  let wake = () => {};
  return {
    wake: () => wake(),
    wait: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
};

/**
 * A nats-server as a supervised child: started, asked for its health, killed when it hangs, started
 * again with growing waits however it ended, and ended with this process.
 * @param config its configuration, asked for at each start. It must put `ports_file_dir` at `folder`
 *   and the monitor on loopback (`nats-config.ts`).
 * @param log hears each line that it says, and why it is started again.
 */
export const createNatsServer = (options: {
  readonly program: string;
  readonly folder: string;
  readonly config: () => string | Promise<string>;
  readonly log: (line: string) => void;
  readonly checkEveryMs?: number;
}) => {
  const { program, folder, config, log, checkEveryMs = 2 * SECOND } = options;
  const configFile = join(folder, 'nats.conf');
  const pidFile = join(folder, 'nats.pid');
  const listeners = new Set<(status: ServerStatus) => void>();
  const pause = createPause();
  let status: ServerStatus = { state: 'off' };
  let child: Subprocess<'ignore', 'ignore', 'pipe'> | undefined;
  let ended: Promise<void> | undefined;
  let stopping = false;
  let waitMs = FIRST_WAIT_MS;
  let ailing: string | undefined;

  const become = (next: ServerStatus): void => {
    status = next;
    for (const heard of listeners) heard(next);
  };

  const prepare = async (): Promise<void> => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (await endOrphan(pidFile, configFile)) log('ended the nats-server of an earlier process');
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.ports')) rmSync(join(folder, name));
    }
    // It holds a token or keys.
    rmSync(configFile, { force: true });
    writeFileSync(configFile, await config(), { mode: 0o600 });
  };

  /** Asks for its health; the same complaint is told once. */
  const isWell = async (ports: Ports): Promise<boolean> => {
    const found = await ailment(ports.monitor, checkEveryMs);
    if (found !== undefined && found !== ailing && !stopping) log(`not well: ${found}`);
    ailing = found;
    return found === undefined;
  };

  /** Until it answers as healthy, ended, or took too long. */
  const begun = async (server: Subprocess): Promise<Ports | undefined> => {
    const deadlineMs = performance.now() + START_WITHIN_MS;
    while (!hasEnded(server) && performance.now() < deadlineMs) {
      const ports = portsIn(folder, server.pid);
      // Its ports are told a moment before they are open: nothing to complain about.
      if (ports && (await ailment(ports.monitor, checkEveryMs)) === undefined) return ports;
      await Bun.sleep(20);
    }
    return undefined;
  };

  const watch = async (server: Subprocess): Promise<void> => {
    const ports = await begun(server);
    if (ports && !stopping) become({ state: 'up', pid: server.pid, ports });
    for (let failed = ports ? 0 : HUNG_AFTER; failed < HUNG_AFTER; ) {
      await Promise.race([pause.wait(checkEveryMs), server.exited]);
      if (hasEnded(server)) return;
      failed = ports && (await isWell(ports)) ? 0 : failed + 1;
    }
    if (hasEnded(server)) return;
    log('it hangs: killed');
    server.kill('SIGKILL');
  };

  /** One life of the child; answers why it ended. */
  const live = async (): Promise<string> => {
    await prepare();
    if (stopping) return 'stopped';
    const server = Bun.spawn(withParent([program, '-c', configFile]), {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = server;
    writeFileSync(pidFile, String(server.pid), { mode: 0o600 });
    let reason = '';
    const listening = (async () => {
      for await (const line of linesOf(server.stderr)) {
        if (isReason(line)) reason = bare(line);
        log(line.replace(/^\[\d+\] /u, ''));
      }
    })();
    const watching = watch(server);
    await server.exited;
    pause.wake();
    await Promise.all([watching, listening]);
    child = undefined;
    const how = server.signalCode ?? `code ${server.exitCode}`;
    return reason === '' ? `it ended with ${how}` : reason;
  };

  const run = async (): Promise<void> => {
    while (!stopping) {
      const startedAtMs = performance.now();
      become({ state: 'starting' });
      const reason = await live().catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
      );
      if (stopping) break;
      if (performance.now() - startedAtMs > SOUND_AFTER_MS) waitMs = FIRST_WAIT_MS;
      become({ state: 'down', reason });
      log(`down: ${reason}; started again in ${waitMs} ms`);
      await pause.wait(waitMs);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    }
    become({ state: 'off' });
  };

  const onStatus = (heard: (status: ServerStatus) => void): (() => void) => {
    listeners.add(heard);
    return () => listeners.delete(heard);
  };

  return {
    /** Begins, and goes on until `stop`; never throws, `status` tells. */
    start: (): void => {
      ended ??= run();
    },
    status: (): ServerStatus => status,
    /** Told of every change; answers how to stop hearing. */
    onStatus,
    /** When it is up; rejects with its own words where it ends before that, or is off. */
    whenUp: (): Promise<Ports> =>
      new Promise((resolve, reject) => {
        const look = (now: ServerStatus): void => {
          if (now.state === 'starting') return;
          stop();
          if (now.state === 'up') resolve(now.ports);
          else reject(new Error(now.state === 'down' ? now.reason : 'it is off'));
        };
        const stop = onStatus(look);
        look(status);
      }),
    /** Ends this life of it; the next begins at once. */
    restart: (why: string): void => {
      log(`started again: ${why}`);
      waitMs = FIRST_WAIT_MS;
      child?.kill('SIGTERM');
    },
    /** Within 3 s, by force if need be. */
    stop: async (): Promise<void> => {
      stopping = true;
      pause.wake();
      const server = child;
      server?.kill('SIGTERM');
      const force = setTimeout(() => child?.kill('SIGKILL'), STOP_WITHIN_MS);
      await ended;
      clearTimeout(force);
      rmSync(pidFile, { force: true });
    },
  };
};

export type NatsServer = ReturnType<typeof createNatsServer>;
