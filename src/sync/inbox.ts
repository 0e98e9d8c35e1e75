import { SECOND } from '../kernel/time.ts';
import type { Batch, Chained } from './batch.ts';
import { chained, decodeBatch, lastSeqOf } from './batch.ts';
import type { Alarm } from './inbox/alarm.ts';
import { createAnswers } from './inbox/answers.ts';
import { createGaps } from './inbox/gaps.ts';
import type { Held } from './inbox/held.ts';
import { createHeld } from './inbox/held.ts';
import type { Arrived, Run } from './inbox/runs.ts';
import { bySeq, runOf } from './inbox/runs.ts';
import type {
  Aside,
  Bus,
  ChainHash,
  Delivery,
  Intake,
  Replica,
  ReplicaHead,
  Replicas,
  Timers,
} from './port.ts';
import { Unfit } from './port.ts';
import { partsOf } from './protocol.ts';

/** What became of a checkpoint; `later`: the core has not come that far yet. */
export type Witnessed =
  | { readonly kind: 'taken'; readonly countersigned: string }
  | { readonly kind: 'later' | 'refused' }
  | { readonly kind: 'fork'; readonly seq: number };

export type Witness = (venueId: string, payload: Uint8Array, own: Replica) => Promise<Witnessed>;

/** Looks at a venue's log again where another process appended meanwhile. */
const ATTEMPTS = 5;
/** Deliveries of a checkpoint that is ahead of the log: within a minute its leaf signs another one. */
const PATIENCE = 16;
/** Between two looks at what failed. */
const FAILED_MS = 400;

const soon = ({ redelivered }: Delivery): number => Math.min(5 * SECOND, 50 * 2 ** redelivered);

const groups = (messages: readonly Delivery[]): ReadonlyMap<string, readonly Delivery[]> =>
  Map.groupBy(messages, ({ subject }) => partsOf(subject)?.venueId ?? '');

const isCheckpoint = ({ subject }: Delivery): boolean => partsOf(subject)?.topic === 'checkpoint';

/** What a head that is known, but not asked for, must not decide. */
const isDoubtful = ({ want, forked, stale, tooNew }: Run<Delivery>): boolean =>
  want !== null || forked.length + stale.length + tooNew.length > 0;

/** Characters of the shortest event: more lines than those fit in are work for nothing, and much of it. */
const LEAST_EVENT = 50;

const isDense = ({ count }: Batch, { payload }: Delivery): boolean =>
  count * LEAST_EVENT <= payload.byteLength;

type Sorted = {
  readonly arrived: readonly Arrived<Delivery>[];
  readonly damaged: readonly Delivery[];
  readonly tooNew: readonly Delivery[];
};

/** What is in hand of a venue, and how often in a row it was looked at in vain. */
type InHand = { readonly all: readonly Held[]; readonly looks: number };

/**
 * The core's intake of logs: merges what came of each venue, appends it in one transaction and
 * acknowledges only then. What it cannot append yet it holds for a while; what it never will is kept
 * aside first. What lies behind a gap that stays is let go: the leaf is asked for what is missing and
 * sends all from there, and until it does, nothing of it may fill the hub's list of what is under
 * way, on which all venues are. Any number of processes may do so at once.
 * @param witness looks at signed checkpoints; without it they are dropped.
 * @param applied told after each commit, before anything is acknowledged; must not throw.
 */
