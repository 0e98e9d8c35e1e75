import { MINUTE, SECOND } from '../../kernel/time.ts';
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
};

export const VENUE_ALERTS = ['offline', 'lag', 'backlog'] as const satisfies readonly AlertKind[];
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
};

const valuesOf = (venue: VenueStanding, nowMs: number): { [K in VenueAlertKind]: number } => ({
  offline: Math.max(0, nowMs - venue.heardAt),
  lag: venue.behindSince === null ? 0 : Math.max(0, nowMs - venue.behindSince),
  backlog: venue.waiting,
});

const keyOf = ({ venueId, kind }: Pick<VenueAlert, 'venueId' | 'kind'>) => `${venueId} ${kind}`;

/**
 * What stands of all venues, from what stood before. A leaf that is not heard says nothing of what it
 * has waiting, so that alone is told of it. Pure.
 */
export const venueAlerts = (
  venues: readonly VenueStanding[],
  before: readonly VenueAlert[],
  nowMs: number,
): readonly VenueAlert[] => {
  const stood = new Map(before.map((one) => [keyOf(one), one]));
  return venues.flatMap((venue) => {
    const { venueId, slug } = venue;
    const values = valuesOf(venue, nowMs);
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
