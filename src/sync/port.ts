import type { Cell, RowWrite } from '../kernel/room.ts';

/** The hub's word that a message is on its disk; `duplicate`: it was there already. */
export type PubAck = { readonly seq: number; readonly duplicate: boolean };

/** Nobody answered, or not in time: the message may or may not have arrived. */
export class BusDown extends Error {
  override readonly name = 'BusDown';
}

/** The hub's stream is at its limit and refused the message. */
export class BusFull extends Error {
  override readonly name = 'BusFull';
}

/** The hub does not let this peer in, or not to this subject: it was revoked. */
export class BusRefused extends Error {
  override readonly name = 'BusRefused';
}

/** What came will never be taken, however often it comes: it is of the messages' own making. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

/** The network as sync sees it: NATS, or the double of the tests. */
export type Bus = {
  /** At most once: lost where nobody listens or the link is down. Never throws. */
  readonly publish: (subject: string, payload: Uint8Array) => void;
  /**
   * At least once: settles when the hub's JetStream has it on disk. Answers within seconds either way.
   * @throws BusDown | BusFull | BusRefused
   */
  readonly store: (subject: string, payload: Uint8Array, msgId?: string) => Promise<PubAck>;
  /** `subject` may hold `*`; of those with the same `queue` one hears a message. Answers how to stop. */
  readonly subscribe: (
    subject: string,
    heard: (subject: string, payload: Uint8Array) => void,
    queue?: string,
  ) => () => void;
  readonly isUp: () => boolean;
  /** Of the largest message that the server behind it takes; undefined: not known. */
  readonly mostBytes?: () => number | undefined;
  /** The hub answers, and does not let this peer in. */
  readonly isRefused?: () => boolean;
  /** Told of every change of `isUp`; answers how to stop. */
  readonly onChange: (heard: (up: boolean) => void) => () => void;
  readonly close: () => Promise<void>;
};

/** A message that the hub gives out until it is acknowledged. */
export type Delivery = {
  readonly subject: string;
  readonly payload: Uint8Array;
  /** The first word counts: what is said to it after that changes nothing. */
  readonly ack: () => void;
  /** Gives it back, to be delivered again after the delay. */
  readonly nak: (delayMs: number) => void;
  /** How often it was delivered before. */
  readonly redelivered: number;
};

/**
 * A durable pull consumer, shared by all core processes. `handle` gets some messages at a time, the
 * next ones only after it is done; what it neither acked nor naked comes again after the ack wait.
 */
export type Intake = {
  readonly start: (handle: (messages: readonly Delivery[]) => Promise<void>) => void;
  readonly stop: () => Promise<void>;
};

export type Timers = {
  /** Wall clock, ms since the epoch: a label. */
  readonly now: () => number;
  /** Runs once after `ms`, unless cancelled by the answered function. */
  readonly after: (ms: number, run: () => void) => () => void;
};

/** A fraction in [0, 1): spreads retries, so that a thousand leaves do not come back at once. */
export type Chance = () => number;

export type Head = { readonly seq: number; readonly hash: string };

/** sha256(previous hash ‖ u64be(seq) ‖ body), as the log has it (`chainHash`). */
export type ChainHash = (previous: string, seq: number, body: string) => string;

/** A stored event as the forwarder needs it. */
export type Line = {
  readonly seq: number;
  readonly body: string;
  readonly hash: string;
  readonly envelope: { readonly id: string; readonly at: number };
};

type Row = { readonly [column: string]: Cell };

/** As much of the leaf's log as its forwarder needs. */
export type Source = {
  readonly head: () => Promise<Head>;
  readonly after: (seq: number, limit: number) => Promise<readonly Line[]>;
  readonly select: (question: {
    readonly table: string;
    readonly where?: Row;
    readonly order?: readonly { readonly column: string; readonly down?: boolean }[];
    readonly limit: number;
    readonly after?: readonly Cell[];
  }) => Promise<readonly Row[]>;
  readonly count: (table: string) => Promise<number>;
  readonly write: (rows: readonly RowWrite[]) => Promise<void>;
};

/** How far the core has a venue's log, and in which of its leaves' epochs. */
export type ReplicaHead = Head & {
  readonly epoch: number;
  /** Wall clock of the leaf in the last event, ms; 0 where there is none. */
  readonly at: number;
};

/** One venue's log on the core. */
export type Replica = {
  /**
   * As this process knows it; `fresh`: as the store has it now. What is known may be older, and
   * `apply` finds out: whatever is decided without it has to be decided by a fresh one.
   */
  readonly head: (how?: 'fresh') => Promise<ReplicaHead>;
  /** The chain's hash at a seq; null beyond the head. */
  readonly hashAt: (seq: number) => Promise<string | null>;
  /**
   * Appends behind exactly that head, in exactly that epoch, in one transaction that holds the
   * venue's lock; answers the new head, or null where another process was faster (or an enrolment
   * raised the epoch): look at `head` again.
   * @throws Unfit where these bodies are no events, or none that could follow there.
   */
  readonly apply: (expected: ReplicaHead, bodies: readonly string[]) => Promise<ReplicaHead | null>;
  /**
   * Keeps, durably and the same bytes only once, what will never be applied, for a person to look at:
   * the tail of a replaced leaf, a fork, bytes that contradict themselves, or that only a later build
   * understands.
   */
  readonly keepAside: (aside: Aside) => Promise<void>;
};

export type Aside = {
  readonly why: 'stale' | 'fork' | 'damaged' | 'tooNew';
  readonly payload: Uint8Array;
};

export type Replicas = {
  /** Null: unknown, or revoked for good. `later`: not to be written at the moment. */
  readonly open: (venueId: string) => Promise<Replica | null | 'later'>;
};
