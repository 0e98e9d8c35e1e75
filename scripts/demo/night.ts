import { splitBy } from '../../src/kernel/money.ts';
import { below, shuffled } from '../../src/kernel/random.ts';
import { MINUTE, SECOND } from '../../src/kernel/time.ts';
import { proposeBalance } from '../../src/poker/balance.ts';
import type { Entry, State } from '../../src/rooms/tournament/state.ts';
import { chipsInPlay, isLive, openTables } from '../../src/rooms/tournament/state.ts';
import { tablesNow } from '../../src/rooms/tournament/views.ts';
import type { Order, Room, Staff } from './room.ts';

type Payment = Extract<Order, { type: 'buyIn' }>['payment'];

/** What a desk of a card room takes in: mostly notes, sometimes a promise. */
const METHODS = [
  'cash',
  'cash',
  'cash',
  'cash',
  'card',
  'card',
  'card',
  'online',
  'ticket',
] as const;

/** A tournament of the demo, by what people in it do. */
export const createNight = (room: Room, id: string, staff: Staff) => {
  const { random, give, stateOf } = room;
  const chance = (oneIn: number): boolean => below(random, oneIn) === 0;
  const oneOf = <T>(list: readonly T[]): T | undefined =>
    list.length === 0 ? undefined : list[below(random, list.length)];
  const state = (): Promise<State> => stateOf(id);
  const live = async (): Promise<Entry[]> => Object.values((await state()).entries).filter(isLive);

  /** One in forty pays later; on a ticket nobody owes anything. */
  const payment = (): Payment => {
    if (chance(40)) return { method: 'credit', paid: 0 };
    return { method: oneOf(METHODS) ?? 'cash' };
  };

  const buyIn = async (playerId: string, profileId: string): Promise<void> => {
    const entryId = room.newId();
    const order = { entryId, playerId, profileId, payment: payment() };
    await give(id, { type: 'buyIn', ...order }, staff.desk);
  };

  const rebuy = (entryId: string) =>
    give(id, { type: 'rebuy', entryId, times: 1, payment: payment() }, staff.desk);
  const addOn = (entryId: string) =>
    give(id, { type: 'addOn', entryId, times: 1, payment: payment() }, staff.floor);

  /** Whoever sits at the same table may have done it; now and then two together. */
  const hitmenOf = (now: State, { id: own, seat }: Entry) => {
    const others = Object.values(now.entries).filter(
      (one) => isLive(one) && one.id !== own && one.seat?.tableId === seat?.tableId,
    );
    return shuffled(random, others)
      .slice(0, chance(15) ? 2 : 1)
      .map((one) => ({ entryId: one.id, weight: 1 }));
  };

  /** Somebody with a seat goes out; answers who. */
  const bust = async (): Promise<Entry | undefined> => {
    const now = await state();
    const victim = oneOf(Object.values(now.entries).filter((one) => isLive(one) && one.seat));
    if (victim === undefined) return undefined;
    const busts = [{ entryId: victim.id, hitmen: hitmenOf(now, victim) }];
    await give(id, { type: 'bust', busts }, staff.floor);
    return victim;
  };

  const tellButton = async (tableId: string): Promise<void> => {
    const table = (await state()).tables[tableId];
    const taken = table?.seats.flatMap((one, i) => (one === null ? [] : [i + 1])) ?? [];
    const button = oneOf(taken);
    if (button !== undefined) await give(id, { type: 'changeTable', tableId, button }, staff.floor);
  };

  /** What the floor is asked to do about uneven tables, one thing at a time. */
  const balance = async (): Promise<void> => {
    const now = await state();
    if (now.status !== 'running') return;
    const [first] = proposeBalance({ tables: tablesNow(now), ...now.config.seating });
    // Whoever comes late needs the seats.
    if (first === undefined || (first.kind === 'break' && now.registration.open)) return;
    if (first.kind === 'ask') await tellButton(first.tableId);
    else if (first.kind === 'break')
      await give(id, { type: 'breakTable', tableId: first.tableId }, staff.floor);
    else
      await give(
        id,
        { type: 'move', moves: [{ entryId: first.entryId, to: first.to }], reason: 'balance' },
        staff.floor,
      );
    room.plan(room.nowMs() + (20 + below(random, 40)) * SECOND, balance);
  };

  /** Everybody's stack, as random as a real one and together exactly what is in play. */
  const countChips = async (smallest: number): Promise<void> => {
    const now = await state();
    const entries = Object.values(now.entries).filter(isLive);
    const weights = entries.map(() => 20 + below(random, 60) + (chance(4) ? 80 : 0));
    const stacks = splitBy(Math.floor(chipsInPlay(now) / smallest), weights);
    const counts = entries.map((one, i) => ({
      entryId: one.id,
      chips: (stacks[i] ?? 0) * smallest,
    }));
    await give(id, { type: 'setChips', counts }, staff.floor);
  };

  /**
   * Busts one after the other, slower as the field gets smaller, until so many are left.
   * @param leftAt how many should be left by now.
   * @param gone what becomes of who went out.
   */
  const playDown = (
    leftAt: (now: State) => number,
    gone: (victim: Entry) => void = () => undefined,
  ): void => {
    const turn = async (): Promise<void> => {
      const now = await state();
      if (now.status === 'ended') return;
      if (now.totals.live > leftAt(now)) {
        const victim = await bust();
        if (victim !== undefined) gone(victim);
        room.plan(room.nowMs() + 45 * SECOND, balance);
      }
      room.plan(room.nowMs() + (15 + below(random, 60)) * SECOND, turn);
    };
    room.plan(room.nowMs() + MINUTE, turn);
  };

  return {
    ...{ id, chance, oneOf, state, live, buyIn, rebuy, addOn, bust, countChips, playDown },
    give: (order: Order, by = staff.floor) => give(id, order, by),
    /** Where the dealers put the buttons when the cards are drawn. */
    tellButtons: async (): Promise<void> => {
      for (const table of openTables(await state())) await tellButton(table.id);
    },
  };
};

export type Night = ReturnType<typeof createNight>;
