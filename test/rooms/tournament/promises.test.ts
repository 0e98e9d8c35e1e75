import { describe, expect, test } from 'bun:test';
import { poolView, standings } from '../../../src/rooms/tournament/views.ts';
import { config, night, running } from './night.ts';

/** Four players, n4 and n3 out, entries closed, n2 out, over; n1 has won and is paid. */
const paidOut = () => {
  const n = running(4);
  for (const id of ['n4', 'n3', 'n2']) n.bust(id);
  n.do({ type: 'end' });
  n.do({ type: 'payPrize', entryId: 'n1', method: 'cash' });
  return n;
};

const rows = (a: number, b: number) =>
  [a, b].map((basisPoints, i) => ({
    from: i + 1,
    to: i + 1,
    kind: 'percent' as const,
    basisPoints,
  }));

describe('what was paid, granted or agreed stays covered', () => {
  test('the end closes the entries, so that prizes are final', () => {
    const n = paidOut();
    expect(n.state.registration.open).toBe(false);
    expect(poolView(n.state).prizesPaid).toBe(400_00);
  });

  test('PLY-6: the end is not undone under a prize that was paid for it', () => {
    const n = paidOut();
    const undo = { type: 'undo', eventId: n.last('tournament.ended'), reason: '' } as const;
    expect(n.attempt(undo)).toMatchObject({
      refused: 'PRIZES_PAID',
      details: { entryIds: ['n1'] },
    });
    n.undo(n.last('prize.paid'));
    n.do(undo);
  });

  test('POL-4: payouts do not change below what was paid out', () => {
    const n = running(4);
    n.do({ type: 'setRegistration', open: false, reason: '' });
    n.do({ type: 'changePayouts', rows: rows(5_000, 5_000), reason: 'flat' });
    n.bust('n4');
    n.bust('n3');
    n.bust('n2');
    n.do({ type: 'payPrize', entryId: 'n2', method: 'cash' });
    const top = { type: 'changePayouts', rows: rows(10_000, 0), reason: 'x' } as const;
    expect(n.refused(top)).toBe('PRIZES_PAID');
  });

  test('POL-1: the pool does not fall below what was granted from it', () => {
    const n = running(4, { config: config({ pool: { guarantee: 1_000_00 } }) });
    n.do({ type: 'grantPrize', name: 'Last longer', amount: 900_00 });
    const pool = { rakes: [], withheld: [], houseContribution: 0, guarantee: 0 };
    expect(n.refused({ type: 'configure', pool })).toBe('PAYS_TOO_MUCH');
  });

  test('DEAL-3: a deal is not overtaken by a late entry', () => {
    const n = running(4);
    n.do({ type: 'setRegistration', open: false, reason: '' });
    const shares = ['n1', 'n2', 'n3', 'n4'].map((entryId) => ({ entryId, amount: 100_00 }));
    n.do({ type: 'deal', shares, reason: '' });
    const late = {
      type: 'buyIn',
      entryId: 'n5',
      playerId: 'p5',
      payment: { method: 'cash' },
    } as const;
    expect(n.refused({ ...late, override: 'late' })).toBe('PRIZES_DO_NOT_ADD_UP');
  });

  test('after the end only money is handed over; the rest first undoes the end', () => {
    const n = paidOut();
    expect(n.refused({ type: 'adjustChips', reason: 'found', chips: 5, note: '' })).toBe('ENDED');
    expect(n.refused({ type: 'changePayouts', rows: rows(5_000, 5_000), reason: 'x' })).toBe(
      'ENDED',
    );
    expect(n.refused({ type: 'correctRank', entryId: 'n2', rank: 3, reason: 'x' })).toBe('ENDED');
  });
});

describe('entries follow their settings at once', () => {
  test('CLK-5: another last level closes or opens them without waiting for the next one', () => {
    const n = running(3);
    n.do({ type: 'advance' });
    const registration = (lastLevel: number | null) =>
      ({
        type: 'configure',
        registration: { lastLevel, until: null, throughBreak: true },
      }) as const;
    n.do(registration(1));
    expect(n.state.registration.open).toBe(false);
    n.do(registration(3));
    expect(n.state.registration.open).toBe(true);
  });

  test('BUY-4: past the closing time the floor sets a later one before it opens again', () => {
    const until = 1_700_000_000_000 + 2_000;
    const n = night({ config: config({ registration: { until } }) });
    n.pass(5_000);
    n.do({ type: 'registrationDue' });
    expect(n.refused({ type: 'setRegistration', open: true, reason: '' })).toBe('TOO_LATE');
  });
});

describe('redo and draws leave nobody behind', () => {
  test('SEA-4: a break is not redone under somebody who sat down there since', () => {
    const n = running(12);
    n.do({ type: 'bust', busts: ['n1', 'n2', 'n3'].map((entryId) => ({ entryId, hitmen: [] })) });
    n.do({ type: 'breakTable', tableId: 't2' });
    const broken = n.last('table.broken');
    n.undo(broken);
    const free = n.state.tables['t2']?.seats.indexOf(null) ?? 0;
    n.buyIn(99, { seat: { tableId: 't2', seat: free + 1 } });
    expect(n.refused({ type: 'redo', eventId: broken, reason: '' })).toBe('REDO_BLOCKED');
  });

  test('SEA-2: a fixed seat that cannot be had is refused, not forgotten', () => {
    const n = running(4);
    const draw = (fixed: Record<string, { tableId: string; seat: number }>) =>
      n.refused({ type: 'drawSeats', everyone: true, fixed, apart: [] });
    expect(draw({ n1: { tableId: 'nope', seat: 1 } })).toBe('NO_SUCH_TABLE');
    expect(draw({ n1: { tableId: 't1', seat: 10 } })).toBe('NO_SUCH_SEAT');
    const same = { tableId: 't1', seat: 1 };
    expect(draw({ n1: same, n2: same })).toBe('SEAT_TAKEN');
    expect(draw({ nobody: same })).toBe('NO_SUCH_ENTRY');
  });
});

describe('counts follow what is bought', () => {
  test('BUY-3: a rebuy adds to the last count, so the threshold holds', () => {
    const rebuys = {
      allowed: true,
      chipThreshold: 500,
      profiles: [{ id: 'r', name: 'Rebuy', price: 50_00, chips: 500 }],
    };
    const n = running(3, { config: config({ rebuys }) });
    n.do({ type: 'setChips', counts: [{ entryId: 'n1', chips: 400 }] });
    const rebuy = { type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'cash' } } as const;
    n.do(rebuy);
    expect(n.state.entries['n1']?.chips).toBe(900);
    expect(n.refused(rebuy)).toBe('TOO_MANY_CHIPS');
  });

  test('BNT-1: a bounty that nobody won is told, not lost', () => {
    const bounty = [{ id: 's', name: 'S', price: 120_00, chips: 10_000, bounty: 20_00 }];
    const n = running(3, { config: config({ buyIns: bounty }) });
    n.bust('n3');
    expect(poolView(n.state)).toMatchObject({ bounties: 60_00, bountiesUnclaimed: 20_00 });
    expect(standings(n.state).of.get('n3')?.rank).toBe(3);
  });
});
