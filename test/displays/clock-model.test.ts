import { describe, expect, test } from 'bun:test';
import { betsOf, blinds, moodOf, nextParts, registrationLine } from '../../displays/clock/model.ts';
import { qrPath } from '../../displays/shared/qr.ts';
import { leftMs } from '../../displays/shared/screen.ts';
import type { LevelView, ScreenView } from '../../src/rooms/tournament/views/screen.ts';

const level = (some: Partial<LevelView> = {}): LevelView => ({
  ...{ kind: 'round', sb: 400, bb: 800, ante: 0, anteType: 'none', bringIn: 0, limits: [] },
  ...{ game: "No-Limit Hold'em", minutes: 20, colorUp: [], color: null },
  ...some,
});

const view = (
  some: { clock?: Partial<ScreenView['clock']>; now?: LevelView } = {},
): ScreenView => ({
  ...{ title: 'Friday', currency: 'EUR', status: 'running', chips: [], chipUp: [], next: null },
  clock: {
    ...{ remainingMs: 60_000, paused: false, level: 8, levels: 24, index: 9, lengthMs: 1_200_000 },
    ...{
      elapsedMs: 0,
      breakInMs: null,
      startsAt: null,
      warningSeconds: [60, 30],
      undecided: false,
    },
    ...some.clock,
  },
  blinds: some.now ?? level(),
  stats: {
    ...{ entries: 0, remaining: 0, rebuys: 0, addOns: 0, avgStack: 0, avgBigBlinds10: null },
    ...{ chipsInPlay: 0, prizePool: 0, placesPaid: 0, firstPrize: 0, nextPrize: 0 },
    provisional: true,
  },
  registration: { open: true, closesInMs: null },
});

test.each([
  [[400, 800, 800], '400 800 800'],
  [[20_000, 40_000, 40_000], '20,000 40,000 40,000'],
  [[50_000, 100_000, 100_000], '50K 100K 100K'],
  [[12_500, 125_000], '12.5K 125K'],
  [[5_000_000, 10_000_000], '5M 10M'],
])('blinds of one level share a unit: %o', (values, words) => {
  expect(blinds(values).join(' ')).toBe(words);
});

test('BLD-1: blinds, antes, bring-ins and limits each stand with their name', () => {
  const words = (one: LevelView) => betsOf(one).map(({ label, value }) => `${label} ${value}`);
  expect(words(level({ ante: 800, anteType: 'bigBlind' }))).toEqual([
    'Blinds 400/800',
    'Big blind ante 800',
  ]);
  const stud = { sb: 0, bb: 0, ante: 100, anteType: 'classic', bringIn: 200 } as const;
  expect(words(level({ ...stud, limits: [400, 800] }))).toEqual([
    'Limits 400/800',
    'Ante 100',
    'Bring-in 200',
  ]);
  expect(nextParts(level({ kind: 'break', minutes: 15 }))).toEqual(['Break', '15 min']);
});

describe('the mood follows what the room has to do', () => {
  test.each([
    ['running', view(), 61_000],
    ['warning', view(), 60_000],
    ['last', view(), 10_000],
    ['paused', view({ clock: { paused: true } }), 5_000],
    ['undecided', view({ clock: { undecided: true } }), 5_000],
    ['break', view({ now: level({ kind: 'break' }) }), 50_000],
    ['last', view({ now: level({ kind: 'break' }) }), 9_000],
  ] as const)('%s', (mood, data, left) => {
    expect(moodOf(data, left)).toBe(mood);
  });
});

const shown = (data: ScreenView) => ({
  data,
  tournamentId: 't',
  ts: 0,
  at: 1_000,
  remainingMs: 60_000,
});

test('DSP-6: between messages the time runs on, down to 0:00 and no further', () => {
  expect(leftMs(shown(view()), 31_000)).toBe(30_000);
  expect(leftMs(shown(view()), 500_000)).toBe(0);
});

test('DSP-6: a clock that stands does not run on', () => {
  expect(leftMs(shown(view({ clock: { paused: true } })), 500_000)).toBe(60_000);
  expect(leftMs(shown(view({ clock: { undecided: true } })), 500_000)).toBe(60_000);
});

test('CLK-5: late registration is named with its end, to the second when it is near', () => {
  const at = (closesInMs: number | null): ScreenView => ({
    ...view(),
    registration: { open: true, closesInMs },
  });
  expect(registrationLine(at(720_000), 0)).toBe('Late registration · 12 min');
  expect(registrationLine(at(200_000), 50_000)).toBe('Late registration · 2:30');
  expect(registrationLine(at(null), 0)).toBe('Late registration open');
});

test('a QR code draws exactly its dark squares', () => {
  expect(
    qrPath([
      [true, false],
      [false, true],
    ]),
  ).toBe('M0 0h1v1h-1zM1 1h1v1h-1z');
});
