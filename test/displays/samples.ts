import type { AssignMessage } from '../../src/rooms/displays/views/messages.ts';
import type { Board, LobbyLine } from '../../src/rooms/tournament/views/boards.ts';
import type {
  LevelView,
  ScheduleLine,
  ScreenView,
} from '../../src/rooms/tournament/views/screen.ts';

export const LONG_NAME = 'Bartholomäus-Maximilian von Hohenlohe-Waldenburg';
const FIRST = ['Ana', 'Björn', 'Chinonso', 'Þórdís', 'Nguyễn Thị', 'محمد', 'Wojciech', 'Yuki'];
const LAST = ['Ng', 'Sørensen-Kjærgaard', 'García Márquez', 'الراشد', 'Papadopoulos', 'O’Neill'];

const pick = (list: readonly string[], i: number): string => list[i % list.length] ?? '';

/** So many names; every seventh is as long as a name gets. */
export const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) =>
    i % 7 === 0 ? `${LONG_NAME} ${i}` : `${pick(FIRST, i)} ${pick(LAST, i * 5 + 1)} ${i}`,
  );

export const level = (some: Partial<LevelView> = {}): LevelView => ({
  ...{ kind: 'round', sb: 400, bb: 800, ante: 800, anteType: 'bigBlind', bringIn: 0, limits: [] },
  ...{ game: "No-Limit Hold'em", minutes: 20, colorUp: [], color: null },
  ...some,
});

export const pause = (some: Partial<LevelView> = {}): LevelView =>
  level({
    ...{ kind: 'break', sb: 0, bb: 0, ante: 0, anteType: 'none', game: '', minutes: 15 },
    ...some,
  });

type Some = {
  readonly title?: string;
  readonly status?: ScreenView['status'];
  readonly clock?: Partial<ScreenView['clock']>;
  readonly stats?: Partial<ScreenView['stats']>;
  readonly now?: LevelView;
  readonly next?: LevelView | null;
  readonly registration?: ScreenView['registration'];
  readonly winners?: readonly string[];
};

export const screenView = (some: Some = {}): ScreenView => ({
  title: some.title ?? 'Friday 500 Deepstack',
  ...{ currency: 'DKK', status: some.status ?? 'running' },
  clock: {
    ...{ remainingMs: 767_000, paused: false, level: 8, levels: 24, index: 9 },
    ...{ lengthMs: 1_200_000, elapsedMs: 10_000_000, breakInMs: 3_167_000, startsAt: null },
    ...{ warningSeconds: [60, 30, 10], undecided: false },
    ...some.clock,
  },
  blinds: some.now ?? level(),
  next: some.next === undefined ? level({ sb: 500, bb: 1_000, ante: 1_000 }) : some.next,
  stats: {
    ...{ entries: 127, remaining: 84, rebuys: 12, addOns: 40, avgStack: 54_583 },
    ...{ avgBigBlinds10: 682, chipsInPlay: 4_585_000, prizePool: 7_110_000, placesPaid: 18 },
    ...{ firstPrize: 1_706_000, nextPrize: 85_000, provisional: true },
    ...some.stats,
  },
  registration: some.registration ?? { open: true, closesInMs: 720_000 },
  ...(some.winners === undefined ? {} : { winners: some.winners }),
  chips: [
    { value: 100, color: '#111827', label: '' },
    { value: 500, color: '#7c3aed', label: '' },
    { value: 1_000, color: '#ca9a04', label: '' },
    { value: 5_000, color: '#b91c1c', label: '' },
    { value: 25_000, color: '#15803d', label: '' },
  ],
  chipUp: [100],
});

/** Everything as large as it gets in one night. */
export const largest = (): ScreenView =>
  screenView({
    title: 'The Scandinavian Autumn Poker Festival 2026 Main Event Day 2 Unlimited Re-Entry',
    clock: { remainingMs: 3_723_000, lengthMs: 7_200_000, level: 28, levels: 40, index: 32 },
    now: level({ sb: 20_000, bb: 40_000, ante: 40_000 }),
    next: level({ sb: 25_000, bb: 50_000, ante: 50_000 }),
    stats: {
      ...{ entries: 12_345, remaining: 1_234, avgStack: 12_345_678, chipsInPlay: 9_876_543_210 },
      ...{ prizePool: 1_234_567_800, firstPrize: 223_456_700, nextPrize: 12_345_600 },
      ...{ placesPaid: 1_150, provisional: false },
    },
    registration: { open: false, closesInMs: null },
  });

const RANKED = 120;

