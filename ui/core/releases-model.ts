import type { ReleaseLine, RunningLine } from '../../src/core/app.ts';

export type ReleaseState = 'halted' | 'expired' | 'held' | 'partly' | 'all';

/** Steps of a roll-out that a tap reaches; the console takes any other. */
export const STEPS = [0, 10, 25, 50, 100] as const;

/** Until when its last file may be taken; null: it has none. */
const lastDay = ({ files }: ReleaseLine): number | null =>
  files.length === 0 ? null : Math.max(...files.map(({ expiresAt }) => expiresAt));

export const stateOf = (release: ReleaseLine, nowMs: number): ReleaseState => {
  const until = lastDay(release);
  if (release.haltedAt !== null) return 'halted';
  if (until !== null && until <= nowMs) return 'expired';
  if (release.rollout === 0) return 'held';
  return release.rollout === 100 ? 'all' : 'partly';
};

/** The newest that halted itself, which somebody has to look at until a newer one is on its way. */
export const alarming = (releases: readonly ReleaseLine[]): ReleaseLine | undefined => {
  const halted = releases.find(({ haltedWhy }) => isFailure(haltedWhy ?? undefined));
  const isOver = releases.some(
    ({ product, channel, sequence, rollout, haltedAt }) =>
      product === halted?.product &&
      channel === halted.channel &&
      sequence > halted.sequence &&
      rollout > 0 &&
      haltedAt === null,
  );
  return isOver ? undefined : halted;
};

/** What a release is to the fleet, as shares of all its venues in per cent; what is none is left out. */
export const sharesOf = ({ venues }: ReleaseLine, fleet: number) =>
  (['running', 'offered', 'wentBack'] as const)
    .map((part) => ({ part, percent: Math.min(100, (100 * venues[part]) / Math.max(1, fleet)) }))
    .filter(({ percent }) => percent > 0);

/** It went back, or its file was not taken. */
export const isFailure = (outcome: string | undefined): boolean =>
  outcome === 'rolledBack' || outcome === 'refused';

const newest = ({ outcomes }: RunningLine) => outcomes[0];

/** What went wrong first, then who gets something next, then the rest as it came (by name). */
const rankOf = (venue: RunningLine): number => {
  if (isFailure(newest(venue)?.outcome)) return 0;
  return venue.offered === null ? 2 : 1;
};

export const inOrder = (venues: readonly RunningLine[]): readonly RunningLine[] =>
  venues.toSorted((a, b) => rankOf(a) - rankOf(b));

/** Where a build went back or was not taken, with the reason that the leaf told. */
export const failuresOf = (
  venues: readonly RunningLine[],
  sequence: number,
): readonly {
  readonly venue: RunningLine;
  readonly reason: string | null;
  readonly at: number;
}[] =>
  venues.flatMap((venue) =>
    venue.outcomes
      .filter((one) => one.sequence === sequence && isFailure(one.outcome))
      .map(({ reason, seenAt }) => ({ venue, reason, at: seenAt })),
  );
