import * as v from 'valibot';
import { below } from '../../src/kernel/random.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import { standard } from '../../src/poker/templates.ts';
import { configSchema } from '../../src/rooms/tournament/commands.ts';
import type { Entry, State } from '../../src/rooms/tournament/state.ts';
import { isLive } from '../../src/rooms/tournament/state.ts';
import { arrive, CURRENCY } from './arrivals.ts';
import type { Night } from './night.ts';
import { createNight } from './night.ts';
import type { Room, Staff } from './room.ts';

const BOUNTY = 200_00;
const FEE = { kind: 'amount' as const, name: 'House', amount: 60_00 };
const TABLES = ['31', '32', '33', '34', '35', '36', '37', '38', 'Feature'];

const config = (startsAt: number) =>
  v.parse(configSchema, {
    name: 'Friday Night Knockout',
    currency: CURRENCY,
    startsAt,
    buyIns: [
      ...[
        { id: 'entry', name: 'Entry', price: 600_00, rakes: [FEE], chips: standard.startingStack },
      ],
      ...[{ id: 'ticket', name: 'Satellite ticket', price: 540_00, chips: standard.startingStack }],
    ].map((profile) => ({ ...profile, bounty: BOUNTY })),
    rebuys: {
      allowed: true,
      lastLevel: 6,
      profiles: [
        { id: 'rebuy', name: 'Rebuy', price: 600_00, rakes: [FEE], chips: 10_000, bounty: BOUNTY },
      ],
    },
    addOns: {
      allowed: true,
      lastLevel: 6,
      maxPerPlayer: 1,
      profiles: [{ id: 'addon', name: 'Add-on', price: 300_00, chips: 15_000 }],
    },
    registration: { lastLevel: 6 },
    hits: { track: true },
    payouts: {
      source: { kind: 'chart', chart: 'barge2025' },
      ...{ unit: 50_00, remainder: 'first', minCash: null, leftover: 'first' },
    },
    chips: standard.chips,
  });

/** A third of those who bust buy back in within two minutes. */
const comeBack = (room: Room, night: Night) => (victim: Entry) => {
  if (!night.chance(3)) return;
  room.plan(room.nowMs() + (30 + below(room.random, 90)) * 1_000, async () => {
    const entry = (await night.state()).entries[victim.id];
    if (entry !== undefined && !isLive(entry)) await night.rebuy(entry.id);
  });
};

/**
 * Entries still open, the first break ahead: bounties, rebuys, add-ons, and some who owe.
 * @param endMs the moment at which the demo is opened.
 */
export const planKnockout = async (
  room: Room,
  staff: Staff,
  playerIds: readonly string[],
  endMs: number,
): Promise<string> => {
  const startMs = endMs - 66 * MINUTE;
  const levels = [...standard.levels];
  const id = await room.create({ type: 'create', config: config(startMs), levels }, staff.floor);
  const night = createNight(room, id, staff);
  for (const name of TABLES)
    await night.give({ type: 'openTables', tableIds: [room.newId()], name });
  arrive(room, playerIds, { fromMs: startMs - 40 * MINUTE, startMs, lateMs: 60 * MINUTE }, (one) =>
    night.buyIn(one, night.chance(9) ? 'ticket' : 'entry'),
  );
  room.plan(startMs + MINUTE, async () => {
    await night.tellButtons();
    const leftAt = (now: State): number =>
      Math.round(now.totals.entries * (1 - (room.nowMs() - startMs) / (6 * 60 * MINUTE)));
    night.playDown(leftAt, comeBack(room, night));
  });
  for (let i = 0; i < 14; i++)
    room.plan(endMs - below(room.random, 30) * MINUTE - MINUTE, async () => {
      const entry = night.oneOf((await night.live()).filter(({ addOns }) => addOns === 0));
      if (entry !== undefined) await night.addOn(entry.id);
    });
  return id;
};
