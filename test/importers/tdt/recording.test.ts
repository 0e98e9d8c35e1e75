import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { TdtError } from '../../../src/importers/tdt/error.ts';
import { decodeTdt, parseTdt } from '../../../src/importers/tdt/reader.ts';
import { type Recording, readRecording } from '../../../src/importers/tdt/recording.ts';

const recordingOf = (text: string): Recording => readRecording(parseTdt(text));
const read = (name: string): Recording =>
  recordingOf(decodeTdt(readFileSync(new URL(`../../data/tdt/${name}`, import.meta.url))).text);

const codesOf = (recording: Recording): string[] =>
  recording.warnings.map(({ code, path }) => `${code} ${path}`);

describe('IMP-1: a file of 3.7', () => {
  const recording = read('new-form.tdt');

  test('is read without a warning', () => {
    expect(recording.warnings).toEqual([]);
    expect(recording).toMatchObject({
      version: '3.7.2',
      title: 'Tuesday "Deep"',
      notes: 'line\nline',
      league: { id: 'league-1', name: 'Harbour' },
      season: { id: 'season-1', name: '2031' },
      startTimeMs: 1_930_000_000_000,
      endTimeMs: 1_930_001_800_500,
      currentLevel: 1,
      elapsedSeconds: 61,
    });
  });

  test('keeps prices, rakes and limits as they were typed', () => {
    const { buyIn, rebuy, addOn, ...rest } = recording.financials;
    expect(buyIn.profiles[0]).toEqual({
      name: 'Standard',
      enabled: true,
      allowChange: false,
      fee: '33.34',
      rakes: ['3.34', '0.5'],
      chips: 10_000,
      points: '0',
      bountyCost: '5',
    });
    expect([rebuy.lastRound, rebuy.maxPerPlayer, addOn.lastRound]).toEqual([3, 2, 4]);
    expect(rest).toMatchObject({
      fixedRake: { type: 'amount', amounts: ['7'], rounding: 'nearest' },
      houseContribution: '10',
      guaranteedPot: '100',
      totalChipsAdjustment: -500,
      pointsFormula: 'n - r + 1',
      useBounties: true,
      restrictedBounty: true,
    });
  });

  test('tells who bought in, who busted whom, and when', () => {
    const [first, second, third] = recording.players;
    expect(first).toMatchObject({ id: 'p-1', nickname: 'Å', firstName: 'Åse', lastName: 'Holm' });
    expect(first).toMatchObject({ cashAdjustment: '-5', hitsAdjustment: '1', paidInFull: false });
    expect(first?.contact).toMatchObject({ phones: ['12'], emails: ['a@example.org'] });
    expect(first?.buyIns.map((buyIn) => buyIn.profileName)).toEqual(['Standard', 'Rebuy']);
    expect(first?.buyIns[0]?.personalBounty).toBe('5');
    expect(first?.buyIns[0]?.bustOut).toEqual({
      timeMs: 1_930_000_900_000,
      round: 2,
      hitmen: ['p-2', 'p-3'],
      seat: { tableId: 't-1', tableName: 'Table 1', seatIndex: 0 },
    });
    expect(first?.buyIns[1]).toMatchObject({ seat: { seatIndex: 1 }, bustOut: { hitmen: [] } });
    expect(first?.addOns).toMatchObject([{ amount: '20', round: 3 }]);
    expect(second?.buyIns[0]?.bustOut).toBeNull();
    expect(third?.buyIns).toEqual([]);
    expect(recording.counting.fullCreditHit).toBe(false);
  });

  test('tells deals, prizes and levels', () => {
    expect(recording.chops).toMatchObject([
      { awarded: true, cashMethod: 'amount', portions: [{ playerId: 'p-1', cashAmount: '40.5' }] },
    ]);
    expect(recording.prizes).toMatchObject({ rounding: 'down', roundToNearest: '5' });
    expect(recording.prizes.prizes).toMatchObject([
      { type: 'rank', rank: 1, amountType: 'percent', amount: '66.67', shareRemainder: true },
      { type: 'manual', rank: null, amountType: 'fixed', amount: '20', locked: true },
    ]);
    expect(recording.levels).toMatchObject([
      { kind: 'round', minutes: '20', smallBlind: 25, bigBlind: 50, ante: 50, gameType: 'noLimit' },
      { kind: 'break', minutes: '7.5', colorUp: true, notes: 'race' },
    ]);
  });

  test('tells seats: a player, a blocked one with its reason, empty ones', () => {
    const [table] = recording.tables.tables;
    const told = table?.seats.map(({ playerId, blocked, label, locked }) =>
      [playerId, blocked, label, locked].join(),
    );
    expect(told).toEqual([
      'p-1,false,,true',
      ',false,,false',
      ',true,broken chair,false',
      ',false,,false',
    ]);
    expect(table?.button).toBe(2);
    expect(recording.tables.lastMoves.moves).toEqual([
      { playerId: 'p-1', from: null, to: { tableId: 't-1', seatIndex: 0 } },
    ]);
  });

  test('keeps what TDD concluded apart from what happened', () => {
    const { stored, ...facts } = recording;
    expect(stored.prizes).toMatchObject([
      { awardedTo: ['p-2'], calculatedAmount: '33.333333333333336' },
      { awardedTo: [], calculatedAmount: '20' },
    ]);
    expect(JSON.stringify(facts)).not.toContain('33.333333');
  });
});

