import { describe, expect, test } from 'bun:test';
import { chipsInPlay } from '../../../src/rooms/tournament/state.ts';
import { entryOf, poolView, rankingsView, standings } from '../../../src/rooms/tournament/views.ts';
import { config, night, running } from './night.ts';

const rankOf = (n: ReturnType<typeof night>, id: string) => standings(n.state).of.get(id)?.rank;

describe('buy-ins', () => {
  test('BUY-1: price, rakes, chips and bounty are those of the profile at that moment', () => {
    const n = night({
      config: config({
        buyIns: [
          {
            id: 'early',
            name: 'Early bird',
            price: 110_00,
            rakes: [
              { kind: 'amount', name: 'House', amount: 5_00 },
              { kind: 'percent', name: 'Staff', basisPoints: 300 },
            ],
            chips: 12_000,
            bounty: 20_00,
          },
        ],
      }),
    });
    n.buyIn(1);
    const view = poolView(n.state);
    expect(view.rakes).toEqual([
      { name: 'House', amount: 5_00 },
      { name: 'Staff', amount: 3_30 },
    ]);
    expect([view.pool, view.bounties, view.takeIn]).toEqual([81_70, 20_00, 90_00]);
    expect(chipsInPlay(n.state)).toBe(12_000);
  });

  test('BUY-1: a fixed price is changed only with the override of the floor', () => {
    const n = night();
    const order = {
      type: 'buyIn',
      entryId: 'n1',
      playerId: 'p1',
      payment: { method: 'cash' },
    } as const;
    expect(n.refused({ ...order, price: 50_00 })).toBe('PRICE_FIXED');
    n.do({ ...order, price: 50_00, override: 'staff' });
    expect(poolView(n.state).pool).toBe(50_00);
  });

  test('PLY-5: a second tablet that buys in the same player is told', () => {
    const n = night();
    n.buyIn(1);
    const again = {
      type: 'buyIn',
      entryId: 'x',
      playerId: 'p1',
      payment: { method: 'cash' },
    } as const;
    expect(n.refused(again)).toBe('ALREADY_IN');
  });

  test('BUY-2: re-entry is a new entry after a bust, where the event allows it', () => {
    const n = running(3);
    n.bust('n1');
    const again = {
      type: 'buyIn',
      entryId: 'n1b',
      playerId: 'p1',
      payment: { method: 'cash' },
    } as const;
    expect(n.refused(again)).toBe('RE_ENTRY_NOT_ALLOWED');
    n.do({ type: 'configure', reEntry: { allowed: true, maxPerPlayer: 1, concurrent: false } });
    n.do(again);
    expect(n.state.totals.entries).toBe(4);
    n.bust('n1b');
    expect(n.refused({ ...again, entryId: 'n1c' })).toBe('LIMIT_REACHED');
  });

  test('BUY-2: commands on a player with two live entries have to name one', () => {
    const n = night({ config: config({ reEntry: { allowed: true, concurrent: true } }) });
    n.buyIn(1);
    n.buyIn(1, { entryId: 'second' });
    n.buyIn(2);
    n.do({ type: 'start', paused: false });
    expect(n.refused({ type: 'bustOne', playerId: 'p1', hitmen: [] })).toBe('WHICH_ENTRY');
    n.do({ type: 'bustOne', playerId: 'p1', entryId: 'second', hitmen: [] });
    n.do({ type: 'bustOne', playerId: 'p1', hitmen: [] });
    expect([rankOf(n, 'n1'), rankOf(n, 'second')]).toEqual([2, 3]);
  });

  test('BUY-4: entries close, and only the floor opens the door again', () => {
    const n = running(2);
    n.do({ type: 'setRegistration', open: false, reason: '' });
    const late = {
      type: 'buyIn',
      entryId: 'n3',
      playerId: 'p3',
      payment: { method: 'cash' },
    } as const;
    expect(n.refused(late)).toBe('REGISTRATION_CLOSED');
    n.do({ ...late, override: 'was in the queue' });
  });

  test('BUY-4: who unregisters gets the money back and leaves no trace in the pool', () => {
    const n = running(4);
    const before = poolView(n.state).pool;
    n.do({ type: 'unregister', entryId: 'n4', reason: 'ill' });
    expect(poolView(n.state).pool).toBe(before - 100_00);
    expect(poolView(n.state).cash).toEqual([{ method: 'cash', amount: 300_00 }]);
    expect(chipsInPlay(n.state)).toBe(30_000);
    expect(n.state.totals.live).toBe(3);
  });

  test('BUY-4: a no-show by WSOP R16 leaves the pool and is owed to the player', () => {
    const n = running(3, { config: config({ noShow: 'stackOut' }) });
    n.do({ type: 'noShow', entryId: 'n2', reason: '' });
    const view = poolView(n.state);
    expect([view.pool, view.refundsHeld, chipsInPlay(n.state)]).toEqual([200_00, 100_00, 20_000]);
    n.do({ type: 'payPrize', entryId: 'n2', method: 'cash' });
    expect(poolView(n.state)).toMatchObject({
      refundsHeld: 0,
      cash: [{ method: 'cash', amount: 200_00 }],
    });
    expect(n.refused({ type: 'undo', eventId: n.last('player.noShowed'), reason: '' })).toBe(
      'UNDO_BLOCKED',
    );
    n.undo(n.last('refund.paid'));
    n.undo(n.last('player.noShowed'));
    expect(poolView(n.state)).toMatchObject({ pool: 300_00, refundsHeld: 0 });
    const off = running(3);
    expect(off.refused({ type: 'noShow', entryId: 'n2', reason: '' })).toBe('NOT_ALLOWED');
  });

  test('BUY-5: what is not handed over is owed, and received later by its own method', () => {
    const n = night();
    n.buyIn(1, { payment: { method: 'cash', paid: 40_00 } });
    expect(poolView(n.state).owed).toBe(60_00);
    expect(
      n.refused({ type: 'receivePayment', entryId: 'n1', amount: 61_00, method: 'card' }),
    ).toBe('PAID_TOO_MUCH');
    n.do({ type: 'receivePayment', entryId: 'n1', method: 'card' });
    expect(poolView(n.state).owed).toBe(0);
    expect(poolView(n.state).cash).toEqual([
      { method: 'cash', amount: 40_00 },
      { method: 'card', amount: 60_00 },
    ]);
    expect(n.refused({ type: 'receivePayment', entryId: 'n1', method: 'card' })).toBe(
      'NOTHING_OWED',
    );
  });

  test('BUY-6: simple mode counts without names, and pool and averages follow', () => {
    const n = night({ config: config({ mode: 'counters' }) });
    n.do({ type: 'setCounters', entries: 20, remaining: 12, rebuys: 4, addOns: 2 });
    expect(poolView(n.state).pool).toBe(20 * 100_00 + 4 * 50_00 + 2 * 30_00);
    n.do({ type: 'setCounters', entries: 21, remaining: 12, rebuys: 4, addOns: 2 });
    n.undo(n.last('counters.set'));
    expect(n.state.counters.entries).toBe(20);
    const buyIn = {
      type: 'buyIn',
      entryId: 'a',
      playerId: 'b',
      payment: { method: 'cash' },
    } as const;
    expect(n.refused(buyIn)).toBe('COUNTERS_ONLY');
    expect(n.refused({ type: 'setCounters', entries: 3, remaining: 4, rebuys: 0, addOns: 0 })).toBe(
      'COUNTERS_INVALID',
    );
  });
});

