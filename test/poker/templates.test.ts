import { describe, expect, test } from 'bun:test';
import * as v from 'valibot';
import { checkStructure, type Level, levelsSchema, type Round } from '../../src/poker/blinds.ts';
import { chipSetSchema, stackOf } from '../../src/poker/chips.ts';
import { TEMPLATES, type Template, templateOf } from '../../src/poker/templates.ts';

/** What an orbit is played for: twice the small bet in limit games, else the big blind. */
const bigBlindOf = (round: Round): number => round.limits?.[1] ?? round.bigBlind;

/** Hours until the end of the first level at which all chips are 20 big blinds (or big bets). */
const lateFinish = (template: Template, entries: number, bets: number): number => {
  const total = entries * template.startingStack;
  const end = template.levels.findIndex(
    (level: Level) => level.kind === 'round' && bigBlindOf(level) * bets >= total,
  );
  expect(end).toBeGreaterThan(-1);
  return template.levels.slice(0, end + 1).reduce((sum, level) => sum + level.minutes, 0) / 60;
};

describe('BLD-4: templates', () => {
  test('BLD-4: turbo, standard, deep stack, WSOP-style, HORSE and 8-Game are there', () => {
    const ids = ['turbo', 'standard', 'deepStack', 'wsop', 'horse', 'eightGame'] as const;
    expect(TEMPLATES.map((template) => template.id)).toEqual([...ids]);
    expect(templateOf('turbo')?.name).toBe('Turbo');
    expect(templateOf('none')).toBeUndefined();
  });

  test.each(TEMPLATES.map((t) => [t.id, t] as const))(
    'BLD-4: %s has neither errors nor warnings and passes the door',
    (_, template) => {
      expect(checkStructure(template.levels, template.chips)).toEqual([]);
      expect(v.safeParse(levelsSchema, template.levels).success).toBe(true);
      expect(v.safeParse(chipSetSchema, template.chips).success).toBe(true);
      expect(stackOf(template.chips)).toBe(template.startingStack);
    },
  );

  test.each(TEMPLATES.map((t) => [t.id, t] as const))(
    'BLD-4: %s takes 30 to 60 entries as long as it says, give or take five minutes',
    (_, template) => {
      const lengths = [30, 40, 50, 60].map((entries) => lateFinish(template, entries, 20));
      expect(Math.min(...lengths)).toBeGreaterThanOrEqual(template.hours.from - 1 / 12);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(template.hours.to + 1 / 12);
      expect(template.hours.to - template.hours.from).toBeLessThanOrEqual(2);
    },
  );

  test.each(TEMPLATES.map((t) => [t.id, t] as const))(
    'BLD-4: %s keeps a chip as long as a bet needs it and no break longer',
    (_, template) => {
      const inPlay = new Set(template.chips.map((chip) => chip.value));
      template.levels.forEach((level, i) => {
        if (level.kind !== 'break') return;
        for (const value of level.colorUp ?? []) inPlay.delete(value);
        const smallest = Math.min(...inPlay);
        const later = template.levels.slice(i).filter((l) => l.kind === 'round');
        const bets = later.flatMap((l) => [
          l.smallBlind,
          l.bigBlind,
          l.ante,
          l.bringIn ?? 0,
          ...(l.limits ?? []),
        ]);
        const next = Math.min(...[...inPlay].filter((value) => value > smallest));
        // Some later bet still needs the smallest chip, or no larger chip could replace it yet.
        expect(bets.some((bet) => bet % next !== 0)).toBe(true);
      });
    },
  );

  test('BLD-4: WSOP-style has a dinner break and a big-blind ante in every level', () => {
    const levels = templateOf('wsop')?.levels ?? [];
    expect(levels.some((l) => l.kind === 'break' && l.notes === 'Dinner break')).toBe(true);
    const rounds = levels.filter((l) => l.kind === 'round');
    expect(rounds.every((l) => l.anteType === 'bigBlind' && l.ante === l.bigBlind)).toBe(true);
  });

  test.each(['horse', 'eightGame'])(
    'BLD-4: %s has antes and a bring-in in stud games only, the bring-in between ante and small bet',
    (id) => {
      const rounds = (templateOf(id)?.levels ?? []).filter((l) => l.kind === 'round');
      for (const r of rounds) {
        const isStud = /Razz|Stud/u.test(r.game);
        expect(r.bringIn !== undefined).toBe(isStud);
        expect(r.ante > 0).toBe(isStud);
        expect(r.bigBlind === 0).toBe(isStud);
        if (!isStud) continue;
        const [small = 0, big = 0] = r.limits ?? [];
        expect(big).toBe(2 * small);
        expect(r.bringIn ?? 0).toBeGreaterThan(r.ante);
        expect(r.bringIn ?? 0).toBeLessThanOrEqual(small / 2);
        expect(r.ante * 8).toBeGreaterThanOrEqual(small);
        expect(r.ante * 4).toBeLessThanOrEqual(small);
      }
    },
  );

  test('BLD-4: every rotation plays each game once at the same limits', () => {
    const games = (id: string, n: number) =>
      (templateOf(id)?.levels ?? [])
        .filter((l) => l.kind === 'round')
        .slice(0, n)
        .map((l) => `${l.gameType} ${l.game}`);
    expect(games('horse', 5)).toEqual([
      "fixedLimit Hold'em",
      'fixedLimit Omaha Hi-Lo',
      'fixedLimit Razz',
      'fixedLimit Seven Card Stud',
      'fixedLimit Stud Hi-Lo',
    ]);
    expect(games('eightGame', 8)).toEqual([
      'fixedLimit 2-7 Triple Draw',
      "fixedLimit Hold'em",
      'fixedLimit Omaha Hi-Lo',
      'fixedLimit Razz',
      'fixedLimit Seven Card Stud',
      'fixedLimit Stud Hi-Lo',
      "noLimit Hold'em",
      'potLimit Omaha',
    ]);
  });
});
