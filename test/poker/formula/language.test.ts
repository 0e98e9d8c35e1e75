import { describe, expect, test } from 'bun:test';
import { compile, evaluate, type Value, type Variables } from '../../../src/poker/formula.ts';

/** The value, or the code and the place of the error. */
const value = (text: string, variables: Variables = {}): unknown => {
  const read = compile(text);
  if (!read.ok) return read.error;
  const answer = evaluate(read.formula, variables);
  return answer.ok ? answer.value : answer.error;
};

const gives = (rows: readonly (readonly [string, Value])[]) =>
  test.each(rows.map(([text, expected]) => [text, expected] as const))(
    'LGE-2: %j',
    (text, expected) => {
      expect(value(text)).toEqual(expected);
    },
  );

describe('LGE-2: functions give what the documentation says', () => {
  gives([
    ['abs(-3)', 3],
    ['ceil(2.2)', 3],
    ['floor(2.2)', 2],
    ['max(2,5)', 5],
    ['min(2,5)', 2],
    ['sqrt(16)', 4],
    ['round(2.7)', 3],
    ['round(1.55,1)', 1.6],
    ['round(1.55555,3)', 1.556],
    ['roundUpToNearest(371,25)', 375],
    ['roundToNearest(371,50)', 350],
    ['roundDownToNearest(371,25)', 350],
    ['if(2 > 1, 3, 4)', 3],
    ['if(2 < 1, 3, 4)', 4],
    ['if(2 < 1, 3)', 0],
    ['switch(6,1,10,2,20,3,30,4,40,-1)', -1],
    ['switch(3,1,10,2,20,3,30,4,40,-1)', 30],
    ['switch(6,1,10,2,20)', 0],
    ['lswitch(10,10,20,30,40)', 40],
    ['lswitch(2,10,20,30,40)', 20],
    ['lswitch(0,10,20,30,40)', 40],
    ['lswitch(1.5,10,20,30,40)', 40],
    ['sum(1,2,3,4,5,6)', 21],
    ['product(1,2,3,4,5,6)', 720],
    ['average(1,2,3,4,5,6)', 3.5],
    ['count(1,2,3,4,5,6)', 6],
    ['top(5,1,2,3,4,5,6)', [2, 3, 4, 5, 6]],
    ['bottom(5,1,2,3,4,5,6)', [1, 2, 3, 4, 5]],
    ['oneof(4,2,4,12,24)', 1],
    ['oneof(5,[2,4],12,24)', 0],
    ['index([5,10,15],0)', 5],
    ['index([5,10,15],2)', 15],
    ['triangle(6)', 21],
    ['setListLength([5,10,15],5)', [5, 10, 15, 0, 0]],
    ['setListLength([5,10,15],2)', [5, 10]],
  ]);
});

describe('LGE-2: the edges of functions', () => {
  gives([
    ['round(-2.5)', -2],
    ['round(1250,-2)', 1_300],
    ['round(2.5, 99)', 2.5],
    ['top(2, 9, 1, 5)', [5, 9]],
    ['top(0, 1, 2)', []],
    ['top(-1, 1, 2)', []],
    ['top(3, 1, 2)', [1, 2]],
    ['top(1.9, 1, 2)', [2]],
    ['bottom(-1, 1, 2)', []],
    ['bottom(9, 2, 1)', [1, 2]],
    ['average(top(0, 1, 2))', 0],
    ['max([])', 0],
    ['min([3, 2], 4)', 2],
    ['sum([1, [2, 3]], 4)', 10],
    ['if(1, [1, 2], 3)', [1, 2]],
    ['abs(-0)', 0],
    ['0 * -1', 0],
  ]);

  test('LGE-2: only the way that is taken is worked out', () => {
    expect(value('if(1, 2, 1/0)')).toBe(2);
    expect(value('switch(2, 1, 1/0, 2, 5, 1/0)')).toBe(5);
    expect(value('lswitch(1, 7, 1/0, 1/0)')).toBe(7);
    expect(value('0 and 1/0')).toBe(0);
    expect(value('1 || 1/0')).toBe(1);
  });
});

