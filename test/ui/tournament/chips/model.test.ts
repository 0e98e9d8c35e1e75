import { expect, test } from 'bun:test';
import { byTable, countOf, countsOf } from '../../../../ui/tournament/chips/model.ts';
import { liveOnes } from '../../../../ui/tournament/model.ts';
import { running } from '../../../rooms/tournament/night.ts';

const counting = () => {
  const n = running(4);
  n.do({ type: 'setChips', counts: [{ entryId: 'n1', chips: 12_000 }] });
  return { state: n.state, all: liveOnes(n.state, {}) };
};

test('CHP-4: what is typed stands over the last count; the difference is to the ledger', () => {
  const { state, all } = counting();
  const part = countOf(state, all, { n2: '9 000', n3: '' });
  expect(part).toEqual({
    ...{ counted: 2, of: 4, sum: 21_000, inPlay: 40_000, difference: -19_000, isWhole: false },
  });
  const whole = countOf(state, all, { n1: '10.000', n2: '10,000', n3: '10000', n4: '10500' });
  expect([whole.isWhole, whole.difference]).toEqual([true, 500]);
});

test('CHP-4: only counts that differ are told; one that is no number stops all', () => {
  const { all } = counting();
  expect(countsOf(all, { n1: '12000', n2: '500', n3: ' ' })).toEqual([
    { entryId: 'n2', chips: 500 },
  ]);
  expect(countsOf(all, { n2: '500', n3: 'many' })).toBeNull();
});

test('CHP-4: players stand by table, in the order they sit, those without a seat last', () => {
  const n = running(20);
  n.do({ type: 'move', moves: [{ entryId: 'n5', to: null }], reason: '' });
  const groups = byTable(liveOnes(n.state, {}));
  expect(groups.map(({ table }) => table?.id)).toEqual(['t1', 't2', 't3', undefined]);
  for (const { who } of groups) {
    const seats = who.map(({ entry }) => entry.seat?.seat ?? 0);
    expect(seats).toEqual([...seats].sort((a, b) => a - b));
  }
});
