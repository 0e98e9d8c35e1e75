import { describe, expect, test } from 'bun:test';
import { csvText, decimal } from '../../../../ui/tournament/money/csv.ts';
import {
  changeAt,
  changedSinceLock,
  draftsOfPrizes,
  parsePercent,
  previewOf,
  rowsOf,
} from '../../../../ui/tournament/money/plan-model.ts';
import {
  EVERYTHING,
  filtered,
  linesOf,
  totalsOf,
} from '../../../../ui/tournament/money/transactions-model.ts';
import { running } from '../../../rooms/tournament/night.ts';

describe('RCP-2: the transaction log', () => {
  const played = () => {
    const n = running(4);
    n.do({ type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'card' } });
    n.do({ type: 'rebuy', entryId: 'n2', times: 1, payment: { method: 'cash' } });
    n.undo(n.last('player.rebought'));
    return n;
  };

  test('void lines stay, count nothing, and can be had alone', () => {
    const lines = linesOf(played().state);
    expect(lines).toHaveLength(6);
    expect(totalsOf(lines)).toEqual([
      { method: 'card', amount: 50_00 },
      { method: 'cash', amount: 400_00 },
    ]);
    const gone = filtered(lines, { ...EVERYTHING, validity: 'void' }, () => '');
    expect(gone.map(({ fact, isVoid }) => [fact.type, isVoid])).toEqual([
      ['player.rebought', true],
    ]);
  });

  test('filters narrow by kind, method, operator and words, together', () => {
    const lines = linesOf(played().state);
    const count = (wish: Partial<typeof EVERYTHING>) =>
      filtered(lines, { ...EVERYTHING, ...wish }, ({ cash }) => `Bente ${cash.method}`).length;
    expect(count({ type: 'player.boughtIn' })).toBe(4);
    expect(count({ method: 'card' })).toBe(1);
    expect(count({ operator: 'floor' })).toBe(6);
    expect(count({ operator: 'nobody' })).toBe(0);
    expect(count({ typed: 'bente card' })).toBe(1);
    expect(count({ type: 'player.boughtIn', method: 'card' })).toBe(0);
  });
});

describe('lists go out as files', () => {
  test('quotes, separators and line ends are kept; a formula stays text', () => {
    const text = csvText([
      ['Name', 'Amount'],
      ['von "Hohen", H', 3],
      ['=1+1', '-5+1'],
      ['@x', '-12.50'],
    ]);
    const [, ...rows] = text.trimEnd().split('\r\n');
    expect(text.startsWith('\uFEFFName,Amount\r\n')).toBe(true);
    expect(rows).toEqual(['"von ""Hohen"", H",3', "'=1+1,'-5+1", "'@x,-12.50"]);
  });

  test.each([
    [12_345, 2, '123.45'],
    [-5, 2, '-0.05'],
    [500, 0, '500'],
    [1_234, 3, '1.234'],
  ])('%d minor units with %d digits are %s', (amount, digits, words) => {
    expect(decimal(amount, digits)).toBe(words);
  });
});

describe('POL-3: the prize editor', () => {
  test.each([
    ['12.5', 1_250],
    ['12,25 %', 1_225],
    ['100', 10_000],
    ['12.345', null],
    ['', null],
    ['x', null],
  ])('%p per cent are %p basis points', (typed, basisPoints) => {
    expect(parsePercent(typed)).toBe(basisPoints);
  });

  test('a row that is not complete is named; complete ones become rows', () => {
    const fixed = { from: '1', to: '2', kind: 'fixed', value: '100' } as const;
    expect(rowsOf([fixed, { ...fixed, value: '' }], 'EUR')).toEqual({ wrong: 2 });
    expect(rowsOf([{ ...fixed, to: '0' }], 'EUR')).toEqual({ wrong: 1 });
    expect(rowsOf([fixed, { ...fixed, kind: 'other', value: 'Trophy' }], 'EUR')).toEqual({
      rows: [
        { from: 1, to: 2, kind: 'fixed', amount: 100_00 },
        { from: 1, to: 2, kind: 'other', text: 'Trophy' },
      ],
    });
  });

  test('prizes become amounts that give the same prizes, and percentages that come close', () => {
    const n = running(20);
    const { places } = previewOf(n.state, n.state.plan);
    const typed = rowsOf(draftsOfPrizes(places, { currency: 'EUR' }), 'EUR');
    if (!('rows' in typed)) throw new Error('not complete');
    const source = { kind: 'rows' as const, rows: [...typed.rows] };
    expect(previewOf(n.state, { ...n.state.plan, source }).places).toEqual([...places]);
    const shares = rowsOf(draftsOfPrizes(places, { currency: 'EUR', percentOf: 2_000_00 }), 'EUR');
    expect('rows' in shares && shares.rows.every(({ kind }) => kind === 'percent')).toBe(true);
  });

  test('after the lock a change shows its reason and the difference by place', () => {
    const n = running(20);
    n.do({ type: 'setRegistration', open: false, reason: '' });
    expect(changedSinceLock(n.state)).toBeNull();
    const before = previewOf(n.state, n.state.plan).places;
    const rows = [{ from: 1, to: 1, kind: 'fixed' as const, amount: 2_000_00 }];
    n.do({ type: 'changePayouts', rows, reason: 'A deal' });
    const changed = changedSinceLock(n.state);
    expect(changed?.reasons).toEqual(['A deal']);
    const now = previewOf(n.state, n.state.plan).places;
    expect(previewOf(n.state, changed?.before ?? n.state.plan).places).toEqual(before);
    expect(changeAt(now, before, 1)).toBe(2_000_00 - (before[0]?.each ?? 0));
    expect(changeAt(now, before, 2)).toBe(-(before[1]?.each ?? 0));
  });
});