describe('IMP-1: a file of 3.0', () => {
  const recording = read('old-form.tdt');

  test('comes to the same shape: one price each, two limits, tables known by index', () => {
    expect(recording.warnings).toEqual([]);
    expect(recording.financials.buyIn.profiles).toMatchObject([
      { fee: '50', rakes: ['2'], chips: 1500, points: '1', bountyCost: '5' },
    ]);
    expect(recording.financials.rebuy).toMatchObject({
      maxPerPlayer: 1,
      profiles: [{ fee: '40' }],
    });
    expect(recording.financials.addOn.allow).toBe(false);
    expect(recording.financials.fixedRake).toMatchObject({ type: 'percent', percents: ['10'] });
    expect(recording.levels).toMatchObject([{ gameType: 'limit', limits: [10, 20] }]);
    expect(recording.chips).toMatchObject({
      chips: [{ id: '1' }],
      sets: [{ counts: [{ chipId: '1', count: 200 }] }],
    });
    expect(recording.tables.tables[0]).toMatchObject({ id: '0', seats: { length: 3 } });
    expect(recording.tables.lastMoves.moves[0]?.to).toEqual({ tableId: '0', seatIndex: 0 });
    expect([recording.startTimeMs, recording.endTimeMs]).toEqual([null, null]);
  });
});

describe('IMP-1: odd parts become defaults with a warning', () => {
  test('a tournament without any section', () => {
    const recording = recordingOf('{ V: "3.3", T: new Tournament({Title: "Bare", Players: []}) }');
    expect(recording).toMatchObject({ title: 'Bare', players: [], levels: [] });
    expect(codesOf(recording)).toContain('ODD_VALUE T.Players');
    expect(codesOf(recording)).toContain('MISSING_SECTION T.Financials');
  });

  const withPlayer = (player: string): Recording =>
    recordingOf(
      `{T: {Players: {Config: {}, Chops: {}, Players: Map.from([["a", {Name: {}, ${player}}]])}}}`,
    );
  const fromPlayers = (recording: Recording): string[] =>
    codesOf(recording).filter((code) => code.includes('T.Players'));

  test.each([
    [
      'an amount of three digits',
      'CashAdjustment: 1.005',
      'INEXACT_MONEY T.Players.Players.a.CashAdjustment',
    ],
    [
      'an amount without end',
      'CashAdjustment: 1e30',
      'ODD_VALUE T.Players.Players.a.CashAdjustment',
    ],
    ['chips in pieces', 'ChipCount: 1.5', 'ODD_VALUE T.Players.Players.a.ChipCount'],
    ['text for a flag', 'PaidInFull: "yes"', 'ODD_VALUE T.Players.Players.a.PaidInFull'],
    ['another id inside', 'UUID: "b"', 'ODD_VALUE T.Players.Players.a.UUID'],
    ['a purchase that is none', 'AddOns: [7]', 'ODD_VALUE T.Players.Players.a.AddOns.0'],
    [
      'a hitman whom nobody knows',
      'Buyins: [{BustOut: {HitmanUUID: ["a", "z"]}}]',
      'UNKNOWN_PLAYER T.Players.Players.a.Buyins.0.BustOut.HitmanUUID.1',
    ],
  ])('%s', (_, player, warning) => {
    const recording = withPlayer(player);
    expect(fromPlayers(recording)).toEqual([warning]);
    expect(recording.players).toHaveLength(1);
  });

  test('a player twice: the last one counts', () => {
    const recording = recordingOf(
      '{T: {Players: {Players: Map.from([["a", {Name: {Nickname: "x"}}], ["a", {Name: {Nickname: "y"}}]])}}}',
    );
    expect(recording.players.map(({ nickname }) => nickname)).toEqual(['y']);
    expect(codesOf(recording)).toContain('DUPLICATE_ID T.Players.Players.a');
  });

  test('a file of nothing but mistakes does not fill the memory with warnings', () => {
    const recording = recordingOf(`{T: {Levels: {Levels: [${'1,'.repeat(5000)}]}}}`);
    expect(recording.warnings).toHaveLength(1001);
    expect(recording.warnings.at(-1)?.code).toBe('TOO_MANY_WARNINGS');
  });

  test.each(['[]', '"x"', '{V: "3.7.2"}', '{T: 5}', 'new Foo(1, 2)'])(
    'refuses %s: no tournament',
    (text) => {
      expect(() => recordingOf(text)).toThrow(TdtError);
    },
  );
});
