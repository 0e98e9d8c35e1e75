import { describe, expect, test } from 'bun:test';
import { HOUR, MINUTE, SECOND } from '../../../src/kernel/time.ts';
import { clockAt } from '../../../src/poker/clock.ts';
import { choices, closingLevel } from '../../../src/rooms/tournament/decide/clock.ts';
import { dueNext, schedule, screenView } from '../../../src/rooms/tournament/views.ts';
import type { Night } from './night.ts';
import { config, night, round, running } from './night.ts';

const at = (n: Night) => clockAt(n.state.clock.anchor, n.now);

/** What the leaf's timers do: let time pass and give every command that falls due. */
const runFor = (n: Night, ms: number): void => {
  let left = ms;
  for (;;) {
    const [next] = dueNext(n.state, n.now);
    if (next === undefined || next.inMs > left) break;
    n.pass(Math.max(0, next.inMs));
    left -= Math.max(0, next.inMs);
    n.attempt(next.command);
  }
  n.pass(left);
};

describe('the clock', () => {
  test('CLK-1: counts to the millisecond, pauses, resumes, takes and gives time', () => {
    const n = running(2);
    n.pass(1_234);
    expect(at(n)).toEqual({ level: 0, remainingMs: 20 * MINUTE - 1_234 });
    n.attempt({ type: 'pause' });
    n.pass(HOUR);
    expect(at(n).remainingMs).toBe(20 * MINUTE - 1_234);
    expect(n.refused({ type: 'pause' })).toBe('ALREADY_PAUSED');
    n.attempt({ type: 'resume' });
    n.attempt({ type: 'adjustClock', byMs: -5 * MINUTE });
    expect(at(n).remainingMs).toBe(15 * MINUTE - 1_234);
    n.attempt({ type: 'adjustClock', byMs: MINUTE });
    expect(at(n).remainingMs).toBe(16 * MINUTE - 1_234);
  });

  test('CLK-1: next, previous and any level, and no level that does not exist', () => {
    const n = running(2);
    n.do({ type: 'advance' });
    expect(at(n)).toEqual({ level: 1, remainingMs: 20 * MINUTE });
    n.do({ type: 'rewind' });
    expect(at(n).level).toBe(0);
    expect(n.refused({ type: 'rewind' })).toBe('NO_SUCH_LEVEL');
    n.do({ type: 'jump', level: 5, remainingMs: 90 * SECOND });
    expect(at(n)).toEqual({ level: 5, remainingMs: 90 * SECOND });
    expect(n.refused({ type: 'advance' })).toBe('NO_SUCH_LEVEL');
  });

  test('CLK-3: a level starts at the very moment the last one ended, however late the timer', () => {
    const n = running(2);
    n.pass(20 * MINUTE + 7_350);
    const answer = n.attempt({ type: 'levelDue' });
    expect(answer).toMatchObject([{ type: 'level.started', data: { by: 'clock' } }]);
    expect(at(n)).toEqual({ level: 1, remainingMs: 20 * MINUTE - 7_350 });
    expect(n.refused({ type: 'levelDue' })).toBe('TOO_EARLY');
  });

  test('CLK-3: at the end of the last level the clock stays at 0:00', () => {
    const n = night({ levels: [round(100, 1)] });
    n.do({ type: 'start', paused: false });
    n.pass(2 * MINUTE);
    expect(n.refused({ type: 'levelDue' })).toBe('NO_SUCH_LEVEL');
    expect(dueNext(n.state, n.now)).toEqual([]);
  });

  test('CLK-4: warns once per level and threshold, and never late', () => {
    const n = running(2);
    runFor(n, 20 * MINUTE);
    const warned = () =>
      n.events.flatMap((e) =>
        e.type === 'clock.warned' ? [`${e.data.level}:${e.data.seconds}`] : [],
      );
    expect(warned()).toEqual(['0:60', '0:30', '0:10']);
    n.do({ type: 'rewind' });
    runFor(n, 19 * MINUTE + 55 * SECOND);
    expect(warned()).toEqual(['0:60', '0:30', '0:10']);
    n.do({ type: 'advance' });
    n.pass(19 * MINUTE + 45 * SECOND);
    n.attempt({ type: 'warningDue', seconds: 60 });
    expect(warned()).toEqual(['0:60', '0:30', '0:10']);
    runFor(n, 5 * SECOND);
    expect(warned()).toEqual(['0:60', '0:30', '0:10', '1:10']);
  });

  test('CLK-2: running start times and the next break', () => {
    const n = running(2);
    n.pass(5 * MINUTE);
    const lines = schedule(n.state, n.now).map((l) => [l.level, l.startsInMs / MINUTE]);
    expect(lines).toEqual([
      [1, -5],
      [2, 15],
      [2, 35],
      [3, 45],
      [4, 65],
      [5, 85],
    ]);
    expect(screenView(n.state, n.now).clock).toMatchObject({
      breakInMs: 35 * MINUTE,
      elapsedMs: 5 * MINUTE,
    });
  });

  test('CLK-5: starts by the time of day, running or paused; far too late it waits', () => {
    const startsAt = 1_700_000_000_000 + HOUR;
    const n = night({ config: config({ startsAt }) });
    expect(n.refused({ type: 'startDue' })).toBe('TOO_EARLY');
    runFor(n, 2 * HOUR);
    expect([n.state.status, n.state.clock.anchor.level]).toEqual(['running', 3]);
    const paused = night({ config: config({ startsAt, startPaused: true }) });
    runFor(paused, 2 * HOUR);
    expect([paused.state.status, paused.state.clock.anchor.running]).toEqual(['running', false]);
    const missed = night({ config: config({ startsAt }) });
    missed.pass(3 * HOUR);
    expect([dueNext(missed.state, missed.now), missed.refused({ type: 'startDue' })]).toEqual([
      [],
      'TOO_LATE',
    ]);
  });

  test('CLK-5: entries close by level, after the break where one follows, and lock the payouts', () => {
    const open = (throughBreak: boolean) =>
      running(3, { config: config({ registration: { lastLevel: 2, throughBreak } }) });
    expect([closingLevel(open(true).state), closingLevel(open(false).state)]).toEqual([3, 2]);
    const n = open(true);
    runFor(n, 41 * MINUTE);
    expect([n.state.clock.anchor.level, n.state.registration.open]).toEqual([2, true]);
    runFor(n, 10 * MINUTE);
    expect([n.state.registration, n.state.planBeforeLock !== null]).toEqual([
      { open: false, why: 'level' },
      true,
    ]);
    n.do({ type: 'rewind' });
    expect([n.state.registration.open, n.state.planBeforeLock]).toEqual([true, null]);
  });

  test('CLK-5: entries close by the time of day', () => {
    const until = 1_700_000_000_000 + 30 * MINUTE;
    const n = running(3, { config: config({ registration: { until } }) });
    runFor(n, 31 * MINUTE);
    expect(n.state.registration).toEqual({ open: false, why: 'time' });
  });

  test('CLK-8: two tournaments keep their own time', () => {
    const [a, b] = [running(2), running(2)];
    a.do({ type: 'pause' });
    runFor(b, 25 * MINUTE);
    expect([at(a).level, at(b).level]).toEqual([0, 1]);
  });
});

