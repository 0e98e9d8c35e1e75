import { afterEach, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR, MINUTE, SECOND } from '../../src/kernel/time.ts';
import type { TestLeaf } from '../leaf.ts';
import { handClock, PEOPLE, startLeaf } from '../leaf.ts';

const round = (bigBlind: number, minutes = 1) => ({
  ...{ kind: 'round', game: "Hold'em", gameType: 'noLimit', anteType: 'none' },
  ...{ smallBlind: bigBlind / 2, bigBlind, ante: 0, minutes },
});
const LEVELS = [round(100), round(200), round(400), round(800)];

/** Below the pause that counts as a stop of the leaf. */
const STEP_MS = 4 * SECOND;

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A venue with a clock that only this test moves, and a leaf that can be stopped and started. */
const openNight = async (clock = handClock()) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-night-'));
  let leaf: TestLeaf = await startLeaf({ clock, folder });
  await leaf.token('admin');
  const { name, pin } = PEOPLE.admin;
  let token = '';
  const signIn = async () => {
    token = Object((await leaf.login(name, pin)).body).accessToken;
  };
  await signIn();
  open.push(async () => {
    await leaf.stop();
    rmSync(folder, { recursive: true });
  });
  const post = async (path: string, body?: unknown) => {
    const answer = await leaf.post(path, body, token);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return Object(answer.body);
  };
  return {
    clock,
    /** What this answers with is what a floor's page would have. */
    post,
    create: async (more: object = {}): Promise<string> => {
      const buyIns = [{ id: 'b', name: 'Buy-in', price: 1_000, chips: 1_000 }];
      const body = { name: 'Night', currency: 'EUR', buyIns, levels: LEVELS, ...more };
      return (await post('/tournaments', body)).id;
    },
    tick: () => leaf.tick(),
    /** Lets time run, looked at every few seconds. */
    run: async (ms: number) => {
      for (let left = ms; left > 0; left -= STEP_MS) {
        clock.pass(Math.min(left, STEP_MS));
        await leaf.tick();
        await leaf.tick();
      }
    },
    clockOf: async (id: string) => {
      const { status, clock: shown } = Object((await leaf.get(`/tournaments/${id}/public`)).body);
      return { status, ...shown };
    },
    /** Types of a tournament's events from some version on, as the audit trail tells them. */
    events: async (id: string): Promise<readonly string[]> => {
      await signIn();
      const { body } = await leaf.get(`/audit?stream=tournament:${id}&limit=200`, token);
      return Object(body)
        .items.map(({ type }: { type: string }) => type)
        .reverse();
    },
    /** Ends the leaf, lets `during` happen to the machine, and starts it again. */
    restart: async (during: () => void) => {
      await leaf.stop();
      during();
      leaf = await startLeaf({ clock, folder });
      await signIn();
    },
  };
};

describe('time', () => {
  test('CLK-1: levels follow each other at the very moment, however late the timer comes', async () => {
    const night = await openNight();
    const id = await night.create();
    await night.post(`/tournaments/${id}/start`);
    await night.run(59 * SECOND);
    expect(await night.clockOf(id)).toMatchObject({ level: 1, remainingMs: SECOND });
    await night.run(3 * SECOND);
    expect(await night.clockOf(id)).toMatchObject({ level: 2, remainingMs: 58 * SECOND });
    await night.run(2 * MINUTE);
    expect(await night.clockOf(id)).toMatchObject({ level: 4, remainingMs: 58 * SECOND });
  });

  test('CLK-1: a wall clock that jumps by hours moves no countdown, and starts no level', async () => {
    const night = await openNight();
    const id = await night.create({ warningSeconds: [] });
    await night.post(`/tournaments/${id}/start`);
    await night.run(20 * SECOND);
    for (const hours of [5, -12, 30]) {
      night.clock.jumpWall(hours * HOUR);
      await night.tick();
      expect(await night.clockOf(id)).toMatchObject({ level: 1, remainingMs: 40 * SECOND });
    }
    await night.run(40 * SECOND);
    expect(await night.clockOf(id)).toMatchObject({ level: 2, remainingMs: 60 * SECOND });
    expect(await night.events(id)).toEqual([
      'tournament.created',
      'tournament.started',
      'level.started',
    ]);
  });

  test('CLK-4: each warning is given once per level', async () => {
    const night = await openNight();
    const id = await night.create({ warningSeconds: [30, 10] });
    await night.post(`/tournaments/${id}/start`);
    await night.run(62 * SECOND);
    expect(await night.events(id)).toEqual([
      'tournament.created',
      'tournament.started',
      'clock.warned',
      'clock.warned',
      'level.started',
    ]);
  });

  test('CLK-8: several tournaments run at once, each by its own clock', async () => {
    const night = await openNight();
    const first = await night.create();
    const second = await night.create({ levels: [round(50, 2), round(100, 2)] });
    const third = await night.create();
    await night.post(`/tournaments/${first}/start`);
    await night.run(30 * SECOND);
    await night.post(`/tournaments/${second}/start`);
    await night.post(`/tournaments/${third}/start`);
    await night.post(`/tournaments/${third}/pause`);
    await night.run(100 * SECOND);
    expect(await night.clockOf(first)).toMatchObject({ level: 3, remainingMs: 50 * SECOND });
    expect(await night.clockOf(second)).toMatchObject({ level: 1, remainingMs: 20 * SECOND });
    expect(await night.clockOf(third)).toMatchObject({ level: 1, paused: true });
  });

  test('CLK-5: a scheduled start comes at its time of day, also after a restart', async () => {
    const night = await openNight();
    const startsAt = night.clock.now().wallMs + 2 * MINUTE;
    const id = await night.create({ startsAt });
    await night.run(MINUTE);
    expect(await night.clockOf(id)).toMatchObject({ status: 'setup' });
    await night.restart(() => night.clock.pass(30 * SECOND));
    await night.run(32 * SECOND);
    expect(await night.clockOf(id)).toMatchObject({ status: 'running', level: 1 });
  });

  test('CLK-5: the wall clock is put right, and the scheduled start follows it within a second', async () => {
    const night = await openNight();
    const id = await night.create({ startsAt: night.clock.now().wallMs + 3 * HOUR });
    await night.run(2 * SECOND);
    night.clock.jumpWall(3 * HOUR);
    await night.run(SECOND);
    expect(await night.clockOf(id)).toMatchObject({ status: 'running' });
  });

  test('CLK-2: a tournament that ended is left alone', async () => {
    const night = await openNight();
    const id = await night.create();
    await night.post(`/tournaments/${id}/start`);
    await night.post(`/tournaments/${id}/end`);
    await night.run(2 * MINUTE);
    expect((await night.events(id)).at(-1)).toBe('tournament.ended');
  });
});

