import { describe, expect, test } from 'bun:test';
import * as fc from 'fast-check';
import { MINUTE, SECOND } from '../../../src/kernel/time.ts';
import type { Standings } from '../../../src/leaf/health/alerts.ts';
import { alerts, RULES, raisedIn, withoutCovered } from '../../../src/leaf/health/alerts.ts';
import type { Readings } from '../../../src/leaf/health/readings.ts';
import type { AlertKind } from '../../../src/server/alerts/kinds.ts';
import { ALERTS } from '../../../src/server/alerts/kinds.ts';
import { ALERT_WORDS } from '../../../src/server/alerts/words.ts';
import { later, WELL } from './readings.ts';

const GB = 1024 ** 3;
const kindsIn = (standings: Standings): readonly AlertKind[] =>
  raisedIn(standings).map(({ kind }) => kind);

/** Looks one after the other; answers what is raised after each. */
const follow = (all: readonly Readings[]): readonly (readonly AlertKind[])[] => {
  let standings: Standings = {};
  return all.map((now) => {
    standings = alerts(now, standings);
    return kindsIn(standings);
  });
};

const disk = (what: Partial<NonNullable<Readings['disk']>>): Partial<Readings> => ({
  disk: WELL.disk && { ...WELL.disk, ...what },
});
const cloud = (what: Partial<NonNullable<Readings['cloud']>>): Partial<Readings> => ({
  cloud: { silentMs: 0, lagMs: 0, waiting: 0, isShareUsed: false, ...what },
});

describe('OPS-6: limits of alerts', () => {
  test('a leaf that is well has none', () => {
    expect(follow([WELL, later(MINUTE), later(60 * MINUTE)])).toEqual([[], [], []]);
  });

  /** What is raised at once, and beside it what is just not enough. */
  const AT_ONCE: readonly (readonly [AlertKind, Partial<Readings>, Partial<Readings>])[] = [
    [
      'errors',
      { requests: { asked: 1_000, failed: 51 } },
      { requests: { asked: 1_000, failed: 50 } },
    ],
    // Too few to say anything.
    ['errors', { requests: { asked: 20, failed: 20 } }, { requests: { asked: 19, failed: 19 } }],
    ['lag', cloud({ lagMs: 30 * SECOND + 1 }), cloud({ lagMs: 30 * SECOND })],
    ['backlog', cloud({ waiting: 1_001 }), cloud({ waiting: 1_000 })],
    ['dayUsed', cloud({ isShareUsed: true, lagMs: 9e6, waiting: 5_000 }), cloud({ waiting: 1 })],
    ['offline', cloud({ silentMs: 5 * MINUTE }), cloud({ silentMs: 5 * MINUTE - 1 })],
    ['diskLow', disk({ freeBytes: GB }), disk({ freeBytes: GB + 1e6 })],
    ['diskFull', disk({ ballastGiven: true }), {}],
    ['diskWear', disk({ wear: 0.8 }), disk({ wear: 0.7 })],
    ['diskWear', disk({ isEnding: true }), disk({ isEnding: null, wear: null })],
    ['children', { childRestarts: 3 }, { childRestarts: 2 }],
    ['rolledBack', { rolledBack: true }, {}],
    ['backup', { backup: { ageMs: 101, dueMs: 100 } }, { backup: { ageMs: 100, dueMs: 100 } }],
    ['restart', { restarts: 1 }, {}],
    ['machine', { changed: ['disk'] }, {}],
    ['log', { log: { unwell: true } }, {}],
    ['power', { underVoltage: true }, { underVoltage: null }],
    [
      'clockJump',
      { clock: { ...WELL.clock, jumpedMs: -3_600_000 } },
      { clock: { ...WELL.clock, jumpedMs: 4_999 } },
    ],
  ];
  test.each(AT_ONCE)('%s is raised at its limit and not below', (kind, over, below) => {
    expect(follow([later(0, over)])).toEqual([[kind]]);
    expect(follow([later(0, below)])).toEqual([[]]);
  });

  /** What has to last. */
  const LASTING: readonly (readonly [AlertKind, Partial<Readings>, number])[] = [
    ['temperature', { celsius: 80 }, 30 * SECOND],
    ['clock', { clock: { ...WELL.clock, synchronised: false } }, 10 * MINUTE],
    ['clockOff', { clock: { ...WELL.clock, offsetMs: -1_500 } }, MINUTE],
    ['memory', { memory: { totalBytes: 100, availableBytes: 7 } }, MINUTE],
    ['battery', { supply: { onBattery: true, percent: 90, secondsLeft: null } }, 5 * SECOND],
  ];
  test.each(LASTING)('%s is raised only once it has lasted', (kind, bad, ms) => {
    expect(follow([later(0, bad), later(ms - 1, bad), later(ms, bad)])).toEqual([[], [], [kind]]);
    // A good moment in between: it begins anew.
    expect(follow([later(0, bad), later(ms / 2), later(ms, bad)])).toEqual([[], [], []]);
  });

  test('what is grave is told as danger, and stays so until it is over', () => {
    const hot = alerts(later(MINUTE, { celsius: 95 }), alerts(later(0, { celsius: 95 }), {}));
    expect(raisedIn(hot)).toMatchObject([{ kind: 'temperature', tone: 'danger', value: 95 }]);
    const cooler = alerts(later(2 * MINUTE, { celsius: 76 }), hot);
    expect(raisedIn(cooler)).toMatchObject([{ kind: 'temperature', tone: 'warning' }]);
    const cool = alerts(later(3 * MINUTE, { celsius: 60 }), cooler);
    expect(raisedIn(cool)).toHaveLength(1);
    expect(raisedIn(alerts(later(4 * MINUTE, { celsius: 60 }), cool))).toEqual([]);
  });

  test('what explains another one stands alone: no line is why events wait', () => {
    const silent = cloud({ silentMs: 6 * MINUTE, lagMs: 6 * MINUTE, waiting: 5_000 });
    const raised = raisedIn(alerts(later(0, silent), {}));
    expect(raised.map(({ kind }) => kind)).toEqual(['offline', 'lag', 'backlog']);
    expect(withoutCovered(raised).map(({ kind }) => kind)).toEqual(['offline']);
  });

  test('a leaf that leaves its core has nothing more to say of it', () => {
    const before = alerts(later(0, cloud({ waiting: 5_000 })), {});
    expect(kindsIn(before)).toEqual(['backlog']);
    expect(kindsIn(alerts(later(SECOND, { cloud: null }), before))).toEqual([]);
  });

  test('a machine that began anew has another clock: what waited begins to wait again', () => {
    const bad = { clock: { ...WELL.clock, synchronised: false } };
    const before = alerts(later(0, bad), {});
    const booted = { ...later(0, bad), bootMs: 5_000 };
    const after = alerts(booted, before);
    expect(kindsIn(after)).toEqual([]);
    expect(kindsIn(alerts({ ...booted, bootMs: 5_000 + 10 * MINUTE }, after))).toEqual(['clock']);
  });

  test('every kind has words', () => {
    for (const kind of ALERTS) expect(ALERT_WORDS[kind](1).length).toBeGreaterThan(10);
  });
});

