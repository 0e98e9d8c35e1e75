import type { About, Conflict, Side } from './events.ts';

/**
 * `waiting`: an operator has to decide. `conflicted`: done, but an operator has to look.
 * `settled`: a conflict that an operator has looked at.
 */
export type Status =
  | 'waiting'
  | 'applied'
  | 'conflicted'
  | 'settled'
  | 'accepted'
  | 'refused'
  | 'unknown';

/** One order of the core's, and how it stands. */
export type Request = {
  readonly id: string;
  readonly seq: number;
  readonly kind: string;
  readonly about: About;
  /** Wall clock, ms. */
  readonly receivedAt: number;
  status: Status;
  /** The event that brought the status: what undo names. */
  decision: string;
  decidedAt: number | null;
  /** Operator id, or `system`. */
  decidedBy: string | null;
  /** Why it was refused. */
  code: string | null;
  /** What it became in the tournament. */
  entryId: string | null;
  conflicts: readonly Conflict[];
  /** Which side of the conflicts stood when they came, and which one an operator chose. */
  stands: Side | null;
  side: Side | null;
  /** Of the event in the player's stream whose history has both values. */
  version: number | null;
  ignored: readonly string[];
};

export type State = {
  /** Seq of the last order that was taken, by the venue's id on the core: the leaf's `downSeq`. */
  taken: Record<string, number>;
  /** All that wait for an operator, and the newest of the others, by id. */
  requests: Record<string, Request>;
};

export const initial = (): State => ({ taken: {}, requests: {} });

/** Waits for an operator. */
export const isOpen = ({ status }: Pick<Request, 'status'>): boolean =>
  status === 'waiting' || status === 'conflicted';

/** Seq of the last order of a venue's; 0: none yet. */
export const lastSeq = ({ taken }: State, venueId: string): number =>
  Object.hasOwn(taken, venueId) ? (taken[venueId] ?? 0) : 0;

/** The request of that id, which may be any text. */
export const requestIn = ({ requests }: State, id: string): Request | undefined =>
  Object.hasOwn(requests, id) ? requests[id] : undefined;
