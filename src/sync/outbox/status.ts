import { SECOND } from '../../kernel/time.ts';
import type { Mark } from './marks.ts';
import type { Trouble } from './sender.ts';

/** Without a word from the core for that long the leaf counts as not connected. */
const SILENT_MS = 25 * SECOND;
/** A hub that refuses for so long has not just been started anew. */
const REFUSED_MS = 20 * SECOND;
/** Each of two reports every ten seconds. */
const TWIN_MS = 60 * SECOND;

export type OutboxState =
  | 'connecting'
  | 'catchingUp'
  | 'inStep'
  /** The hub's disk is at its limit: the log waits here. */
  | 'hubFull'
  /** The core takes no more of this venue for a while: its share of a day is used up. */
  | 'dayUsed'
  /** The core's build is too old for what this leaf sends. */
  | 'tooNew'
  /** Leaf and core hold different events: nothing is sent until a person has looked. */
  | 'fork'
  /** The core has more of this leaf's log than the leaf itself: restore it. */
  | 'behind'
  /** Another leaf took this one's place, or the hub does not let it in. */
  | 'revoked';

export type OutboxStatus = {
  readonly state: OutboxState;
  readonly head: number;
  /** In the cloud up to here; `at` is the wall clock in that event, ms. */
  readonly applied: { readonly seq: number; readonly at: number } | null;
  /** Events that the core does not have yet. */
  readonly waiting: number;
  /** Age of the oldest of them; 0 where none waits. */
  readonly lagMs: number;
  readonly lastContactAt: number | null;
  /** Where both logs part; null where they do not, or it is not known. */
  readonly forkAt: number | null;
  /** Another machine sends as this leaf: its data folder was copied. */
  readonly twin: boolean;
};

/** For good, until a person has looked. */
export type Halt = { readonly state: 'fork' | 'behind' | 'revoked'; readonly at: number | null };

/** What the status follows from. */
export type Seen = {
  readonly halt: Halt | null;
  readonly up: boolean;
  /** Since when the hub does not let this leaf in; null: it does, or does not answer. */
  readonly refusedSince: number | null;
  /** When the core last said that there are two of this leaf. */
  readonly twinAt: number | null;
  readonly trouble: Trouble;
  readonly tooNew: boolean;
  /** By the core's word this leaf sends nothing for a while. */
  readonly isPaused: boolean;
  readonly contactAt: number | null;
  readonly head: number;
  readonly applied: Mark | null;
  /** Wall clock in the oldest event that waits, ms. */
  readonly oldestAt: number | null;
  readonly now: number;
};

const isRevoked = ({ trouble, refusedSince, now }: Seen): boolean =>
  trouble === 'refused' || (refusedSince !== null && now - refusedSince >= REFUSED_MS);

const stateOf = (seen: Seen): OutboxState => {
  const { halt, up, trouble, contactAt, now, tooNew } = seen;
  if (halt !== null) return halt.state;
  if (isRevoked(seen)) return 'revoked';
  if (!up) return 'connecting';
  if (trouble === 'full') return 'hubFull';
  // A clock that was set back does not say how long ago that was.
  if (contactAt === null || Math.abs(now - contactAt) > SILENT_MS) return 'connecting';
  if (tooNew || trouble === 'tooLarge') return 'tooNew';
  if (seen.head === seen.applied?.seq) return 'inStep';
  return seen.isPaused ? 'dayUsed' : 'catchingUp';
};

/** Nobody's name comes back from a log alone: the cloud is in step once it has the people, too. */
export const withDocuments = (state: OutboxState, documentsWaiting: number): OutboxState =>
  state === 'inStep' && documentsWaiting > 0 ? 'catchingUp' : state;

/** What everybody in the room may see of the cloud. Pure. */
export const statusOf = (seen: Seen): OutboxStatus => {
  const { applied, head, oldestAt, now, twinAt } = seen;
  const waiting = Math.max(0, head - (applied?.seq ?? 0));
  return {
    state: stateOf(seen),
    head,
    applied: applied === null ? null : { seq: applied.seq, at: applied.at },
    waiting,
    lagMs: waiting === 0 || oldestAt === null ? 0 : Math.max(0, now - oldestAt),
    lastContactAt: seen.contactAt,
    forkAt: seen.halt?.at ?? null,
    twin: twinAt !== null && Math.abs(now - twinAt) < TWIN_MS,
  };
};
