import * as v from 'valibot';
import { below } from '../../src/kernel/random.ts';
import { HOUR, MINUTE } from '../../src/kernel/time.ts';
import { deepStack } from '../../src/poker/templates.ts';
import { configSchema } from '../../src/rooms/tournament/commands.ts';
import type { Entry, State } from '../../src/rooms/tournament/state.ts';
import { prizeTable } from '../../src/rooms/tournament/views.ts';
import { arrive, CURRENCY } from './arrivals.ts';
import type { Night } from './night.ts';
import { createNight } from './night.ts';
import type { Room, Staff } from './room.ts';

const RAKES = [
  { kind: 'amount' as const, name: 'House', amount: 150_00 },
  { kind: 'amount' as const, name: 'Dealers', amount: 50_00 },
];
const CHIPS = deepStack.startingStack;

const config = (startsAt: number) =>
  v.parse(configSchema, {
    name: 'Harbour Major',
    currency: CURRENCY,
    description: 'Re-entry until the end of level 8. Big-blind ante. Cards in the air at noon.',
    startsAt,
    buyIns: [
      { id: 'regular', name: 'Regular', price: 1_500_00, rakes: RAKES, chips: CHIPS },
      { id: 'early', name: 'Early bird', price: 1_500_00, rakes: RAKES, chips: CHIPS + 5_000 },
      { id: 'staff', name: 'Staff', price: 1_300_00, rakes: [], chips: CHIPS },
    ],
    reEntry: { allowed: true, maxPerPlayer: 2 },
    registration: { lastLevel: 8 },
    pool: { guarantee: 250_000_00 },
    payouts: {
      source: { kind: 'chart', chart: 'barge2025' },
      ...{ unit: 100_00, remainder: 'first', minCash: null, leftover: 'first' },
    },
    chips: deepStack.chips,
  });

const paid = (now: State): number => prizeTable(now).places.at(-1)?.to ?? 0;

/** The wrong one of two neighbours was called out, and is put back. */
const takeBack = async (night: Night): Promise<void> => {
  const victim = await night.bust();
  if (victim === undefined) return;
  const eventId = (await night.state()).entries[victim.id]?.out?.eventId ?? '';
  await night.give({ type: 'undo', eventId, reason: 'wrong seat' });
};

/**
 * The large field, two places before the money: re-entries, broken tables, counted stacks.
 * @param endMs the moment at which the demo is opened.
 */
export const planMajor = async (
  room: Room,
  staff: Staff,
  playerIds: readonly string[],
  endMs: number,
): Promise<string> => {
  const startMs = endMs - 4 * HOUR - 21 * MINUTE;
  const levels = [...deepStack.levels];
  const id = await room.create({ type: 'create', config: config(startMs), levels }, staff.floor);
  const night = createNight(room, id, staff);
  await night.give({ type: 'openTables', tableIds: Array.from({ length: 20 }, room.newId) });
  arrive(
    room,
    playerIds,
    { fromMs: startMs - 55 * MINUTE, startMs, lateMs: 2 * HOUR },
    (playerId) => night.buyIn(playerId, room.nowMs() < startMs - 25 * MINUTE ? 'early' : 'regular'),
  );

  const again = ({ playerId }: Entry): void => {
    if (!night.chance(3)) return;
    const atMs = room.nowMs() + (3 + below(room.random, 12)) * MINUTE;
    room.plan(atMs, async () => {
      const { registration, byPlayer } = await night.state();
      const isTooOften = (byPlayer[playerId]?.length ?? 0) > 2;
      if (registration.open && !isTooOften) await night.buyIn(playerId, 'regular');
    });
  };
  const leftAt = (now: State): number => {
    const passed = Math.min(1, (room.nowMs() - startMs) / (endMs - 4 * MINUTE - startMs));
    const end = paid(now) + 2;
    return Math.round(end + (now.totals.entries - end) * (1 - passed) ** 1.25);
  };
  room.plan(startMs + 2 * MINUTE, async () => {
    await night.tellButtons();
    night.playDown(leftAt, again);
  });
  room.plan(startMs + 73 * MINUTE, () => night.give({ type: 'pause' }));
  room.plan(startMs + 76 * MINUTE, () => night.give({ type: 'resume' }));
  room.plan(endMs - 31 * MINUTE, () => takeBack(night));
  room.plan(endMs - 2 * MINUTE, () => night.countChips(1_000));
  return id;
};
