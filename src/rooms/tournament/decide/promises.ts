import type { Recorded, Refusal } from '../../../kernel/decider.ts';
import { fold, refuse } from '../../../kernel/decider.ts';
import { sum } from '../../../kernel/money.ts';
import type { Command, RefusalCode } from '../commands.ts';
import type { TournamentEvent } from '../events.ts';
import { evolve } from '../evolve.ts';
import type { State } from '../state.ts';
import { coveredBy, dueTo, poolOf } from '../views/standings.ts';

/** Commands that may change what places, bounties and the pool bring. */
const TOUCHES_MONEY: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'configure',
  'buyIn',
  'rebuy',
  'addOn',
  'unregister',
  'noShow',
  'bust',
  'bustOne',
  'correctRank',
  'changePayouts',
  'grantPrize',
  'setRegistration',
  'deal',
  'undo',
  'redo',
]);

/** Something was handed over, granted or agreed that later commands must leave covered. */
const hasPromises = ({ totals, deal }: State): boolean =>
  deal !== null || totals.granted > 0 || (totals.money['prizes'] ?? 0) !== 0;

/** States and events are plain JSON. */
const copyOf = <T>(plain: T): T => JSON.parse(JSON.stringify(plain));

/** Entries that hold more than what is due to them. */
const overpaid = (state: State): readonly string[] =>
  Object.values(state.entries).flatMap((entry) =>
    entry.prizePaid > 0 && dueTo(state, entry) < 0 ? [entry.id] : [],
  );

/** A deal has to share exactly what its places bring. */
const dealFits = (state: State): boolean => {
  const fact = state.deal === null ? undefined : state.facts[state.deal];
  if (fact?.type !== 'deal.made') return true;
  const { shares } = fact.data;
  const due = coveredBy(
    state,
    shares.map((s) => s.entryId),
  );
  return due === sum(shares.map((s) => s.amount));
};

const brokenIn = (after: State): Refusal<RefusalCode> | null => {
  const entryIds = overpaid(after);
  if (entryIds.length > 0) return refuse('PRIZES_PAID', { entryIds });
  const { pool } = poolOf(after);
  if (after.totals.granted > pool)
    return refuse('PAYS_TOO_MUCH', { granted: after.totals.granted, pool });
  return dealFits(after) ? null : refuse('PRIZES_DO_NOT_ADD_UP', { eventId: after.deal });
};

/**
 * Whether what was paid, granted or agreed stays covered once these events are folded; tried on a
 * copy, and only where there is something to keep. Null where all is well.
 */
export const brokenPromise = (
  state: State,
  command: Command,
  events: readonly TournamentEvent[],
): Refusal<RefusalCode> | null => {
  if (events.length === 0 || !TOUCHES_MONEY.has(command.type) || !hasPromises(state)) return null;
  const recorded = events.map(
    (event, i): Recorded<TournamentEvent> => ({
      ...copyOf(event),
      id: `tried-${i}`,
      version: state.version + 1 + i,
      at: command.now.wallMs,
      by: 'system',
    }),
  );
  return brokenIn(fold(evolve, copyOf(state), recorded));
};
