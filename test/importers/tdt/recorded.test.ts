import { describe, expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { minorUnits } from '../../../src/importers/tdt/decimal.ts';
import { decodeTdt, parseTdt } from '../../../src/importers/tdt/reader.ts';
import { type Recording, readRecording } from '../../../src/importers/tdt/recording.ts';

const FOLDER = fileURLToPath(new URL('../../../../shared/data/tdd/', import.meta.url));
const there = existsSync(FOLDER);
if (!there) console.warn('skipped: no recorded tournaments in ../shared/data/tdd');

const filesIn = (folder: string): string[] =>
  there
    ? readdirSync(FOLDER + folder)
        .filter((name) => name.includes('.tdt'))
        .map((name) => `${folder}/${name}`)
    : [];

const read = (file: string): Recording =>
  readRecording(parseTdt(decodeTdt(readFileSync(FOLDER + file)).text));

const expectedEvents = v.object({
  events: v.array(
    v.object({
      file: v.string(),
      uuid: v.string(),
      season: v.string(),
      league: v.string(),
      start: v.number(),
      end: v.number(),
      players: v.number(),
      buyinsAmount: v.number(),
      rebuysAmount: v.number(),
      addonsAmount: v.number(),
      totalRake: v.number(),
      formula: v.string(),
      results: v.array(v.object({ uuid: v.string(), name: v.string(), rebuys: v.number() })),
    }),
  ),
});

const total = (amounts: readonly string[]): number =>
  amounts.reduce((sum, amount) => sum + minorUnits(amount), 0) / 100;

const figuresOf = ({ players }: Recording) => {
  const entered = players.filter((player) => player.buyIns.length > 0);
  const rebuys = entered.flatMap(({ buyIns }) => buyIns.slice(1));
  const addOns = entered.flatMap((player) => player.addOns);
  const buyIns = entered.flatMap((player) => player.buyIns.slice(0, 1));
  return {
    players: entered.length,
    buyinsAmount: total(buyIns.map(({ amount }) => amount)),
    rebuysAmount: total(rebuys.map(({ amount }) => amount)),
    addonsAmount: total(addOns.map(({ amount }) => amount)),
    totalRake: total([...buyIns, ...rebuys, ...addOns].flatMap(({ rakes }) => rakes)),
  };
};

describe.skipIf(!there)('IMP-1: recorded tournaments', () => {
  test('every one is read without a warning, whatever its version', () => {
    const files = [...filesIn('season-2023'), ...filesIn('versions')];
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      const recording = read(file);
      expect([file, recording.warnings]).toEqual([file, []]);
      expect(recording.players.length).toBeGreaterThan(0);
      expect(recording.levels.length).toBeGreaterThan(0);
    }
  });

  test('players, sums and times of the season are those that TDD shows', () => {
    const json: unknown = JSON.parse(readFileSync(`${FOLDER}season-2023/expected.json`, 'utf8'));
    const { events } = v.parse(expectedEvents, json);
    expect(events).toHaveLength(21);
    for (const event of events) {
      const recording = read(`season-2023/${event.file}`);
      expect(figuresOf(recording)).toEqual({
        players: event.players,
        buyinsAmount: event.buyinsAmount,
        rebuysAmount: event.rebuysAmount,
        addonsAmount: event.addonsAmount,
        totalRake: event.totalRake,
      });
      expect(recording).toMatchObject({
        uuid: event.uuid,
        startTimeMs: event.start,
        endTimeMs: event.end,
        season: { name: event.season },
        league: { name: event.league },
        financials: { pointsFormula: event.formula },
      });
      for (const result of event.results) {
        const player = recording.players.find(({ id }) => id === result.uuid);
        expect(player?.nickname).toBe(result.name);
        expect(player?.buyIns.length).toBe(result.rebuys + 1);
      }
    }
  });

  test.each([
    ['v3.0_vendor-sample_45players_bounty.tdt', { version: '3.0', startTimeMs: null }],
    ['nobuyins_ORF_Poker_20251023.tdt', { startTimeMs: null, endTimeMs: null }],
    ['manualprizes_ORF_Poker_20191219.tdt.20191219-184538', { version: '3.4.3' }],
    ['undef_ORF_Poker_20220716-Halvårsfinal.tdt', { prizes: { estimatedPot: { used: true } } }],
    ['chop_Koffsta_20250823.tdt', { chops: [{ cashMethod: 'amount', portions: { length: 3 } }] }],
  ])('%s keeps what it is kept for', (file, expected) => {
    expect(read(`versions/${file}`)).toMatchObject(expected);
  });
});
