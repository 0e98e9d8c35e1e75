import { join } from 'node:path';
import { FOLDER, secondsOf, sectionOf } from '../../systemd/unit.ts';
import type { Ground } from './ground.ts';
import type { Result } from './processes.ts';
import { AS_LEAF, killGroup, resultOf } from './processes.ts';
import type { Times } from './times.ts';

const LEAF = 'felt-leaf.service';

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

const end = async (child: Bun.Subprocess): Promise<void> => {
  killGroup(child, 'SIGKILL');
  await child.exited;
};

/**
 * `felt-leaf.service` by the settings in its very file: start, notify, watchdog, restarts, start limit,
 * OnFailure.
 * @param command in place of the leaf's own command line.
 */
export const openService = (
  { spawn, words }: Pick<Ground, 'spawn' | 'words'>,
  times: Times,
  {
    factor,
    socketPath,
    command,
  }: {
    readonly factor: number;
    readonly socketPath: string;
    readonly command: readonly string[] | undefined;
  },
) => {
  const { happened, within, until, pause } = times;
  const unit = join(FOLDER, LEAF);
  const [service, limits] = [sectionOf(unit, 'Service'), sectionOf(unit, 'Unit')];
  const trueMs = (name: string): number => secondsOf(service.one(name)) * 1_000;
  const burst = Number(limits.one('StartLimitBurst'));
  const intervalMs = secondsOf(limits.one('StartLimitIntervalSec')) * 1_000 * factor;

  let sub: SubState = 'dead';
  let result: Result = 'success';
  let main: Bun.Subprocess | null = null;
  let starts: number[] = [];
  let isReady = false;
  let watchdogMs = 0;
  let work: Promise<void> = Promise.resolve();
  let isClosed = false;
  let wantsStop = false;

  const enter = (next: SubState): void => {
    sub = next;
    happened(next);
  };

  const prepared = async (): Promise<Result> => {
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
    return 'success';
  };

  const begin = (): Bun.Subprocess => {
    isReady = false;
    watchdogMs = trueMs('WatchdogSec');
    const WATCHDOG_USEC = String(Math.round(watchdogMs * factor * 1_000));
    const line = command ?? words(service.one('ExecStart'));
    const child = spawn([...AS_LEAF, ...line], { NOTIFY_SOCKET: socketPath, WATCHDOG_USEC });
    main = child;
    enter('start');
    return child;
  };

  /** Until it ends, however that comes about; answers why where it was not by itself. */
  const lived = async (child: Bun.Subprocess): Promise<Result | null> => {
    if ((await until(child, () => isReady || wantsStop)) === 'late') return 'timeout';
    if (isReady && !wantsStop) {
      enter('running');
      within(watchdogMs);
      if ((await until(child, () => wantsStop)) === 'late') {
        enter('stop-watchdog');
        return 'watchdog';
      }
    }
    if (wantsStop) {
      enter('stop-sigterm');
      within(trueMs('TimeoutStopSec'));
      killGroup(child, 'SIGTERM');
      if ((await until(child, () => false)) === 'late') happened('killed as it did not end');
    }
    return null;
  };

  const attempt = async (): Promise<Result> => {
    const before = await prepared();
    if (before !== 'success') return before;
    const child = begin();
    const why = await lived(child);
    // What it left behind in its group goes with it.
    await end(child);
    return why ?? resultOf(child);
  };

  const onFailure = async (): Promise<void> => {
    const name = limits.one('OnFailure');
    happened(name);
    for (const line of sectionOf(join(FOLDER, name), 'Service').every('ExecStart')) {
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

  return {
    sub: (): SubState => sub,
    /** Of the leaf itself; null while it does not run. */
    pid: (): number | null => main?.pid ?? null,
    start: (): void => {
      if (isClosed || (sub !== 'dead' && sub !== 'failed')) return;
      wantsStop = false;
      enter('start-pre');
      work = supervise();
    },
    stop: async (): Promise<void> => {
      wantsStop = true;
      await work;
    },
    /** Starts nothing any more. */
    close: (): void => {
      isClosed = true;
    },
    /** A start of some minutes ago is none that counts. */
    forgetStarts: (): void => {
      starts = [];
    },
    /** What the service says on its socket. */
    heard: (message: string): void => {
      for (const line of message.split('\n')) {
        if (line === 'READY=1') isReady = true;
        if (line === 'WATCHDOG=1' && sub === 'running') within(watchdogMs);
        const [, extendUsec] = /^EXTEND_TIMEOUT_USEC=(\d+)$/u.exec(line) ?? [];
        const [, watchUsec] = /^WATCHDOG_USEC=(\d+)$/u.exec(line) ?? [];
        if (extendUsec !== undefined && sub !== 'running') times.extend(Number(extendUsec) / 1_000);
        if (watchUsec !== undefined) watchdogMs = Number(watchUsec) / 1_000 / factor;
      }
    },
  };
};
