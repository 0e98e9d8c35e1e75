import { compareText } from '../../../kernel/compare.ts';
import type { Now } from '../../../kernel/time.ts';
import type { View } from '../commands.ts';
import type { Turn } from '../events.ts';
import type { Display } from '../state.ts';
import { msLeft } from '../state.ts';

/** What a screen shows once lock, override and the rule of the one clock have spoken. */
export type Shown = {
  readonly view: View | 'unassigned';
  readonly tournamentId: string | null;
  readonly cycle: readonly Turn[];
  readonly onBust: Turn | null;
};

const NOTHING: Shown = { view: 'unassigned', tournamentId: null, cycle: [], onBust: null };

/** Every view but the lobby is some tournament's. */
const canShow = (view: View, tournamentId: string | null): boolean =>
  view === 'lobby' || tournamentId !== null;

/** The override that is in force on a screen; null where there is none, or its time is over. */
export const overrideOn = ({ override, locked }: Display, now: Now): Display['override'] => {
  if (override === null || locked) return null;
  const isOver = override.until !== null && msLeft(override.until, now) <= 0;
  return isOver ? null : override;
};

/** What a screen shows by itself: its override, which rests the playlist, else its own. */
export const shownOn = (display: Display, now: Now): Shown => {
  const over = overrideOn(display, now);
  const tournamentId = over?.tournamentId ?? display.tournamentId;
  if (over !== null && canShow(over.view, tournamentId))
    return { view: over.view, tournamentId, cycle: [], onBust: null };
  const { view, cycle, onBust } = display;
  if (!canShow(view, display.tournamentId)) return NOTHING;
  const fits = (turn: Turn) => canShow(turn.view, display.tournamentId);
  return {
    ...{ view, tournamentId: display.tournamentId, cycle: cycle.filter(fits) },
    onBust: onBust !== null && fits(onBust) ? onBust : null,
  };
};

/** Never anything but the clock. */
const isFixedClock = ({ view, cycle, onBust }: Shown): boolean =>
  cycle.length === 0 ? view === 'clock' && onBust === null : false;

type Candidate = { readonly display: Display; readonly shown: Shown };

/** Who gives its views up for the clock with the least harm: 0 before 3. */
const reluctance = ({ display, shown }: Candidate, now: Now): number => {
  const isOver = overrideOn(display, now) !== null;
  const rotates = shown.cycle.length > 0 || shown.view === 'clock';
  if (rotates && !isOver) return 0;
  if (display.locked) return 3;
  return isOver ? 2 : 1;
};

/** Of the screens of one tournament the one that has to hold its clock; none where one does already. */
const holderOf = (screens: readonly Candidate[], now: Now): string | undefined => {
  if (screens.length < 2 || screens.some(({ shown }) => isFixedClock(shown))) return undefined;
  const [first] = [...screens].sort(
    (a, b) =>
      reluctance(a, now) - reluctance(b, now) ||
      compareText(a.display.name, b.display.name) ||
      compareText(a.display.nodeId, b.display.nodeId),
  );
  return first?.display.nodeId;
};

/** Whether a screen is some tournament's: one that only shows the lobby is nobody's. */
const isOn = ({ view, cycle }: Shown): boolean => view !== 'lobby' || cycle.length > 0;

/**
 * Screens that have to hold the clock (DSP-4): of two or more on one tournament at least one shows
 * nothing but the clock. Where none does, it is one that cycles, else one with a view of its own, else
 * one under an override, else one that is locked; of equal ones the first by name, then by id.
 * @param online every screen that is there now.
 */
export const clockHolders = (online: readonly Display[], now: Now): ReadonlySet<string> => {
  const byTournament = new Map<string, Candidate[]>();
  for (const display of online) {
    const shown = shownOn(display, now);
    const { tournamentId } = shown;
    if (tournamentId === null || !isOn(shown)) continue;
    const others = byTournament.get(tournamentId) ?? [];
    byTournament.set(tournamentId, [...others, { display, shown }]);
  }
  const holders = [...byTournament.values()].flatMap((screens) => holderOf(screens, now) ?? []);
  return new Set(holders);
};

/** The same screen as the tournament's one clock: its playlist rests. */
export const holding = ({ tournamentId }: Shown): Shown => ({
  ...{ view: 'clock', tournamentId, cycle: [], onBust: null },
});