describe('a wall clock that jumps', () => {
  test.each([-30 * HOUR, -1, 5 * HOUR, 400 * 24 * HOUR])('by %d ms moves no countdown', (jump) => {
    const n = running(2);
    n.pass(3 * MINUTE);
    n.jumpWall(jump);
    expect(at(n)).toEqual({ level: 0, remainingMs: 17 * MINUTE });
    runFor(n, 17 * MINUTE);
    expect(at(n)).toEqual({ level: 1, remainingMs: 20 * MINUTE });
  });
});

describe('CLK-7: a leaf that was away', () => {
  const away = (ms: number, reboot = false) => {
    const n = running(2);
    n.pass(10 * MINUTE);
    const lastSeen = n.now;
    n.pass(ms);
    if (reboot) n.reboot('boot-2');
    n.attempt({ type: 'recoverClock', lastSeen, outageMs: ms });
    return n;
  };

  test('5 s: as if nothing had happened', () => {
    const n = away(5 * SECOND);
    expect(n.events.some((e) => e.type.startsWith('clock.'))).toBe(false);
    expect(at(n).remainingMs).toBe(10 * MINUTE - 5 * SECOND);
  });

  test('5 s with a reboot: the clock goes on, on the new boot time', () => {
    const n = away(5 * SECOND, true);
    expect(at(n)).toEqual({ level: 0, remainingMs: 10 * MINUTE - 5 * SECOND });
    runFor(n, 10 * MINUTE);
    expect(at(n).level).toBe(1);
  });

  test.each([
    ['5 min', 5 * MINUTE, { level: 0, remainingMs: 5 * MINUTE }],
    ['10 h', 10 * HOUR, { level: 5, remainingMs: 0 }],
  ])('%s: no level by itself; the floor sees both times and picks', (_, ms, counted) => {
    for (const reboot of [false, true]) {
      const stopped = { level: 0, remainingMs: 10 * MINUTE };
      const n = away(ms, reboot);
      expect(choices(n.state, n.now)).toEqual({ stopped, counted });
      expect([n.refused({ type: 'levelDue' }), dueNext(n.state, n.now)]).toEqual([
        'CLOCK_UNDECIDED',
        [],
      ]);
      expect(at(n).level).toBe(0);
      n.attempt({ type: 'settleClock', choice: 'counted' });
      expect(at(n)).toEqual(counted);
      const other = away(ms, reboot);
      other.attempt({ type: 'settleClock', choice: 'stopped' });
      expect(at(other)).toEqual(stopped);
      expect(other.refused({ type: 'settleClock', choice: 'stopped' })).toBe(
        'CLOCK_NOT_INTERRUPTED',
      );
    }
  });

  test('for a time that nobody knows: treated as long', () => {
    const n = running(2);
    const lastSeen = n.now;
    n.reboot('boot-2');
    n.attempt({ type: 'recoverClock', lastSeen, outageMs: null });
    expect(n.state.clock.interrupted).toMatchObject({ outageMs: null });
  });

  test('away again before the floor chose: the first stop stays the one to go back to', () => {
    const n = away(5 * MINUTE);
    const lastSeen = n.now;
    n.pass(2 * SECOND);
    n.attempt({ type: 'recoverClock', lastSeen, outageMs: 2 * SECOND });
    expect(choices(n.state, n.now)?.stopped).toEqual({ level: 0, remainingMs: 10 * MINUTE });
  });

  test('a paused clock is not touched', () => {
    const n = running(2);
    n.do({ type: 'pause' });
    const before = n.events.length;
    n.attempt({ type: 'recoverClock', lastSeen: n.now, outageMs: 10 * HOUR });
    expect(n.events.length).toBe(before);
  });
});