describe('rebuys and add-ons', () => {
  test('BUY-3: windows, limits and the floor that overrides them', () => {
    const rebuys = {
      allowed: true,
      lastLevel: 1,
      maxPerPlayer: 2,
      profiles: [{ id: 'r', name: 'Rebuy', price: 50_00, chips: 10_000 }],
    };
    const n = running(4, { config: config({ rebuys }) });
    const rebuy = (times = 1) =>
      ({ type: 'rebuy', entryId: 'n1', times, payment: { method: 'cash' } }) as const;
    expect(n.refused(rebuy(3))).toBe('LIMIT_REACHED');
    n.do(rebuy(2));
    expect(n.refused(rebuy())).toBe('LIMIT_REACHED');
    n.do({ ...rebuy(), override: 'promised' });
    n.do({ type: 'advance' });
    expect(n.refused({ ...rebuy(), entryId: 'n2' })).toBe('TOO_LATE');
    expect(poolView(n.state).lines[1]).toEqual({ what: 'rebuys', name: '', amount: 150_00 });
  });

  test('BUY-3: a rebuy straight after the bust keeps the seat; the hit stays', () => {
    const n = running(3);
    const seat = n.state.entries['n1']?.seat ?? null;
    n.bust('n1', 'n2');
    expect(n.state.entries['n1']?.seat).toBeNull();
    n.do({ type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'cash' } });
    expect(n.state.entries['n1']?.seat).toEqual(seat);
    expect(n.state.totals.live).toBe(3);
    expect(entryOf(n.state, 'n2', {})?.hits).toBe(1);
    expect(rankOf(n, 'n1')).toBeNull();
  });

  test('BUY-3: minimum players and chip threshold', () => {
    const rebuys = {
      allowed: true,
      minPlayers: 3,
      chipThreshold: 10_000,
      profiles: [{ id: 'r', name: 'Rebuy', price: 50_00, chips: 10_000 }],
    };
    const n = running(3, { config: config({ rebuys }) });
    const rebuy = { type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'cash' } } as const;
    n.do({ type: 'setChips', counts: [{ entryId: 'n1', chips: 10_001 }] });
    expect(n.refused(rebuy)).toBe('TOO_MANY_CHIPS');
    n.do({ type: 'setChips', counts: [{ entryId: 'n1', chips: 10_000 }] });
    n.do(rebuy);
    n.bust('n3');
    expect(n.refused(rebuy)).toBe('TOO_FEW_PLAYERS');
  });

  test('BUY-3: only who is in can add on', () => {
    const n = running(3);
    const addOn = { type: 'addOn', entryId: 'n1', times: 1, payment: { method: 'card' } } as const;
    n.do(addOn);
    expect(chipsInPlay(n.state)).toBe(45_000);
    n.bust('n1');
    expect(n.refused(addOn)).toBe('ALREADY_OUT');
  });
});

