import { describe, expect, test } from 'bun:test';
import * as v from 'valibot';
import {
  type Break,
  checkStructure,
  FINDING_CODES,
  type FindingCode,
  type Level,
  levelSchema,
  levelsSchema,
  levelTitle,
  nextBreak,
  nextRound,
  type Round,
  roundCount,
  roundNumber,
} from '../../src/poker/blinds.ts';
import type { ChipSpec } from '../../src/poker/chips.ts';

const round = (smallBlind: number, bigBlind: number, more: Partial<Round> = {}): Round => ({
  kind: 'round',
  game: "Hold'em",
  gameType: 'noLimit',
  smallBlind,
  bigBlind,
  ante: 0,
  anteType: 'none',
  minutes: 20,
  ...more,
});
const pause = (more: Partial<Break> = {}): Break => ({ kind: 'break', minutes: 10, ...more });
const chip = (value: number): ChipSpec => ({ value, color: '#000000', perStack: 1 });
const levels = [round(25, 50), round(50, 100), pause(), round(100, 200), pause(), round(150, 300)];

describe('BLD-1: levels', () => {
  test('BLD-1: players count rounds, not breaks; a break has the number of the round before', () => {
    expect(levels.map((_, i) => roundNumber(levels, i))).toEqual([1, 2, 2, 3, 3, 4]);
    expect(roundCount(levels)).toBe(4);
  });

  test('BLD-1: next round and next break are strictly later; -1 where there is none', () => {
    expect([0, 1, 4, 5].map((i) => nextRound(levels, i))).toEqual([1, 3, 5, -1]);
    expect([0, 2, 3, 4].map((i) => nextBreak(levels, i))).toEqual([2, 4, 4, -1]);
    expect(nextRound(levels, -1)).toBe(0);
  });

  test('BLD-1: a level is titled by its betting and game', () => {
    expect(levelTitle(round(1, 2))).toBe("No-Limit Hold'em");
    expect(levelTitle(round(1, 2, { gameType: 'potLimit', game: 'Omaha' }))).toBe(
      'Pot-Limit Omaha',
    );
    expect(levelTitle(round(1, 2, { gameType: 'fixedLimit', game: 'Razz' }))).toBe('Limit Razz');
    expect(levelTitle(pause())).toBe('Break');
  });

  test.each<[string, unknown]>([
    ['no minutes', { ...round(1, 2), minutes: 0 }],
    ['more than ten hours', { ...round(1, 2), minutes: 601 }],
    ['part of a minute', { ...round(1, 2), minutes: 1.5 }],
    ['a negative blind', round(-1, 2)],
    ['a blind beyond 10^12', round(1, 1e12 + 1)],
    ['nine limits', round(1, 2, { limits: Array(9).fill(1) })],
    ['an unknown field', { ...round(1, 2), pot: 1 }],
    ['an unknown ante', { ...round(1, 2), anteType: 'button' }],
    ['a colour by name', round(1, 2, { color: 'red' })],
    ['blinds in a break', { ...pause(), smallBlind: 1 }],
  ])('BLD-1: the door refuses %s', (_, level) => {
    expect(v.safeParse(levelSchema, level).success).toBe(false);
  });

  test('BLD-1: the door takes 1 to 200 levels', () => {
    const many = (n: number) => v.safeParse(levelsSchema, Array(n).fill(round(1, 2))).success;
    expect([0, 1, 200, 201].map(many)).toEqual([false, true, true, false]);
    expect(v.parse(levelsSchema, levels)).toEqual(levels);
  });
});

