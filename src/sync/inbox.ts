import { SECOND } from '../kernel/time.ts';
import { createAnswers } from './answers.ts';
import type { Batch, Chained } from './batch.ts';
import { chained, decodeBatch, lastSeqOf } from './batch.ts';
import { createGaps } from './gaps.ts';
import type {
  Bus,
  ChainHash,
  Delivery,
  Intake,
  Replica,
  ReplicaHead,
  Replicas,
  Timers,
} from './port.ts';
import { partsOf } from './protocol.ts';
import type { Arrived, Run } from './runs.ts';
import { runOf } from './runs.ts';

/** What a person should hear of; sync goes on for all other venues. */
export type Alarm = {
  readonly venueId: string;
  readonly kind:
    | 'gap'
    | 'fork'
    | 'stale'
    | 'damaged'
    | 'tooNew'
    | 'unknown'
    | 'failed'
    /** The leaf holds a checkpoint that this core signed and no longer has. */
    | 'witness';
  readonly seq?: number;
  readonly error?: unknown;
};

/** What became of a checkpoint; `later`: the core has not come that far yet. */
export type Witnessed =
  | { readonly kind: 'taken'; readonly countersigned: string }
  | { readonly kind: 'later' | 'refused' }
  | { readonly kind: 'fork'; readonly seq: number };

export type Witness = (venueId: string, payload: Uint8Array, own: Replica) => Promise<Witnessed>;

/** Looks at a venue's log again where another process appended meanwhile. */
const ATTEMPTS = 4;
const LATER_MS = 30 * SECOND;

/** Soon at first: with several core processes what is missing is mostly in another one's hands. */
const soon = ({ redelivered }: Delivery): number => Math.min(5 * SECOND, 50 * 2 ** redelivered);

const groups = (messages: readonly Delivery[]): ReadonlyMap<string, readonly Delivery[]> =>
  Map.groupBy(messages, ({ subject }) => partsOf(subject)?.venueId ?? '');

const isCheckpoint = ({ subject }: Delivery): boolean => partsOf(subject)?.topic === 'checkpoint';

type Sorted = {
  readonly arrived: readonly Arrived<Delivery>[];
  readonly damaged: readonly Delivery[];
  readonly tooNew: readonly Delivery[];
};

/**
 * The core's intake of logs: merges what came of each venue, appends it in one transaction and
 * acknowledges only then. What it cannot append yet goes back to the hub; what it never will is kept
 * aside first. Any number of processes may do so at once.
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
  readonly timers: Pick<Timers, 'now'>;
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
      const own = ownChain(venueId, batch);
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
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await replica.head();
      const run = await planned(replica, before, arrived);
      if (run.bodies.length === 0) return { run, head: before };
      const head = await replica.apply(before, run.bodies);
      if (head !== null) {
        applied(venueId, before, run.bodies);
        return { run, head };
      }
    }
    return null;
  };

  const aside = async (
    venueId: string,
    replica: Replica,
    why: 'stale' | 'fork' | 'damaged',
    deliveries: readonly Delivery[],
  ) => {
    for (const { payload } of deliveries) await replica.keepAside({ why, payload });
    if (deliveries.length > 0) alarm({ venueId, kind: why });
  };

  const takeLog = async (venueId: string, replica: Replica, deliveries: readonly Delivery[]) => {
    const { arrived, damaged, tooNew } = sorted(venueId, deliveries);
    const appended = await append(venueId, replica, arrived);
    if (appended === null) {
      for (const delivery of deliveries) delivery.nak(soon(delivery));
      return;
    }
    const { run, head } = appended;
    await aside(venueId, replica, 'damaged', damaged);
    await aside(venueId, replica, 'stale', run.stale);
    await aside(venueId, replica, 'fork', run.forked);
    for (const done of [...run.covered, ...damaged, ...run.stale, ...run.forked]) done.ack();
    for (const early of run.early) early.nak(soon(early));
    const future = [...tooNew, ...run.tooNew];
    for (const newer of future) newer.nak(LATER_MS);
    if (future.length > 0) alarm({ venueId, kind: 'tooNew' });
    const want = gaps.note(venueId, run.want, timers.now());
    answer(venueId, head, { want, fork: run.fork, tooNew: future.length > 0 });
  };

  const takeCheckpoint = async (venueId: string, replica: Replica, delivery: Delivery) => {
    const seen = await witness?.(venueId, delivery.payload, replica);
    if (seen?.kind === 'later') delivery.nak(soon(delivery));
    else delivery.ack();
    if (seen?.kind === 'taken') {
      answer(venueId, await replica.head(), { countersigned: seen.countersigned });
    }
    if (seen?.kind === 'fork') {
      alarm({ venueId, kind: 'fork', seq: seen.seq });
      answer(venueId, await replica.head(), { fork: seen.seq });
    }
  };

  const take = async (venueId: string, deliveries: readonly Delivery[]) => {
    const replica = await replicas.open(venueId);
    if (replica === null) {
      alarm({ venueId, kind: 'unknown' });
      for (const delivery of deliveries) delivery.ack();
      return;
    }
    const [notes, batches] = [
      deliveries.filter(isCheckpoint),
      deliveries.filter((one) => !isCheckpoint(one)),
    ];
    if (batches.length > 0) await takeLog(venueId, replica, batches);
    for (const note of notes) await takeCheckpoint(venueId, replica, note);
  };

  /** Whatever was not acknowledged yet comes again; an ack that was given stands. */
  const takeSafely = async (venueId: string, deliveries: readonly Delivery[]) => {
    try {
      await take(venueId, deliveries);
    } catch (error) {
      alarm({ venueId, kind: 'failed', error });
      for (const delivery of deliveries) delivery.nak(Math.max(SECOND, soon(delivery)));
    }
  };

  return {
    start: () =>
      intake.start(async (messages) => {
        await Promise.all([...groups(messages)].map((group) => takeSafely(...group)));
      }),
    stop: () => intake.stop(),
  };
};
