import { describe, expect, test } from 'bun:test';
import type { Timer } from '../../../../ui/tournament/hand-timer/model.ts';
import {
  afresh,
  banked,
  heardBetween,
  leftAt,
  newTimer,
  parseSeconds,
  phaseAt,
  secondsAt,
  TDA,
  toggled,
} from '../../../../ui/tournament/hand-timer/model.ts';

const started = (at = 1_000): Timer => toggled(newTimer(1, TDA), at);

describe('CLK-6: the hand timer', () => {
  test.each([
    [0, 'base', 25],
    [24_001, 'base', 1],
    [25_000, 'count', 5],
    [29_001, 'count', 1],
    [30_000, 'out', 0],
    [99_000, 'out', 0],
  ])('after %d ms it is in %s and shows %d', (passed, phase, seconds) => {
    const timer = started();
    expect(phaseAt(timer, 1_000 + passed)).toBe(phase as ReturnType<typeof phaseAt>);
    expect(secondsAt(timer, 1_000 + passed)).toBe(seconds);
  });

  test('it stops and goes on where it stopped, and begins anew once it ran out', () => {
    const stopped = toggled(started(), 11_000);
    expect([leftAt(stopped, 90_000), phaseAt(stopped, 90_000)]).toEqual([20_000, 'base']);
    expect(leftAt(toggled(stopped, 50_000), 55_000)).toBe(15_000);
    expect(leftAt(toggled(started(), 40_000), 41_000)).toBe(29_000);
    expect(phaseAt(afresh(stopped), 0)).toBe('ready');
  });

  test('a time bank chip gives its seconds once, also after the end; without one nothing changes', () => {
    const first = banked(started(), 31_000);
    expect([leftAt(first, 31_000), first.banks]).toEqual([30_000, 1]);
    const second = banked(first, 31_000);
    expect([leftAt(second, 31_000), second.banks]).toEqual([60_000, 0]);
    expect(banked(second, 40_000)).toBe(second);
  });

  test('each second of the count-down is heard once, its end once, and nothing before or while it stands', () => {
    const timer = started(0);
    const heard: (readonly [number, string])[] = [];
    for (let now = 50; now <= 32_000; now += 50) {
      const sound = heardBetween(timer, now - 50, now);
      if (sound !== null) heard.push([Math.round(now / 1_000), sound]);
    }
    expect(heard).toEqual([
      [25, 'count'],
      [26, 'count'],
      [27, 'count'],
      [28, 'count'],
      [29, 'count'],
      [30, 'out'],
    ]);
    expect(heardBetween(toggled(timer, 26_000), 26_000, 31_000)).toBeNull();
  });

  test.each([
    ['25', 25],
    ['0', null],
    ['601', null],
    ['2.5', null],
    ['', null],
  ])('%p as seconds is %p', (typed, seconds) => {
    expect(parseSeconds(typed)).toBe(seconds);
  });
});