describe('BLD-2: validation that explains', () => {
  const limits: Partial<Round> = { gameType: 'fixedLimit', limits: [100, 200] };
  const chips = [chip(25), chip(100), chip(500)];
  const cases: [string, Level[], [number | null, FindingCode][]][] = [
    ['a sound structure', levels, []],
    [
      'no rounds',
      [pause()],
      [
        [null, 'NO_ROUNDS'],
        [0, 'BREAK_FIRST'],
        [0, 'BREAK_LAST'],
      ],
    ],
    ['nothing to play for', [round(0, 0)], [[0, 'NO_FORCED_BETS']]],
    ['big blind below small', [round(100, 50)], [[0, 'BIG_BLIND_BELOW_SMALL']]],
    ['no small blind', [round(0, 100)], [[0, 'NO_SMALL_BLIND']]],
    [
      'ante above big blind',
      [round(50, 100, { ante: 200, anteType: 'classic' })],
      [[0, 'ANTE_ABOVE_BIG_BLIND']],
    ],
    ['an ante nobody pays', [round(50, 100, { ante: 25 })], [[0, 'ANTE_IGNORED']]],
    ['an ante of nothing', [round(50, 100, { anteType: 'bigBlind' })], [[0, 'ANTE_MISSING']]],
    ['blinds that fall back', [round(100, 200), pause(), round(50, 100)], [[2, 'STAKES_FALL']]],
    ['a jump of 2.2', [round(250, 500), round(500, 1_100)], []],
    ['a jump above 2.2', [round(250, 500), round(500, 1_125)], [[1, 'STAKES_JUMP']]],
    [
      'limit blinds without limits',
      [round(50, 100, { gameType: 'fixedLimit' })],
      [[0, 'LIMITS_MISSING']],
    ],
    [
      'stud without limits',
      [round(0, 0, { gameType: 'fixedLimit', bringIn: 25 })],
      [[0, 'BRING_IN_WITHOUT_LIMITS']],
    ],
    [
      'limits that descend',
      [round(50, 100, { ...limits, limits: [200, 100] })],
      [[0, 'LIMITS_DESCEND']],
    ],
    [
      'big-bet level at lower blinds in a mix',
      [round(50, 100, limits), round(25, 50), round(100, 200, { ...limits, limits: [200, 400] })],
      [],
    ],
    [
      'limits that jump over a rotation',
      [round(50, 100, limits), round(25, 50), round(150, 300, { ...limits, limits: [300, 600] })],
      [[2, 'STAKES_JUMP']],
    ],
    ['break first', [pause(), round(50, 100)], [[0, 'BREAK_FIRST']]],
    ['break last', [round(50, 100), pause()], [[1, 'BREAK_LAST']]],
    [
      'two breaks in a row',
      [round(50, 100), pause(), pause(), round(50, 100)],
      [[2, 'BREAKS_ADJACENT']],
    ],
    ['blinds below the smallest chip', [round(10, 25)], [[0, 'NOT_PAYABLE']]],
    [
      'blinds no longer payable after a colour-up',
      [round(75, 150), pause({ colorUp: [25] }), round(125, 250)],
      [
        [2, 'NOT_PAYABLE'],
        [2, 'NOT_PAYABLE'],
      ],
    ],
    [
      'a bring-in that is not payable',
      [round(0, 0, { ...limits, ante: 25, anteType: 'classic', bringIn: 30 })],
      [[0, 'NOT_PAYABLE']],
    ],
    [
      'a chip coloured up twice',
      [
        round(50, 100),
        pause({ colorUp: [25] }),
        round(100, 200),
        pause({ colorUp: [25] }),
        round(200, 400),
      ],
      [[3, 'CHIP_NOT_IN_PLAY']],
    ],
    [
      'a chip coloured up before a smaller one',
      [round(50, 100), pause({ colorUp: [100] }), round(100, 200)],
      [[1, 'CHIP_NOT_SMALLEST']],
    ],
    [
      'no chips left',
      [round(50, 100), pause({ colorUp: [500, 25, 100] }), round(100, 200)],
      [[1, 'NO_CHIPS_LEFT']],
    ],
  ];

  test.each(cases)('BLD-2: %s', (_, structure, expected) => {
    const found = checkStructure(structure, chips).map(
      ({ level, code }): [number | null, FindingCode] => [level, code],
    );
    expect(found).toEqual(expected);
  });

  test('BLD-2: every code is found by one of these cases, so none is dead', () => {
    const shown = new Set(cases.flatMap(([, , expected]) => expected.map(([, code]) => code)));
    expect([...FINDING_CODES].filter((code) => !shown.has(code))).toEqual([]);
  });

  test('BLD-2: a finding names its numbers and how bad it is', () => {
    expect(checkStructure([round(100, 50), round(100, 300)], [chip(200)])).toContainEqual({
      level: 0,
      severity: 'error',
      code: 'BIG_BLIND_BELOW_SMALL',
      params: { smallBlind: 100, bigBlind: 50 },
    });
    expect(checkStructure([round(50, 100), round(150, 300)])).toEqual([
      { level: 1, severity: 'warning', code: 'STAKES_JUMP', params: { from: 100, to: 300 } },
    ]);
  });

  test('BLD-2: without a chip set nothing is said about chips', () => {
    expect(checkStructure([round(1, 3), pause({ colorUp: [25] }), round(3, 6)])).toEqual([]);
  });
});
