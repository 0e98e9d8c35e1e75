import { describe, expect, test } from 'bun:test';
import type { Playing, Programme } from '../../displays/shared/cycle.ts';
import { beginning, busted, pageAt, pageMsOf, play, viewOf } from '../../displays/shared/cycle.ts';

const programme: Programme = {
  view: 'clock',
  cycle: [
    { view: 'clock', seconds: 20 },
    { view: 'rankings', seconds: 10 },
    { view: 'prizePool', seconds: 15 },
  ],
  onBust: { view: 'seating', seconds: 8 },
};
const EARLY = 600_000;

/** Second by second, as a page does it. */
const after = (
  seconds: number,
  { from = beginning, leftMs = EARLY }: { from?: Playing; leftMs?: number | null } = {},
): Playing => {
  let playing = from;
  for (let i = 0; i < seconds; i++) playing = play(programme, playing, { ms: 1_000, leftMs });
  return playing;
};

test.each([
  [0, 'clock'],
  [19, 'clock'],
  [20, 'rankings'],
  [29, 'rankings'],
  [30, 'prizePool'],
  [44, 'prizePool'],
  [45, 'clock'],
  [65, 'rankings'],
] as const)('DSP-4: after %i s the turn of the cycle is on: %s', (seconds, view) => {
  expect(viewOf(programme, after(seconds))).toBe(view);
});

test('DSP-4: without a cycle it is the one view, for ever', () => {
  const one: Programme = { view: 'schedule', cycle: [], onBust: null };
  const playing = play(one, beginning, { ms: 3_600_000, leftMs: EARLY });
  expect(viewOf(one, playing)).toBe('schedule');
});

describe("DSP-4: in a level's last 60 s nothing is swapped", () => {
  test('what stands there stays, and its turn goes on afterwards', () => {
    const held = after(90, { from: after(25), leftMs: 60_000 });
    expect(viewOf(programme, held)).toBe('rankings');
    expect(viewOf(programme, after(4, { from: held }))).toBe('rankings');
    expect(viewOf(programme, after(5, { from: held }))).toBe('prizePool');
  });

  test('a second earlier it still is', () => {
    expect(viewOf(programme, after(1, { from: after(19), leftMs: 60_001 }))).toBe('rankings');
  });

  test('a bust changes nothing then, neither at once nor later', () => {
    const playing = busted(programme, after(5), 60_000);
    expect(viewOf(programme, playing)).toBe('clock');
    expect(viewOf(programme, after(1, { from: playing }))).toBe('clock');
  });

  test('a bust just before it stays until the level is over', () => {
    const playing = busted(programme, after(5), 61_000);
    const held = after(60, { from: playing, leftMs: 60_000 });
    expect(viewOf(programme, held)).toBe('seating');
    expect(viewOf(programme, after(8, { from: held }))).toBe('clock');
  });
});

test('DSP-4: a bust shows its view for its seconds, then the turn goes on where it was', () => {
  const playing = busted(programme, after(15), EARLY);
  expect(viewOf(programme, playing)).toBe('seating');
  expect(viewOf(programme, after(7, { from: playing }))).toBe('seating');
  const back = after(8, { from: playing });
  expect(viewOf(programme, back)).toBe('clock');
  expect(viewOf(programme, after(4, { from: back }))).toBe('clock');
  expect(viewOf(programme, after(5, { from: back }))).toBe('rankings');
});

test('DSP-4: another bust meanwhile begins its seconds anew', () => {
  const twice = busted(programme, after(6, { from: busted(programme, after(5), EARLY) }), EARLY);
  expect(viewOf(programme, after(7, { from: twice }))).toBe('seating');
  expect(viewOf(programme, after(8, { from: twice }))).toBe('clock');
});

test('DSP-4: without an on-bust view a bust shows nothing else', () => {
  const none = { ...programme, onBust: null };
  expect(viewOf(none, busted(none, after(5), EARLY))).toBe('clock');
});

test('before the start there is no last minute', () => {
  expect(viewOf(programme, after(20, { leftMs: null }))).toBe('rankings');
});

test('a turn is a whole number of pages of about eight seconds', () => {
  expect(pageMsOf(programme, after(0))).toBe(20_000 / 3);
  expect(pageMsOf(programme, after(20))).toBe(10_000);
  expect(pageMsOf({ ...programme, cycle: [] }, beginning)).toBe(8_000);
});

test('a list that is longer than its turn goes on with its next page in the next one', () => {
  const pages = (seconds: number) => {
    const playing = after(seconds);
    return pageAt(playing.shownMs.rankings ?? 0, pageMsOf(programme, playing), 3);
  };
  expect([20, 65, 110, 155].map(pages)).toEqual([0, 1, 2, 0]);
});