export const createInbox = ({
  intake,
  bus,
  replicas,
  timers,
  chainHash,
  witness,
  applied = () => undefined,
  alarm,
}: {
  readonly intake: Intake;
  readonly bus: Pick<Bus, 'publish'>;
  readonly replicas: Replicas;
  readonly timers: Timers;
  readonly chainHash: ChainHash;
  readonly witness?: Witness;
  readonly applied?: (venueId: string, before: ReplicaHead, bodies: readonly string[]) => void;
  readonly alarm: (alarm: Alarm) => void;
}) => {
  const { answer } = createAnswers({ bus, timers });
  const gaps = createGaps((venueId, seq) => alarm({ venueId, kind: 'gap', seq }));

  const sorted = (venueId: string, deliveries: readonly Delivery[]): Sorted => {
    const read = deliveries.map((from) => ({ from, batch: decodeBatch(from.payload) }));
    const arrived: Arrived<Delivery>[] = [];
    const damaged: Delivery[] = [];
    for (const { from, batch } of read) {
      if (typeof batch === 'string') continue;
      const own = isDense(batch, from) ? ownChain(venueId, batch) : null;
      if (own === null) damaged.push(from);
      else arrived.push({ from, batch: own });
    }
    const of = (what: string) => read.flatMap(({ from, batch }) => (batch === what ? [from] : []));
    return { arrived, damaged: [...damaged, ...of('damaged')], tooNew: of('tooNew') };
  };

  /** The hub lets a leaf publish as its own venue only; the header must not say another. */
  const ownChain = (venueId: string, batch: Batch): Chained | null =>
    batch.venueId === venueId ? chained(batch, chainHash) : null;

  /** Hashes by which a batch that is there already proves to be the same: its last, or all of it. */
  const hashesOf = async (
    replica: Replica,
    head: ReplicaHead,
    batches: readonly Chained[],
    all: boolean,
  ): Promise<ReadonlyMap<number, string>> => {
    const own = batches.filter(({ epoch }) => epoch <= head.epoch);
    const wanted = own.flatMap((batch) =>
      all ? batch.hashes.map((_, i) => batch.firstSeq + i) : [lastSeqOf(batch)],
    );
    const found = new Map<number, string>();
    for (const seq of new Set(wanted.filter((one) => one < head.seq))) {
      const hash = await replica.hashAt(seq);
      if (hash !== null) found.set(seq, hash);
    }
    return found;
  };

  const planned = async (
    replica: Replica,
    head: ReplicaHead,
    arrived: readonly Arrived<Delivery>[],
  ): Promise<Run<Delivery>> => {
    const batches = arrived.map(({ batch }) => batch);
    const run = runOf(head, arrived, await hashesOf(replica, head, batches, false));
    if (run.fork === null) return run;
    // Something differs: now it is worth finding out where it begins.
    return runOf(head, arrived, await hashesOf(replica, head, batches, true));
  };

  /** Appends what follows on; null where others were faster each time. */
  const append = async (
    venueId: string,
    replica: Replica,
    arrived: readonly Arrived<Delivery>[],
  ): Promise<{ readonly run: Run<Delivery>; readonly head: ReplicaHead } | null> => {
    let how: 'fresh' | undefined;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await replica.head(how);
      const run = await planned(replica, before, arrived);
      // Others may have gone on meanwhile, or another leaf have come.
      if (how === undefined && isDoubtful(run)) {
        how = 'fresh';
        continue;
      }
      how = 'fresh';
      if (run.bodies.length === 0) return { run, head: before };
      const head = await replica.apply(before, run.bodies);
      if (head !== null) {
        applied(venueId, before, run.bodies);
        return { run, head };
      }
    }
    return null;
  };

  /**
   * Appends all that fits. Where something in it never will, each message goes alone: what nobody ever
   * took would wait on the hub for good, and a few hundred of those stop all venues.
   */
  const appendFitting = async (
    venueId: string,
    replica: Replica,
    arrived: readonly Arrived<Delivery>[],
  ) => {
    const unfit = new Set<Delivery>();
    const tried = async (some: readonly Arrived<Delivery>[]) => {
      try {
        return await append(venueId, replica, some);
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        for (const { from } of some) unfit.add(from);
        return null;
      }
    };
    const all = await tried(arrived);
    if (unfit.size === 0) return { appended: all, unfit: [] };
    unfit.clear();
    for (const one of arrived.toSorted(bySeq)) await tried([one]);
    const fits = arrived.filter(({ from }) => !unfit.has(from));
    return { appended: await append(venueId, replica, fits), unfit: [...unfit] };
  };

  const aside = async (
    venueId: string,
    replica: Replica,
    why: Aside['why'],
    deliveries: readonly Delivery[],
  ) => {
    for (const { payload } of deliveries) await replica.keepAside({ why, payload });
    if (deliveries.length > 0) alarm({ venueId, kind: why });
  };

  /** Whatever stands in the way is not of the messages' making: none of them is let go. */
  const giveTime = (venueId: string, { all, looks }: InHand): void => {
    for (const over of held.keep(venueId, all, { looks, leastMs: FAILED_MS })) {
      over.nak(Math.max(SECOND, soon(over)));
    }
  };

  const takeLog = async (
    venueId: string,
    replica: Replica,
    { all, looks }: InHand,
  ): Promise<void> => {
    const { arrived, tooNew, ...read } = sorted(
      venueId,
      all.map(({ delivery }) => delivery),
    );
    const { appended, unfit } = await appendFitting(venueId, replica, arrived);
    const damaged = [...read.damaged, ...unfit];
    if (appended === null) return giveTime(venueId, { all, looks });
    const { run, head } = appended;
    await aside(venueId, replica, 'damaged', damaged);
    await aside(venueId, replica, 'stale', run.stale);
    await aside(venueId, replica, 'fork', run.forked);
    const future = [...tooNew, ...run.tooNew];
    await aside(venueId, replica, 'tooNew', future);
    for (const done of [...run.covered, ...damaged, ...run.stale, ...run.forked, ...future]) {
      done.ack();
    }
    const want = gaps.note(venueId, run.want, timers.now());
    if (run.early.length < all.length || want !== null) {
      answer(venueId, head, { want, fork: run.fork, tooNew: future.length > 0 });
    }
    const early = new Set(run.early);
    const left = all.filter(({ delivery }) => early.has(delivery));
    const inVain = run.bodies.length > 0 ? 0 : looks;
    for (const over of held.keep(venueId, left, { looks: inVain })) over.ack();
  };

  const takeCheckpoint = async (venueId: string, replica: Replica, delivery: Delivery) => {
    const seen = await witness?.(venueId, delivery.payload, replica);
    if (seen?.kind === 'later' && delivery.redelivered < PATIENCE) delivery.nak(soon(delivery));
    else delivery.ack();
    if (seen?.kind === 'taken') {
      answer(venueId, await replica.head(), { countersigned: seen.countersigned });
    }
    if (seen?.kind === 'fork') {
      alarm({ venueId, kind: 'fork', seq: seen.seq });
      answer(venueId, await replica.head(), { fork: seen.seq });
    }
  };

  const take = async (venueId: string, inHand: InHand): Promise<void> => {
    const { all, looks } = inHand;
    const replica = await replicas.open(venueId);
    if (replica === null) {
      alarm({ venueId, kind: 'unknown' });
      for (const { delivery } of all) delivery.ack();
      return;
    }
    if (replica === 'later') return giveTime(venueId, inHand);
    const notes = all.filter(({ delivery }) => isCheckpoint(delivery));
    const batches = all.filter(({ delivery }) => !isCheckpoint(delivery));
    if (batches.length > 0) await takeLog(venueId, replica, { all: batches, looks });
    for (const { delivery } of notes) await takeCheckpoint(venueId, replica, delivery);
  };

  /** Whatever was not acknowledged yet comes again; an ack that was given stands. */
  const takeSafely = async (venueId: string, deliveries: readonly Delivery[]) => {
    const inHand = held.with(venueId, deliveries);
    try {
      if (inHand.all.length > 0) await take(venueId, inHand);
    } catch (error) {
      if (deliveries.length > 0) alarm({ venueId, kind: 'failed', error });
      giveTime(venueId, inHand);
    }
  };

  let looking: Promise<unknown> = Promise.resolve();
  const held = createHeld({
    timers,
    look: (venueId) => {
      looking = Promise.all([looking, takeSafely(venueId, [])]);
    },
  });

  return {
    /**
     * What the venue's leaf is to send again (null: nothing), where a gap stands in this process: what
     * lay behind it was let go, and the word to the leaf may have been lost with its connection.
     */
    wants: (venueId: string, { seq }: ReplicaHead): number | null =>
      gaps.standing(venueId, seq, timers.now()),
    start: () =>
      intake.start(async (messages) => {
        await Promise.all([...groups(messages)].map((group) => takeSafely(...group)));
      }),
    stop: async (): Promise<void> => {
      await intake.stop();
      await looking;
      for (const delivery of held.clear()) delivery.nak(0);
    },
  };
};