describe('LGE-2: operators and their order', () => {
  gives([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 3 - 2', 5],
    ['24 / 4 / 2', 3],
    ['7 % 4 * 2', 6],
    ['-7 % 4', -3],
    ['-2 * -3', 6],
    ['2 - -+3', 5],
    ['1 = 1', 1],
    ['1 == 2', 0],
    ['1 is 1', 1],
    ['1 IS NOT 1', 0],
    ['1 != 2', 1],
    ['1 < 2', 1],
    ['2 <= 2', 1],
    ['1 > 2', 0],
    ['1 >= 2', 0],
    ['1 < 2 = 3 < 4', 1],
    ['1 + 1 = 2 and 2 * 2 > 3', 1],
    ['0 and 0 or 1', 1],
    ['1 or 0 and 0', 1],
    ['5 && -1', 1],
    ['not 1 = 2', 1],
    ['not(1) + 1', 0],
    ['!0 * 5', 5],
    ['NOT 0 AND 1', 1],
    ['.3', 0.3],
    ['3.', 3],
    ['= 1 + 1', 2],
    ['Round (2.7)', 3],
  ]);
});

describe('LGE-2: statements', () => {
  gives([
    ['1\n2', 2],
    ['1; 2;', 2],
    ['\r\n1\r\n\r\n2\r\n', 2],
    ['(1; 2; 3) * 2', 6],
    ['(\n assign("a", 2)\n assign("b", 3)\n a * b\n)', 6],
    ['if(1 = 1,\n  2,\n  3\n)', 2],
    ['1 +\n2', 3],
    ['(1\n+ 2)', 3],
    ['assign("a", 1)\na\n(5)', 5],
    ['1\n-2', -2],
    ['assign("a", 4) + a', 8],
    ['assign("A", 1)\nassign("a", a + 1)\na', 2],
    ['assign("list", [3, 1, 2]); sum(top(2, list))', 5],
  ]);

  test('LGE-2: names count in any case, and assigning hides what came from outside', () => {
    expect(value('TOTALBuyIns + totalbuyins', { totalBuyIns: 2 })).toBe(4);
    expect(value('assign("N", n + 1); n', { n: 4 })).toBe(5);
    const variables = { n: 4 };
    value('assign("n", 9)', variables);
    expect(variables).toEqual({ n: 4 });
  });

  test('LGE-2: names that every object has are names like any other', () => {
    expect(value('constructor')).toMatchObject({ code: 'UNKNOWN_VARIABLE' });
    expect(value('constructor(1)')).toMatchObject({ code: 'UNKNOWN_FUNCTION' });
    expect(value('assign("__proto__", 3); __proto__ + 1')).toBe(4);
  });
});

