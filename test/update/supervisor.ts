import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openNotifySocket } from '../notify-socket.ts';
import { FOLDER, secondsOf, sectionOf } from '../systemd/unit.ts';
import { AS_LEAF, createProcesses, isRoot, killGroup, LEAF_UID } from './supervisor/processes.ts';
import { openSystemctl, type Said } from './supervisor/systemctl.ts';

const LEAF = 'felt-leaf.service';
const LOOK_EVERY_MS = 10;

/** As `systemctl show --property=SubState` says it. */
export type SubState =
  | 'dead'
  | 'start-pre'
  | 'start'
  | 'running'
  | 'stop-sigterm'
  | 'stop-watchdog'
  | 'auto-restart'
  | 'failed';
/** As a service's result is called where it fails: `MONITOR_SERVICE_RESULT`. */
type Result = 'success' | 'exit-code' | 'signal' | 'timeout' | 'watchdog';

export type Happening = { readonly atMs: number; readonly what: string };

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
  const places = {
    '/opt/felt': join(folder, 'opt'),
    '/var/lib/felt/leaf': join(folder, 'data'),
    '/usr/lib/felt/rollback.sh': join(FOLDER, 'rollback.sh'),
    '/usr/lib/felt': join(folder, 'factory'),
  };
  const at = (text: string): string =>
    Object.entries(places).reduce((now, [from, to]) => now.replaceAll(from, to), text);
  const unit = join(FOLDER, LEAF);
  const [service, limits] = [sectionOf(unit, 'Service'), sectionOf(unit, 'Unit')];
  const trueMs = (name: string): number => secondsOf(service.one(name)) * 1_000;
  const burst = Number(limits.one('StartLimitBurst'));
  const intervalMs = secondsOf(limits.one('StartLimitIntervalSec')) * 1_000 * factor;

  const bin = join(folder, 'bin');
  const socketPath = join(folder, 'notify');
  for (const one of [places['/opt/felt'], places['/var/lib/felt/leaf']]) {
    mkdirSync(one, { recursive: true });
  }

  const startedAtMs = performance.now();
  /** Of waits that ended with their time: what they would have lasted longer in earnest. */
  let sparedMs = 0;
  const log: Happening[] = [];
  const trueNow = (): number => performance.now() - startedAtMs + sparedMs;
  const happened = (what: string): void => {
    log.push({ atMs: trueNow(), what });
  };

  let sub: SubState = 'dead';
  let result: Result = 'success';
  let main: Bun.Subprocess | null = null;
  let starts: number[] = [];
  let ready = false;
  /** The time that the state may last, in earnest and until when it does. */
  let limit: { readonly untilMs: number; readonly trueMs: number } | null = null;
  let watchdogMs = 0;
  let work: Promise<void> = Promise.resolve();
  let closed = false;
  let wantsStop = false;

  const enter = (next: SubState): void => {
    sub = next;
    happened(next);
  };

  const within = (ms: number): void => {
    limit = { untilMs: performance.now() + ms * factor, trueMs: ms };
  };

  /** A pause that nothing ends early. */
  const pause = async (ms: number): Promise<void> => {
    await Bun.sleep(ms * factor);
    sparedMs += ms * (1 - factor);
  };

  const heard = (message: string): void => {
    for (const line of message.split('\n')) {
      if (line === 'READY=1') ready = true;
      if (line === 'WATCHDOG=1' && sub === 'running') within(watchdogMs);
      const [, extendUsec] = /^EXTEND_TIMEOUT_USEC=(\d+)$/u.exec(line) ?? [];
      const [, watchUsec] = /^WATCHDOG_USEC=(\d+)$/u.exec(line) ?? [];
      // In earnest, too: what the service asks for it needs, however short the other times are.
      const untilMs = performance.now() + Number(extendUsec ?? 0) / 1_000;
      if (limit !== null && untilMs > limit.untilMs && sub !== 'running') {
        limit = { untilMs, trueMs: Number(extendUsec) / 1_000 };
      }
      if (watchUsec !== undefined) watchdogMs = Number(watchUsec) / 1_000 / factor;
    }
  };
  const socket = openNotifySocket(socketPath, heard);
  chmodSync(socketPath, 0o777);
  if (isRoot) {
    chmodSync(folder, 0o755);
    const own = `${LEAF_UID}:${LEAF_UID}`;
    Bun.spawnSync(['chown', '-R', own, places['/var/lib/felt/leaf']]);
  }

  const processes = createProcesses({
    cwd: places['/var/lib/felt/leaf'],
    env: {
      ...{ PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: folder, TMPDIR: '/tmp' },
      ...{ FELT_RELEASES: places['/opt/felt'], FELT_FACTORY: places['/usr/lib/felt'] },
      ...{ FELT_DATA: places['/var/lib/felt/leaf'], FELT_PAUSE_S: String(5 * factor) },
      ...env,
    },
  });
  const { said } = processes;

  /** A line of a unit, or a command. */
  const spawn = (line: string | readonly string[], more: Readonly<Record<string, string>> = {}) =>
    processes.run(
      typeof line === 'string'
        ? at(line)
            .replace(/^[+!-]+/u, '')
            .split(' ')
        : line,
      more,
    );

  /** Until it ends, or does what is waited for, or its time is over. */
  const until = async (
    child: Bun.Subprocess,
    isDone: () => boolean,
  ): Promise<'done' | 'ended' | 'late'> => {
    for (;;) {
      if (isDone()) return 'done';
      if (child.exitCode !== null || child.signalCode !== null) return 'ended';
      if (limit !== null && performance.now() >= limit.untilMs) {
        sparedMs += limit.trueMs * (1 - factor);
        return 'late';
      }
      await Bun.sleep(LOOK_EVERY_MS);
    }
  };

  const resultOf = ({ exitCode, signalCode }: Bun.Subprocess): Result =>
    signalCode !== null ? 'signal' : exitCode === 0 ? 'success' : 'exit-code';

  const end = async (child: Bun.Subprocess): Promise<void> => {
    killGroup(child, 'SIGKILL');
    await child.exited;
  };

  const attempt = async (): Promise<Result> => {
    enter('start-pre');
    within(trueMs('TimeoutStartSec'));
    for (const line of service.every('ExecStartPre')) {
      const before = spawn(line);
      if ((await until(before, () => false)) === 'late') {
        await end(before);
        return 'timeout';
      }
      if (before.exitCode !== 0) return 'exit-code';
    }
    ready = false;
    watchdogMs = trueMs('WatchdogSec');
    const more = {
      NOTIFY_SOCKET: socketPath,
      WATCHDOG_USEC: String(Math.round(watchdogMs * factor * 1_000)),
    };
    const line = command ?? at(service.one('ExecStart')).split(' ');
    const child = spawn([...AS_LEAF, ...line], more);
    main = child;
    enter('start');
    const started = await until(child, () => ready || wantsStop);
    if (started === 'late') {
      await end(child);
      return 'timeout';
    }
    if (ready && !wantsStop && started === 'done') {
      enter('running');
      within(watchdogMs);
      if ((await until(child, () => wantsStop)) === 'late') {
        enter('stop-watchdog');
        await end(child);
        return 'watchdog';
      }
    }
    if (wantsStop) {
      enter('stop-sigterm');
      within(trueMs('TimeoutStopSec'));
      killGroup(child, 'SIGTERM');
      if ((await until(child, () => false)) === 'late') happened('killed as it did not end');
    }
    // What it left behind in its group goes with it.
    await end(child);
    return resultOf(child);
  };

  const onFailure = async (): Promise<void> => {
    const name = limits.one('OnFailure');
    happened(name);
    const lines = sectionOf(join(FOLDER, name), 'Service').every('ExecStart');
    for (const line of lines) {
      await spawn(line, { MONITOR_SERVICE_RESULT: result, MONITOR_UNIT: LEAF }).exited;
    }
  };

  /** Again and again, as `Restart=always` says, until it is stopped or the start limit is reached. */
  const supervise = async (): Promise<void> => {
    for (;;) {
      const nowMs = performance.now();
      starts = starts.filter((one) => nowMs - one < intervalMs);
      if (starts.length >= burst) {
        enter('failed');
        main = null;
        void onFailure();
        return;
      }
      starts.push(nowMs);
      result = await attempt();
      main = null;
      if (wantsStop) return enter('dead');
      happened(result);
      enter('auto-restart');
      await pause(trueMs('RestartSec'));
      if (wantsStop) return enter('dead');
    }
  };

  const start = (): void => {
    if (closed || (sub !== 'dead' && sub !== 'failed')) return;
    wantsStop = false;
    enter('start-pre');
    work = supervise();
  };

  const stop = async (): Promise<void> => {
    wantsStop = true;
    await work;
  };

  const answerTo = async (words: readonly string[]): Promise<Said> => {
    const [verb] = words.filter((word) => !word.startsWith('--'));
    if (verb === 'start') start();
    if (verb === 'stop') await stop();
    if (verb === 'reset-failed') starts = [];
    if (verb === 'is-active') return [sub === 'running' ? 0 : 3, ''];
    if (verb === 'show') return [0, words.includes('--property=SubState') ? sub : ''];
    return [0, ''];
  };

  const systemctl = openSystemctl(bin, answerTo);

  // felt-update.path
  const request = at(sectionOf(join(FOLDER, 'felt-update.path'), 'Path').one('PathExists'));
  let root: Promise<void> | null = null;
  const doRequest = async (): Promise<void> => {
    const own = sectionOf(join(FOLDER, 'felt-update.service'), 'Service');
    for (const line of own.every('ExecStart')) {
      const child = spawn(line);
      const code = await child.exited;
      happened(`felt-update ended with ${child.signalCode ?? code}`);
    }
    for (const line of own.every('ExecStopPost')) await spawn(line).exited;
  };
  const watching = setInterval(() => {
    if (root !== null || closed || !existsSync(request)) return;
    root = doRequest().finally(() => {
      root = null;
    });
  }, LOOK_EVERY_MS);

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

  return {
    ...{ log, said, places, start, stop, wait },
    /** Runs a line of a unit, or a command, with everything that the units' own commands have. */
    run: (line: string | readonly string[], more: Readonly<Record<string, string>> = {}) =>
      spawn(line, more),
    sub: (): SubState => sub,
    /** Of the leaf itself; null while it does not run. */
    pid: (): number | null => main?.pid ?? null,
    /** Whether root's part runs. */
    isUpdating: (): boolean => root !== null || existsSync(request),
    /** Since the beginning, as long as it would have lasted in earnest, ms. */
    trueNow,
    /** The next time that it runs, after it did not. */
    running: (mostMs?: number): Promise<void> => wait('running', () => sub === 'running', mostMs),
    /** As a power cut does it: nothing is told, nothing is waited for. */
    cut: async (): Promise<void> => {
      closed = true;
      clearInterval(watching);
      wantsStop = true;
      for (const child of processes.all) killGroup(child, 'SIGKILL');
      await Promise.all([work, root]);
      socket.close();
      systemctl.close();
    },
    close: async (): Promise<void> => {
      closed = true;
      clearInterval(watching);
      await root;
      await stop();
      socket.close();
      systemctl.close();
    },
  };
};

export type Supervisor = ReturnType<typeof openSupervisor>;
