import { SECOND } from '../kernel/time.ts';
import { createAsking } from './outbox/asking.ts';
import type { Mark } from './outbox/marks.ts';
import { loadMark, saveMark } from './outbox/marks.ts';
import { createPause } from './outbox/pause.ts';
import { heard, NO_PROGRESS } from './outbox/progress.ts';
import { createSender } from './outbox/sender.ts';
import type { Halt, OutboxStatus } from './outbox/status.ts';
import { statusOf } from './outbox/status.ts';
import type { Bus, Chance, Source, Timers } from './port.ts';
import type { Health } from './protocol.ts';
import { Ack, decode, encode, OLD_MOST_BYTES, PROTOCOL, SUBJECTS, speaks } from './protocol.ts';
import { createTurns } from './turns.ts';

const HEALTH_MS = 10 * SECOND;
const SAVE_MS = SECOND;
/** What the leaf tells of itself beside its log. */
export type Report = Omit<Health, 'protocol' | 'epoch' | 'version' | 'instance' | 'head' | 'now'>;

export type OutboxOptions = {
  readonly source: Source;
  readonly bus: Bus;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly venueId: string;
  readonly epoch: number;
  /** Hash that the log's first event stands on. */
  readonly genesis: string;
  /** Of this build, as `--version` says it. */
  readonly version: string;
  /** Of this process, different at each start. */
  readonly instance?: string;
  readonly report: () => Promise<Report>;
  /** Each word of the core to this leaf: confirmed documents, countersignatures. Must not throw. */
  readonly acknowledged?: (ack: Ack) => void;
  /** The core lost what it had, with all that was confirmed since. Must not throw. */
  readonly setBack?: () => void;
  /** Told what failed; the outbox goes on with the next wake, contact or timer. */
  readonly failed: (error: unknown) => void;
};

const WEIGHT = { behind: 0, fork: 1, revoked: 2 } as const satisfies Record<Halt['state'], number>;

/**
 * Whether this log and the core's are two; null: they agree as far as the core has come. A fork up to
 * there is then another leaf's, with this one's key.
 * @param own the hash that this log has where the core's ends; null: it ends before that, and was set
 * back, because the core has nothing that was not written here.
 */
const partedBy = (own: string | null, { applied, fork }: Ack): Halt | null => {
  if (own === null && fork === undefined) return { state: 'behind', at: null };
  if (own === applied.hash && (fork === undefined || fork.seq <= applied.seq)) return null;
  return { state: 'fork', at: fork?.seq ?? applied.seq };
};

/**
 * The forwarder. The log itself is the queue: what the core has not applied is read from there and
 * sent, as often as it takes. Nothing waits for it; a night runs the same without it.
 */
