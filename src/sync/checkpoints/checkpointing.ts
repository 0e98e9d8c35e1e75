import type { KeyObject } from 'node:crypto';
import { MINUTE, SECOND } from '../../kernel/time.ts';
import type { Checkpoint, Signer } from '../checkpoints.ts';
import { CORE_SIGNER, openCheckpoint, signCheckpoint } from '../checkpoints.ts';
import type { Bus, Source, Timers } from '../port.ts';
import { BusDown, BusFull, BusRefused } from '../port.ts';
import type { Ack } from '../protocol.ts';
import { SUBJECTS } from '../protocol.ts';
import { SYNC_CHECKPOINTS } from '../tables.ts';
import { createTurns } from '../turns.ts';

const EVERY_MS = MINUTE;
/** A core that has the events, and has not countersigned them for so long, never got the note. */
const PATIENCE_MS = 30 * SECOND;

export type Witnessed = { readonly seq: number; readonly at: number };

type Waiting = { readonly said: Checkpoint; readonly sentAt: number };

/** Notes given back at a time. */
const MOST = 20;

const encoder = new TextEncoder();

/** For what is tried again by itself: signed anew at the next beat, asked for with the next report. */
const unlessAway = (error: unknown): void => {
  if (!(error instanceof BusDown || error instanceof BusFull || error instanceof BusRefused)) {
    throw error;
  }
};

const isNewer = (a: Witnessed, b: Witnessed | null): boolean =>
  b === null || a.seq > b.seq || (a.seq === b.seq && a.at > b.at);

/**
 * Has the log witnessed: signs where it stands, each minute in which it has grown, and keeps what the
 * core countersigned. One note waits at a time, because a later one vouches for all before it.
 * @param own the leaf's name and private key. @param coreKey the only key that counts as the core's.
 */
export const createCheckpointing = ({
  source,
  bus,
  timers,
  venueId,
  own,
  coreKey,
  failed,
}: {
  readonly source: Source;
  readonly bus: Pick<Bus, 'store' | 'isUp'>;
  readonly timers: Timers;
  readonly venueId: string;
  readonly own: Signer;
  readonly coreKey: KeyObject;
  readonly failed: (error: unknown) => void;
}) => {
  const { turn, done } = createTurns(failed);
  const core: Signer = { name: CORE_SIGNER, key: coreKey };
  let newest: Witnessed | null = null;
  let waiting: Waiting | null = null;
  let isMet = false;
  let isDue = false;
  let isStopped = false;
  let cancel = () => {};

  const load = async () => {
    const order = [
      { column: 'seq', down: true },
      { column: 'at', down: true },
    ];
    const [row] = await source.select({ table: SYNC_CHECKPOINTS.name, order, limit: 1 });
    const said = row === undefined ? null : openCheckpoint(String(row['note']), [core]);
    // Of another venue's: this leaf belonged there before.
    if (said?.venueId === venueId) newest = { seq: said.seq, at: said.at };
  };

  /** Not before the core's first word: with it comes the newest note that this leaf may have missed. */
  const sign = async () => {
    if (!isDue || !isMet || isStopped || waiting !== null || !bus.isUp()) return;
    const { seq, hash } = await source.head();
    if (seq === 0) return;
    isDue = false;
    if (seq === newest?.seq) return;
    const said = { venueId, seq, hash, at: timers.now(), prev: newest?.seq ?? 0 };
    const note = signCheckpoint(said, own);
    waiting = { said, sentAt: timers.now() };
    try {
      await bus.store(SUBJECTS.checkpoint(venueId), encoder.encode(note));
    } catch (error) {
      waiting = null;
      unlessAway(error);
    }
  };

  const keep = async (note: string) => {
    const said = openCheckpoint(note, [core]);
    if (said === null || said.venueId !== venueId) {
      failed(new Error('a checkpoint came back that the core of this leaf did not sign'));
      return;
    }
    const { seq, at, hash } = said;
    await source.write([{ table: SYNC_CHECKPOINTS.name, key: { seq, at }, row: { hash, note } }]);
    if (isNewer(said, newest)) newest = { seq, at };
    const [line] = await source.after(seq - 1, 1);
    if (line !== undefined && line.hash !== hash) {
      failed(new Error(`event ${seq} or one before it is not the one that the core has witnessed`));
    }
  };

  /** The core asks for what it lost: as it countersigned it, and no other could make it. */
  const giveBack = async ({ seq, at }: Witnessed) => {
    const page = { table: SYNC_CHECKPOINTS.name, after: [seq, at], limit: MOST };
    for (const { note } of await source.select(page)) {
      await bus.store(SUBJECTS.checkpoint(venueId), encoder.encode(String(note)));
    }
  };

  /** Whether the note that waits was answered, or never will be. */
  const settle = (ack: Ack) => {
    if (waiting === null) return;
    const { said, sentAt } = waiting;
    const isAnswered = newest !== null && newest.seq >= said.seq;
    // By a clock that was set back nobody can say.
    const isLate = timers.now() - sentAt >= PATIENCE_MS || timers.now() < sentAt;
    const isLost = ack.applied.seq >= said.seq && isLate;
    if (isLost) isDue = true;
    if (isAnswered || isLost) waiting = null;
  };

  const takeAck = async (ack: Ack) => {
    if (ack.countersigned !== undefined) await keep(ack.countersigned);
    if (ack.lacks !== undefined) await giveBack(ack.lacks).catch(unlessAway);
    isMet = true;
    settle(ack);
    await sign();
  };

  const due = () => {
    isDue = true;
    turn(sign);
  };

  const beat = () => {
    due();
    cancel = timers.after(EVERY_MS, beat);
  };

  return {
    start: () => {
      turn(load);
      beat();
    },
    /** A word of the core to this leaf, of its own epoch. */
    heard: (ack: Ack) => turn(() => takeAck(ack)),
    /** Something happened that should be witnessed now: a tournament's end. */
    due,
    /** The newest that is kept, for the leaf's report: the core sends what is missing behind it. */
    newest: (): Witnessed | null => newest,
    stop: async (): Promise<void> => {
      cancel();
      isStopped = true;
      await done();
    },
  };
};

export type Checkpointing = ReturnType<typeof createCheckpointing>;