describe('CLK-7: after a stop', () => {
  const started = async () => {
    const night = await openNight();
    const id = await night.create({ levels: [round(100, 10), round(200, 10)], warningSeconds: [] });
    await night.post(`/tournaments/${id}/start`);
    await night.run(MINUTE);
    return { night, id };
  };

  test('of 5 s the clock goes on as if nothing had happened, and nothing is recorded', async () => {
    const { night, id } = await started();
    await night.restart(() => night.clock.pass(5 * SECOND));
    expect(await night.clockOf(id)).toMatchObject({
      remainingMs: 9 * MINUTE - 5 * SECOND,
      undecided: false,
    });
    expect(await night.events(id)).toEqual(['tournament.created', 'tournament.started']);
  });

  test('of 5 s across the end of a level, the level starts at its very moment', async () => {
    const { night, id } = await started();
    await night.run(9 * MINUTE - 2 * SECOND);
    await night.restart(() => night.clock.pass(5 * SECOND));
    await night.tick();
    expect(await night.clockOf(id)).toMatchObject({ level: 2, remainingMs: 597 * SECOND });
  });

  test('of 5 min no level changes by itself; the floor sees both times and picks', async () => {
    for (const [choice, remainingMs] of [
      ['counted', 4 * MINUTE],
      ['stopped', 9 * MINUTE],
    ] as const) {
      const { night, id } = await started();
      await night.restart(() => night.clock.pass(5 * MINUTE));
      expect(await night.clockOf(id)).toMatchObject({ undecided: true, level: 1 });
      await night.post(`/tournaments/${id}/clock/settle`, { choice });
      expect(await night.clockOf(id)).toMatchObject({ undecided: false, level: 1, remainingMs });
    }
  });

  test('of 10 h the clock waits at the end of its level, for as long as nobody chooses', async () => {
    const { night, id } = await started();
    await night.restart(() => night.clock.pass(10 * HOUR));
    await night.run(10 * MINUTE);
    expect(await night.clockOf(id)).toMatchObject({ undecided: true, level: 1, remainingMs: 0 });
    await night.post(`/tournaments/${id}/clock/settle`, { choice: 'stopped' });
    const { remainingMs, level } = await night.clockOf(id);
    expect([level, remainingMs]).toEqual([1, 9 * MINUTE]);
  });

  test('of 10 h while the process was asleep, it is the same', async () => {
    const { night, id } = await started();
    night.clock.pass(10 * HOUR);
    await night.tick();
    await night.tick();
    expect(await night.clockOf(id)).toMatchObject({ undecided: true, level: 1 });
    expect((await night.events(id)).at(-1)).toBe('clock.interrupted');
  });

  test('of 30 s with a reboot, by a wall clock that was right, it goes on', async () => {
    const { night, id } = await started();
    await night.restart(() => night.clock.reboot(30 * SECOND));
    expect(await night.clockOf(id)).toMatchObject({
      undecided: false,
      remainingMs: 9 * MINUTE - 30 * SECOND,
    });
    await night.run(30 * SECOND);
    expect(await night.clockOf(id)).toMatchObject({ remainingMs: 8 * MINUTE });
  });

  test('with a reboot and a wall clock that nobody has set, it counts as long', async () => {
    const { night, id } = await started();
    await night.restart(() => night.clock.reboot(30 * SECOND, { isRight: false }));
    expect(await night.clockOf(id)).toMatchObject({ undecided: true, level: 1 });
    await night.post(`/tournaments/${id}/clock/settle`, { choice: 'stopped' });
    expect(await night.clockOf(id)).toMatchObject({ remainingMs: 9 * MINUTE });
  });

  test('a paused clock stands where it stood, however long', async () => {
    const { night, id } = await started();
    await night.post(`/tournaments/${id}/pause`);
    await night.restart(() => night.clock.reboot(10 * HOUR, { isRight: false }));
    expect(await night.clockOf(id)).toMatchObject({
      paused: true,
      undecided: false,
      remainingMs: 9 * MINUTE,
    });
  });
});
