import { describe, expect, test } from 'bun:test';
import type { Plan } from '../../scripts/bench/measure.ts';
import { lineOf, measured, recordOf } from '../../scripts/bench/measure.ts';
import { markOf, playNight } from '../../scripts/bench/night.ts';
import { middleBy, percentile } from '../../scripts/bench/numbers.ts';
import { fold } from '../../src/kernel/decider.ts';
import { recorded } from '../../src/kernel/envelope.ts';
import type { TournamentEvent } from '../../src/rooms/tournament/events.ts';
import { tournament } from '../../src/rooms/tournament/room.ts';

const plan = (at: 'least' | 'most', ratio: number): Plan => ({
  ...{ name: 'walk', unit: 'ms', limitName: 'a run' },
  bound: { at, ratio },
});

describe('numbers', () => {
  test('a percentile is one of the values, by nearest rank, whatever their order', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([1, 50, 99, 100].map((p) => percentile(hundred, p))).toEqual([1, 50, 99, 100]);
    expect(percentile([5, 3, 4], 50)).toBe(4);
    expect(percentile([7], 99)).toBe(7);
    expect(percentile([], 50)).toBeNaN();
  });

  test('the middle is the lower of two, and leaves the list as it was', () => {
    const list = [4, 1, 3, 2];
    expect(middleBy(list, (n) => n)).toBe(2);
    expect(list).toEqual([4, 1, 3, 2]);
    expect(() => middleBy([], Number)).toThrow('no middle');
  });
});

describe('measures', () => {
  const rounds = [
    { value: 30, limit: 10 },
    { value: 10, limit: 10 },
    { value: 40, limit: 20 },
  ];

  test('the round in the middle speaks for all: value ÷ limit is the ratio', () => {
    const { value, limit, ratio, ratios } = measured(plan('most', 2), rounds);
    expect({ value, limit, ratio, ratios }).toEqual({
      ...{ value: 40, limit: 20, ratio: 2 },
      ratios: [3, 1, 2],
    });
  });

  test('a bound is met up to itself, and said to be missed beyond', () => {
    const met = (at: 'least' | 'most', ratio: number) => measured(plan(at, ratio), rounds).met;
    expect([met('most', 2), met('most', 1.9), met('least', 2), met('least', 2.1)]).toEqual([
      ...[true, false],
      ...[true, false],
    ]);
    expect(lineOf(measured(plan('most', 1.9), rounds))).toBe(
      'walk: 40 ms; a run 20 ms; ratio 2.00 (middle of 3, 1.00 to 3.00), at most 1.9: MISSED',
    );
  });

  test('the JSON has the fields that were promised, and no more', () => {
    expect(recordOf(measured(plan('most', 2), rounds, ['a note']))).toEqual({
      ...{ name: 'walk', unit: 'ms', value: 40 },
      ...{ limitName: 'a run', limit: 20, ratio: 2 },
    });
  });
});

describe('the night that benchmarks play', () => {
  test('is a whole one, and its events alone lead to the same end', () => {
    const { events, playerIds } = playNight(100);
    const state = fold(
      tournament.evolve,
      tournament.initial(),
      events.map((envelope) => recorded<TournamentEvent>(envelope)),
    );
    expect([state.status, state.totals.entries, state.totals.live]).toEqual(['ended', 100, 1]);
    expect(new Set(playerIds).size).toBe(100);
    expect(new Set(events.map(({ type }) => type))).toContain('player.busted.undone');
  });

  test('every id in it ends with its mark, so that copies need only another one', () => {
    const { stream, events, playerIds } = playNight(20, 7);
    const ids = [stream, ...events.map(({ id }) => id), ...playerIds];
    expect(ids.filter((id) => !id.endsWith(markOf(7)))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
