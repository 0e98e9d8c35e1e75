import { HOUR, MINUTE, SECOND } from '../../kernel/time.ts';
import type { AlertKind } from '../../server/alerts/kinds.ts';

/** A venue as it stands with this core; moments are the core's wall clock, ms. */
export type VenueStanding = {
  readonly venueId: string;
  readonly slug: string;
  readonly heardAt: number;
  /** Events of the leaf that are not here. */
  readonly waiting: number;
  /** Since when something of it is missing here; null: nothing is. */
  readonly behindSince: number | null;
  /** When more than its share of a day last came and was let go; null: never, or it was put away. */
  readonly overShareAt: number | null;
};

export const VENUE_ALERTS = [
  ...(['offline', 'lag', 'backlog', 'dayUsed'] as const),
] as const satisfies readonly AlertKind[];
export type VenueAlertKind = (typeof VENUE_ALERTS)[number];

export type VenueAlert = {
  readonly venueId: string;
  readonly slug: string;
  readonly kind: VenueAlertKind;
  readonly since: number;
  readonly value: number;
};

/** From where on it is one, and below what it is over (OPS-6). */
const LIMITS: { readonly [K in VenueAlertKind]: { readonly on: number; readonly off: number } } = {
  offline: { on: 5 * MINUTE, off: MINUTE },
  lag: { on: 30 * SECOND + 1, off: 10 * SECOND },
  backlog: { on: 1_001, off: 100 },
  dayUsed: { on: 1, off: 1 },
};

/** A leaf that was told to wait does so for up to an hour at once. */
const SHARE_MS = HOUR + 5 * MINUTE;

const valuesOf = (
  venue: VenueStanding,
  nowMs: number,
  sinceMs: number,
): { [K in VenueAlertKind]: number } => {
  const { heardAt, waiting, behindSince, overShareAt } = venue;
  const isTold = overShareAt !== null && nowMs - overShareAt < SHARE_MS;
  return {
    offline: Math.max(0, nowMs - Math.max(heardAt, sinceMs)),
    // It waits because this core told it to.
    lag: behindSince === null || isTold ? 0 : Math.max(0, nowMs - Math.max(behindSince, sinceMs)),
    backlog: isTold ? 0 : waiting,
    dayUsed: isTold ? waiting : 0,
  };
};

const keyOf = ({ venueId, kind }: Pick<VenueAlert, 'venueId' | 'kind'>) => `${venueId} ${kind}`;

/**
 * What stands of all venues, from what stood before. A leaf that is not heard says nothing of what it
 * has waiting, so that alone is told of it. Pure.
 * @param sinceMs when this core began to hear: while it was away it was its own silence.
 */
export const venueAlerts = (
  venues: readonly VenueStanding[],
  before: readonly VenueAlert[],
  nowMs: number,
  sinceMs = 0,
): readonly VenueAlert[] => {
  const stood = new Map(before.map((one) => [keyOf(one), one]));
  return venues.flatMap((venue) => {
    const { venueId, slug } = venue;
    const values = valuesOf(venue, nowMs, sinceMs);
    const raised = VENUE_ALERTS.flatMap((kind): VenueAlert[] => {
      const was = stood.get(keyOf({ venueId, kind }));
      const { on, off } = LIMITS[kind];
      const value = values[kind];
      const stands = was === undefined ? value >= on : value >= off;
      return stands ? [{ venueId, slug, kind, since: was?.since ?? nowMs, value }] : [];
    });
    const silent = raised.filter(({ kind }) => kind === 'offline');
    return silent.length > 0 ? silent : raised;
  });
};

/** What is new, and what is over. */
export const changesOf = (before: readonly VenueAlert[], now: readonly VenueAlert[]) => {
  const [was, is] = [before, now].map((all) => new Set(all.map(keyOf)));
  return {
    raised: now.filter((one) => !was?.has(keyOf(one))),
    cleared: before.filter((one) => !is?.has(keyOf(one))),
  };
};

const FEW_REQUESTS = 20;

/** That too many of this core's own answers failed inside. */
export type ErrorsAlert = { readonly since: number; readonly share: number };

/**
 * Above 5 % of the answers, until it is below 2 % (OPS-6), as on a leaf; of few requests nothing is
 * said. Pure.
 */
export const errorsAlert = (
  { asked, failed }: { readonly asked: number; readonly failed: number },
  before: ErrorsAlert | null,
  nowMs: number,
): ErrorsAlert | null => {
  const share = asked < FEW_REQUESTS ? 0 : failed / asked;
  const stands = before === null ? share > 0.05 : share >= 0.02;
  return stands ? { since: before?.since ?? nowMs, share } : null;
};