describe('BLD-5: the structure of a running tournament', () => {
  test('what lies ahead may change, the past and the present may not', () => {
    const n = running(2);
    n.do({ type: 'advance' });
    expect(n.refused({ type: 'changeStructure', fromLevel: 1, levels: [round(1_000)] })).toBe(
      'PAST_LEVEL',
    );
    n.do({ type: 'changeStructure', fromLevel: 2, levels: [round(300, 5), round(500, 5)] });
    expect(n.state.levels.map((l) => l.minutes)).toEqual([20, 20, 5, 5]);
  });

  test('the current level is corrected with a reason, and the time left follows its length', () => {
    const n = running(2);
    n.pass(5 * MINUTE);
    n.attempt({ type: 'correctLevel', level: round(150, 30), reason: 'misprint' });
    expect(at(n).remainingMs).toBe(25 * MINUTE);
    expect(screenView(n.state, n.now).blinds).toMatchObject({ sb: 150, bb: 300 });
  });

  test('a correction says which level it means: the next one is not put right in its place', () => {
    const n = running(2);
    n.do({ type: 'correctLevel', level: round(150), reason: 'misprint', index: 0 });
    n.do({ type: 'advance' });
    expect(
      n.refused({ type: 'correctLevel', level: round(100), reason: 'misprint', index: 0 }),
    ).toBe('PAST_LEVEL');
  });

  test('a structure may end with the level being played, but has to have one', () => {
    const n = running(2);
    n.do({ type: 'changeStructure', fromLevel: 1, levels: [] });
    expect(n.state.levels).toHaveLength(1);
    const none = night();
    expect(none.refused({ type: 'changeStructure', fromLevel: 0, levels: [] })).toBe(
      'STRUCTURE_INVALID',
    );
  });

  test('an unplayable structure is refused with its findings', () => {
    const n = running(2);
    const bad = { ...round(100), bigBlind: 50 };
    const answer = n.attempt({ type: 'changeStructure', fromLevel: 1, levels: [bad] });
    expect(answer).toMatchObject({ refused: 'STRUCTURE_INVALID' });
  });
});
