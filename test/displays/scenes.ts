import type { View } from '../../src/rooms/displays/commands.ts';
import type { LevelView, ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import { assign, boards, LONG_NAME, largest, level, lobby, pause, screenView } from './samples.ts';

const TS = Date.UTC(2026, 10, 20, 20, 47);
const AFTER = level({ sb: 500, bb: 1_000, ante: 1_000 });

const onBreak = (): ScreenView =>
  screenView({ now: pause({ game: 'Dinner' }), next: AFTER, clock: { remainingMs: 312_000 } });

const STUD: Partial<LevelView> = {
  ...{ sb: 0, bb: 0, ante: 5_000, anteType: 'classic', bringIn: 5_000, limits: [20_000, 40_000] },
  game: 'Seven Card Stud',
};

/** Amounts with which the next level stands below the blinds. */
const WIDE = {
  now: level({ sb: 4_000, bb: 8_000, ante: 8_000 }),
  next: level({ sb: 7_500, bb: 15_000, ante: 15_000 }),
};

/** States of the clock that look different. */
export const CLOCKS = {
  running: () => screenView(),
  largest,
  break: onBreak,
  warning: () => screenView({ clock: { remainingMs: 59_000 }, now: level({ color: '#16a34a' }) }),
  last: () => screenView({ clock: { remainingMs: 9_900 } }),
  paused: () => screenView({ clock: { paused: true } }),
  pausedWide: () => screenView({ clock: { paused: true }, ...WIDE }),
  pausedLong: () => screenView({ clock: { paused: true, remainingMs: 3_723_000 } }),
  undecided: () => screenView({ clock: { undecided: true } }),
  stud: () => screenView({ now: level(STUD), next: pause() }),
  setup: () => screenView({ status: 'setup', clock: { paused: true, startsAt: TS + 2_000_000 } }),
  ended: () =>
    screenView({
      ...{
        status: 'ended',
        clock: { paused: true },
        registration: { open: false, closesInMs: null },
      },
      stats: { remaining: 1, provisional: false },
    }),
  won: () => ({ ...CLOCKS.ended(), winners: ['Bente W.'] }),
  shared: () => ({ ...CLOCKS.ended(), winners: [LONG_NAME, 'Bente W.'] }),
} as const;
export type ClockScene = keyof typeof CLOCKS;

const state = (view: View, data: object) => ({
  ...{ type: 'state', view, tournamentId: 't1', ts: TS, version: 1 },
  data,
});

type Theme = 'dark' | 'light';

export const clockScene = (name: ClockScene, theme: Theme = 'dark'): readonly object[] => [
  assign({ theme }),
  state('clock', CLOCKS[name]()),
];

/** A view other than the clock, with so many players. */
export const boardScene = (
  view: View,
  {
    count = 200,
    data = screenView(),
    theme = 'dark',
  }: { count?: number; data?: ScreenView; theme?: Theme } = {},
): readonly object[] => [
  assign({ view, theme }),
  ...boards(count)
    .filter(({ kind }) => kind === view)
    .map((board) => state(view, { ...data, board })),
];

export const lobbyScene = (count: number, theme: Theme = 'dark'): readonly object[] => [
  assign({ view: 'lobby', tournamentId: null, theme, config: { playerUrl: null, wifi: null } }),
  {
    ...{ type: 'state', view: 'lobby', tournamentId: null, ts: TS },
    data: { tournaments: lobby(count) },
  },
];

export const unassignedScene = (code: string | null, theme: Theme = 'dark'): readonly object[] => [
  assign({ view: 'unassigned', tournamentId: null, code, theme, config: { name: '' } }),
];
