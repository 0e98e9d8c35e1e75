import * as v from 'valibot';
import { splitBy } from '../../src/kernel/money.ts';
import { HOUR, MINUTE, SECOND } from '../../src/kernel/time.ts';
import { turbo } from '../../src/poker/templates.ts';
import { configSchema } from '../../src/rooms/tournament/commands.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { coveredBy, dueTo } from '../../src/rooms/tournament/views.ts';
import { arrive, CURRENCY } from './arrivals.ts';
import type { Night } from './night.ts';
import { createNight } from './night.ts';
import type { Room, Staff } from './room.ts';

/** Stacks of the last three when they made their deal, in thousands. */
const LAST_STACKS = [212, 137, 61];
const LASTS_MS = 140 * MINUTE;

const config = (startsAt: number) =>
  v.parse(configSchema, {
    name: 'Breakfast Turbo',
    currency: CURRENCY,
    startsAt,
    buyIns: [
      {
        ...{ id: 'entry', name: 'Entry', price: 330_00, chips: turbo.startingStack },
        rakes: [{ kind: 'percent', name: 'House', basisPoints: 1_000 }],
      },
    ],
    registration: { lastLevel: 4 },
    payouts: {
      source: { kind: 'chart', chart: 'barge2025' },
      ...{ unit: 10_00, remainder: 'first', minCash: null, leftover: 'first' },
    },
    chips: turbo.chips,
  });

/** Three are left and share by their stacks; that is the end. */
const makeDeal = async (night: Night): Promise<void> => {
  const [now, left] = [await night.state(), (await night.live()).map(({ id }) => id)];
  const amounts = splitBy(coveredBy(now, left), LAST_STACKS.slice(0, left.length));
  const shares = left.map((entryId, i) => ({ entryId, amount: amounts[i] ?? 0 }));
  await night.give({ type: 'deal', shares, reason: 'Chip chop, agreed by all three' });
  await night.give({ type: 'end' });
};

/** Everybody fetches their prize but one, who went to lunch. */
const payOut = async (night: Night): Promise<void> => {
  const now = await night.state();
  const owed = Object.values(now.entries).filter((entry) => dueTo(now, entry) > 0);
  for (const { id: entryId } of owed.slice(1))
    await night.give({ type: 'payPrize', entryId, method: 'cash' });
};

/**
 * Over since the early afternoon, by a deal; one prize is still to be fetched.
 * @param endMs the moment at which the demo is opened.
 */
export const planTurbo = async (
  room: Room,
  staff: Staff,
  playerIds: readonly string[],
  endMs: number,
): Promise<string> => {
  const startMs = endMs - 7 * HOUR;
  const levels = [...turbo.levels];
  const id = await room.create({ type: 'create', config: config(startMs), levels }, staff.floor);
  const night = createNight(room, id, staff);
  await night.give({ type: 'openTables', tableIds: Array.from({ length: 5 }, room.newId) });
  arrive(room, playerIds, { fromMs: startMs - 20 * MINUTE, startMs, lateMs: 30 * MINUTE }, (one) =>
    night.buyIn(one, 'entry'),
  );
  room.plan(startMs + MINUTE, async () => {
    await night.tellButtons();
    night.playDown(({ totals }: State) => {
      const passed = Math.min(1, (room.nowMs() - startMs) / (LASTS_MS - 5 * MINUTE));
      return Math.round(3 + (totals.entries - 3) * (1 - passed));
    });
  });
  room.plan(startMs + LASTS_MS, () => makeDeal(night));
  room.plan(startMs + LASTS_MS + 4 * MINUTE + 20 * SECOND, () => payOut(night));
  return id;
};