describe('LGE-2: formulas of the guide and of real leagues', () => {
  const staggered = (r: number) => value('n - r + 1 + if(m, 6 - r, 0)', { n: 8, r, m: 0 });

  test.each<[string, Variables, Value]>([
    ['buyins - rank + 1', { buyins: 20, rank: 1 }, 20],
    ['buyins - rank + 1', { buyins: 20, rank: 20 }, 1],
    ['if(rank <= 10, 11 - rank, 0)', { rank: 10 }, 1],
    ['if(rank <= 10, 11 - rank, 0)', { rank: 11 }, 0],
    ['max(11 - rank, 0)', { rank: 9 }, 2],
    ['max(11 - rank, 0)', { rank: 11 }, 0],
    ['if((rank <= 10) and (numberOfHits > 0), 11 - rank, 0)', { rank: 2, numberOfHits: 0 }, 0],
    ['if((rank <= 10) and (numberOfHits > 0), 11 - rank, 0)', { rank: 2, numberOfHits: 1 }, 9],
    ['round((1 - (r / (n + 1))) * 100, 2)', { n: 20, r: 5 }, 76.19],
    ['round(10 * sqrt(n) / sqrt(r)) - 9', { n: 20, r: 3 }, 17],
    ['if(sqrt(numberOfHits * max(rank, 7)) < 15, 1, 0)', { numberOfHits: 3, rank: 2 }, 1],
    ['if(sqrt(numberOfHits * max(rank, 7)) < 15, 1, 0)', { numberOfHits: 33, rank: 2 }, 0],
    ['average(listPoints)', { listPoints: [1, 2, 6] }, 3],
    ['assign("c", count(listPoints))\naverage(top(c-1, listPoints))', { listPoints: [6, 1, 2] }, 4],
    [
      'assign("c", count(listPoints))\naverage(top(c-2, bottom(c-1, listPoints)))',
      { listPoints: [90, 1, 2, 4] },
      3,
    ],
    ['sum(top(10, listPoints))', { listPoints: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }, 75],
    ['if(r<6, 2*(6-r), 0)', { r: 5 }, 2],
    ['if(r<6, 2*(6-r), 0)', { r: 1 }, 10],
    ['(n - r + 1) + m + if(r=1, 2, 0) + nh', { n: 9, r: 1, m: 1, nh: 4 }, 16],
    [
      '((n-r)+1)*3 + if(r <= mr, if(r=mr, 5, (mr-r)*10), 0) + 20 + nh*3',
      { n: 10, r: 1, mr: 3, nh: 2 },
      76,
    ],
    ['max(0, 21 - rank) * (1 + n/100)', { rank: 1, n: 50 }, 30],
    ['round(sqrt((n*bc)*(bc/tc))/(r+1.0), 2)', { n: 20, bc: 50, tc: 100, r: 1 }, 11.18],
    [
      '(( (n+tnr+bc)*prizepool) / (r+nr)) + (nh*bc)',
      { n: 8, tnr: 2, bc: 10, prizepool: 100, r: 1, nr: 1, nh: 3 },
      1_030,
    ],
    ['switch(r, 1, 25, 2, 18, 3, 15, 4, 12, 5, 10, 6, 8, 7, 6, 8, 4, 9, 2, 10, 1)', { r: 8 }, 4],
  ])('LGE-2: %j', (text, variables, expected) => {
    expect(value(text, variables)).toEqual(expected);
  });

  test('LGE-2: the guide’s program over several lines', () => {
    const text = `
      assign("v", n + nr)
      assign("percent", switch(r,1,.3,2,.2,3,.15))
      assign("hits", switch(nh,1,20,2,50,3,90))
      assign("points",0)
      if((v >= 10) && (v <= 12), assign("points", (v*100*percent) + if(r < 4, v, 0)))
      points + hits`;
    expect(value(text, { n: 11, nr: 0, r: 2, nh: 3 })).toBe(321);
    expect(value(text, { n: 13, nr: 0, r: 2, nh: 3 })).toBe(90);
  });

  test('LGE-2: a league’s formula: space before brackets, mixed case, if without else', () => {
    const text = `assign ("points", 0)
      assign ("T33", Round(n/3) )
      assign ("T80", Floor(n*0.9) )
      assign ("monies", totalBuyInsAmount + totalRebuysAmount)
      assign ("avgBC", monies/buyins)
      IF (T80 > r and T33 < r, assign("points", round(avgBC / r) + (numberofHits * 10) ), (IF (T33 >= r, assign ("points", (round(10*(sqrt(n)/sqrt(r)))+(numberofHits * 10))))))`;
    const at = (r: number) =>
      value(text, {
        n: 9,
        buyIns: 9,
        r,
        TotalBuyinsAmount: 90,
        totalRebuysAmount: 90,
        NUMBEROFHITS: 2,
      });
    expect([1, 3, 4, 7, 8, 9].map(at)).toEqual([50, 37, 25, 23, 0, 0]);
  });

  test('LGE-2: the staggered example falls place by place', () => {
    expect([1, 2, 8].map(staggered)).toEqual([8, 7, 1]);
  });
});
