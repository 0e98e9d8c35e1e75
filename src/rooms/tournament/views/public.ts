import type { Language } from '../../../kernel/language.ts';
import type { Now } from '../../../kernel/time.ts';
import type { State } from '../state.ts';
import { paidPlaces } from './paid-places.ts';
import type { Names, RankingLine } from './players.ts';
import { rankingsView } from './players.ts';
import { schedule, screenView } from './screen.ts';
import { standings } from './standings.ts';

/** A line of the rankings as a phone anywhere in the world may see it. */
export type PublicLine = Omit<RankingLine, 'seat'> & {
  /**
   * Number of the person's first entry here: what a phone remembers its owner by, since two names
   * may look the same from outside. It says nothing beyond this tournament.
   */
  readonly player: number;
  readonly seat: { readonly table: string; readonly seat: number } | null;
};

const numberOf = (state: State, playerId: string): number =>
  Math.min(...(state.byPlayer[playerId] ?? []).map((id) => state.entries[id]?.number ?? 0));

const publicRankings = (state: State, names: Names): readonly PublicLine[] => {
  const { list } = standings(state);
  return rankingsView(state, names).map(({ seat, ...line }, i) => ({
    ...line,
    player: numberOf(state, list[i]?.playerId ?? ''),
    seat: seat === null ? null : { table: seat.table, seat: seat.seat },
  }));
};

/** What a phone may know of the venue. */
export type PublicVenue = {
  readonly name: string;
  readonly timezone: string;
  /** The venue's colour, `#rrggbb`; null: the theme's own. */
  readonly accent: string | null;
};

const listOf = (rankings: readonly PublicLine[]) => ({
  rankings,
  /** Lines of the whole list: a page's first HTML brings only those along that it shows at once. */
  listed: rankings.length,
});

/**
 * Everything a player's phone shows, in one answer; live messages carry the screen's part of it.
 * @param names as they may be told outside the room (GDP-3).
 */
export const publicView = (
  state: State,
  now: Now,
  { names, venue }: { readonly names: Names; readonly venue: PublicVenue },
) => ({
  venue: venue.name,
  timezone: venue.timezone,
  accent: venue.accent,
  ...screenView(state, now, names),
  version: state.version,
  payouts: paidPlaces(state).map(({ dealt, ...prize }) => prize),
  schedule: schedule(state, now),
  ...listOf(publicRankings(state, names)),
});
export type PublicView = ReturnType<typeof publicView>;

/** What the phone's page chose before, and which part of it is asked for. */
export type Visitor = {
  /** The phone's owner, as `PublicLine` numbers people; null: not said yet. */
  readonly me: number | null;
  readonly tab: string;
  readonly theme: 'auto' | 'dark' | 'light';
  readonly language: Language;
};

/**
 * Of a page that comes from the core: it is asked every few seconds, because only the leaf has a
 * socket, and `room` is where the leaf's own page is for phones in its network; null: not known.
 */
export type Far = { readonly room: string | null };

/** The leaf's wall clock belongs to the view: what counts down to a time of day needs it. */
export type FirstTold = Visitor & {
  readonly view: PublicView | null;
  /** Why there is no view: the tournament was there and was taken back. */
  readonly calledOff: boolean;
  readonly ts: number;
  /** Null: the leaf itself wrote the page. */
  readonly far: Far | null;
};

/**
 * The page of a moment as markup, by the same code that runs in the browser, which goes on from
 * `told`: of long lists only what the markup shows.
 */
export type FirstPaint = (told: FirstTold) => {
  readonly title: string;
  readonly body: string;
  readonly told: FirstTold;
};
