import { roomOf, streamOf } from '../kernel/envelope.ts';
import type { Now } from '../kernel/time.ts';
import { SECOND } from '../kernel/time.ts';
import type { Committed, Handle } from '../log/handle.ts';
import type { Log, Row } from '../log/port.ts';
import { tournament } from '../rooms/tournament/room.ts';
import type { State } from '../rooms/tournament/state.ts';
import type { Due } from '../rooms/tournament/views/due.ts';
import { dueNext } from '../rooms/tournament/views/due.ts';
import type { Sign } from './alive.ts';
import { outageMs, readAlive, writeAlive } from './alive.ts';

/** The longest sleep: a suspended machine wakes timers late, a wall clock jumps under them. */
const LOOK_EVERY_MS = SECOND;

/** A pause between two looks that is no hiccup: the process or the machine stood still. */
const STOPPED_MS = 5 * SECOND;

/** Commits of so long share one look. */
const GATHER_MS = 10;

const PAGE = 200;

export type TimekeeperDeps = {
  readonly handle: Pick<Handle, 'execute' | 'look' | 'onCommitted'>;
  readonly log: Pick<Log, 'select' | 'write'>;
  readonly now: () => Now;
  readonly isSynchronised: () => boolean;
  /** Told what failed where nobody waits for an answer; time goes on. */
  readonly failed: (error: unknown) => void;
};

/** When a tournament is to be looked at again, by the clock since boot, and what will be due then. */
type Plan = { atBootMs: number; readonly next?: { readonly due: Due; readonly atBootMs: number } };

/**
 * Gives the commands that time itself gives: scheduled starts, warnings, ends of levels, the closing
 * of entries; for any number of tournaments at once. Each carries its cause, so that a crash in
 * between repeats nothing. After a stop of the leaf it tells every running clock first (CLK-7).
 */
export const createTimekeeper = ({ handle, log, now, isSynchronised, failed }: TimekeeperDeps) => {
  const plans = new Map<string, Plan>();
  let last: Sign | null = null;
  let writtenAtBootMs: number | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let working: Promise<void> | null = null;
  let stopped = false;

  const sign = (): Sign => ({ at: now(), synchronised: isSynchronised() });

  const give = (stream: string, command: object, cause?: string) =>
    handle.execute({
      ...{ stream, command: { ...command, now: now() }, by: 'system', device: null },
      ...(cause === undefined ? {} : { cause }),
    });

  const dueOf = (stream: string): Promise<Due | undefined> =>
    // A tournament's stream is folded by the tournament room only.
    handle.look(stream, (state) => dueNext(state as State, now())[0]);

  /** What was planned and has come; a warning that is over already is due to nobody else any more. */
  const comeOf = ({ next }: Plan): Due | null =>
    next !== undefined && next.atBootMs <= now().bootMs ? { ...next.due, inMs: 0 } : null;

  /** Looks at one tournament, gives what is due, and says when to look again. */
  const follow = async (stream: string, plan: Plan, lookedAt: number): Promise<void> => {
    const due = comeOf(plan) ?? (await dueOf(stream));
    const { bootMs } = now();
    // Stopped in the middle of a look: the next one begins with what that means.
    if (bootMs - lookedAt > STOPPED_MS) return;
    if (due === undefined) plans.delete(stream);
    else if (due.inMs > 0) {
      const atBootMs = bootMs + due.inMs;
      plans.set(stream, { atBootMs, next: { due, atBootMs } });
    } else {
      // Where this changes something, its commit plans anew; else it has its second.
      plans.set(stream, { atBootMs: bootMs + LOOK_EVERY_MS });
      await give(stream, due.command, due.cause);
    }
  };

  const streamsIn = async (status: string): Promise<readonly string[]> => {
    const streams: string[] = [];
    let page: readonly Row[];
    do {
      const end = streams.at(-1)?.slice(tournament.name.length + 1);
      page = await log.select({
        ...{ table: 'tournaments', where: { status }, limit: PAGE },
        ...(end === undefined ? {} : { after: [end] }),
      });
      for (const { id } of page) streams.push(streamOf(tournament.name, String(id)));
    } while (page.length === PAGE);
    return streams;
  };

  /** Tells every running clock how long nothing ran, before any level of it may change. */
  const recover = async (since: Sign | null, at: Sign): Promise<void> => {
    const lastSeen = (since ?? at).at;
    const command = { type: 'recoverClock', lastSeen, outageMs: outageMs(since, at) };
    for (const stream of await streamsIn('running')) {
      await give(stream, command);
      plans.set(stream, { atBootMs: at.at.bootMs });
    }
  };

  const live = async (at: Sign): Promise<void> => {
    await writeAlive(log, at);
    last = at;
    writtenAtBootMs = at.at.bootMs;
  };

  /** Everything that is due now. Wall-clock times are looked at each second, because it may jump. */
  const look = async (): Promise<void> => {
    const { bootMs } = now();
    const silence = last === null ? Infinity : bootMs - last.at.bootMs;
    if (silence >= LOOK_EVERY_MS) {
      const at = sign();
      if (silence > STOPPED_MS) await recover(last, at);
      await live(at);
      for (const plan of plans.values()) plan.atBootMs = Math.min(plan.atBootMs, bootMs);
    }
    const due = [...plans].filter(([, { atBootMs }]) => atBootMs <= now().bootMs);
    for (const [stream, plan] of due) {
      plan.atBootMs = bootMs + LOOK_EVERY_MS;
      await follow(stream, plan, bootMs).catch(failed);
    }
  };

  /** One look at a time; whoever comes meanwhile waits for that one. */
  const tick = (): Promise<void> => {
    working ??= look()
      .catch(failed)
      .finally(() => {
        working = null;
      });
    return working;
  };

  const sleepMs = (): number => {
    const soonest = Math.min(Infinity, ...[...plans.values()].map(({ atBootMs }) => atBootMs));
    return Math.max(1, Math.min(LOOK_EVERY_MS, soonest - now().bootMs));
  };

  const sleep = (): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(wake, sleepMs());
  };

  const wake = (): void => {
    tick().then(sleep, failed);
  };

  /** What was committed may have moved everything that was planned for its tournament. */
  const committed = (events: readonly Committed[]) => {
    const { bootMs } = now();
    for (const { envelope } of events) {
      if (roomOf(envelope.stream) === tournament.name) {
        plans.set(envelope.stream, { atBootMs: bootMs });
      }
    }
    // Behind the answers of this commit; many commits share the look.
    if (timer !== undefined && working === null) {
      clearTimeout(timer);
      timer = setTimeout(wake, GATHER_MS);
    }
  };

  const unlisten = handle.onCommitted(committed);

  return {
    /** Before the doors open: makes up for the time in which nothing ran. */
    recover: async (): Promise<void> => {
      const [since, at] = [await readAlive(log), sign()];
      await recover(since, at);
      await live(at);
    },
    /** Follows what is set up but has not started, and lets time run. */
    start: async (): Promise<void> => {
      for (const stream of await streamsIn('setup')) {
        if (!plans.has(stream)) plans.set(stream, { atBootMs: now().bootMs });
      }
      wake();
    },
    tick,
    /** When the log last took a write of its own, by the clock since boot. */
    aliveAtBootMs: (): number | null => writtenAtBootMs,
    stop: async (): Promise<void> => {
      stopped = true;
      clearTimeout(timer);
      unlisten();
      await working;
    },
  };
};

export type Timekeeper = ReturnType<typeof createTimekeeper>;