/** Temperatures as a board might have them, a look each so many ms. */
const story = fc.array(
  fc.record({
    celsius: fc.double({ min: 20, max: 110, noNaN: true }),
    ms: fc.integer({ min: 1, max: 60_000 }),
  }),
  { maxLength: 60 },
);
const runs = { numRuns: Number(process.env['FELT_RUNS'] ?? 200) };

describe('OPS-6: hysteresis of alerts', () => {
  const { on, off, forMs, clearMs } = RULES.temperature;

  test('off is never above on, and nothing is dangerous before it is an alert', () => {
    for (const kind of ALERTS) {
      expect([kind, RULES[kind].off <= RULES[kind].on]).toEqual([kind, true]);
      expect([kind, RULES[kind].danger >= RULES[kind].on]).toEqual([kind, true]);
    }
  });

  test('what stays between off and on changes nothing, however it wobbles', () => {
    const between = fc.array(fc.double({ min: off, max: on - 0.001, noNaN: true }), {
      minLength: 1,
    });
    const inside = fc.property(between, fc.boolean(), (all, isRaised) => {
      let standings: Standings = {
        temperature: {
          raisedAt: isRaised ? 1 : null,
          turningAtBootMs: null,
          value: null,
          tone: 'warning',
        },
      };
      for (const [i, celsius] of all.entries()) {
        standings = alerts(later(i * MINUTE, { celsius }), standings);
        expect(kindsIn(standings)).toEqual(isRaised ? ['temperature'] : []);
      }
    });
    fc.assert(inside, runs);
  });

  test('it turns exactly when the other side has lasted, and never twice within that', () => {
    const turns = fc.property(story, (all) => {
      let standings: Standings = {};
      let [ms, turnedMs, sinceMs] = [0, Number.NEGATIVE_INFINITY, null as number | null];
      let isRaised = false;
      for (const { celsius, ms: pause } of all) {
        ms += pause;
        // Told once more in other words: the side it is on, and since when it is on the other.
        const isOther = isRaised ? celsius < off : celsius >= on;
        sinceMs = isOther ? (sinceMs ?? ms) : null;
        const lasted = sinceMs !== null && ms - sinceMs >= (isRaised ? clearMs : forMs);
        standings = alerts(later(ms, { celsius }), standings);
        if (lasted) {
          expect(ms - turnedMs).toBeGreaterThanOrEqual(Math.min(forMs, clearMs));
          [isRaised, turnedMs, sinceMs] = [!isRaised, ms, null];
        }
        expect(kindsIn(standings)).toEqual(isRaised ? ['temperature'] : []);
      }
    });
    fc.assert(turns, runs);
  });

  test('the same readings on the same standing give the same answer, and change neither', () => {
    const pure = fc.property(story, (all) => {
      const standings = all.reduce<Standings>(
        (before, { celsius, ms }) => alerts(later(ms, { celsius }), before),
        {},
      );
      const copy = structuredClone(standings);
      expect(alerts(later(7), standings)).toEqual(alerts(later(7), structuredClone(copy)));
      expect(standings).toEqual(copy);
    });
    fc.assert(pure, { numRuns: 50 });
  });
});
