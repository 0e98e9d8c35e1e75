import { SECOND } from '../kernel/time.ts';
import type { Mark } from './marks.ts';
import type { Trouble } from './sender.ts';

/** Without a word from the core for that long the leaf counts as not connected. */
const SILENT_MS = 25 * SECOND;

export type OutboxState =
  | 'connecting'
  | 'catchingUp'
  | 'inStep'
  /** The hub's disk is at its limit: the log waits here. */
  | 'hubFull'
  /** The core's build is too old for what this leaf sends. */
  | 'tooNew'
  /** Leaf and core hold different events: nothing is sent until a person has looked. */
  | 'fork'
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
};

/** For good, until a person has looked. */
export type Halt = { readonly state: 'fork' | 'revoked'; readonly at: number | null };

/** What the status follows from. */
export type Seen = {
  readonly halt: Halt | null;
  readonly up: boolean;
  readonly trouble: Trouble;
  readonly tooNew: boolean;
  readonly contactAt: number | null;
  readonly head: number;
  readonly applied: Mark | null;
  /** Wall clock in the oldest event that waits, ms. */
  readonly oldestAt: number | null;
  readonly now: number;
};

const stateOf = ({ halt, up, trouble, contactAt, now, tooNew, ...seen }: Seen): OutboxState => {
  if (halt !== null) return halt.state;
  if (!up) return 'connecting';
  if (trouble === 'refused') return 'revoked';
  if (trouble === 'full') return 'hubFull';
  if (contactAt === null || now - contactAt > SILENT_MS) return 'connecting';
  if (tooNew) return 'tooNew';
  return seen.head === seen.applied?.seq ? 'inStep' : 'catchingUp';
};

/** What everybody in the room may see of the cloud. Pure. */
export const statusOf = (seen: Seen): OutboxStatus => {
  const { applied, head, oldestAt, now } = seen;
  const waiting = Math.max(0, head - (applied?.seq ?? 0));
  return {
    state: stateOf(seen),
    head,
    applied: applied === null ? null : { seq: applied.seq, at: applied.at },
    waiting,
    lagMs: waiting === 0 || oldestAt === null ? 0 : Math.max(0, now - oldestAt),
    lastContactAt: seen.contactAt,
    forkAt: seen.halt?.at ?? null,
  };
};
