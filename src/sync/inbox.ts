import { SECOND } from '../kernel/time.ts';
import type { Alarm } from './inbox/alarm.ts';
import { createAnswers } from './inbox/answers.ts';
import type { Applied } from './inbox/append.ts';
import { createAppend } from './inbox/append.ts';
import { createGaps } from './inbox/gaps.ts';
import type { Held } from './inbox/held.ts';
import { createHeld } from './inbox/held.ts';
import type { Witness } from './inbox/notes.ts';
import { createNotes, isCheckpoint, soon } from './inbox/notes.ts';
import { createSorting } from './inbox/sorted.ts';
import type { Aside, Bus, ChainHash, Delivery, Intake, Replica, Replicas, Timers } from './port.ts';
import { decode, Health, partsOf, SUBJECTS } from './protocol.ts';

/** Between two looks at what failed. */
const FAILED_MS = 400;

const venueIn = (subject: string): string => partsOf(subject)?.venueId ?? '';

/** What is in hand of a venue, and how often in a row it was looked at in vain. */
type InHand = { readonly all: readonly Held[]; readonly looks: number };

/**
 * The core's intake of logs: merges what came of each venue, appends it in one transaction and
 * acknowledges only then. What it cannot append yet it holds for a while; what it never will is kept
 * aside first. What lies behind a gap that stays is let go: the leaf is asked for what is missing and
 * sends all from there, and until it does, nothing of it may fill the hub's list of what is under
 * way, on which all venues are. Any number of processes may do so at once; each of them hears the
 * leaves' reports, and asks for what it misses itself: nobody else may know of it.
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
  readonly bus: Pick<Bus, 'publish' | 'subscribe' | 'mostBytes'>;
  readonly replicas: Replicas;
  readonly timers: Timers;
  readonly chainHash: ChainHash;
  readonly witness?: Witness;
  readonly applied?: Applied;
  readonly alarm: (alarm: Alarm) => void;
}) => {
  const { answer } = createAnswers({ bus, timers });
  const gaps = createGaps((venueId, seq) => alarm({ venueId, kind: 'gap', seq }));
  const sorted = createSorting(chainHash);
  const append = createAppend(applied);
  const takeCheckpoint = createNotes({ witness, answer, alarm });

  const aside = async (
    venueId: string,
    replica: Replica,
    why: Aside['why'],
    deliveries: readonly Delivery[],
  ) => {
    for (const { payload } of deliveries) await replica.keepAside({ why, payload });
    if (deliveries.length > 0) alarm({ venueId, kind: why });
  };

  /**
   * Whatever stands in the way is not of the messages' making: they come again. But for those that
   * are too many: where it is of this venue alone, they must not be in the way of all others.
   */
  const giveTime = (venueId: string, { all, looks }: InHand): void => {
    const { old, over } = held.keep(venueId, all, { looks, leastMs: FAILED_MS });
    for (const one of old) one.nak(Math.max(SECOND, soon(one)));
    for (const one of over) one.ack();
    if (over.length > 0) gaps.letGo(venueId);
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
    const { appended, unfit } = await append(venueId, replica, arrived);
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
    if (run.bodies.length > 0) gaps.came(venueId);
    const want = gaps.note(venueId, run.want, timers.now());
    if (run.early.length < all.length || want !== null) {
      answer(venueId, head, { want, fork: run.fork, tooNew: future.length > 0 });
    }
    const early = new Set(run.early);
    const left = all.filter(({ delivery }) => early.has(delivery));
    const inVain = run.bodies.length > 0 ? 0 : looks;
    const { old, over } = held.keep(venueId, left, { looks: inVain });
    for (const one of [...old, ...over]) one.ack();
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

  /**
   * Asks a leaf that reports itself once more for what is missing: what lay behind it was let go, and
   * the word to the leaf may have been lost with its connection.
   */
  const remind = async (venueId: string, payload: Uint8Array): Promise<void> => {
    const health = decode(Health, payload);
    const replica = health === null ? null : await replicas.open(venueId);
    if (health === null || replica === null || replica === 'later') return;
    const head = await replica.head('fresh');
    if (health.epoch !== head.epoch) return;
    const place = { headSeq: head.seq, itsSeq: health.head.seq, nowMs: timers.now() };
    const want = gaps.standing(venueId, place);
    if (want !== null) answer(venueId, head, { want });
  };

  /** Its next report is as good, where the database is away. */
  const heard = (subject: string, payload: Uint8Array): void => {
    const venueId = venueIn(subject);
    if (gaps.has(venueId)) void remind(venueId, payload).catch(() => undefined);
  };

  let unsubscribe = () => {};

  return {
    start: () => {
      unsubscribe = bus.subscribe(SUBJECTS.health('*'), heard);
      intake.start(async (messages) => {
        const byVenue = Map.groupBy(messages, ({ subject }) => venueIn(subject));
        await Promise.all([...byVenue].map((group) => takeSafely(...group)));
      });
    },
    stop: async (): Promise<void> => {
      unsubscribe();
      await intake.stop();
      await looking;
      for (const delivery of held.clear()) delivery.nak(0);
    },
  };
};
