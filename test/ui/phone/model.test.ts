import { expect, test } from 'bun:test';
import type { PublicLine } from '../../../src/rooms/tournament/views/public.ts';
import type { LevelView, ScreenView } from '../../../src/rooms/tournament/views/screen.ts';
import type { Moment } from '../../../ui/phone/model.ts';
import {
  ageText,
  digits,
  findNames,
  gone,
  inOrder,
  levelLine,
  mine,
  nameText,
  noteOf,
  shortTime,
  statusOf,
  tabOf,
  toneOf,
} from '../../../ui/phone/model.ts';

const round: LevelView = {
  ...{ kind: 'round', sb: 500, bb: 1_000, ante: 1_000, anteType: 'bigBlind', bringIn: 0 },
  ...{ limits: [], game: "No-Limit Hold'em", minutes: 20, colorUp: [], color: null },
};
const pause: LevelView = { ...round, kind: 'break', sb: 0, bb: 0, ante: 0, minutes: 10 };

const clock: ScreenView['clock'] = {
  ...{ remainingMs: 600_000, paused: false, level: 8, levels: 24, index: 9, lengthMs: 1_200_000 },
  ...{ elapsedMs: 0, breakInMs: null, startsAt: null, warningSeconds: [60, 10] },
  undecided: false,
};

const data = (more: Partial<ScreenView> = {}): ScreenView => ({
  ...{ title: 'Friday', currency: 'EUR', status: 'running', clock, blinds: round, next: round },
  stats: {
    ...{ entries: 127, remaining: 84, rebuys: 0, addOns: 0, avgStack: 54_600 },
    ...{ avgBigBlinds10: 546, chipsInPlay: 0, prizePool: 0, placesPaid: 19, firstPrize: 0 },
    ...{ nextPrize: 0, provisional: true },
  },
  ...{ registration: { open: false, closesInMs: null }, chips: [], chipUp: [] },
  ...more,
});

const moment = (more: Partial<Moment> = {}): Moment => ({
  ...{ data: data(), leftMs: 600_000, wallMs: 1_000_000, ageMs: 0 },
  ...more,
});

test('PWA-1: the digits change colour with what the room has to do', () => {
  expect(toneOf(moment())).toBe('');
  expect(toneOf(moment({ leftMs: 60_000 }))).toBe('text-warning');
  expect(toneOf(moment({ leftMs: 10_000 }))).toBe('text-danger');
  expect(toneOf(moment({ data: data({ blinds: pause }) }))).toBe('text-info');
  const paused = data({ clock: { ...clock, paused: true } });
  expect(toneOf(moment({ data: paused, leftMs: 5_000 }))).toBe('text-secondary');
});

test('DSP-6: at 0:00 without the leaf it waits and says so; with it there is nothing to say', () => {
  expect(noteOf(moment({ leftMs: 0, ageMs: 20_000 }))).toBe('Waiting for the next level');
  expect(noteOf(moment({ leftMs: 0 }))).toBe('');
  expect(noteOf(moment({ ageMs: 20_000 }))).toBe('');
});

test('CLK-5: before a planned start the digits count down to it', () => {
  const startsAt = 1_000_000 + 5_400_000;
  const planned = data({ status: 'setup', clock: { ...clock, startsAt } });
  expect(digits(moment({ data: planned }))).toBe('1:30:00');
  expect(digits(moment())).toBe('10:00');
  expect(statusOf(planned)).toBe('setup');
});

test('CLK-7: a clock that waits for the choice of the floor is shown as paused', () => {
  const undecided = data({ clock: { ...clock, undecided: true } });
  expect(statusOf(undecided)).toBe('undecided');
  expect(noteOf(moment({ data: undecided }))).toBe('The floor is about to set the clock');
});

test('the bar is what of the level is gone, never more than all of it', () => {
  expect(gone(moment())).toBe(0.5);
  expect(gone(moment({ leftMs: 9_999_999 }))).toBe(0);
  expect(gone(moment({ leftMs: 0 }))).toBe(1);
});

test('a level is one line: blinds, ante, bring-in; a break says how long', () => {
  expect(levelLine(round)).toBe('500/1,000 · 1,000');
  expect(levelLine(pause)).toBe('Break · 10 min');
  const stud = { ...round, bb: 0, sb: 0, limits: [300, 600], bringIn: 100 };
  expect(levelLine(stud)).toBe('300/600 · 1,000 · Bring-in 100');
});

test('ages and short times are rounded so that they never promise too much', () => {
  expect([8_900, 61_000, 3_700_000].map(ageText)).toEqual(['8 s', '1 min', '1 h']);
  expect([299_000, 300_001].map(shortTime)).toEqual(['4:59', '6 min']);
});

const line = (player: number, name: string, rank: number | null): PublicLine => ({
  ...{ player, name, rank, ties: 1, prize: 0, other: null, hits: 0, seat: null },
});

const LINES = [
  line(1, 'Søren Æ.', null),
  line(2, 'Zoë É.', 3),
  line(3, 'Anna H.', null),
  line(4, 'Anna H.', 4),
];

test('a name is found without its accents, by any of its words', () => {
  expect(findNames(LINES, 'zoe e').map(({ player }) => player)).toEqual([2]);
  expect(findNames(LINES, ' h ann').map(({ player }) => player)).toEqual([3, 4]);
  expect(findNames(LINES, '  ')).toHaveLength(4);
  expect(findNames(LINES, 'hansen')).toEqual([]);
});

test('those still in come first, by name; the others by place', () => {
  expect(inOrder(LINES).map(({ player }) => player)).toEqual([3, 1, 2, 4]);
});

test('GDP-3: the owner of the phone is a person, not a name: the entry still in, else the best', () => {
  const again = [...LINES.map((one) => ({ ...one })), line(4, 'Anna H.', null)];
  expect(mine(again, 4)?.rank).toBeNull();
  expect(mine(LINES, 4)?.rank).toBe(4);
  expect(mine(LINES, null)).toBeUndefined();
});

test('GDP-1: an erased person has no name; initials are not torn from theirs', () => {
  expect(nameText('—')).toBe('No name');
  expect(nameText('Ursula v. d. L.')).toBe('Ursula\u00a0v.\u00a0d.\u00a0L.');
  expect(nameText('The Hawk')).toBe('The Hawk');
});

test('an unknown part of the page is the clock', () => {
  expect(tabOf('rank')).toBe('rank');
  expect([tabOf('x'), tabOf(null)]).toEqual(['clock', 'clock']);
});