const rankings = (count: number): Board => ({
  kind: 'rankings',
  lines: names(count).map((name, i) => ({
    rank: i < count - RANKED ? null : i + 1,
    name,
    prize: i < count - RANKED || i > count - RANKED + 15 ? 0 : 1_706_000 - i * 8_000,
    hits: i % 5,
    chips: i < count - RANKED ? 1_200_500 - i * 9_300 : null,
    seat: i < count - RANKED ? { table: `Table ${(i % 21) + 1}`, seat: (i % 9) + 1 } : null,
    bounty: i < count - RANKED ? 25_000 + (i % 3) * 12_500 : 0,
  })),
});

const scheduleLines = (): readonly ScheduleLine[] =>
  Array.from({ length: 30 }, (_, i) => {
    const big = [100, 200, 300, 500, 800, 1_000, 2_000, 5_000, 20_000, 100_000][i % 10] ?? 100;
    const at = { index: i, level: i + 1 - Math.floor(i / 6), startsInMs: (i - 9) * 1_200_000 };
    return i % 6 === 5
      ? { ...pause({ game: i === 11 ? 'Dinner' : '' }), ...at }
      : { ...level({ sb: big / 2, bb: big, ante: big }), ...at };
  });

/** A board with so many players, names as long as they get. */
export const boards = (count: number): readonly Board[] => [
  rankings(count),
  {
    kind: 'seating',
    lines: names(count).map((name, i) => ({
      ...{ name, table: `Table ${Math.floor(i / 9) + 1}`, seat: (i % 9) + 1 },
    })),
  },
  { kind: 'schedule', lines: count === 0 ? [] : scheduleLines() },
  {
    kind: 'prizePool',
    made: [
      { line: 'entries', amount: 6_350_000 },
      { line: 'rebuys', amount: 600_000 },
      { line: 'addOns', amount: 1_200_000 },
      { line: 'rake', amount: -1_040_000 },
      { line: 'withheld', amount: -50_000 },
      { line: 'houseContribution', amount: 30_000 },
      { line: 'overlay', amount: 20_000 },
    ],
    places: Array.from({ length: Math.min(count, 36) }, (_, i) => ({
      ...{ from: i < 9 ? i + 1 : i * 3 - 17, to: i < 9 ? i + 1 : i * 3 - 15 },
      each: Math.floor(1_706_000 / (i + 1)),
      names: i > 30 ? names(3) : [],
    })),
  },
  {
    kind: 'finalTable',
    table: 'Table 1',
    button: 4,
    seats: Array.from({ length: Math.min(count, 10) }, (_, i) =>
      i === 6
        ? null
        : {
            ...{ seat: i + 1, name: names(10)[i] ?? '', chips: 1_250_000 - i * 100_000 },
            bounty: i % 2 === 0 ? 62_500 : 0,
          },
    ),
  },
  {
    kind: 'movement',
    moves: names(Math.min(count, 30)).map((name, i) => ({
      name,
      from: i % 9 === 8 ? null : { table: `Table ${i + 1}`, seat: (i % 9) + 1 },
      to: i % 11 === 10 ? null : { table: `Table ${(i % 4) + 1}`, seat: ((i * 4) % 9) + 1 },
      atMs: 1_790_000_000_000 - i * 60_000,
    })),
  },
];

export const lobby = (count: number): readonly LobbyLine[] =>
  Array.from({ length: count }, (_, i) => ({
    tournamentId: `t${i}`,
    ...(i % 4 === 1
      ? largest()
      : i % 4 === 2
        ? screenView({ title: 'Turbo', now: pause(), clock: { remainingMs: 312_000 } })
        : i % 4 === 3
          ? screenView({ title: 'Sunday Bounty', status: 'setup', clock: { paused: true } })
          : screenView({ clock: { paused: i % 3 === 2 } })),
  }));

export const assign = (
  some: Partial<Omit<AssignMessage, 'config'>> & { config?: Partial<AssignMessage['config']> } = {},
): AssignMessage => ({
  ...{ type: 'assign', nodeId: 'tv-1', code: null, view: 'clock', tournamentId: 't1' },
  ...{ theme: 'dark', cycle: [], onBust: null },
  ...some,
  config: {
    ...{ name: 'TV 1', group: '', venue: 'Copenhagen Card Room', language: 'en', sound: false },
    ...{ timezone: 'Europe/Copenhagen', accent: null, background: null, logo: null },
    ...{ playerUrl: 'http://192.168.1.20:8080/t/0197f3a1-7c1e-7000-8000-000000000001' },
    wifi: { ssid: 'Card Room Guests', password: 'aces;full' },
    ...some.config,
  },
});