describe('busts and ranks', () => {
  test('PLY-5: places follow the order of the busts and move up with late entries', () => {
    const n = running(4);
    n.bust('n3', 'n1');
    expect(rankOf(n, 'n3')).toBe(4);
    n.buyIn(5);
    expect(rankOf(n, 'n3')).toBe(5);
    n.bust('n4', 'n1');
    n.bust('n5', 'n1');
    n.bust('n2', 'n1');
    n.do({ type: 'setRegistration', open: false, reason: '' });
    n.do({ type: 'end' });
    const names = { p1: 'Ann', p2: 'Bo', p3: 'Cy', p4: 'Di', p5: 'Ed' };
    expect(rankingsView(n.state, names).map((r) => [r.rank, r.name, r.hits])).toEqual([
      [1, 'Ann', 4],
      [2, 'Bo', 0],
      [3, 'Ed', 0],
      [4, 'Di', 0],
      [5, 'Cy', 0],
    ]);
  });

  test('PLY-5: two tablets bust the same player: one wins, the other is told by whom and when', () => {
    const n = running(3);
    n.bust('n3');
    const answer = n.attempt({ type: 'bustOne', entryId: 'n3', hitmen: [] });
    expect(answer).toMatchObject({
      refused: 'ALREADY_OUT',
      details: { eventId: n.last('player.busted') },
    });
  });

  test('several in one hand: larger stack at one table ranks higher, across tables they tie', () => {
    const n = running(12);
    const at = (table: string) =>
      (n.state.tables[table]?.seats ?? []).flatMap((id) => (id === null ? [] : [id]));
    const [a = '', b = ''] = at('t1');
    const [c = ''] = at('t2');
    n.do({
      type: 'bust',
      busts: [
        { entryId: a, hitmen: [], stack: 5_000 },
        { entryId: b, hitmen: [], stack: 9_000 },
        { entryId: c, hitmen: [], stack: 100 },
      ],
    });
    expect([rankOf(n, a), rankOf(n, b), rankOf(n, c)]).toEqual([12, 10, 10]);
  });

  test('a hand cannot take the last player, nor name one twice, nor a hitman who is the victim', () => {
    const n = running(2);
    const both = ['n1', 'n2'].map((entryId) => ({ entryId, hitmen: [] }));
    expect(n.refused({ type: 'bust', busts: both })).toBe('LAST_PLAYER');
    const twice = [both[0], both[0]].flatMap((b) => b ?? []);
    expect(n.refused({ type: 'bust', busts: twice })).toBe('BUSTED_TWICE');
    const self = [{ entryId: 'n1', weight: 1 }];
    expect(n.refused({ type: 'bustOne', entryId: 'n1', hitmen: self })).toBe('HITMAN_INVALID');
  });

  test('BNT-1: several hitmen: full hits for each, the bounty split to the cent', () => {
    const bounties = [{ id: 's', name: 'Standard', price: 120_00, chips: 10_000, bounty: 20_01 }];
    const n = running(4, { config: config({ buyIns: bounties }) });
    n.bust('n4', 'n1', 'n2');
    const won = ['n1', 'n2'].map((id) => entryOf(n.state, id, {}));
    expect(won.map((e) => [e?.hits, e?.bountiesWon])).toEqual([
      [1, 10_01],
      [1, 10_00],
    ]);
    n.do({ type: 'configure', hits: { track: true, fullCredit: false } });
    expect(entryOf(n.state, 'n1', {})?.hits).toBe(0.5);
  });

  test('BNT-1: the winner keeps the bounty on the own head', () => {
    const bounties = [{ id: 's', name: 'Standard', price: 120_00, chips: 10_000, bounty: 20_00 }];
    const n = running(2, { config: config({ buyIns: bounties }) });
    n.bust('n2', 'n1');
    n.do({ type: 'end' });
    expect(entryOf(n.state, 'n1', {})?.bountiesWon).toBe(40_00);
  });

  test('PLY-6: the floor corrects a rank; the others close up and it can be undone', () => {
    const n = running(5);
    for (const id of ['n5', 'n4', 'n3']) n.bust(id);
    n.do({ type: 'correctRank', entryId: 'n5', rank: 3, reason: 'reported late' });
    expect(['n5', 'n3', 'n4'].map((id) => rankOf(n, id))).toEqual([3, 4, 5]);
    n.undo(n.last('ranks.corrected'));
    expect(['n3', 'n4', 'n5'].map((id) => rankOf(n, id))).toEqual([3, 4, 5]);
    const bad = { type: 'correctRank', entryId: 'n5', rank: 2, reason: 'x' } as const;
    expect(n.refused(bad)).toBe('RANK_INVALID');
  });

  test('the floor corrects hits and points with a reason, and can take it back', () => {
    const n = running(3, { config: config({ pointsForHit: 2 }) });
    n.bust('n3', 'n1');
    n.do({ type: 'adjustEntry', entryId: 'n1', hits: 2, points: -5, reason: 'seen on the stream' });
    expect(entryOf(n.state, 'n1', {})).toMatchObject({ hits: 3, points: 1 });
    n.undo(n.last('entry.adjusted'));
    expect(entryOf(n.state, 'n1', {})).toMatchObject({ hits: 1, points: 2 });
  });

  test('places may count persons instead of entries', () => {
    const n = running(3, {
      config: config({ placesCount: 'players', reEntry: { allowed: true } }),
    });
    n.bust('n3');
    n.buyIn(3, { entryId: 'n3b' });
    n.bust('n3b');
    n.bust('n2');
    expect([rankOf(n, 'n3'), rankOf(n, 'n3b'), rankOf(n, 'n2')]).toEqual([undefined, 3, 2]);
  });
});
