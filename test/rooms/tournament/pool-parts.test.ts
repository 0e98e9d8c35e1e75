import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { poolView } from '../../../src/rooms/tournament/views/money.ts';
import { POOL_KINDS, poolParts } from '../../../src/rooms/tournament/views/pool-parts.ts';
import { config, night } from './night.ts';

const sold = config({
  buyIns: [
    {
      ...{ id: 'full', name: 'Full', price: 100_00, chips: 10_000, bounty: 20_00 },
      rakes: [{ name: 'House', kind: 'amount', amount: 10_00 }],
    },
    { id: 'early', name: 'Early bird', price: 80_00, chips: 12_000 },
  ],
});

test('POL-1: so many times so much each, by price, adds up to the line of the pool', () => {
  const n = night({ config: sold });
  n.buyIn(1, { profileId: 'full' });
  n.buyIn(2, { profileId: 'full' });
  n.buyIn(3, { profileId: 'early' });
  expect(poolParts(n.state)).toEqual([
    {
      ...{ kind: 'entries', profile: 'Full', count: 2, price: 100_00, bounty: 20_00 },
      ...{ rakes: [{ name: 'House', amount: 10_00 }], each: 70_00, amount: 140_00 },
    },
    {
      ...{ kind: 'entries', profile: 'Early bird', count: 1, price: 80_00, bounty: 0 },
      ...{ rakes: [], each: 80_00, amount: 80_00 },
    },
  ]);
});

test('POL-1: in simple mode the counters times the first profile', () => {
  const n = night({ config: { ...sold, mode: 'counters' } });
  n.do({ type: 'setCounters', entries: 12, remaining: 9, rebuys: 3, addOns: 0 });
  expect(poolParts(n.state).map(({ kind, count, each }) => [kind, count, each])).toEqual([
    ['entries', 12, 70_00],
    ['rebuys', 3, 50_00],
  ]);
});

test('POL-1: whatever is bought, undone and given back, the parts are the lines', () => {
  const act = fc.record({ what: fc.nat({ max: 9 }), who: fc.integer({ min: 1, max: 8 }) });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const n = night({ config: sold });
      n.do({ type: 'openTables', tableIds: ['t1', 't2'], seats: 9 });
      n.do({ type: 'start', paused: false });
      for (const [i, { what, who }] of acts.entries()) {
        const entryId = `n${who}`;
        const payment = { method: 'cash' as const };
        if (what < 4)
          n.attempt({
            ...{ type: 'buyIn', entryId: `n${who}`, playerId: `p${who}`, payment },
            profileId: i % 2 === 0 ? 'full' : 'early',
          });
        else if (what < 6) n.attempt({ type: 'rebuy', entryId, times: 1 + (i % 3), payment });
        else if (what < 7) n.attempt({ type: 'unregister', entryId, reason: '' });
        else n.attempt({ type: 'undo', eventId: n.events.at(-1)?.id ?? '', reason: '' });
      }
      const { lines } = poolView(n.state);
      const parts = poolParts(n.state);
      for (const kind of POOL_KINDS) {
        const whole = lines.find(({ what }) => what === kind)?.amount;
        const own = parts.filter((part) => part.kind === kind);
        expect(own.reduce((sum, { amount }) => sum + amount, 0)).toBe(whole ?? 0);
        for (const { price, rakes, bounty, each, count, amount } of own) {
          expect(each).toBe(price - bounty - rakes.reduce((sum, rake) => sum + rake.amount, 0));
          expect(amount).toBe(each * count);
        }
      }
    }),
    { numRuns: Number(process.env['FELT_RUNS'] ?? 60) },
  );
});