export const createOutbox = (options: OutboxOptions) => {
  const { source, bus, timers, venueId, epoch, version, genesis, instance } = options;
  const { turn, done } = createTurns(options.failed);
  const listeners = new Set<(status: OutboxStatus) => void>();
  const sender = createSender({ ...options, turn, start: { seq: 0, hash: genesis } });
  let progress = NO_PROGRESS;
  let head: Mark = { seq: 0, hash: genesis, at: 0 };
  let oldestAt: number | null = null;
  let halt: Halt | null = null;
  let tooNew = false;
  let twinAt: number | null = null;
  let refusedSince: number | null = null;
  let stopped = false;
  let waking = false;
  let cancelHealth = () => {};
  let cancelSave: (() => void) | null = null;
  let told = '';

  const status = (): OutboxStatus => {
    const { applied, contactAt } = progress;
    refusedSince = bus.isRefused?.() === true ? (refusedSince ?? timers.now()) : null;
    const seen = {
      refusedSince,
      twinAt,
      halt,
      up: bus.isUp(),
      trouble: sender.trouble(),
      tooNew,
      isPaused: pause.isOn(),
      contactAt,
      applied,
    };
    return statusOf({ ...seen, head: head.seq, oldestAt, now: timers.now() });
  };

  /** Tells the listeners where more than the lag's age has changed. */
  const tell = () => {
    const now = status();
    const text = JSON.stringify({ ...now, lagMs: 0, lastContactAt: 0 });
    if (text === told) return;
    told = text;
    for (const listener of listeners) listener(now);
  };

  /** A turn, after which the status is told; nothing begins once the outbox was stopped. */
  const act = (work: () => Promise<void>) =>
    turn(async () => {
      if (stopped) return;
      await work();
      asking.watch();
      tell();
    });

  /** The core does not say that it has what the hub has, or the hub does not answer. */
  const hangs = (): boolean =>
    halt === null &&
    !tooNew &&
    !pause.isOn() &&
    (sender.handedOver() > (progress.applied?.seq ?? 0) || sender.trouble() === 'down');

  const asking = createAsking({
    ...{ timers, hangs, moved: () => progress.applied },
    ask: () => act(sayHealth),
  });

  const readHead = async () => {
    const { seq, hash } = await source.head();
    if (seq === head.seq) return;
    const [line] = await source.after(seq - 1, 1);
    head = { seq, hash, at: line?.envelope.at ?? 0 };
  };

  const readOldest = async () => {
    const [line] = await source.after(progress.applied?.seq ?? 0, 1);
    oldestAt = line?.envelope.at ?? null;
  };

  const hashAt = async (seq: number): Promise<string | null> => {
    if (seq === 0) return genesis;
    const [line] = await source.after(seq - 1, 1);
    return line?.hash ?? null;
  };

  /** Of several reasons the one that says most: a leaf that was replaced need not be looked at. */
  const stopFor = (reason: Halt) => {
    if (halt === null || WEIGHT[reason.state] > WEIGHT[halt.state]) halt = reason;
    sender.stop();
  };

  const save = () => {
    cancelSave ??= timers.after(SAVE_MS, () => {
      cancelSave = null;
      act(() => saveNow());
    });
  };

  const saveNow = async () => {
    if (progress.applied !== null) await saveMark(source, epoch, progress.applied);
  };

  const pause = createPause({
    ...{ timers, rest: sender.rest },
    over: () =>
      act(async () => {
        const applied = progress.applied ?? { seq: 0, hash: genesis };
        if (sender.handedOver() > applied.seq) sender.rewind(applied);
        await sender.pump();
      }),
  });

  const takeApplied = async (applied: Mark, { want, pauseMs }: Pick<Ack, 'want' | 'pauseMs'>) => {
    const known = progress.applied;
    const now = timers.now();
    if (pauseMs !== undefined) pause.begin(pauseMs);
    else if (applied.seq > (known?.seq ?? 0)) pause.end();
    const since = pause.isOn() ? now : asking.since();
    const asked = pause.isOn() ? null : (want ?? null);
    const handedOver = sender.handedOver();
    const word = heard(progress, { applied, want: asked, handedOver, since, now });
    progress = word.progress;
    if (progress.applied !== known) {
      asking.anew();
      sender.movedOn(applied);
      save();
      if (applied.seq < (known?.seq ?? 0)) options.setBack?.();
    }
    if (word.rewind && !tooNew) sender.rewind(applied);
    await readOldest();
  };

  const takeAck = async (ack: Ack) => {
    if (ack.epoch > epoch) return stopFor({ state: 'revoked', at: null });
    if (ack.epoch < epoch || !speaks(ack.protocol)) return;
    await readHead();
    const { applied } = ack;
    const reason = partedBy(await hashAt(applied.seq), ack);
    if (ack.twin || (ack.fork !== undefined && reason === null)) twinAt = timers.now();
    if (reason !== null) {
      stopFor(reason);
    } else {
      tooNew = ack.tooNew ?? false;
      const { most = OLD_MOST_BYTES } = ack;
      sender.mayHold(Math.min(most, bus.mostBytes?.() ?? most));
      // Who hears the core has a line: whatever did not get through may now.
      if (sender.trouble() === 'down') sender.hurry();
      await takeApplied(applied, ack);
    }
    options.acknowledged?.(ack);
    await sender.pump();
  };

  const sayHealth = async () => {
    if (!bus.isUp()) return;
    // First, so that the head is behind all that it tells of.
    const report = await options.report();
    await readHead();
    const own = { protocol: PROTOCOL, epoch, version, ...(instance && { instance }) };
    const health = { ...own, head, now: timers.now() };
    bus.publish(SUBJECTS.health(venueId), encode({ ...health, ...report }));
  };

  const beat = () => {
    cancelHealth();
    cancelHealth = timers.after(HEALTH_MS, beat);
    act(async () => {
      await sayHealth();
      await sender.pump();
    });
  };

  const stops: (() => void)[] = [];

  const begin = async () => {
    const mark = await loadMark(source, epoch);
    if (mark !== null && (await hashAt(mark.seq)) === mark.hash) {
      progress = { ...progress, applied: mark };
      sender.movedOn(mark);
    }
    await readHead();
    await readOldest();
    await sender.pump();
  };

  return {
    /** Connects to the bus and begins to send; the bus may be down. */
    start: () => {
      act(begin);
      stops.push(
        bus.subscribe(SUBJECTS.ack(venueId), (_, payload) => {
          const ack = decode(Ack, payload);
          if (ack !== null) act(() => takeAck(ack));
        }),
        bus.onChange((up) => {
          if (up) sender.hurry();
          if (up) beat();
          act(sender.pump);
        }),
      );
      beat();
    },
    /** The log has grown. */
    wake: () => {
      if (waking) return;
      waking = true;
      act(async () => {
        waking = false;
        await readHead();
        if (oldestAt === null) await readOldest();
        await sender.pump();
      });
    },
    /** Something that the health tells has changed. */
    sayHealth: () => act(sayHealth),
    status,
    /** Told of every change of the status; answers how to stop. */
    onStatus: (listener: (status: OutboxStatus) => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Ends it and keeps the mark; what is in flight is left to the next start. */
    stop: async (): Promise<void> => {
      for (const stop of stops.splice(0)) stop();
      cancelHealth();
      cancelSave?.();
      pause.stop();
      asking.stop();
      sender.stop();
      turn(saveNow);
      stopped = true;
      await done();
    },
  };
};

export type Outbox = ReturnType<typeof createOutbox>;
