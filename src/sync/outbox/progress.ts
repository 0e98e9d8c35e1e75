import { HOUR, SECOND } from '../../kernel/time.ts';
import type { Mark } from './marks.ts';

/**
 * A core that answers but applies nothing of what the hub has for that long misses something: a process
 * of it died with that in hand, or let it go. What is sent once more for nothing, it skips.
 */
const PATIENCE_MS = 5 * SECOND;
/** A core that says less than before for that long means it: its database was brought back. */
const LESS_MS = 30 * SECOND;
/** Two answers further apart than this are no contact in between. */
const CONTACT_MS = 15 * SECOND;
/** A want is asked once more after this. */
const ASKED_MS = 5 * SECOND;

export type Progress = {
  /** The end of what the core has; null before its first word. */
  readonly applied: Mark | null;
  readonly contactAt: number | null;
  /** When the core last moved on, or had nothing to move on to, in unbroken contact. */
  readonly movedAt: number;
  /** Since when it says less than before: late answers do that, and a database brought back. */
  readonly lessSince: number | null;
  /** Doubles with each resend that brought nothing. */
  readonly patienceMs: number;
  readonly askedAt: number | null;
};

export const NO_PROGRESS: Progress = {
  ...{ applied: null, contactAt: null, movedAt: 0, lessSince: null, patienceMs: PATIENCE_MS },
  askedAt: null,
};

export type Told = {
  readonly applied: Mark;
  readonly want: number | null;
  /** The hub said that it has everything up to here. */
  readonly handedOver: number;
  /** Since when it has something that the core does not tell of. */
  readonly since: number;
  readonly now: number;
};

/** The core says less than it did, and means it. */
const fellBack = ({ lessSince }: Progress, { now }: Told): boolean =>
  lessSince !== null && now - lessSince >= LESS_MS;

/** A clock that was set back says nothing of how long ago anything was: all of it begins now. */
const sinceNow = (before: Progress, now: number): Progress => {
  const { contactAt, lessSince } = before;
  if (contactAt === null || contactAt <= now) return before;
  return { ...before, movedAt: now, lessSince: lessSince === null ? null : now, askedAt: null };
};

const withContact = (known: Progress, { now }: Told): Progress => {
  const before = sinceNow(known, now);
  const { contactAt, movedAt } = before;
  const unbroken = contactAt !== null && now - contactAt <= CONTACT_MS;
  return { ...before, contactAt: now, movedAt: unbroken ? movedAt : now };
};

const moved = (before: Progress, { applied, now }: Told): Progress => ({
  ...before,
  ...{ applied, movedAt: now, lessSince: null, patienceMs: PATIENCE_MS, askedAt: null },
});

const standing = (before: Progress, told: Told): Progress =>
  told.handedOver > told.applied.seq
    ? { ...before, lessSince: null }
    : { ...before, movedAt: told.now, lessSince: null };

const mayAsk = ({ askedAt }: Progress, now: number): boolean =>
  askedAt === null || now - askedAt >= ASKED_MS;

/**
 * What one word of the core changes. Pure.
 * `rewind`: send again from `progress.applied`, because the hub's queue does not hold what follows.
 */
export const heard = (
  before: Progress,
  told: Told,
): { readonly progress: Progress; readonly rewind: boolean } => {
  const now = withContact(before, told);
  const known = now.applied?.seq ?? -1;
  if (told.applied.seq < known && !fellBack(now, told)) {
    return { progress: { ...now, lessSince: now.lessSince ?? told.now }, rewind: false };
  }
  if (told.applied.seq < known) return { progress: moved(now, told), rewind: true };
  const next = told.applied.seq > known ? moved(now, told) : standing(now, told);
  if (told.handedOver <= told.applied.seq) return { progress: next, rewind: false };
  const asked = told.want === told.applied.seq + 1 && mayAsk(next, told.now);
  const stuck = told.now - Math.max(next.movedAt, told.since) >= next.patienceMs;
  if (!asked && !stuck) return { progress: next, rewind: false };
  const patienceMs = Math.min(HOUR, next.patienceMs * 2);
  const askedAt = asked ? told.now : next.askedAt;
  return { progress: { ...next, askedAt, movedAt: told.now, patienceMs }, rewind: true };
};
