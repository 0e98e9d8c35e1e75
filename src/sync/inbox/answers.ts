import type { Bus, ReplicaHead, Timers } from '../port.ts';
import type { Ack, Health } from '../protocol.ts';
import { encode, PROTOCOL, SUBJECTS } from '../protocol.ts';

/** What an answer says beside how far the core is; null: nothing. */
export type Beside = {
  readonly want?: number | null;
  readonly fork?: number | null;
  readonly tooNew?: boolean;
  readonly twin?: true;
  readonly countersigned?: string;
  readonly pauseMs?: number;
  readonly lacks?: NonNullable<Ack['lacks']>;
  readonly docs?: NonNullable<Ack['docs']>;
};

/** The core's word to a leaf: how far its log is durable here. */
export const createAnswers = ({
  bus,
  timers,
}: {
  readonly bus: Pick<Bus, 'publish' | 'mostBytes'>;
  readonly timers: Pick<Timers, 'now'>;
}) => {
  /** Tells the venue's leaf. Plain: whoever misses it asks again with its next health. */
  const answer = (
    venueId: string,
    { seq, hash, at, epoch }: ReplicaHead,
    { want = null, fork = null, tooNew = false, ...rest }: Beside = {},
  ): void => {
    const most = bus.mostBytes?.();
    const ack: Ack = {
      ...{ protocol: PROTOCOL, epoch, applied: { seq, hash, at }, now: timers.now() },
      ...(want === null ? {} : { want }),
      ...(fork === null ? {} : { fork: { seq: fork } }),
      ...(tooNew ? { tooNew } : {}),
      ...(most === undefined ? {} : { most }),
      ...rest,
    };
    bus.publish(SUBJECTS.ack(venueId), encode(ack));
  };

  /**
   * Answers a leaf's health; its head shows whether both still hold the same log.
   * Answers the fork's seq for an alarm, or null.
   * @param own hash of the core's chain where the leaf's log ends; null: it has not come that far, or
   * the leaf is not the venue's.
   */
  const answerHealth = (
    venueId: string,
    { head: its }: Pick<Health, 'head'>,
    {
      head,
      own,
      pauseMs = null,
    }: {
      readonly head: ReplicaHead;
      readonly own: string | null;
      /** For how long nothing of the venue is taken; null: it is. */
      readonly pauseMs?: number | null;
    },
  ): number | null => {
    const fork = own === null || own === its.hash ? null : its.seq;
    answer(venueId, head, { fork, ...(pauseMs === null ? {} : { pauseMs }) });
    return fork;
  };

  return { answer, answerHealth };
};
